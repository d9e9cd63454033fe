// Where a JSON value ends, from its bytes alone and without making anything of it; what is not JSON beyond doubt has no
// end. RFC 8259, read as JSON.parse reads it.

/** Deeper values have no end here. */
const MAX_DEPTH = 16;

const QUOTE = 34;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const BACKSLASH = 92;
const OPENING_LIST = 91;
const CLOSING_LIST = 93;
const OPENING = 123;
const CLOSING = 125;
const BLANK = 32;
const TAB = 9;
const E_OF_EXPONENT = 101;
const U_OF_ESCAPE = 117;
const TO_LOWER = 32;
const HEX_DIGITS = 4;
const NONE = -1;

/** What may stand behind a backslash, but for `u`. */
const ESCAPED = new Set([...'"\\/bfnrt'].map((character) => character.charCodeAt(0)));
const WORDS = new Map(
  ['true', 'false', 'null'].map((word) => [word.charCodeAt(0), Buffer.from(word)] as const),
);

/** The first byte behind blanks; a line holds no other white space that a logger would write. */
export function behindBlanks(bytes: Uint8Array, at: number): number {
  let next = at;
  while (bytes[next] === BLANK || bytes[next] === TAB) next++;
  return next;
}

/** Behind the value that begins at `at` and ends by `end`; -1: there is none. */
export function valueEnd(bytes: Uint8Array, at: number, end: number, depth = 0): number {
  const first = bytes[at] ?? 0;
  if (first === QUOTE) return stringEnd(bytes, at, end);
  if (first === OPENING || first === OPENING_LIST) {
    return depth < MAX_DEPTH ? membersEnd(bytes, at, end, depth) : NONE;
  }
  const word = WORDS.get(first);
  return word === undefined ? numberEnd(bytes, at, end) : wordEnd(bytes, at, end, word);
}

/** Behind the string whose opening quote is at `at`. */
export function stringEnd(bytes: Uint8Array, at: number, end: number): number {
  for (let next = at + 1; next < end; next++) {
    const byte = bytes[next] as number;
    if (byte === QUOTE) return next + 1;
    if (byte < BLANK) return NONE;
    if (byte !== BACKSLASH) continue;
    next = escapeEnd(bytes, next, end);
    if (next === NONE) return NONE;
  }
  return NONE;
}

/** The last byte of the escape whose backslash is at `at`. */
function escapeEnd(bytes: Uint8Array, at: number, end: number): number {
  const kind = bytes[at + 1] ?? 0;
  if (ESCAPED.has(kind)) return at + 1;
  const last = at + 1 + HEX_DIGITS;
  if (kind !== U_OF_ESCAPE || last >= end) return NONE;
  for (let digit = at + 2; digit <= last; digit++) if (!isHex(bytes[digit] ?? 0)) return NONE;
  return last;
}

function isHex(byte: number): boolean {
  const letter = byte | TO_LOWER;
  return isDigit(byte) || (letter >= 97 && letter <= 102);
}

const isDigit = (byte: number) => byte >= ZERO && byte <= NINE;

function wordEnd(bytes: Uint8Array, at: number, end: number, word: Uint8Array): number {
  if (at + word.length > end) return NONE;
  for (let index = 1; index < word.length; index++) {
    if (bytes[at + index] !== word[index]) return NONE;
  }
  return at + word.length;
}

function numberEnd(bytes: Uint8Array, at: number, end: number): number {
  const start = bytes[at] === MINUS ? at + 1 : at;
  let next = digitsEnd(bytes, start, end);
  if (next === start || (bytes[start] === ZERO && next > start + 1)) return NONE;
  if (bytes[next] === DOT) {
    const fraction = next + 1;
    next = digitsEnd(bytes, fraction, end);
    if (next === fraction) return NONE;
  }
  if (((bytes[next] ?? 0) | TO_LOWER) !== E_OF_EXPONENT) return next;
  const sign = bytes[next + 1] ?? 0;
  const exponent = next + (sign === PLUS || sign === MINUS ? 2 : 1);
  next = digitsEnd(bytes, exponent, end);
  return next === exponent ? NONE : next;
}

function digitsEnd(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && isDigit(bytes[next] ?? 0)) next++;
  return next;
}

/** Behind an object or a list. */
function membersEnd(bytes: Uint8Array, at: number, end: number, depth: number): number {
  const named = bytes[at] === OPENING;
  const closing = named ? CLOSING : CLOSING_LIST;
  let next = behindBlanks(bytes, at + 1);
  if (bytes[next] === closing) return endWithin(next, end);
  while (next < end) {
    const value = named ? valueStart(bytes, next, end) : next;
    const behind = value === NONE ? NONE : valueEnd(bytes, value, end, depth + 1);
    if (behind === NONE) return NONE;
    next = behindBlanks(bytes, behind);
    if (bytes[next] === closing) return endWithin(next, end);
    if (bytes[next] !== COMMA) return NONE;
    next = behindBlanks(bytes, next + 1);
  }
  return NONE;
}

const endWithin = (last: number, end: number) => (last < end ? last + 1 : NONE);

/** Where the value of a member begins whose name is at `at`. */
function valueStart(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== QUOTE) return NONE;
  const behind = stringEnd(bytes, at, end);
  return behind === NONE ? NONE : behindColon(bytes, behind);
}

/** Where the value begins behind a colon; -1: there is no colon. */
export function behindColon(bytes: Uint8Array, at: number): number {
  const colon = behindBlanks(bytes, at);
  return bytes[colon] === COLON ? behindBlanks(bytes, colon + 1) : NONE;
}
