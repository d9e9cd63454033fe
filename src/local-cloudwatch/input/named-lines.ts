// Lines of several sources in one file, with the name of its source in front of each; named-forms.ts tells who prints them:
//
//   web-1     | 2026-11-20 14:00:00 ERROR no stock
//   worker-1  | 2026-11-20T14:00:00.123456789Z job 7 done
//
// (below with `--timestamps`). Sources write between each other's lines, so an event is put together from the lines of
// its own source.
import { type NameForm, nameOf, Prefix } from './named-forms.ts';
import { isoAt } from './time-text.ts';

const BLANK = 32;
const PLUS = 43;
const DASH = 45;
const LINE_FEED = 10;
const RETURN = 13;
const ZULU = 90;
/** `2026-11-20T14:00:00Z` up to `2026-11-20T14:00:00.123456789+01:00`. */
const [MIN_STAMP_BYTES, MAX_STAMP_BYTES] = [20, 35];
/** `+01:00`. */
const OFFSET_BYTES = 6;

/** How lines name their source, and whether a time stands behind the name that is no part of the message. */
export interface Naming {
  readonly form: NameForm;
  readonly timed: boolean;
}

const NAME_SLOTS = 64;

/** The line that was read last. */
export class NamedLine {
  /** The source; empty: the line names none. */
  name = '';
  /** Where its text begins and ends. */
  textStart = 0;
  textEnd = 0;
  /** Characters before the bar. */
  column = 0;
  /** UTC ms of the stamp that `--timestamps` wrote; NaN: there is none. */
  ms = Number.NaN;
  /** Whether it only says that the source comes or goes. */
  isNotice = false;
  readonly #prefix = new Prefix();
  readonly #written: (string | undefined)[] = new Array(NAME_SLOTS).fill(undefined);
  readonly #names: string[] = new Array(NAME_SLOTS).fill('');

  read(bytes: Buffer, start: number, end: number, { form, timed }: Naming): void {
    this.textEnd = end > start && bytes[end - 1] === RETURN ? end - 1 : end;
    this.ms = Number.NaN;
    const prefix = this.#prefix;
    if (!prefix.read(bytes, start, this.textEnd, form)) {
      this.name = '';
      this.textStart = start;
      this.isNotice = false;
      return;
    }
    this.name = this.#nameOf(bytes, prefix.nameStart, prefix.nameEnd);
    this.textStart = prefix.textStart;
    this.column = prefix.column;
    this.isNotice = prefix.isNotice;
    if (timed && !prefix.isNotice) this.#readStamp(bytes);
  }

  #nameOf(bytes: Buffer, start: number, end: number): string {
    // Names come again and again: by length and last characters it is told which one this may be.
    const slot =
      (end - start + 7 * (bytes[end - 1] ?? 0) + 31 * (bytes[end - 3] ?? 0)) % NAME_SLOTS;
    const known = this.#written[slot];
    if (known !== undefined && isText(known, bytes, start, end)) return this.#names[slot] ?? '';
    const written = bytes.toString('latin1', start, end);
    const name = nameOf(written);
    this.#written[slot] = written;
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
    if (next === end || bytes[next] === BLANK) return isZoned(bytes, next) ? next : -1;
  }
  return -1;
}

/** Whether a zone stands before this place. */
function isZoned(bytes: Buffer, end: number): boolean {
  const sign = bytes[end - OFFSET_BYTES];
  return bytes[end - 1] === ZULU || sign === PLUS || sign === DASH;
}

/** The text of a source's line without what is in front of it; `start` and `end` are those of a unit of one line. */
export function namedTextStart(bytes: Buffer, start: number, end: number, naming: Naming): number {
  READER.read(bytes, start, end, naming);
  return READER.textStart;
}

/** The source whose event the unit is; empty: its line names none. */
export function nameAt(bytes: Buffer, start: number, end: number, naming: Naming): string {
  READER.read(bytes, start, end, naming);
  return READER.name;
}

/** Whether lines follow the first one of a unit: some of them are those of other sources. */
export function isOfLines(bytes: Buffer, start: number, end: number): boolean {
  const found = bytes.indexOf(LINE_FEED, start);
  return found !== -1 && found < end;
}

/** The text of a unit: of all lines of the source of its first one. */
export function namedText(bytes: Buffer, start: number, end: number, naming: Naming): Buffer {
  const line = READER;
  const texts: Buffer[] = [];
  let own: string | null = null;
  for (let at = start; at < end; ) {
    const found = bytes.indexOf(LINE_FEED, at);
    const lineEnd = found === -1 || found > end ? end : found;
    line.read(bytes, at, lineEnd, naming);
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
const READER = new NamedLine();
const NEXT_LINE = Buffer.from('\n');
