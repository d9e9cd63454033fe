// Secrets that are known by their own shape, wherever they stand: JWTs, PEM blocks, credentials in URLs
// and behind the name of an authentication scheme. No pattern can fail after a long match, so each search is linear.
import { isUtf8 } from 'node:buffer';
import { isScrambled } from './aws-keys.ts';
import { isPlaceholder, isProse, looksRandom, mark } from './mark.ts';

/** Base64url of `{"` opens both header and payload; a cut token may lack its end, a wrapped one goes on in the next line. */
export function redactJwts(text: string): string {
  let result = '';
  let done = 0;
  for (const { 0: run, index } of text.matchAll(/eyJ[\w-]+(?:\.[\w-]*){0,4}/g)) {
    if (index < done || !isJwt(run)) continue;
    result += text.slice(done, index) + mark('jwt');
    done = wrappedEnd(text, index + run.length);
  }
  return done === 0 ? text : result + text.slice(done);
}

function isJwt(run: string): boolean {
  const [header = '', payload = '', ...rest] = run.split('.');
  const whole = rest.length > 0 && header.length >= 12;
  return whole || payload.startsWith('eyJ');
}

/** The rest of a token that was wrapped: a line of nothing but its characters, mixed as no word is. */
const WRAPPED =
  /\n[ \t]{0,8}(?=[^\n]{0,400}\d)(?=[^\n]{0,400}[a-z])(?=[^\n]{0,400}[A-Z])[\w.~+/-]{16,}={0,2}(?=[ \t]*(?:\n|$))/y;

function wrappedEnd(text: string, from: number): number {
  let end = from;
  for (WRAPPED.lastIndex = end; WRAPPED.test(text); ) end = WRAPPED.lastIndex;
  return end;
}

const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const PEM_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** Where a block is cut off before its end: base64, line ends, and their escapes. */
const PEM_BODY = /(?:[A-Za-z0-9+/=\s]|\\[nrt])*/y;

export function redactPrivateKeys(text: string): string {
  const ends = [...text.matchAll(PEM_END)].map((end) => end.index + end[0].length);
  let result = '';
  let done = 0;
  for (const begin of text.matchAll(PEM_BEGIN)) {
    if (begin.index < done) continue;
    result += text.slice(done, begin.index) + mark('private-key');
    done = pemEnd(text, begin.index + begin[0].length, ends);
  }
  return result + text.slice(done);
}

/** `ends` ascending; those passed are taken out, so that all blocks together cost one walk. */
function pemEnd(text: string, from: number, ends: number[]): number {
  while ((ends[0] ?? text.length) < from) ends.shift();
  const end = ends[0];
  if (end !== undefined) return end;
  PEM_BODY.lastIndex = from;
  PEM_BODY.test(text);
  return PEM_BODY.lastIndex;
}

/**
 * A line of nothing but base64 as PEM files have it: the body of a key whose lines came as events of their own.
 * Hashes in hexadecimal or in one letter case are no such line.
 */
const KEY_LINE = /^([ \t]*)([A-Za-z0-9+/]{60,76}={0,2})[ \t]*$/gm;

/** The same behind what a shipper wrote: PEM files have 64 characters a line. */
const KEY_LINE_END = /(?<![\w+/=.\-"'\\])[A-Za-z0-9+/]{64}(?=[ \t]*$)/gm;

export function redactKeyLines(text: string): string {
  return text
    .replace(KEY_LINE, (all, indent: string, body: string) =>
      isMixed(body) ? `${indent}${mark('private-key')}` : all,
    )
    .replace(KEY_LINE_END, (run) => (isMixed(run) && isScrambled(run) ? mark('private-key') : run));
}

const isMixed = (run: string) => /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run);

/**
 * An event of nothing but the padded end of base64: the last line of a key whose lines came as events of their own. Beside
 * such lines it is hidden whatever it holds.
 */
export const KEY_TAIL = /^[ \t]*[A-Za-z0-9+/]{18,75}={1,2}\s*$/;
/** What a UUID, SHA-1 and SHA-256 take: such a text alone is more often an id or a checksum. */
const DIGEST_BYTES = new Set([16, 20, 32]);

/** Alone it must hold bytes that are as random as those of a key. */
export function redactKeyTail(text: string): string {
  return isMixed(text) && isRandomBytes(text.trim()) ? mark('private-key') : text;
}

/** No text, no message with names or zeros in it, no digest. */
function isRandomBytes(base64: string): boolean {
  const bytes = Buffer.from(base64, 'base64');
  if (DIGEST_BYTES.has(bytes.length) || isUtf8(bytes)) return false;
  return !/[\x20-\x7e]{8}|\0{3}/.test(bytes.toString('latin1'));
}

/** `scheme://user:password@host`; the user stays, the host too. */
const USER_INFO = /:\/\/([^\s:/?#"'<>[\\]{0,200}):([^\s/?#"'<>\\]{1,200})@/g;
/** `https://TOKEN@host`: one part alone is a secret only where it looks like one. */
const TOKEN_INFO = /:\/\/([\w.~+=-]{20,200})@/g;
/**
 * What is left of a password that holds an `@`, and one that holds a slash or `#`; behind a port a path may follow. Words
 * and slashes before a host without a port are a path, too, and what follows the `@` of a package is its version.
 */
const INFO_REST =
  /(?<=:\/\/[^\s:/?#"'<>[\\]{0,200}:\[redacted:password\])@[^\s/"'<>\\]{1,100}(?=@)/g;
const SLASHED_INFO =
  /(?<!(?<!\w)(?:s3a?|gs|docker|oci)):\/\/([^\s:/?#"'<>[\\@]{1,200}):(?!\d{1,5}(?:[/?#]|$)|\[redacted:)((?:(?!:\/\/)[^\s"'<>\\@&=]){1,200})@(?!v?\d{1,9}(?:\.\d{1,9}){0,2}(?![\w.])|sha\d)(?=[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}(?<port>:\d{1,5})?(?:[/,\s"')\]]|$))/g;
/** What no words of a path hold. */
const MADE_UP = /[\d!#$%^*+~]|[a-z][A-Z]/;
const ORACLE_INFO = /(jdbc:oracle:\w{1,10}:[^\s/@]{1,100})\/([^\s@/]{1,100})@/g;

export function redactUserInfo(text: string): string {
  return text
    .replace(USER_INFO, (all, user: string, password: string) =>
      isPlaceholder(password) ? all : `://${user}:${mark('password')}@`,
    )
    .replace(INFO_REST, '')
    .replace(SLASHED_INFO, (all, user: string, password: string, port: string | undefined) =>
      isPlaceholder(password) || (port === undefined && !MADE_UP.test(password))
        ? all
        : `://${user}:${mark('password')}@`,
    )
    .replace(TOKEN_INFO, (all, token: string) =>
      looksRandom(token) ? `://${mark('token')}@` : all,
    )
    .replace(ORACLE_INFO, (all, user: string, password: string) =>
      isPlaceholder(password) ? all : `${user}/${mark('password')}@`,
    );
}

/** An authentication scheme and what follows it; the header's name makes even a plain word a credential. */
const SCHEME =
  /(authorization\\{0,7}["']?\s{0,4}[:=]\s{0,4}\[?\\{0,7}["']?)?\b(Bearer|Basic|Digest|ApiKey|Token|Negotiate|SSWS)(\s{1,4}|%20)([\w.~+/-]+=*|\[redacted:[a-z-]+\])/gi;
/** Shorter values behind a scheme without its header are words of a sentence. */
const MIN_CREDENTIAL_CHARS = 8;

/** Of what is no credential the scheme alone is passed: the word behind it may be a scheme itself. */
export function redactSchemes(text: string): string {
  let result = '';
  let done = 0;
  SCHEME.lastIndex = 0;
  for (let found = SCHEME.exec(text); found !== null; found = SCHEME.exec(text)) {
    const [all, header, scheme = '', , value = ''] = found;
    const start = found.index + all.length - value.length;
    SCHEME.lastIndex = start;
    if (value.startsWith('[') || isPlaceholder(value) || isParameter(value)) continue;
    const secret = header === undefined ? isBareCredential(scheme, value) : !isProse(value);
    if (!secret) continue;
    result += text.slice(done, start) + mark('authorization');
    done = wrappedEnd(text, start + value.length);
    SCHEME.lastIndex = done;
  }
  return done === 0 ? text : result + text.slice(done);
}

/** `username=` of `Digest username="bob", …`. */
const isParameter = (value: string) => /^[a-z]{2,12}=$/.test(value);

function isBareCredential(scheme: string, value: string): boolean {
  if (value.length < MIN_CREDENTIAL_CHARS) return false;
  if (/^basic$/i.test(scheme)) return /^[^:]*:[\x20-\x7e]*$/.test(atobOr(value));
  return !/^digest$/i.test(scheme) && looksRandom(value);
}

/** RFC 7617: `user:password` in base64; '' where it is not base64. */
function atobOr(value: string): string {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(value)
    ? Buffer.from(value, 'base64').toString('latin1')
    : '';
}
