// A line that wraps an event and says where it belongs, as tools write it that fetch log events:
// `{"timestamp":1795183200000,"logGroup":"/shop","logStream":"web-1","message":"…"}`. All are written alike, so that the
// message is found from the bytes. Whatever is written otherwise is left to the JSON parser.
import type { Screen } from '../../insights/types.ts';
import { stands } from './bytes.ts';
import { isDigit } from './time-text.ts';

const OPENING = Buffer.from('{"timestamp":');
const GROUP = Buffer.from('"logGroup":');
const STREAM = Buffer.from('"logStream":');
const MESSAGE = Buffer.from('"message":');
const ENDING = Buffer.from('"}');
const QUOTE = 34;
const COMMA = 44;
const SLASH = 47;
const BACKSLASH = 92;
const BLANK = 32;
const [LETTER_B, LETTER_F, LETTER_N, LETTER_R, LETTER_T] = [98, 102, 110, 114, 116];

/** Where the message begins in the line window[start, end), behind its quote; it ends with the line's last quote. -1: it is another line. */
function placedMessage(window: Buffer, start: number, end: number): number {
  if (!stands(OPENING, window, start) || !stands(ENDING, window, end - ENDING.length)) return -1;
  const digits = behindBlank(window, start + OPENING.length);
  let behind = digits;
  while (isDigit(window[behind])) behind++;
  if (behind === digits) return -1;
  const group = behindName(window, textBehind(GROUP, window, behind), end);
  const stream = behindName(window, textBehind(STREAM, window, group), end);
  const message = textBehind(MESSAGE, window, stream);
  return message === -1 || message > end - ENDING.length ? -1 : message;
}

const behindBlank = (window: Buffer, at: number) => (window[at] === BLANK ? at + 1 : at);

/** Where the text of this member begins, behind its quote, when a comma at `at` is followed by it; -1: it is not. */
function textBehind(name: Uint8Array, window: Buffer, at: number): number {
  if (at === -1 || window[at] !== COMMA) return -1;
  const field = behindBlank(window, at + 1);
  if (!stands(name, window, field)) return -1;
  const value = behindBlank(window, field + name.length);
  return window[value] === QUOTE ? value + 1 : -1;
}

/** Behind a text without escapes; -1: it has one, or does not end. */
function behindName(window: Buffer, at: number, end: number): number {
  if (at === -1) return -1;
  let next = at;
  while (next < end && window[next] !== QUOTE && window[next] !== BACKSLASH) next++;
  return window[next] === QUOTE ? next + 1 : -1;
}

/** Room for the message of one line; longer ones are left to the parser. */
const PLAIN = Buffer.alloc(65_536);

/** What a screen tells of the message of the line window[start, end); null: nothing, or the line must be parsed to know. */
export function screenedMessage(
  screen: Screen,
  window: Buffer,
  start: number,
  end: number,
): boolean | null {
  const message = placedMessage(window, start, end);
  const length = message === -1 ? -1 : takePlain(window, message, end - ENDING.length);
  return length === -1 ? null : screen(PLAIN, 0, length);
}

/** Takes the message in window[start, end) without its escapes; gives how long it is, -1 where it must be parsed to know. */
function takePlain(window: Buffer, start: number, end: number): number {
  if (end - start > PLAIN.length) return -1;
  let length = 0;
  for (let at = start; at < end; at++) {
    let byte = window[at] as number;
    if (byte === QUOTE || byte < BLANK) return -1;
    if (byte === BACKSLASH) {
      at++;
      byte = at < end ? unescaped(window[at] as number) : -1;
      if (byte === -1) return -1;
    }
    PLAIN[length++] = byte;
  }
  return length;
}

/** What a letter behind a backslash stands for; -1: more than this letter tells. */
function unescaped(letter: number): number {
  switch (letter) {
    case QUOTE:
    case SLASH:
    case BACKSLASH:
      return letter;
    case LETTER_N:
      return 10;
    case LETTER_T:
      return 9;
    case LETTER_R:
      return 13;
    case LETTER_B:
      return 8;
    case LETTER_F:
      return 12;
    default:
      return -1;
  }
}
