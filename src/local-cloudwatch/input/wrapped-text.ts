// The message that an object wraps, as the index must know it: how long it is. It is told from the bytes of its JSON string.
import { isUtf8 } from 'node:buffer';
import { backslashesBefore, stands } from './bytes.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const BLANK = 32;
const ASCII = 128;
const TAB = 9;
const [LETTER_N, LETTER_R, LETTER_U] = [110, 114, 117];
/** Of Docker: it keeps the line break of the line that it wraps, which is no part of the message. */
const LOG = Buffer.from('"log"');

/**
 * UTF-8 size of the message whose JSON string, valid as it is, begins at `at`; null: it is no string, or must be parsed to
 * know.
 */
export function wrappedSize(window: Buffer, at: number): number | null {
  if (window[at] !== QUOTE) return null;
  const start = at + 1;
  let end = start;
  let bits = 0;
  let escapes = 0;
  for (let byte = window[end]; byte !== QUOTE && byte !== undefined; byte = window[end]) {
    bits |= byte;
    end++;
    if (byte !== BACKSLASH) continue;
    if (window[end] === LETTER_U) return null;
    escapes++;
    end++;
  }
  if (bits >= ASCII && !isUtf8(window.subarray(start, end))) return null;
  const size = end - start - escapes;
  return isNamed(LOG, window, at) ? size - lineBreakSize(window, start, end) : size;
}

/** Of the message in a string that ends with a line break. */
function lineBreakSize(window: Buffer, start: number, end: number): number {
  if (!isEscape(window, start, end, LETTER_N)) return 0;
  return isEscape(window, start, end - 2, LETTER_R) ? 2 : 1;
}

/** Whether the last character of a string that goes on to `end` is this letter behind a backslash. */
function isEscape(window: Buffer, start: number, end: number, letter: number): boolean {
  if (end - start < 2 || window[end - 1] !== letter) return false;
  return backslashesBefore(window, start, end - 1) % 2 === 1;
}

/** Whether the value at `at` is that of the member of this name. */
function isNamed(name: Uint8Array, window: Buffer, at: number): boolean {
  let end = at;
  while (isBetween(window[end - 1])) end--;
  return end >= name.length && stands(name, window, end - name.length);
}

const isBetween = (byte: number | undefined) => byte === BLANK || byte === TAB || byte === COLON;
