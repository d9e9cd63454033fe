// Secrets that are known by the name before them: `password=…`, `"api_key": "…"`, `--token …`, `Set-Cookie: …`.
// The name is found first, then what follows it is read by hand: one walk, whatever the text holds.
import {
  isDemand,
  isPlaceholder,
  isPlaceholderAt,
  isProse,
  looksGenerated,
  looksRandom,
  mark,
} from './mark.ts';
import { NAMES, type Strength } from './names.ts';

/** How far a value is read to judge it, in characters; what turns out a secret is then hidden to its end. */
const MAX_JUDGED_CHARS = 512;
/** How far before a name its prefix (`--db-`, `<ns:`, an ARN) is looked for. */
const MAX_NAME_CHARS = 60;
/** How far the end of a quoted value or of a cookie line is sought. */
const MAX_VALUE_CHARS = 4_096;

/** The name, then what may stand between it and its value; the value begins where the match ends. */
const NAME = new RegExp(NAMES.map(([, , name]) => `(${name})`).join('|'), 'gi');
/** Quotes as JSON, languages and HTML write them. */
const QUOTE = '(?:\\\\{0,7}["\']|&(?:quot|apos|#3[49]|#x2[27]);|%2[27])';
/** `["password"] => `, `[password] => `. */
const CLOSE = `(?<close>${QUOTE}\\]?|\\](?=[ \\t]{0,4}=>))?`;
const SIGN = '(?:=>|:=|->|[:=：]|%3[da]|(?<xml>>|&gt;))';
/** What stands before the value and says how it is kept: `["X"`, `Some("X"`, `b'X'`, `string(9) "X"`. */
const WRAP =
  '(?:(?:\\[\\s{0,4}|\\{\\s?\\\\{0,7}"S\\\\{0,7}"\\s?:\\s?|(?:Some|Just|Ok|Optional)[( ]|\\s{0,20}string\\(\\d{1,6}\\) |[bnrux]{1,2})(?=\\\\{0,7}["\']))?';
/** A scalar of YAML whose lines follow: `password: |`. */
const BLOCK = '(?:(?<block>[|>][+-]?\\d?[ \\t]{0,8}(?:\\r?\\n|\\\\n)[ \\t]{1,40}))?';
const WHOSE =
  '[ \\t]{1,4}(?:for|of)[ \\t]{1,4}(?:user[ \\t]{1,4})?(?:\\\\{0,7}"[^\\s"\\\\]{1,40}\\\\{0,7}"|[^\\s:="\\\\{}]{1,60})[ \\t]{0,4}[:=][ \\t]{0,4}';
const SPOKEN =
  '[ \\t]{1,4}(?:(?:for|of)[ \\t]{1,4}\\S{1,60}[ \\t]{1,4})?(?:is|was|equals|(?:(?:is|was)[ \\t]{1,4})?(?:re)?set[ \\t]to|changed[ \\t]to)(?:[ \\t]{0,2}:)?[ \\t]{1,4}';
const BETWEEN = new RegExp(
  `${CLOSE}(?:[ \\t]{0,8}${SIGN}[ \\t]{0,8}${WRAP}${BLOCK}|(?<next>,\\s{0,4}(?:b(?=["']))?(?=\\\\{0,7}["']))|(?<whose>${WHOSE})|(?<spoken>${SPOKEN})|(?<blank>[ \\t]{1,4}))(?<open>\\\\{0,7}["'\`]|&(?:quot|apos|#3[49]|#x2[27]);|%2[27])?`,
  'iy',
);
/** An unquoted value ends at a blank, a quote, an escape, or where the next field begins. */
const BARE_CHARACTER =
  /[^\s"'`\\,;&<>(){}[\]|]|\\(?![nrtu"'])|[,;&](?!\\{0,7}["']|[\s{[]|[\w.-]{1,40}["']?\s?[=:]|$)|[(){}[\]|<>](?=[^\s"'`\\,;&<>(){}[\]|])/;
const BARE_VALUE = new RegExp(`(?:${BARE_CHARACTER.source}){1,${MAX_JUDGED_CHARS}}`, 'y');

interface Assignment {
  readonly kind: string;
  readonly strength: Strength;
  readonly name: string;
  /** The text just before the name, at most MAX_NAME_CHARS. */
  readonly before: string;
  /** Where the value begins and ends. */
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** `=` and its like, as opposed to a colon and a blank, which prose has too. */
  readonly tight: boolean;
  /** Bound by a sentence (`password is …`, `with password …`), where most words that follow are no secret. */
  readonly spoken: boolean;
  /** What stands between the name and the value. */
  readonly between: string;
  /** The quote that closed the name, for a bare JSON number in its place. */
  readonly close: string;
}

export function redactAssignments(text: string): string {
  let result = '';
  let done = 0;
  NAME.lastIndex = 0;
  for (let found = NAME.exec(text); found !== null; found = NAME.exec(text)) {
    const assignment = readAssignment(text, found);
    if (assignment === null || !isSecret(text, assignment)) continue;
    result += text.slice(done, assignment.start) + replacement(text, assignment);
    done = wholeEnd(text, assignment);
    NAME.lastIndex = done;
  }
  return done === 0 ? text : result + text.slice(done);
}

function readAssignment(text: string, found: RegExpExecArray): Assignment | null {
  const row = NAMES[found.findIndex((group, index) => index > 0 && group !== undefined) - 1];
  BETWEEN.lastIndex = found.index + found[0].length;
  const between = BETWEEN.exec(text);
  if (row === undefined || between?.groups === undefined) return null;
  const { close = '', open, blank, spoken, xml, block } = between.groups;
  const start = BETWEEN.lastIndex;
  const before = text.slice(Math.max(0, found.index - MAX_NAME_CHARS), found.index);
  const flag = blank !== undefined && takesBlank(before, row[1], open, close);
  const bySentence = !flag && isSpoken(found[0], { blank, spoken, open });
  if (!flag && !bySentence && !isBound(before, between.groups)) return null;
  if (open === undefined && isPlaceholderAt(text, start)) return null;
  const [kind, strength] = row;
  const end = valueEnd(text, start, { kind, open, xml, block });
  if (isListed(before, between.groups) && !isPair(text, { before, start, end })) return null;
  const tight = blank !== undefined || block !== undefined || !/:\s|->/.test(between[0]);
  return {
    kind,
    strength,
    name: found[0],
    before,
    start,
    end,
    quoted: open !== undefined,
    tight,
    spoken: bySentence,
    between: between[0],
    close,
  };
}

/** By a sign, as opposed to words and blanks. */
function isBound(before: string, groups: Readonly<Record<string, string | undefined>>): boolean {
  const { blank, spoken, xml } = groups;
  if (blank !== undefined || spoken !== undefined) return false;
  return xml === undefined || /(?:<|&lt;)[\w:.-]*$/.test(before);
}

/** A comma binds the elements of an argument list, `"--password", "X"`; elsewhere it may stand between two names. */
function isListed(before: string, groups: Readonly<Record<string, string | undefined>>): boolean {
  const { next, close } = groups;
  return next !== undefined && (close === undefined || !/["']--?[\w-]*$/.test(before));
}

/** `('password', 'X')`, `{password,"X"}`, `[["password", "X"], …]`: two elements, the second of which is no name. */
function isPair(text: string, { before, start, end }: Place): boolean {
  if (!/(?:[({]b?|[[,]\s?\[|\[:)\\{0,7}["']?[\w-]*$/.test(before)) return false;
  if (!/^\\{0,7}["']\s?[)}\]]/.test(text.slice(end, end + 12))) return false;
  return !/^[A-Za-z_. -]*$/.test(text.slice(start, end));
}

interface Place {
  readonly before: string;
  readonly start: number;
  readonly end: number;
}

interface Binding {
  readonly blank: string | undefined;
  readonly spoken: string | undefined;
  readonly open: string | undefined;
}

/** `password is X`, and a blank alone: `with password X`, `PASSWORD X`; what X must be, isSpokenSecret says. */
function isSpoken(name: string, { blank, spoken, open }: Binding): boolean {
  if (!SPOKEN_NAME.test(name)) return false;
  return spoken !== undefined || (blank !== undefined && open === undefined);
}

const SPOKEN_NAME =
  /^(?:pass(?:wor[dt]|wd|phrase|code)|pwd|kennwort|senha|contrase.*|mot de passe)$/i;

/** A blank alone binds a value to a command line's `--password`, and a quoted word to `PASSWORD '…'`. */
function takesBlank(
  before: string,
  strength: Strength,
  open: string | undefined,
  close: string,
): boolean {
  if (/(?:^|\s)--?[\w-]*$/.test(before)) return true;
  return strength === 'strong' && open !== undefined && close === '';
}

interface Opening {
  readonly kind: string;
  readonly open: string | undefined;
  readonly xml: string | undefined;
  readonly block: string | undefined;
}

/** Cookies hold blanks and end with their line; other bare values end at a blank. */
function valueEnd(text: string, start: number, { kind, open, xml, block }: Opening): number {
  if (open?.startsWith('%') === true) return stopAt(text, start, /%2[27]|[\s&"']/);
  if (open?.startsWith('&') === true) return stopAt(text, start, /&(?:quot|apos|#)|\n/);
  if (open !== undefined) return quotedEnd(text, start, open);
  if (xml !== undefined) return stopAt(text, start, /[<\n]|&lt;/);
  if (block !== undefined) return blockEnd(text, start, block);
  if (kind === 'session') return stopAt(text, start, /[^\w.~%+-]/);
  return kind === 'cookie' ? stopAt(text, start, /["\n\\]/) : bareEnd(text, start);
}

function bareEnd(text: string, start: number): number {
  BARE_VALUE.lastIndex = start;
  return BARE_VALUE.test(text) ? BARE_VALUE.lastIndex : start;
}

/** Before the first line that is indented less than the one at `start`. */
function blockEnd(text: string, start: number, block: string): number {
  const indent = /[ \t]*$/.exec(block)?.[0].length ?? 1;
  return stopAt(text, start, new RegExp(`["]|(?:\\r?\\n|\\\\n)(?![ \\t]{${indent}})`));
}

function stopAt(text: string, start: number, stop: RegExp): number {
  const ahead = text.slice(start, start + MAX_VALUE_CHARS);
  const length = ahead.search(stop);
  return start + (length === -1 ? ahead.length : length);
}

/**
 * Where the same quote at the same depth of JSON escapes closes, or the string around it does, whichever comes first;
 * else the end of the line, or of the word.
 */
function quotedEnd(text: string, start: number, open: string): number {
  const quote = open.slice(-1);
  const depth = open.length - 1;
  const ahead = text.slice(start, start + MAX_VALUE_CHARS);
  for (const { 0: found, 1: slashes = '', index } of ahead.matchAll(/(?<!\\)(\\*)["'`]/g)) {
    const own = found.endsWith(quote);
    const surplus = slashes.length - depth;
    if (own && surplus >= 0 && surplus % (2 * (depth + 1)) === 0) return start + index + surplus;
    if (found.endsWith('"') && (!own || surplus < 0)) return start + index;
  }
  if (quote === '"') return stopAt(text, start, /\n/);
  return isPlaceholderAt(text, start) ? start : bareEnd(text, start);
}

/** A secret longer than what was judged ends where its kind of value would. */
function wholeEnd(text: string, { start, end }: Assignment): number {
  if (end - start < MAX_JUDGED_CHARS) return end;
  let whole = end;
  for (let next = bareEnd(text, whole); next > whole; next = bareEnd(text, whole)) whole = next;
  return whole;
}

function isSecret(text: string, assignment: Assignment): boolean {
  const value = text.slice(assignment.start, assignment.end);
  if (value === '' || isPlaceholder(value) || isResourceName(assignment, value)) return false;
  if (!assignment.quoted && isCode(value + text.slice(assignment.end, assignment.end + 1)))
    return false;
  if (assignment.kind === 'cookie') return value.includes('=');
  if (assignment.kind === 'cvv') return /^\d{3,4}$/.test(value);
  return assignment.strength === 'strong'
    ? isStrongSecret(text, assignment, value)
    : isWeakSecret(assignment, value);
}

/** `arn:aws:secretsmanager:…:secret:ledger/db` and `secret:ledger/db` name a secret, they do not hold it. */
function isResourceName({ before, name }: Assignment, value: string): boolean {
  if (/:[\w-]{0,20}:\d{0,12}:$/.test(before)) return true;
  if (/^(?:arn:|https?:\/\/)/.test(value)) return true;
  return /^secret$/i.test(name) && /^[a-z0-9]+(?:[/_.-][a-z0-9]+)*\/[a-z0-9/_.-]+$/.test(value);
}

/** An expression in a source line of a trace: `secret = sm.get_secret_value(…)`, `password = self.password`. */
function isCode(value: string): boolean {
  if (
    /^(?:self|this|config|settings|os|process|env|req|request|args|options|params)\.[a-z]/i.test(
      value,
    )
  )
    return true;
  return (
    /^[A-Za-z_$](?:[\w$]*[a-z][A-Z_.]|[A-Za-z]*[._])[\w$.]*\(/.test(value) ||
    /^(?:[A-Za-z_]+(?:\[|\()|(?:Some|Just|Ok)\(\d{0,7}\)?)$/.test(value)
  );
}

/** `missing password: >⏎  at foo`: the sign ends a message, and its stack follows. */
const FRAME = /^(?:at [\w$<([./]|File "|Caused by:|\.\.\. \d)/;

/** Said about a password: a word of a sentence, a rule that it must meet, what a validation says, a stack. */
function isSaid(value: string, between: string): boolean {
  if (isProse(value) || isDemand(value)) return true;
  if (between.includes('\n') && FRAME.test(value)) return true;
  // `{"password":["is too short"]}`.
  return between.includes('[') && isProse(value.split(/\s/, 1)[0] ?? '');
}

function isStrongSecret(text: string, assignment: Assignment, value: string): boolean {
  const { name, quoted, tight, spoken, between, end } = assignment;
  if (isSaid(value, between)) return false;
  if (spoken) return isSpokenSecret(text, assignment, value);
  if (/^(?:pass|pwd)$/i.test(name) && (/^\d{1,6}%?$/.test(value) || value.startsWith('/')))
    return false;
  if (between.includes('->') && !looksGenerated(value)) return false;
  if (quoted || tight) return true;
  // `Password: please try again` is a sentence, `password: swordfish` a setting.
  return !(
    /^[A-Z]?[a-z']+$/.test(value) &&
    /^[ .!?] ?(?:[a-z(]|\[redacted)/i.test(text.slice(end, end + 12))
  );
}

/** In a sentence, only what looks made as a password; or any word that someone is said to have typed wrongly. */
function isSpokenSecret(text: string, { quoted, before, end }: Assignment, value: string): boolean {
  if (quoted) return !isProse(value.split(/\s/, 1)[0] ?? '');
  if (looksGenerated(value)) return true;
  if (!/\b(?:wrong|bad|invalid|incorrect)[ \t]{1,4}$/i.test(before)) return false;
  const word = /^[A-Za-z]{4,40}$/.test(value) && !/(?:ed|en|ing|ion|nt|th|s)$/.test(value);
  return word && !FORM_WORD.test(value) && /^ (?:for|from|by|at) \S/.test(text.slice(end, end + 8));
}

/** What else stands between `wrong password` and `for`. */
const FORM_WORD =
  /^(?:attempt|hash|format|type|field|login|logon|reset|change|input|combination|guess|retry|entry|value|count|data|used|given|sent|pair|salt|algorithm|line|file|code|policy)$/i;

/** Below this, digits after `token` are a count. */
const MIN_DIGIT_TOKEN_CHARS = 8;
const MIN_WEAK_CHARS = 6;
/** `?code=` of a sign-in, as opposed to the code of an error; `?auth=` likewise. */
const OAUTH_CODE = /^(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=\D*\d)[\w.~%/+-]{16,}={0,2}$/;

function isWeakSecret({ kind, name, quoted, tight }: Assignment, value: string): boolean {
  const word = value.replace(/^(?:Bearer|Basic|Token|Digest|ApiKey)\s+/i, '');
  if (/^code$/i.test(name)) return OAUTH_CODE.test(value);
  if (/^auth$/i.test(name)) return OAUTH_CODE.test(word) || /^[0-9a-f]{32,}$/i.test(word);
  if (kind === 'signature') return /^[\w+/=%~-]{32,}$/.test(word);
  if (/^\d+$/.test(word)) return word.length >= MIN_DIGIT_TOKEN_CHARS;
  if (kind === 'secret' && (quoted || tight)) return !isProse(word) && (quoted || !/\s/.test(word));
  if (/\s/.test(word)) return false;
  return word.length >= MIN_WEAK_CHARS && looksRandom(word);
}

function replacement(text: string, { kind, start, end, quoted, close }: Assignment): string {
  const numeric = !quoted && close.endsWith('"') && /^-?[\d.eE+-]+$/.test(text.slice(start, end));
  return numeric ? `${close}${mark(kind)}${close}` : mark(kind);
}
