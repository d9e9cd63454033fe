// Secrets that are known by their own shape, wherever they stand: keys of providers, JWTs, PEM blocks, credentials in URLs
// and behind the name of an authentication scheme. No pattern can fail after a long match, so each search is linear.
import { isPlaceholder, isProse, looksRandom, mark } from './mark.ts';

/** Prefixes of keys as their providers publish them; `(?<![A-Za-z0-9])` lets an escaped `\n` stand before. */
const SHAPES: readonly (readonly [kind: string, shape: RegExp])[] = [
  ['github-token', /gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{22,}/g],
  ['gitlab-token', /glpat-[\w-]{18,}/g],
  [
    'slack-token',
    /xox[a-z]-[\w-]{10,}|xapp-\d-[\w-]{10,}|hooks\.slack\.com\/services\/[\w/]{20,}/g,
  ],
  ['stripe-key', /[spr]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{16,}/g],
  ['google-key', /AIza[\w-]{35}|GOCSPX-[\w-]{20,}|ya29\.[\w-]{20,}/g],
  ['anthropic-key', /sk-ant-[\w-]{16,}/g],
  ['sendgrid-key', /SG\.[\w-]{16,64}\.[\w-]{16,}/g],
  ['npm-token', /npm_[A-Za-z0-9]{36,}/g],
  ['vault-token', /hv[sbr]\.[\w-]{20,}/g],
  ['huggingface-token', /hf_[A-Za-z0-9]{30,}/g],
  ['digitalocean-token', /do[opr]_v1_[a-f0-9]{40,}/g],
  ['shopify-token', /shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32,}/g],
  ['aws-session-token', /(?:IQoJb3JpZ2lu|FwoGZXIvYXdz)[\w+/=%-]{40,}/g],
];
/** OpenAI and others that copied the prefix: known only by `sk-`, so the value must look made by a machine. */
const SK_KEY = /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))sk-[\w-]{20,}/g;

export function redactShapes(text: string): string {
  let result = text;
  for (const [kind, shape] of SHAPES) result = result.replace(shape, mark(kind));
  return result.replace(SK_KEY, (key) => (looksRandom(key) ? mark('api-key') : key));
}

const AWS_KEY_ID = /A(?:KIA|SIA|ROA|IDA|BIA|CCA)[A-Z0-9]{16}(?![A-Z0-9])/g;
/** Beside a key id, a bare run of exactly 40 base64 characters is its secret. */
const BARE_AWS_SECRET = /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g;

export function redactAwsKeys(text: string): string {
  const result = text.replace(AWS_KEY_ID, mark('aws-access-key-id'));
  if (result === text) return text;
  return result.replace(BARE_AWS_SECRET, (run) =>
    /[A-Z]/.test(run) && /[a-z]/.test(run) && /\d/.test(run) ? mark('aws-secret-key') : run,
  );
}

/** Base64url of `{"` opens both header and payload; a cut token may lack its end. */
export function redactJwts(text: string): string {
  return text.replace(/eyJ[\w-]+(?:\.[\w-]*){0,4}/g, (run) => {
    const [header = '', payload = '', ...rest] = run.split('.');
    const whole = rest.length > 0 && header.length >= 12;
    return whole || payload.startsWith('eyJ') ? mark('jwt') : run;
  });
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

export function redactKeyLines(text: string): string {
  return text.replace(KEY_LINE, (all, indent: string, body: string) =>
    /[a-z]/.test(body) && /[A-Z]/.test(body) && /\d/.test(body)
      ? `${indent}${mark('private-key')}`
      : all,
  );
}

/** `scheme://user:password@host`; the user stays, the host too. */
const USER_INFO = /:\/\/([^\s:/?#"'<>[\\]{0,200}):([^\s/?#"'<>\\]{1,200})@/g;
/** `https://TOKEN@host`: one part alone is a secret only where it looks like one. */
const TOKEN_INFO = /:\/\/([\w.~+=-]{20,200})@/g;
/** `curl -u user:password`. */
const CURL_INFO = /(\s(?:-u|--user|--proxy-user)[ =]["']?[\w.@-]{1,64}):([^\s"'[]{1,200})/g;
const ORACLE_INFO = /(jdbc:oracle:\w{1,10}:[^\s/@]{1,100})\/([^\s@/]{1,100})@/g;

export function redactUserInfo(text: string): string {
  const safe = text
    .replace(USER_INFO, (all, user: string, password: string) =>
      isPlaceholder(password) ? all : `://${user}:${mark('password')}@`,
    )
    .replace(TOKEN_INFO, (all, token: string) =>
      looksRandom(token) ? `://${mark('token')}@` : all,
    )
    .replace(ORACLE_INFO, (all, user: string, password: string) =>
      isPlaceholder(password) ? all : `${user}/${mark('password')}@`,
    );
  return safe.includes('curl') ? safe.replace(CURL_INFO, `$1:${mark('password')}`) : safe;
}

/** An authentication scheme and what follows it; the header's name makes even a plain word a credential. */
const SCHEME =
  /(authorization\\{0,7}["']?\s{0,4}[:=]\s{0,4}\[?\\{0,7}["']?)?\b(Bearer|Basic|Digest|ApiKey|Token|Negotiate)(\s{1,4}|%20)([\w.~+/-]+=*|\[redacted:[a-z-]+\])/gi;
/** Shorter values behind a scheme without its header are words of a sentence. */
const MIN_CREDENTIAL_CHARS = 8;

export function redactSchemes(text: string): string {
  return text.replace(
    SCHEME,
    (all, header: string | undefined, scheme: string, gap: string, value: string) => {
      if (value.startsWith('[') || isPlaceholder(value)) return all;
      const secret = header === undefined ? isBareCredential(scheme, value) : !isProse(value);
      return secret ? `${header ?? ''}${scheme}${gap}${mark('authorization')}` : all;
    },
  );
}

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
