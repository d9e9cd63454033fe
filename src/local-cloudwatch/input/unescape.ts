// A text that stands in JSON with escapes, as the bytes that it stands for: for those who look at bytes.
import type { Stretch } from '../../insights/types.ts';

const QUOTE = 34;
const SLASH = 47;
const BACKSLASH = 92;
const BLANK = 32;
const [LETTER_B, LETTER_F, LETTER_N, LETTER_R, LETTER_T] = [98, 102, 110, 114, 116];

/** Room for one text; longer ones are left to the JSON parser. */
const ROOM = Buffer.alloc(65_536);

/**
 * The text of the JSON string without its quotes in window[start, end); it stands until the next call. null: it must be
 * parsed to know.
 */
export function withoutEscapes(window: Buffer, start: number, end: number): Stretch | null {
  if (end - start > ROOM.length) return null;
  let length = 0;
  for (let at = start; at < end; at++) {
    let byte = window[at] as number;
    if (byte === QUOTE || byte < BLANK) return null;
    if (byte === BACKSLASH) {
      at++;
      byte = at < end ? unescaped(window[at] as number) : -1;
      if (byte === -1) return null;
    }
    ROOM[length++] = byte;
  }
  return { bytes: ROOM, start: 0, end: length };
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
