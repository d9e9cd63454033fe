// What is asked of the bytes of a line at a place.

const BLANK = 32;
const TAB = 9;
const RETURN = 13;
const ASCII = 128;
const BACKSLASH = 92;

/** The byte that a JSON object begins with. */
export const OBJECT = 123;

/** Whether this text stands at `at`; it may reach beyond what the caller reads. */
export function stands(text: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text[index]) return false;
  }
  return true;
}

/** How many backslashes stand directly before `at`, from `from` on: an odd number escapes what stands there. */
export function backslashesBefore(bytes: Uint8Array, from: number, at: number): number {
  let count = 0;
  while (at - 1 - count >= from && bytes[at - 1 - count] === BACKSLASH) count++;
  return count;
}

/** Whether white space may begin with this byte, beyond ASCII too. */
export function mayBeWhiteSpace(byte = 0): boolean {
  return byte === BLANK || (byte >= TAB && byte <= RETURN) || byte >= ASCII;
}

/** The first byte behind blanks; a line holds no other white space that a logger would write. */
export function behindBlanks(bytes: Uint8Array, at: number): number {
  let next = at;
  while (bytes[next] === BLANK || bytes[next] === TAB) next++;
  return next;
}
