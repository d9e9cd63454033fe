// A line that wraps an event and says where it belongs, as tools write it that fetch log events:
// `{"timestamp":1795183200000,"logGroup":"/shop","logStream":"web-1","message":"…"}`. All are written alike, so that the
// message is found from the bytes. Whatever is written otherwise is left to the JSON parser.
import { isUtf8 } from 'node:buffer';
import type { Screen } from '../../insights/types.ts';
import { stands } from './bytes.ts';
import { isDigit } from './time-text.ts';

const OPENING = Buffer.from('{"timestamp":');
const ENDING = Buffer.from('"}');
/** Names of log groups and streams have at most 512 characters each. */
const MAX_HEAD_BYTES = 1_200;
const HEAD =
  /^, ?"logGroup": ?"[^"\\\p{Cc}]{1,512}", ?"logStream": ?"[^"\\\p{Cc}]{1,512}", ?"message": ?"/u;
const QUOTE = 34;
const SLASH = 47;
const BACKSLASH = 92;
const BLANK = 32;
const [LETTER_B, LETTER_F, LETTER_N, LETTER_R, LETTER_T] = [98, 102, 110, 114, 116];

/** What stands between time and message: most lines have what one of the last few had. */
const MAX_HEADS = 8;
let heads: readonly Uint8Array[] = [];

/** Where the message begins in the line window[start, end), behind its quote; it ends with the line's last quote. -1: it is another line. */
function placedMessage(window: Buffer, start: number, end: number): number {
  if (!stands(OPENING, window, start) || !stands(ENDING, window, end - ENDING.length)) return -1;
  let behind = start + OPENING.length;
  if (window[behind] === BLANK) behind++;
  const digits = behind;
  while (isDigit(window[behind])) behind++;
  if (behind === digits) return -1;
  const head = headAt(window, behind, end);
  const message = behind + (head?.length ?? 0);
  return head === null || message > end - ENDING.length ? -1 : message;
}

function headAt(window: Buffer, at: number, end: number): Uint8Array | null {
  for (const head of heads) if (stands(head, window, at)) return head;
  const bytes = window.subarray(at, Math.min(end, at + MAX_HEAD_BYTES));
  const [whole] = HEAD.exec(bytes.toString()) ?? [];
  if (whole === undefined) return null;
  const head = Uint8Array.from(bytes.subarray(0, Buffer.byteLength(whole)));
  // Bytes that are no UTF-8 were read as others.
  if (!isUtf8(head)) return null;
  heads = [head, ...heads.slice(0, MAX_HEADS - 1)];
  return head;
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
