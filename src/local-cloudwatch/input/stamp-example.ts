// What the kernel of stamped lines has to know to read the next ones as this one was read.
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../base/time-range.ts';
import { type KnownZone, MAX_BEFORE_BYTES, type StampShape } from '../kernel/stamped-kernel.ts';
import { type KeptStamp, keptIn, MAX_DIGITS } from './stamp-memo.ts';
import { isOpener, lastIsoPlace, readStamp, type StampRules } from './time-stamps.ts';
import { behindDigits, ISO_BYTES, isDigit, isFractionMark, isoAt, zoneAt } from './time-text.ts';

/** `YYYY-MM-DD HH:` */
const HOUR_BYTES = 14;
/** `MM:SS` */
const CLOCK_BYTES = 5;
/** Bytes behind a stamp that the kernel can know a zone by. */
const ZONE_BYTES = 8;
/** No zone has a name of more. */
const MAX_ZONE_LETTERS = 4;
const BLANK = 32;
const PLUS = 43;
const DASH = 45;
const SIX = 54;
const COLON = 58;

/** Stands for the ISO family. */
const ISO = {};

/** How a line is written that has a stamp. */
export interface Example {
  readonly shape: StampShape;
  /** UTC ms of the hour that is written there, as if it were of no zone. */
  readonly hourMs: number;
  /** null: no zone can stand there. */
  readonly zone: KnownZone | null;
  /** One of each layout: what is a zone in one may be none in another. */
  readonly layout: object;
}

/** Of a line that was read just now to be of this time, after one of this shape; null: the kernel does not read its like. */
export function exampleOf(
  bytes: Buffer,
  start: number,
  end: number,
  ms: number,
  rules: StampRules,
  before: StampShape | null,
): Example | null {
  const at = isoPlace(bytes, start, end, ms);
  if (at !== -1) return isoExample(bytes, start, end, at, ms);
  const kept = keptIn(bytes, start, end, rules);
  if (kept === null || ms - (ms % SECOND_MS) !== kept.secondMs) return null;
  const example = keptExample(bytes, start, end, kept);
  if (example === null || beginsAlike(example.shape, before)) return example;
  return isOneHour(example, rules) ? example : null;
}

/** Where a stamp of the ISO family begins that gave this time; -1: the line has another. */
function isoPlace(bytes: Buffer, start: number, end: number, ms: number): number {
  const behind = lastIsoPlace();
  if (behind !== -1) return start + behind;
  const at = isOpener(bytes[start]) ? start + 1 : start;
  return isoAt(bytes, at, end) === ms ? at : -1;
}

function isoExample(
  bytes: Buffer,
  start: number,
  end: number,
  at: number,
  ms: number,
): Example | null {
  const minutesAt = at + HOUR_BYTES;
  const secondEnd = at + ISO_BYTES;
  const fraction = fractionAt(bytes, secondEnd, end);
  if (fraction === null || minutesAt - start > MAX_BEFORE_BYTES) return null;
  if (!isClock(bytes, minutesAt)) return null;
  const behind = secondEnd + fraction.sizeBytes;
  const size = zoneSize(bytes, behind, end);
  if (size === null) return null;
  const zoneMs = zoneAt(bytes, behind, end);
  const { mark, digits } = fraction;
  return {
    shape: { before: copyOf(bytes, start, minutesAt), mark, digits },
    hourMs: ms + zoneMs - ((ms + zoneMs) % HOUR_MS),
    zone: size === 0 ? null : { bytes: copyOf(bytes, behind, behind + size), ms: zoneMs },
    layout: ISO,
  };
}

/** Of a stamp of another layout: where it has no fraction, a colon may begin one too. */
function keptExample(bytes: Buffer, start: number, end: number, kept: KeptStamp): Example | null {
  const { secondEnd, mark, zone, zoneMs } = kept;
  const minutesAt = secondEnd - CLOCK_BYTES;
  if (minutesAt - start > MAX_BEFORE_BYTES || !isClock(bytes, minutesAt)) return null;
  const digits = mark === 0 ? 0 : behindDigits(bytes, secondEnd + 1, end) - secondEnd - 1;
  if (digits > MAX_DIGITS || (zone !== null && zone.length > ZONE_BYTES)) return null;
  return {
    shape: { before: copyOf(bytes, start, minutesAt), mark: digits === 0 ? COLON : mark, digits },
    hourMs: kept.secondMs + zoneMs - msOfClock(bytes, minutesAt),
    zone: zone === null ? null : { bytes: zone, ms: zoneMs },
    layout: kept.layout,
  };
}

const beginsAlike = ({ before }: StampShape, other: StampShape | null) =>
  other !== null && Buffer.compare(before, other.before) === 0;

/** Whether its first and its last second are read as of this hour: a year that is guessed may end within it. */
function isOneHour({ shape, hourMs }: Example, rules: StampRules): boolean {
  const msOf = (clock: string) => {
    const line = Buffer.concat([shape.before, Buffer.from(`${clock} `)]);
    return readStamp(line, 0, line.length, { ...rules });
  };
  return msOf('00:00') === hourMs && msOf('59:59.999') === hourMs + HOUR_MS - 1;
}

const copyOf = (bytes: Buffer, from: number, to: number) =>
  Uint8Array.from(bytes.subarray(from, to));

/** Whether minutes, a colon and seconds stand there. In a leap second the clock stands still. */
const isClock = (bytes: Buffer, at: number) =>
  bytes[at - 1] === COLON && bytes[at + 2] === COLON && bytes[at + 3] !== SIX;

/** Ms of minutes and seconds. */
const msOfClock = (bytes: Buffer, at: number) =>
  Number(bytes.toString('latin1', at, at + 2)) * MINUTE_MS +
  Number(bytes.toString('latin1', at + 3, at + 5)) * SECOND_MS;

/** null: not as the kernel reads it. */
function fractionAt(bytes: Buffer, at: number, end: number) {
  const mark = bytes[at] ?? 0;
  if (!isFractionMark(mark)) return { mark: 0, digits: 0, sizeBytes: 0 };
  const digits = behindDigits(bytes, at + 1, end) - at - 1;
  return digits === 0 ? null : { mark, digits, sizeBytes: digits + 1 };
}

/** By how many bytes the zone behind a stamp is known, 0 where none can follow; null: by more than the kernel looks at. */
function zoneSize(bytes: Buffer, at: number, end: number): number | null {
  if (at + ZONE_BYTES > end) return null;
  const start = bytes[at] === BLANK ? at + 1 : at;
  const first = bytes[start];
  if (first === PLUS || first === DASH) return offsetEnd(bytes, start) - at;
  if (!isCapital(first)) return 0;
  let next = start + 1;
  while (next - start <= MAX_ZONE_LETTERS && isCapital(bytes[next])) next++;
  if (next - start > MAX_ZONE_LETTERS) return next - at;
  // `UTC+01:00` goes on.
  return bytes[next] === PLUS || bytes[next] === DASH ? null : next + 1 - at;
}

/** Behind the bytes that tell an offset or that there is none: `+01:00` and the byte behind it, ` - `. */
function offsetEnd(bytes: Buffer, start: number): number {
  if (!isDigit(bytes[start + 1])) return start + 2;
  if (!isDigit(bytes[start + 2])) return start + 3;
  const minutesAt = bytes[start + 3] === COLON ? start + 4 : start + 3;
  if (!isDigit(bytes[minutesAt])) return minutesAt + 1;
  return isDigit(bytes[minutesAt + 1]) ? minutesAt + 3 : minutesAt + 2;
}

const isCapital = (byte: number | undefined) => byte !== undefined && byte >= 65 && byte <= 90;
