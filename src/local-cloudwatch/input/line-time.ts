// The time of a JSON line without parsing the line: most loggers write it first, under the same name in every line.
import { epochToMs, isDigit, isoAt } from './time-text.ts';

/** Where each line of a file has its time: right after these bytes. */
export interface TimePlace {
  readonly prefix: Uint8Array;
  readonly quoted: boolean;
}

/** MongoDB nests its time: `{"t":{"$date":"…"}`. */
const FIRST_FIELD = /^\{\s*"[^"\\]{1,40}"\s*:\s*(?:\{\s*"\$date"\s*:\s*)?("?)(?=\d)/;
const QUOTE = 34;
const COMMA = 44;
const CLOSING = 125;
/** Digits of a count of nanoseconds since 1970, and some more. */
const MAX_DIGITS = 24;

/** The place of the first field's value in a line, where it can be a time; null: it cannot. */
export function timePlaceOf(line: Buffer): TimePlace | null {
  const match = FIRST_FIELD.exec(line.toString('latin1'));
  if (match === null) return null;
  return { prefix: new Uint8Array(line.subarray(0, match[0].length)), quoted: match[1] === '"' };
}

/** UTC ms of the time at its place in the line window[start, end); NaN: there is none that this can read. */
export function timeAtPlace(
  { prefix, quoted }: TimePlace,
  window: Buffer,
  start: number,
  end: number,
): number {
  for (let index = 0; index < prefix.length; index++) {
    if (window[start + index] !== prefix[index]) return Number.NaN;
  }
  const at = start + prefix.length;
  return quoted ? isoAt(window, at, quoteAfter(window, at, end)) : numberAt(window, at, end);
}

function quoteAfter(window: Buffer, at: number, end: number): number {
  let next = at;
  while (next < end && window[next] !== QUOTE) next++;
  return next;
}

function numberAt(window: Buffer, at: number, end: number): number {
  let next = at;
  while (next < end && next - at < MAX_DIGITS && isDigit(window[next])) next++;
  const ends = window[next] === COMMA || window[next] === CLOSING;
  return ends ? epochToMs(Number(window.toString('latin1', at, next))) : Number.NaN;
}
