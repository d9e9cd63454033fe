// Secrets in forms that no name and sign bind: a field of a multipart body, an XML element whose attribute names it, a
// link that resets a password, connection strings that are no URL, a dump of cookies. One row a form, each bounded.
import { isLinkToken, LINK } from './links.ts';
import { isPlaceholder, looksRandom, mark } from './mark.ts';

const NAMED = '(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[_-]?key)';
const LINE_END = '(?:\\r?\\n|\\\\r\\\\n|\\\\n)';

interface Form {
  readonly kind: string;
  /** Two groups: what stands before the secret, and the secret. */
  readonly shape: RegExp;
  /** Whether the value is one, with the first group and the text before it; any that is no placeholder, where it is left out. */
  readonly isSecret?: (value: string, head: string, before: string) => boolean;
}

const FORMS: readonly Form[] = [
  // `Content-Disposition: form-data; name="password"`, a blank line, the value.
  {
    kind: 'password',
    shape: new RegExp(
      `(form-data;[^\\n]{0,80}?name=\\\\{0,7}"[\\w.\\[-]{0,40}${NAMED}[\\w.\\]-]{0,20}\\\\{0,7}"[^\\n\\\\]{0,80}${LINE_END}(?:[^\\n\\\\]{1,100}${LINE_END}){0,4}${LINE_END})([^\\r\\n\\\\"]{1,200})`,
      'gi',
    ),
  },
  // `<property name="connection.password">X</property>`.
  {
    kind: 'password',
    shape:
      /(<\w[\w:.-]{0,40}[ \t](?:name|key|id)=\\{0,7}["'][\w.-]{0,60}(?:pass(?:word|wd|phrase)|secret|api[_-]?key)\\{0,7}["'][^<>\n]{0,100}>)([^<\s]{3,300})(?=<)/gi,
  },
  // `/reset-password/TOKEN`, `/users/confirm/TOKEN`.
  { kind: 'token', shape: LINK, isSecret: isLinkToken },
  // Oracle's `user/X@//host:1521/service`.
  {
    kind: 'password',
    shape: /((?<![\w/])[A-Za-z]\w{0,30}\/)([^\s@/"']{1,100})(?=@\/\/[\w.-]{1,100}(?::\d{1,5})?\/)/g,
  },
  // `?u=user&p=X`; a number is that of a page.
  {
    kind: 'password',
    shape: /([?&]u=[^&\s"']{0,64}&p=)([^&\s"']{1,200})/g,
    isSecret: (value) => !/^\d{1,5}$/.test(value),
  },
  // `Digest username="bob", …, response="X"`.
  {
    kind: 'authorization',
    shape: /(\bDigest [^\n]{0,400}?\bresponse=\\{0,7}"?)([0-9a-f]{32,64})/gi,
  },
  // `ConvertTo-SecureString "X" -AsPlainText`.
  { kind: 'password', shape: /(SecureString[^\n"']{0,40}["'])([^"'\n]{1,200})(?=["'])/g },
];

/** How much of the text before a form helps to judge it. */
const MAX_BEFORE_CHARS = 120;

/** `cookies={'session': 'X'}`: the values that a machine made. */
const COOKIES = /\bcookies?\\{0,7}["']?\s?[=:]\s?\{[^{}]{1,2000}\}/gi;
const MEMBER = /((\\{0,7}["'])\s{0,2}:\s{0,2}\2)([^"'\\]{12,400})(?=\2)/g;

/** Rare beginnings inside the forms, for the word gate. */
export const FORM_WORDS =
  'm-data <pr <en <st <ad <it <pa eset irm rify rific ivat vit cover agic unlock cp( dp( ix( @// &p= o-Secure igest okies';

export const FORM_HINT =
  /form-data|<\w[^<>]{1,100}["'][\w.-]{0,60}(?:pass|secret|key)|\/[\w-]{0,20}(?:reset|confirm|veri|activat|invit|recover|magic|unlock)|@(?:tcp|udp|unix)\(|@\/\/|&p=|Digest .{0,400}response=|SecureString|cookies?\W/i;

/** Where Go's `user:X@tcp(host:3306)/db` has its address; what stands before it is read backwards, once for each. */
const GO_ADDRESS = /@(?:tcp|udp|unix)\(/g;
const GO_USER = /(?<![\w.-])[\w.-]{1,60}:/;
const MAX_GO_CHARS = 261;
/** `db:3306@tcp(…)`, `10.0.0.1:5000@tcp(…)`: the port of a server that a message names. */
const MYSQL_PORT = /^(?:330\d|33060|4000|6033)$/;
const IP_ADDRESS = /(?:^|[^\w.])\d{1,3}(?:\.\d{1,3}){3}:$/;

function redactGoSources(text: string): string {
  let result = '';
  let done = 0;
  for (const { index } of text.matchAll(GO_ADDRESS)) {
    let start = index;
    const floor = Math.max(done, index - MAX_GO_CHARS);
    while (start > floor && !/[\s@"'`/]/.test(text.charAt(start - 1))) start--;
    const run = text.slice(start, index);
    const user = GO_USER.exec(run);
    const head = user === null ? run : run.slice(0, user.index + user[0].length);
    const password = run.slice(head.length);
    const port = MYSQL_PORT.test(password) || (/^\d+$/.test(password) && IP_ADDRESS.test(head));
    if (password === '' || port || isPlaceholder(password)) continue;
    result += text.slice(done, start) + head + mark('password');
    done = index;
  }
  return done === 0 ? text : result + text.slice(done);
}

export function redactForms(text: string): string {
  let result = redactGoSources(text);
  for (const { kind, shape, isSecret = () => true } of FORMS) {
    result = result.replace(shape, (all, head: string, value: string, at: number) => {
      const before = result.slice(Math.max(0, at - MAX_BEFORE_CHARS), at);
      return isPlaceholder(value) || !isSecret(value, head, before) ? all : head + mark(kind);
    });
  }
  return result.replace(COOKIES, (dump) =>
    dump.replace(MEMBER, (all, head: string, _quote: string, value: string) =>
      looksRandom(value) ? head + mark('cookie') : all,
    ),
  );
}
