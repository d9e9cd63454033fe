// The one pass over a file at the start: reads it in a stream, keeps which block has events of which log group
// and time, and the totals of groups and streams. Nothing of the events themselves is kept.
import { errorCode } from '../../base/error-code.ts';
import {
  type EventTotals,
  JsonReader,
  type LineKind,
  type LineSum,
} from '../kernel/json-reader.ts';
import { CAREFUL_INFLATE_BYTES, openSource } from './byte-source.ts';
import { mayBeWhiteSpace, OBJECT } from './bytes.ts';
import type { ByteSource } from './chunks.ts';
import type { BlockBegins } from './compose-framer.ts';
import { streamIndex } from './compose-index.ts';
import { type Decoded, type DecodedEvent, NO_JSON } from './decode.ts';
import { clearUnits, noUnits, type Tally, type Units } from './framing.ts';
import {
  type IndexBuilder,
  type IndexedFile,
  indexBuilder,
  LIMITS,
  type Trait,
} from './index-builder.ts';
import { learnLine, learnPlaced, learnWrapping } from './known-lines.ts';
import { KnownPlaces } from './known-places.ts';
import { KnownSums } from './known-sums.ts';
import { timeAt, timeAtPlace } from './line-time.ts';
import { CUT, type FileHead, MAX_MESSAGE_BYTES, MAX_RECORD_BYTES, type Shape } from './log-file.ts';
import {
  messageSize,
  noRecordEvents,
  type RecordEvents,
  readHead,
  splitRecord,
} from './records.ts';
import { framerOf, isInOnePiece, isParsed, parsedEvents, textSizeBytes } from './units.ts';
import { wrappedSize } from './wrapped-text.ts';

/** Bytes read at once. */
const READ_BYTES = 1_048_576;
/** Room for the longest unfinished unit and a read. */
const WINDOW_BYTES = MAX_RECORD_BYTES + 2 * READ_BYTES;

const TOO_LONG = `longer than ${MAX_RECORD_BYTES} bytes: not read`;
const ENDLESS = `a JSON text longer than ${MAX_RECORD_BYTES} bytes: it and what follows were not read`;
const DAMAGED = 'damaged gzip: what follows the damage is lost';

/** The room that indexing needs, once for all files. */
export function indexingRoom(): JsonReader {
  return new JsonReader(WINDOW_BYTES);
}

/** Indexes a file. A file that cannot be read throws what node:fs throws. */
export async function indexFile(head: FileHead, room: JsonReader): Promise<IndexedFile> {
  const indexed = await readThrough(head, room);
  const damaged = indexed.problems.some(({ why }) => why === DAMAGED);
  if (!damaged || head.inflateBytes === CAREFUL_INFLATE_BYTES) return indexed;
  return readThrough({ ...head, inflateBytes: CAREFUL_INFLATE_BYTES }, room);
}

async function readThrough(head: FileHead, room: JsonReader): Promise<IndexedFile> {
  const builder = indexBuilder(head.logGroup, head.logStream);
  const source = await openSource(head, head.inflateBytes);
  try {
    await source.skipTo(head.contentStart);
    await readWindows(head, source, builder, room);
  } finally {
    await source.close();
  }
  return builder.finish(head);
}

async function readWindows(
  head: FileHead,
  source: ByteSource,
  builder: IndexBuilder,
  reader: JsonReader,
): Promise<void> {
  const buffer = reader.window;
  const units = noUnits();
  const records: RecordHunt = { misses: 0 };
  reader.forget();
  const places = new KnownPlaces(reader, head);
  let base = head.contentStart;
  const reading = () => ({ head, builder, reader, window: buffer, base, records, sums, places });
  const streams = streamIndex(head, builder);
  const add = () => {
    if (streams === null) addUnits(reading(), units);
    else streams.add(units, buffer, base);
    clearUnits(units);
  };
  const borders = () => builder.borders(base);
  const sums = new KnownSums(reader, {
    borders,
    add: (sum) => addSum(reading(), sum),
    take: add,
  });
  const text: Tally = {
    limits: LIMITS,
    borders,
    // All but the first begin with a stamp.
    add: (events) => {
      if (mayBeWhiteSpace(buffer[events.start])) builder.holds('indented');
      builder.ownRun(events, base, null);
    },
    take: add,
  };
  const block: BlockBegins = (start, known) => streams?.begins(base + start, known);
  const framer = framerOf(head.format, head.firstMs, true, { text, lines: sums, block });
  let filled = 0;
  for (let atEnd = false; !atEnd; ) {
    const left = (head.contentEnd ?? Number.POSITIVE_INFINITY) - base - filled;
    const room = buffer.subarray(filled, filled + Math.min(READ_BYTES, left));
    const read = await readOrProblem(source, room, builder);
    if (room.subarray(0, read).includes(0)) builder.holds('nul');
    filled += read;
    atEnd = read === 0;
    const consumed = framer.frame(buffer.subarray(0, filled), atEnd, units);
    add();
    buffer.copyWithin(0, consumed, filled);
    base += consumed;
    filled -= consumed;
    if (filled === buffer.length) {
      builder.problem(base, ENDLESS);
      return;
    }
  }
}

async function readOrProblem(
  source: ByteSource,
  room: Buffer,
  builder: IndexBuilder,
): Promise<number> {
  try {
    return await source.read(room);
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    builder.problem(null, code.startsWith('Z_') ? DAMAGED : `cannot be read to its end (${code})`);
    return 0;
  }
}

function addUnits(reading: Reading, units: Units): void {
  const { head, builder, base } = reading;
  const parsed = isParsed(head.format);
  for (let index = 0; index < units.starts.length; index++) {
    const start = units.starts[index] ?? 0;
    const end = units.ends[index] ?? start;
    if (parsed) addStructured(reading, start, end);
    else addText(reading, start, end, units.times[index] ?? Number.NaN);
  }
  for (let left = units.tooLong; left > 0; left--) {
    if (parsed) builder.problem(base + (units.ends.at(-1) ?? 0), TOO_LONG);
    else builder.problem(base + (units.starts.at(-1) ?? 0), CUT);
  }
  if (units.tooLong > 0) builder.closeBlock();
}

interface Reading {
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
interface RecordHunt {
  /** Lines in a row that were none. */
  misses: number;
}
const MAX_MISSES = 64;

function addText(
  { head, builder, window, base }: Reading,
  start: number,
  end: number,
  ms: number,
): void {
  const cut = end - start > MAX_MESSAGE_BYTES;
  if (mayBeWhiteSpace(window[start])) builder.holds('indented');
  const altered = cut || !isInOnePiece(head.format, window, start, end);
  builder.unit(base + start, base + end, ms, null, altered);
  if (cut) builder.problem(base + start, CUT);
  builder.own(ms, textSizeBytes(head.format, window, start, end));
}

function addSum(
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

function addStructured(reading: Reading, start: number, end: number): void {
  if (addRecord(reading, start, end) || addKnown(reading, start, end)) return;
  addParsed(reading, start, end);
}

/** Adds a line like one that was parsed before; false where it must be parsed. */
function addKnown(
  { head: { format }, builder, reader, window, base, sums, places }: Reading,
  start: number,
  end: number,
): boolean {
  if (format.kind !== 'json-lines' || end - start > MAX_MESSAGE_BYTES) return false;
  const kind = reader.kindOf(start, end);
  if (kind === null) return false;
  const timestampMs = timeAt(window, reader.timeAt, end);
  const sizeBytes = kind === 'event' ? end - start : wrappedSize(window, reader.messageAt);
  if (Number.isNaN(timestampMs) || sizeBytes === null) return false;
  const place = kind === 'placed' ? places.learn(start, end) : null;
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
  { head: { format }, reader }: Reading,
  start: number,
  end: number,
  isWhole: boolean,
  events: readonly DecodedEvent[],
): void {
  if (format.kind !== 'json-lines') return;
  if (isWhole && format.time !== null) learnLine(reader, start, end, format.time.name);
  if (isWrapped(events)) learnWrapping(reader, start, end);
  if (isOneOfPlace(events)) learnPlaced(reader, start, end);
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

/** Whether the unit is one of those whose fields are known to say where its event belongs, and is read as such ones are. */
function isPlacedLine(
  { head: { format }, reader, places }: Reading,
  start: number,
  end: number,
  events: readonly DecodedEvent[],
): boolean {
  const [event] = events;
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

/** The line, from 1, that this byte of a file is on. */
export async function lineAt(head: FileHead, offset: number): Promise<number> {
  const source = await openSource(head, head.inflateBytes);
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  let line = 1;
  try {
    for (let left = offset; left > 0; ) {
      const read = await source.read(buffer.subarray(0, Math.min(left, buffer.length)));
      if (read === 0) break;
      left -= read;
      line += lineBreaks(buffer.subarray(0, read));
    }
  } finally {
    await source.close();
  }
  return line;
}

function lineBreaks(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}
