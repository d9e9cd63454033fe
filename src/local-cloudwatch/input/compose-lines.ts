// Lines as `docker compose logs` prints them, with the name of a container in front of each:
//
//   web-1     | 2026-11-20 14:00:00 ERROR no stock
//   worker-1  | 2026-11-20T14:00:00.123456789Z job 7 done
//
// (below with `--timestamps`; version 1 writes `web_1     | `, and the names may be in colour). Containers write between
// each other's lines, so an event is put together from the lines of its own container.
import { isoAt } from './time-text.ts';

const ESCAPE = 27;
const BLANK = 32;
const LINE_FEED = 10;
const RETURN = 13;
const BAR = 124;
const OPENING_LIST = 91;
const SEMICOLON = 59;
const [ZERO, NINE] = [48, 57];
const LETTER_M = 109;
const ZULU = 90;
/** A name may have so many characters, and so many blanks behind it. */
const MAX_NAME_BYTES = 128;
const MAX_BLANKS = 128;
const MAX_COLOUR_BYTES = 24;
/** `2026-11-20T14:00:00Z` up to `2026-11-20T14:00:00.123456789Z`. */
const [MIN_STAMP_BYTES, MAX_STAMP_BYTES] = [20, 30];

/** Characters of Docker's names. */
const NAMING = new Uint8Array(256);
for (const char of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-') {
  NAMING[char.charCodeAt(0)] = 1;
}
const MARKS = new Set([...'_.-'].map((char) => char.charCodeAt(0)));

const NAME_SLOTS = 64;

/** The line that was read last. */
export class ComposeLine {
  /** The container; empty: the line names none. */
  name = '';
  /** Where its text begins and ends. */
  textStart = 0;
  textEnd = 0;
  /** Characters before the bar. */
  column = 0;
  /** UTC ms of the stamp that `--timestamps` wrote; NaN: there is none. */
  ms = Number.NaN;
  readonly #names: (string | undefined)[] = new Array(NAME_SLOTS).fill(undefined);

  /** `timed`: whether lines have such stamps. */
  read(bytes: Buffer, start: number, end: number, timed: boolean): void {
    this.textEnd = end > start && bytes[end - 1] === RETURN ? end - 1 : end;
    this.ms = Number.NaN;
    if (!this.#readPrefix(bytes, start, this.textEnd)) {
      this.name = '';
      this.textStart = start;
    } else if (timed) this.#readStamp(bytes);
  }

  #readPrefix(bytes: Buffer, start: number, end: number): boolean {
    const nameStart = behindColours(bytes, start, end);
    const nameEnd = behindName(bytes, nameStart, end);
    if (nameEnd === nameStart || MARKS.has(bytes[nameStart] ?? 0)) return false;
    const pad = behindColours(bytes, nameEnd, end);
    let at = pad;
    while (at < end && at - pad < MAX_BLANKS && bytes[at] === BLANK) at++;
    const blanks = at - pad;
    at = behindColours(bytes, at, end);
    if (blanks === 0 || at >= end || bytes[at] !== BAR) return false;
    const behind = bytes[at + 1];
    if (at + 1 < end && behind !== BLANK && behind !== ESCAPE) return false;
    this.name = this.#nameOf(bytes, nameStart, nameEnd);
    this.column = nameEnd - nameStart + blanks;
    at = behindReset(bytes, at + 1, end);
    if (at < end && bytes[at] === BLANK) at++;
    this.textStart = behindReset(bytes, at, end);
    return true;
  }

  #nameOf(bytes: Buffer, start: number, end: number): string {
    // Names come again and again: by length and last characters it is told which one this may be.
    const slot =
      (end - start + 7 * (bytes[end - 1] ?? 0) + 31 * (bytes[end - 3] ?? 0)) % NAME_SLOTS;
    const known = this.#names[slot];
    if (known !== undefined && isText(known, bytes, start, end)) return known;
    const name = bytes.toString('latin1', start, end);
    this.#names[slot] = name;
    return name;
  }

  #readStamp(bytes: Buffer): void {
    const end = stampEnd(bytes, this.textStart, this.textEnd);
    if (end === -1) return;
    this.ms = isoAt(bytes, this.textStart, end);
    if (!Number.isNaN(this.ms)) this.textStart = Math.min(end + 1, this.textEnd);
  }
}

function isText(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) !== bytes[start + at]) return false;
  }
  return true;
}

/** Where the stamp ends that `--timestamps` wrote at `at`; -1: there is none. */
export function stampEnd(bytes: Buffer, at: number, end: number): number {
  const last = Math.min(end, at + MAX_STAMP_BYTES);
  for (let next = at + MIN_STAMP_BYTES; next <= last; next++) {
    if (next === end || bytes[next] === BLANK) return bytes[next - 1] === ZULU ? next : -1;
  }
  return -1;
}

/** Behind all of a name that stands at `at`; `at` itself where none does. */
function behindName(bytes: Buffer, at: number, end: number): number {
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

/** The text of a container's line without what is in front of it; `start` and `end` are those of a unit of one line. */
export function composeTextStart(
  bytes: Buffer,
  start: number,
  end: number,
  timed: boolean,
): number {
  READER.read(bytes, start, end, timed);
  return READER.textStart;
}

/** The container whose event the unit is; empty: its line names none. */
export function containerAt(bytes: Buffer, start: number, end: number): string {
  READER.read(bytes, start, end, false);
  return READER.name;
}

/** Whether lines follow the first one of a unit: some of them are those of other containers. */
export function isOfLines(bytes: Buffer, start: number, end: number): boolean {
  const found = bytes.indexOf(LINE_FEED, start);
  return found !== -1 && found < end;
}

/** The text of a unit: of all lines of the container of its first one. */
export function composeText(bytes: Buffer, start: number, end: number, timed: boolean): Buffer {
  const line = READER;
  const texts: Buffer[] = [];
  let own: string | null = null;
  for (let at = start; at < end; ) {
    const found = bytes.indexOf(LINE_FEED, at);
    const lineEnd = found === -1 || found > end ? end : found;
    line.read(bytes, at, lineEnd, timed);
    own ??= line.name;
    if (line.name === own) {
      if (texts.length > 0) texts.push(NEXT_LINE);
      texts.push(bytes.subarray(line.textStart, line.textEnd));
    }
    at = lineEnd + 1;
  }
  return texts.length === 1 && texts[0] !== undefined ? texts[0] : Buffer.concat(texts);
}

/** Reads one line at a time, for whoever asks of one. */
const READER = new ComposeLine();
const NEXT_LINE = Buffer.from('\n');
