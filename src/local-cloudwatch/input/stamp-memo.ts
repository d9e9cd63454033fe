// The last time stamp that a pattern has read: in a large log most lines are of the same second as the line before, and
// then nothing but what stands behind the second has to be read.
import { isDigit, zoneMs } from './time-text.ts';

/** Which groups of a layout's pattern are the fraction of a second and the zone, and where its stamp begins. */
export interface StampParts {
  readonly fraction: number;
  /** null: no zone can follow. */
  readonly zone: number | null;
  /** The first byte of the line, the one behind its first letter, or the first bracket behind a blank. */
  readonly begins: 'line' | 'second-byte' | 'bracket';
}

interface Stamp {
  /** What it was read with. */
  readonly rules: object;
  /** One of each layout. */
  readonly layout: StampParts;
  /** To the end of the seconds. */
  readonly text: Uint8Array;
  /** Before a fraction; 0: there was none. */
  readonly mark: number;
  /** The zone and the byte behind it; null: there was none. */
  readonly zone: Uint8Array | null;
  /** Of the zone, ms east of UTC. */
  readonly zoneMs: number;
  /** UTC ms of the second. */
  readonly secondMs: number;
}

const BLANK = 32;
const BRACKET = 91;
const PLUS = 43;
const DASH = 45;
const COLON = 58;
const DOT = 46;
/** Digits of a fraction that a pattern reads. */
export const MAX_DIGITS = 9;
/** Words before the bracket of an access log. */
const MAX_WORDS = 8;
/** A stamp that begins behind so many bytes may reach beyond what the patterns are given of a line. */
const MAX_BYTES_BEFORE = 192;
/** The first of them is an address or a host; months, days of the week and the like are shorter. */
const MIN_FIRST_WORD = 6;
const FIRST_LETTERS = new Set([...'IWEF'].map((letter) => letter.charCodeAt(0)));
const FRACTION_MARKS = new Set([...'.,:'].map((mark) => mark.charCodeAt(0)));

let last: Stamp | null = null;

/** Keeps what a pattern has read at `start` of a line. */
export function keepStamp(
  rules: object,
  layout: StampParts,
  match: RegExpExecArray,
  ms: number,
  behind: number | undefined,
): void {
  const { fraction, zone, begins } = layout;
  const [whole] = match;
  const zoneText = (zone === null ? undefined : match[zone]) ?? '';
  const digits = match[fraction] ?? '';
  const beforeZone = whole.slice(0, whole.length - zoneText.length).trimEnd();
  const toSecond = digits === '' ? beforeZone : beforeZone.slice(0, -digits.length - 1);
  const from = begins === 'line' ? 0 : begins === 'bracket' ? toSecond.lastIndexOf('[') : 1;
  if (behind === undefined || behind === COLON || from < 0) return;
  const zoneBytes = Buffer.from(whole.slice(beforeZone.length), 'latin1');
  last = {
    rules,
    layout,
    text: Uint8Array.from(Buffer.from(toSecond.slice(from), 'latin1')),
    mark: digits === '' ? 0 : beforeZone.charCodeAt(toSecond.length),
    zone: zoneText === '' ? null : Uint8Array.from([...zoneBytes, behind]),
    zoneMs: zoneMs(zoneText),
    secondMs: ms - millisOf(digits),
  };
}

/** UTC ms of a stamp of the same second as the last one; NaN: it is another one, or none. */
export function likeLastStamp(bytes: Buffer, start: number, end: number, rules: object): number {
  if (last === null || last.rules !== rules) return Number.NaN;
  const from = beginning(last.layout.begins, bytes, start, end);
  if (from === -1 || !stands(last.text, bytes, from, end)) return Number.NaN;
  return last.secondMs + millisBehind(last, bytes, from + last.text.length, end);
}

/** A stamp that a pattern has read, as it stands in a line. */
export interface KeptStamp extends Pick<Stamp, 'layout' | 'mark' | 'zone' | 'zoneMs' | 'secondMs'> {
  /** Behind its seconds. */
  readonly secondEnd: number;
}

/** The last stamp that a pattern has read, where it stands in this line behind the same bytes; else null. */
export function keptIn(bytes: Buffer, start: number, end: number, rules: object): KeptStamp | null {
  if (last === null || last.rules !== rules || last.layout.begins === 'bracket') return null;
  const from = beginning(last.layout.begins, bytes, start, end);
  if (from === -1 || !stands(last.text, bytes, from, end)) return null;
  return { ...last, secondEnd: from + last.text.length };
}

/** The fraction at `at`; NaN where it, or the zone behind it, is not as in the last stamp. */
function millisBehind({ mark, zone }: Stamp, bytes: Buffer, at: number, end: number): number {
  let next = at;
  let millis = 0;
  if (mark !== 0) {
    if (bytes[at] !== mark) return Number.NaN;
    let unit = 100;
    for (next = at + 1; next < end && isDigit(bytes[next]); next++) {
      millis += Math.trunc(unit) * ((bytes[next] as number) - 48);
      unit /= 10;
    }
    if (next === at + 1 || next - at - 1 > MAX_DIGITS) return Number.NaN;
  } else if (FRACTION_MARKS.has(bytes[at] ?? 0)) return Number.NaN;
  const isLike = zone === null ? !mayBeZone(bytes, next) : stands(zone, bytes, next, end);
  return isLike ? millis : Number.NaN;
}

function mayBeZone(bytes: Buffer, at: number): boolean {
  const first = (bytes[at] === BLANK ? bytes[at + 1] : bytes[at]) ?? 0;
  return first === PLUS || first === DASH || (first >= 65 && first <= 90);
}

function beginning(
  begins: StampParts['begins'],
  bytes: Buffer,
  start: number,
  end: number,
): number {
  if (begins === 'line') return start;
  if (begins === 'bracket') return bracketIn(bytes, start, end);
  return FIRST_LETTERS.has(bytes[start] ?? 0) ? start + 1 : -1;
}

/**
 * The first bracket that a word begins with, of the words that may stand before the time of an access log; -1: there is
 * none, or the line may begin with another stamp.
 */
function bracketIn(bytes: Buffer, start: number, end: number): number {
  let words = 0;
  const limit = Math.min(end, start + MAX_BYTES_BEFORE);
  for (let at = start; at < limit; at++) {
    const byte = bytes[at] as number;
    if (byte < BLANK) return -1;
    if (byte !== BLANK) continue;
    if (words === 0 && !isHost(bytes, start, at)) return -1;
    words++;
    const behind = bytes[at + 1];
    if (behind === BRACKET) return at + 1;
    if (words === MAX_WORDS || behind === BLANK) return -1;
  }
  return -1;
}

/** Whether no other stamp begins with this word: an address, or a name that begins with two letters. */
function isHost(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < MIN_FIRST_WORD) return false;
  if (!isDigit(bytes[start])) return isLetter(bytes[start]) && isLetter(bytes[start + 1]);
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    const isHex = byte >= 97 && byte <= 102;
    if (!isDigit(byte) && !isHex && byte !== DOT && byte !== COLON) return false;
  }
  return true;
}

/** In either case. */
const isLetter = (byte = 0) => (byte | 0x20) >= 97 && (byte | 0x20) <= 122;

function stands(text: Uint8Array, bytes: Buffer, at: number, end: number): boolean {
  if (at + text.length > end) return false;
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text[index]) return false;
  }
  return true;
}

function millisOf(digits: string): number {
  return Number(digits.padEnd(3, '0').slice(0, 3));
}
