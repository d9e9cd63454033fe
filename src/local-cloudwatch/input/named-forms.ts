// What programs that print the logs of several sources put in front of each line:
//
//   web-1     | text                       `bar`: docker compose; overmind and hivemind (version 1 of compose writes web_1)
//   10:00:01 web.1     | text              `clock-bar`: foreman, honcho
//   [pod/web-7d4b9c8f6d-x2x9z/web] text    `bracket`: kubectl logs --prefix
//   web-7d4b9c8f6d-x2x9z web text          `pair`: stern, `triple` where it names the namespace first
//
// All may be in colour. Of the last two a line `+ web-7d4b9c8f6d-x2x9z › web`, or one with `-`, says that a source comes or goes.

import { stands } from './bytes.ts';

export type NameForm = 'bar' | 'clock-bar' | 'bracket' | 'pair' | 'triple';

const ESCAPE = 27;
const BLANK = 32;
const PLUS = 43;
const DASH = 45;
const SLASH = 47;
const [ZERO, NINE] = [48, 57];
const COLON = 58;
const SEMICOLON = 59;
const OPENING_LIST = 91;
const CLOSING_LIST = 93;
const LETTER_M = 109;
const BAR = 124;
/** A name may have so many characters, and so many blanks behind it. */
const MAX_NAME_BYTES = 256;
const MAX_BLANKS = 128;
const MAX_COLOUR_BYTES = 24;
/** `10:00:01`. */
const CLOCK_BYTES = 8;
const POD = Buffer.from('[pod/');
/** `›` in UTF-8, between blanks. */
const BECOMES = Buffer.from(' › ');

/** Characters of the names of containers, pods and processes. */
const NAMING = new Uint8Array(256);
for (const char of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-') {
  NAMING[char.charCodeAt(0)] = 1;
}
const MARKS = new Set([...'_.-'].map((char) => char.charCodeAt(0)));

/** Where the name and the text of a line stand. */
export class Prefix {
  nameStart = 0;
  nameEnd = 0;
  textStart = 0;
  /** Characters before the bar. */
  column = 0;
  /** The line only says that its source comes or goes. */
  isNotice = false;

  /** Whether the line bytes[start, end) has a name of this form in front. */
  read(bytes: Buffer, start: number, end: number, form: NameForm): boolean {
    this.isNotice = false;
    switch (form) {
      case 'bar':
        return this.#readBar(bytes, start, end);
      case 'clock-bar': {
        const clock = behindColours(bytes, start, end);
        return isClock(bytes, clock, end) && this.#readBar(bytes, clock + CLOCK_BYTES + 1, end);
      }
      case 'bracket':
        return this.#readBracket(bytes, start, end);
      case 'pair':
        return this.#readWords(bytes, start, end, 2);
      case 'triple':
        return this.#readWords(bytes, start, end, 3);
    }
  }

  #readBar(bytes: Buffer, start: number, end: number): boolean {
    const nameStart = behindColours(bytes, start, end);
    const nameEnd = behindName(bytes, nameStart, end);
    if (nameEnd === nameStart) return false;
    const pad = behindColours(bytes, nameEnd, end);
    let at = pad;
    while (at < end && at - pad < MAX_BLANKS && bytes[at] === BLANK) at++;
    const blanks = at - pad;
    at = behindColours(bytes, at, end);
    if (blanks === 0 || at >= end || bytes[at] !== BAR) return false;
    const behind = bytes[at + 1];
    if (at + 1 < end && behind !== BLANK && behind !== ESCAPE) return false;
    this.nameStart = nameStart;
    this.nameEnd = nameEnd;
    this.column = nameEnd - nameStart + blanks;
    at = behindReset(bytes, at + 1, end);
    if (at < end && bytes[at] === BLANK) at++;
    this.textStart = behindReset(bytes, at, end);
    return true;
  }

  #readBracket(bytes: Buffer, start: number, end: number): boolean {
    if (!stands(POD, bytes, start)) return false;
    const pod = start + POD.length;
    const slash = behindName(bytes, pod, end);
    const close = slash < end && bytes[slash] === SLASH ? behindName(bytes, slash + 1, end) : slash;
    if (slash === pod || close <= slash + 1 || bytes[close] !== CLOSING_LIST) return false;
    if (close + 1 < end && bytes[close + 1] !== BLANK) return false;
    this.nameStart = pod;
    this.nameEnd = close;
    this.textStart = Math.min(close + 2, end);
    return true;
  }

  #readWords(bytes: Buffer, start: number, end: number, words: number): boolean {
    let at = behindColours(bytes, start, end);
    const sign = bytes[at];
    if ((sign === PLUS || sign === DASH) && bytes[at + 1] === BLANK)
      return this.#readNotice(bytes, start, at + 2, end);
    this.nameStart = at;
    for (let word = 0; word < words; word++) {
      const nameEnd = behindName(bytes, at, end);
      if (nameEnd === at) return false;
      this.nameEnd = nameEnd;
      at = behindColours(bytes, nameEnd, end);
      if (at < end && bytes[at] !== BLANK) return false;
      if (word < words - 1) at = behindColours(bytes, at + 1, end);
    }
    this.textStart = behindReset(bytes, Math.min(at + 1, end), end);
    return true;
  }

  #readNotice(bytes: Buffer, start: number, nameStart: number, end: number): boolean {
    const last = Math.min(end, nameStart + MAX_NAME_BYTES);
    const becomes = bytes.subarray(nameStart, last).indexOf(BECOMES);
    if (becomes === -1) return false;
    const container = behindColours(bytes, nameStart + becomes + BECOMES.length, end);
    const nameEnd = behindName(bytes, container, end);
    if (nameEnd === container || behindColours(bytes, nameEnd, end) !== end) return false;
    this.nameStart = behindColours(bytes, nameStart, end);
    this.nameEnd = nameEnd;
    this.textStart = start;
    this.isNotice = true;
    return true;
  }
}

/** `web-1/web` of the bytes of a name as a line has it. */
export function nameOf(written: string): string {
  return /[ \u001b]/.test(written) ? written.replace(COLOUR, '').replace(BETWEEN, '/') : written;
}

const COLOUR = /\u001b\[[\d;]*m/g;
/** Read as Latin-1, of which `›` is three characters. */
const BETWEEN = / (?:\u00e2\u0080\u00ba )?/g;

function isClock(bytes: Buffer, at: number, end: number): boolean {
  if (at + CLOCK_BYTES >= end || bytes[at + CLOCK_BYTES] !== BLANK) return false;
  for (let next = 0; next < CLOCK_BYTES; next++) {
    const byte = bytes[at + next] ?? 0;
    if (next % 3 === 2 ? byte !== COLON : byte < ZERO || byte > NINE) return false;
  }
  return true;
}

/** Behind all of a name that stands at `at`; `at` itself where none does. */
function behindName(bytes: Buffer, at: number, end: number): number {
  if (MARKS.has(bytes[at] ?? 0)) return at;
  const last = Math.min(end, at + MAX_NAME_BYTES);
  let next = at;
  while (next < last && NAMING[bytes[next] ?? 0] === 1) next++;
  return next;
}

function behindColours(bytes: Buffer, at: number, end: number): number {
  let next = at;
  for (let behind = behindColour(bytes, next, end); behind !== next; ) {
    next = behind;
    behind = behindColour(bytes, next, end);
  }
  return next;
}

/** Behind the end of a colour: what else stands there belongs to the text. */
function behindReset(bytes: Buffer, at: number, end: number): number {
  const behind = behindColour(bytes, at, end);
  const isReset = behind - at === 3 || (behind - at === 4 && bytes[at + 2] === ZERO);
  return isReset ? behind : at;
}

function behindColour(bytes: Buffer, at: number, end: number): number {
  if (bytes[at] !== ESCAPE || bytes[at + 1] !== OPENING_LIST) return at;
  const last = Math.min(end, at + MAX_COLOUR_BYTES);
  let next = at + 2;
  while (next < last && isOfColour(bytes[next] ?? 0)) next++;
  return next < last && bytes[next] === LETTER_M ? next + 1 : at;
}

const isOfColour = (byte: number) => (byte >= ZERO && byte <= NINE) || byte === SEMICOLON;
