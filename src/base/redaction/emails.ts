// E-mail addresses. The search starts at the `@`; what only looks like one (package@1.2.3, Object@1f2e, git@host:) stays.
import { mark } from './mark.ts';

/** RFC 5321: octets of the part before the `@`. */
const MAX_LOCAL_CHARS = 64;
const AT = /@|%40/g;
const LOCAL = /[\p{L}\p{N}._%+-]/u;
const DOMAIN =
  /(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,62})\.)+(?:xn--[a-z0-9-]{2,59}|\p{L}{2,24})(?![\p{L}\p{N}_-])/uy;
/** Endings that are files and hosts of machines, not mail domains. */
const NO_MAIL =
  /\.(?:js|mjs|cjs|ts|tsx|jsx|vue|py|rb|php|java|kt|go|rs|cs|dart|dll|so|jar|tgz|internal)$/i;

export function redactEmails(text: string): string {
  let result = '';
  let done = 0;
  for (const { 0: at, index } of text.matchAll(AT)) {
    const start = localStart(text, index, done);
    const end = start < index ? domainEnd(text, index + at.length) : -1;
    if (end === -1 || !isPerson(text, start, index, end)) continue;
    result += text.slice(done, start) + mark('email');
    done = end;
  }
  return done === 0 ? text : result + text.slice(done);
}

function localStart(text: string, at: number, floor: number): number {
  const lowest = Math.max(floor, at - MAX_LOCAL_CHARS);
  let start = at;
  while (start > lowest && LOCAL.test(text[start - 1] ?? '')) start--;
  start = afterEscape(text, start);
  while (start < at && /[.%+-]/.test(text[start] ?? '')) start++;
  return start;
}

/** In an escaped JSON string the first letter may belong to `\n` or `\u003c`. */
function afterEscape(text: string, start: number): number {
  if (text[start - 1] !== '\\') return start;
  if (text[start] === 'u') return start + 5;
  return /[nrtbf]/.test(text[start] ?? '') ? start + 1 : start;
}

function domainEnd(text: string, start: number): number {
  DOMAIN.lastIndex = start;
  return DOMAIN.test(text) ? DOMAIN.lastIndex : -1;
}

function isPerson(text: string, start: number, at: number, end: number): boolean {
  const domain = text.slice(at + 1, end);
  if (/^\d+\.\d/.test(domain) || NO_MAIL.test(domain)) return false;
  // The user of a URL names no person, and the host behind it is needed.
  if (text.slice(Math.max(0, start - 3), start) === '://') return false;
  return !(text.slice(start, at) === 'git' && (text[end] === ':' || text[end] === '/'));
}
