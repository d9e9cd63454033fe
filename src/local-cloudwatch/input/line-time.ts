// The time of a JSON line without parsing the line: most loggers write it under the same name in every line, often first.
import { behindBlanks, OBJECT, stands } from './bytes.ts';
import { timeNameIn } from './field-names.ts';
import { epochToMs, isDigit, isoAt } from './time-text.ts';

/** Where each line of a file has its time. */
export interface TimePlace {
  /** The field that tells it. */
  readonly name: string;
  /** Where it comes first: what stands before it in most lines; null, and else: it is the value of `key`. */
  readonly prefix: Uint8Array | null;
  /** The name in its quotes. */
  readonly key: Uint8Array;
}

/** MongoDB nests its time: `{"t":{"$date":"…"}`. */
const FIRST_FIELD = /^\{\s*"([^"\\]{1,40})"\s*:\s*(\{\s*"\$date"\s*:\s*)?"?(?=\d)/;
const QUOTE = 34;
const COMMA = 44;
const DOT = 46;
const ZERO = 48;
const BLANK = 32;
const BACKSLASH = 92;
const OPENING_LIST = 91;
const CLOSING = 125;
const CLOSING_LIST = 93;
/** Digits of a count of nanoseconds since 1970, and some more. */
const MAX_DIGITS = 24;
/** Digits of a number that a double holds exactly. */
const EXACT_DIGITS = 15;

/** The place of the time in a line; null: it has none, or several. */
export function timePlaceOf(line: Buffer): TimePlace | null {
  const text = line.toString();
  const match = FIRST_FIELD.exec(text);
  const [whole = '', first = '', nested] = match ?? [];
  if (nested !== undefined || timeNameIn([first]) !== null) {
    return { name: first, prefix: new Uint8Array(Buffer.from(whole)), key: keyOf(first) };
  }
  const name = timeNameIn(namesIn(text));
  return name === null ? null : { name, prefix: null, key: keyOf(name) };
}

const keyOf = (name: string) => new Uint8Array(Buffer.from(JSON.stringify(name)));

function namesIn(line: string): readonly string[] {
  try {
    return Object.keys(JSON.parse(line) ?? {});
  } catch {
    return [];
  }
}

/** UTC ms of the time in the line of valid JSON window[start, end); NaN: there is none that this can read. */
export function timeAtPlace(
  { prefix, key }: TimePlace,
  window: Buffer,
  start: number,
  end: number,
): number {
  // A line with other blanks, or another kind of value, has its time too: the index knows it by its names alone.
  if (prefix === null || !stands(prefix, window, start)) {
    return timeAt(window, fieldValue(key, window, start, end), end);
  }
  const behind = start + prefix.length;
  return timeAt(window, prefix.at(-1) === QUOTE ? behind - 1 : behind, end);
}

/** UTC ms of the value that begins at `at`; NaN: it is no time that this can read. */
export function timeAt(window: Buffer, at: number, end: number): number {
  return window[at] === QUOTE
    ? isoAt(window, at + 1, textEnd(window, at + 1, end))
    : numberAt(window, at, end);
}

/** Behind a text that is read from `at` on; `at` itself where it holds an escape, since a zone may be written so. */
function textEnd(window: Buffer, at: number, end: number): number {
  let next = at;
  while (next < end && window[next] !== QUOTE) {
    if (window[next] === BACKSLASH) return at;
    next++;
  }
  return next;
}

function numberAt(window: Buffer, at: number, end: number): number {
  let next = at;
  while (next < end && next - at < MAX_DIGITS && isDigitOrDot(window[next])) next++;
  const last = window[next];
  const ends = last === COMMA || last === CLOSING || last === BLANK;
  return ends && next > at ? epochToMs(numberIn(window, at, next)) : Number.NaN;
}

const isDigitOrDot = (byte: number | undefined) => isDigit(byte) || byte === DOT;

/** The number written in bytes[from, to): digits, perhaps with a dot. */
export function numberIn(bytes: Buffer, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte === DOT || at - from >= EXACT_DIGITS)
      return Number(bytes.toString('latin1', from, to));
    number = number * 10 + byte - ZERO;
  }
  return number;
}

/** Where the value of a field begins in a line; `end`: the line has no such field. */
function fieldValue(key: Uint8Array, window: Buffer, start: number, end: number): number {
  let at = behindBlanks(window, start + 1);
  while (at < end) {
    const isKey = stands(key, window, at);
    const colon = behindBlanks(window, behindString(window, at, end));
    const value = behindBlanks(window, colon + 1);
    if (isKey) return value;
    at = behindBlanks(window, behindValue(window, value, end) + 1);
  }
  return end;
}

/** The comma or bracket behind a value, blanks apart. */
function behindValue(window: Buffer, at: number, end: number): number {
  const first = window[at];
  if (first === QUOTE) return behindBlanks(window, behindString(window, at, end));
  if (first !== OBJECT && first !== OPENING_LIST) return commaAfter(window, at, end);
  let depth = 0;
  let next = at;
  while (next < end) {
    const byte = window[next];
    if (byte === QUOTE) {
      next = behindString(window, next, end);
      continue;
    }
    if (byte === OBJECT || byte === OPENING_LIST) depth++;
    if (byte === CLOSING || byte === CLOSING_LIST) depth--;
    next++;
    if (depth === 0) return behindBlanks(window, next);
  }
  return end;
}

function commaAfter(window: Buffer, at: number, end: number): number {
  let next = at;
  while (next < end && window[next] !== COMMA && window[next] !== CLOSING) next++;
  return next;
}

/** Behind the JSON string that begins at `at`. */
export function behindString(window: Buffer, at: number, end: number): number {
  let next = at + 1;
  while (next < end && window[next] !== QUOTE) next += window[next] === BACKSLASH ? 2 : 1;
  return next + 1;
}
