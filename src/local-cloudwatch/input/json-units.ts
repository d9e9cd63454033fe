// Units of JSON on their way into the index: subscription records and lines like those before them as they stand, others
// by parsing them.
import type { EventTotals, JsonReader, LineKind, LineSum } from '../kernel/json-reader.ts';
import { OBJECT } from './bytes.ts';
import { type Decoded, type DecodedEvent, NO_JSON } from './decode.ts';
import type { IndexBuilder, Trait } from './index-builder.ts';
import { learnLine, learnWrapping } from './known-lines.ts';
import type { KnownPlaces } from './known-places.ts';
import type { KnownSums } from './known-sums.ts';
import { timeAt, timeAtPlace } from './line-time.ts';
import { CUT, type FileHead, MAX_MESSAGE_BYTES, type Shape } from './log-file.ts';
import {
  messageSize,
  noRecordEvents,
  type RecordEvents,
  readHead,
  splitRecord,
} from './records.ts';
import { parsedEvents } from './units.ts';
import { wrappedSize } from './wrapped-text.ts';

/** What the units of a file are read with. */
export interface Reading {
  readonly head: FileHead;
  readonly builder: IndexBuilder;
  readonly reader: JsonReader;
  readonly window: Buffer;
  /** Offset of the window in the file. */
  readonly base: number;
  readonly records: RecordHunt;
  readonly sums: KnownSums;
  readonly places: KnownPlaces;
}

/** Records are taken apart without parsing them; a file of other lines is not to pay for the attempts. */
export interface RecordHunt {
  /** Lines in a row that were none. */
  misses: number;
}
const MAX_MISSES = 64;

/** Adds what the kernel made of lines one after the other. */
export function addSum(
  { builder, reader, base, records, places }: Reading,
  { kind, events }: LineSum,
): void {
  if (kind !== 'event') builder.holds('others');
  // None of them is a record.
  records.misses += events.count;
  if (kind !== 'placed') {
    builder.ownRun(events, base, shapeOf(kind));
    return;
  }
  builder.unit(base + events.start, base + events.end, Number.NaN, shapeOf(kind), false);
  for (const { place, totals } of reader.placeSums()) builder.events(places.of(place), totals);
}

/** Adds a unit of the window. */
export function addStructured(reading: Reading, start: number, end: number): void {
  if (addRecord(reading, start, end) || addKnown(reading, start, end)) return;
  addParsed(reading, start, end);
}

/** Adds a line like one that was parsed before; false where it must be parsed. */
function addKnown(reading: Reading, start: number, end: number): boolean {
  const { builder, reader, window, base, sums, places } = reading;
  const { format } = reading.head;
  if (format.kind !== 'json-lines' || end - start > MAX_MESSAGE_BYTES) return false;
  const kind = reader.kindOf(start, end);
  if (kind === null) return false;
  const timestampMs = timeAt(window, reader.timeAt, end);
  const sizeBytes = kind === 'event' ? end - start : wrappedSize(window, reader.messageAt);
  if (Number.isNaN(timestampMs) || sizeBytes === null) return false;
  const place = kind === 'placed' && arePlacesKnown(reading) ? places.learn(start, end) : null;
  if (kind === 'placed' && place === null) return false;
  sums.learn(timestampMs);
  if (kind !== 'event') builder.holds('others');
  builder.unit(base + start, base + end, Number.NaN, shapeOf(kind), false);
  if (place === null) builder.own(timestampMs, sizeBytes);
  else builder.event(place, sizeBytes);
  return true;
}

const SHAPE_OF = { event: 'lines', placed: 'placed', wrapping: null } as const;
const shapeOf = (kind: LineKind): Shape | null => SHAPE_OF[kind];

/** Adds a record that need not be parsed; false where it must be. */
function addRecord(reading: Reading, start: number, end: number): boolean {
  const { head, builder, reader, window, base, records } = reading;
  if (head.format.kind !== 'json-lines' || records.misses >= MAX_MISSES) return false;
  records.misses++;
  const opening = readHead(window, start, end);
  const totals = opening === null ? null : reader.totalsOf(opening.eventsAt, end);
  const record = totals ?? splitTotals(window, start, end);
  if (opening === null || record === null) return false;
  records.misses = 0;
  builder.holds('others');
  builder.unit(base + start, base + end, Number.NaN, 'records', false);
  builder.events(opening.head, { ...record, lastIngestionMs: record.maxMs });
  return true;
}

/** The same of a record whatever its messages hold; null: it must be parsed. */
function splitTotals(window: Buffer, start: number, end: number): EventTotals | null {
  const events = noRecordEvents();
  if (splitRecord(window, start, end, events) === null) return null;
  const sizeBytes = sizeOf(window, events);
  if (sizeBytes === null) return null;
  const { times } = events;
  let [minMs, maxMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const ms of times) {
    if (ms < minMs) minMs = ms;
    if (ms > maxMs) maxMs = ms;
  }
  return { count: times.length, sizeBytes, minMs, maxMs };
}

/** UTF-8 size of all messages; null where an escape is no JSON: the parser says so of the whole record. */
function sizeOf(window: Buffer, { starts, ends, escaped }: RecordEvents): number | null {
  let sizeBytes = 0;
  try {
    for (const [index, start] of starts.entries()) {
      sizeBytes += messageSize(window, start, ends[index] ?? start, escaped[index] === true);
    }
    return sizeBytes;
  } catch {
    return null;
  }
}

function addParsed(reading: Reading, start: number, end: number): void {
  const { head, builder, window, base } = reading;
  const decoded = parsedEvents(head.format, window, start, end, head.modifiedMs);
  const { events, problem } = decoded;
  const isWhole = isLine(head, window, start, end, events);
  learnFields(reading, start, end, isWhole, events);
  const shape = isWhole ? 'lines' : isPlacedLine(reading, start, end, events) ? 'placed' : null;
  const altered = events.some(({ cut, anew }) => cut || anew);
  builder.unit(base + start, base + end, Number.NaN, shape, altered);
  const trait = isWhole ? null : traitOf(decoded, window, start);
  if (trait !== null) builder.holds(trait);
  if (problem !== null) builder.problem(base + start, problem);
  for (const event of events) {
    if (event.cut) builder.problem(base + start, CUT);
    if (isWhole) builder.own(event.timestampMs, end - start);
    else builder.event(event, Buffer.byteLength(event.message));
  }
}

/** So that lines like this one need not be parsed. */
function learnFields(
  { head: { format }, reader, places }: Reading,
  start: number,
  end: number,
  isWhole: boolean,
  events: readonly DecodedEvent[],
): void {
  if (format.kind !== 'json-lines') return;
  if (isWhole && format.time !== null) learnLine(reader, start, end, format.time.name);
  if (isWrapped(events)) learnWrapping(reader, start, end);
  if (isOneOfPlace(events)) places.learnFields(start, end);
}

function traitOf({ events, problem }: Decoded, window: Buffer, start: number): Trait | null {
  if (events.length > 0) return 'others';
  return problem === NO_JSON && window[start] !== OBJECT ? 'text' : null;
}

/** Whether it is the one event of a unit around it, of the file's own log group and stream. */
function isWrapped(events: readonly DecodedEvent[]): boolean {
  return isInside(events) && events.every((one) => one.logGroup === null && one.logStream === null);
}

/** The same of one whose log group or stream the unit names. */
function isOneOfPlace(events: readonly DecodedEvent[]): boolean {
  return isInside(events) && events.some((one) => one.logGroup !== null || one.logStream !== null);
}

function isInside([event, ...others]: readonly DecodedEvent[]): boolean {
  if (event === undefined || others.length > 0) return false;
  return !event.whole && !event.cut && !event.anew;
}

/** Of lines with ever new places most are parsed all the same: then all are, for that is quicker. */
const arePlacesKnown = ({ places, sums }: Reading) => !places.areTooMany || sums.isPaying;

/** Whether the unit is one of those whose fields are known to say where its event belongs, and is read as such ones are. */
function isPlacedLine(
  reading: Reading,
  start: number,
  end: number,
  events: readonly DecodedEvent[],
): boolean {
  const { reader, places } = reading;
  const { format } = reading.head;
  const [event] = events;
  if (!arePlacesKnown(reading)) return false;
  if (format.kind !== 'json-lines' || event === undefined || !isOneOfPlace(events)) return false;
  if (end - start > MAX_MESSAGE_BYTES || reader.kindOf(start, end) !== 'placed') return false;
  return places.agrees(start, end, event);
}

/** Whether the unit can be read without parsing it: see Shape. */
function isLine(
  { format }: FileHead,
  window: Buffer,
  start: number,
  end: number,
  [event, ...others]: readonly DecodedEvent[],
): boolean {
  if (format.kind !== 'json-lines' || format.time === null) return false;
  if (event === undefined || others.length > 0 || !event.whole || event.cut) return false;
  return timeAtPlace(format.time, window, start, end) === event.timestampMs;
}
