// E-mail addresses. The search starts at the `@`; what only looks like one (package@1.2.3, Object@1f2e, git@host:) stays.
// A domain without a dot is that of a user of a machine as well: then the words before it must say that it is mail.
import { mark } from './mark.ts';

/** RFC 5321: octets of the part before the `@`. */
const MAX_LOCAL_CHARS = 64;
const AT = /@|%40/g;
const LOCAL = /[\p{L}\p{N}._%+-]/u;
const DOMAIN =
  /(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,62})\.)+(?:xn--[a-z0-9-]{2,59}|\p{L}{2,24})(?![\p{L}\p{N}_-])/uy;
const HOST = /\p{L}[\p{L}\p{N}-]{0,62}(?![\p{L}\p{N}_@-]|\.[\p{L}\p{N}])/uy;
/** How far before an address the word that announces it is looked for, in characters. */
const MAX_LABEL_CHARS = 30;
const MAIL_LABEL =
  /(?:mail(?:to|ed|box|[ _-]?address)?|recipients?|sender|rcpt|reply[_-]?to|subscriber|\b(?:to|from|cc|bcc)(?==<|: ?<|:<|=\\?["']))(?:[ _-]?(?:id|from|to))?\\{0,7}["']?\s{0,2}[:=]?\s{0,2}[[(]?\\{0,7}["'<]?$|\b(?:to|from|cc|bcc)\s?[:=]\s?<$/i;
/** Accounts of programs at their own machine. */
const MACHINE_USER =
  /^(?:root|admin|administrator|git|svn|postgres|mysql|mariadb|redis|mongo|rabbit|celery|beat|kafka|zookeeper|elastic|ubuntu|debian|centos|ec2-user|core|vagrant|jenkins|deploy|daemon|nobody|www-data|apache|nginx|node|app|web|worker|server|service|user|test|default|guest|debezium|replica|repl|backup|monitor|nagios|sa|system|erl|ejabberd|couchdb|nonode|main|master|primary|standby)s?(?:[._+-].*)?$|(?:worker|server|service|node|app|api|db|user|queue)$/i;
/** Endings that are files and hosts of machines, not mail domains. */
const NO_MAIL =
  /\.(?:js|mjs|cjs|ts|tsx|jsx|vue|py|rb|php|java|kt|go|rs|cs|dart|dll|so|jar|tgz|internal)$/i;

export function redactEmails(text: string): string {
  let result = '';
  let done = 0;
  for (const { 0: at, index } of text.matchAll(AT)) {
    const start = localStart(text, index, done);
    const end = start < index ? addressEnd(text, start, index, index + at.length) : -1;
    if (end === -1) continue;
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

/** -1: no address. */
function addressEnd(text: string, start: number, at: number, domain: number): number {
  DOMAIN.lastIndex = domain;
  if (DOMAIN.test(text)) {
    const end = DOMAIN.lastIndex;
    return isPerson(text, start, at, end) ? end : -1;
  }
  HOST.lastIndex = domain;
  if (!HOST.test(text)) return -1;
  const end = HOST.lastIndex;
  return isLocalPerson(text, start, at, end) ? end : -1;
}

/** `email=erin@localhost`, `to=<erin@mailhost>`, and a person's name at localhost, where no machine is named. */
function isLocalPerson(text: string, start: number, at: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - MAX_LABEL_CHARS), start);
  const local = text.slice(start, at);
  if (before.endsWith('://') || /^[:/]\S/.test(text.slice(end, end + 2))) return false;
  if (MAIL_LABEL.test(before)) return true;
  const home = /^localhost$/i.test(text.slice(end - 'localhost'.length, end));
  return home && !MACHINE_USER.test(local) && /^[A-Za-z]+(?:[._+-][A-Za-z]+)*$/.test(local);
}

function isPerson(text: string, start: number, at: number, end: number): boolean {
  const domain = text.slice(at + 1, end);
  if (/^\d+\.\d/.test(domain) || NO_MAIL.test(domain)) return false;
  // The user of a URL names no person, and the host behind it is needed.
  if (text.slice(Math.max(0, start - 3), start) === '://') return false;
  return !(text.slice(start, at) === 'git' && (text[end] === ':' || text[end] === '/'));
}
