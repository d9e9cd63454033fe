// The events of a block of subscription records as CloudWatch writes them: all of them, or those around the places where
// a literal was found.
import { type Judge, type Seeking, unitsIn } from './candidates.ts';
import type { Block, LogFile } from './input/log-file.ts';
import {
  addEvent,
  type Cursor,
  cursor,
  isEscaped,
  noRecordEvents,
  type RecordEvents,
  type RecordHead,
  readEvent,
  readHead,
  splitRecord,
} from './input/records.ts';
import { changed, type QuotedEvents, type UnitPlace } from './quoted-events.ts';
import type { Finder } from './recall.ts';

/** `seeking`: null: all events are wanted. */
export function recordEvents(
  file: LogFile,
  block: Block,
  window: Buffer,
  seeking: Seeking | null,
): QuotedEvents {
  return seeking === null ? allEvents(file, block, window) : foundEvents(file, window, seeking);
}

/** A record of the block: where it begins, and the index of its first event. */
interface BlockRecord {
  readonly head: RecordHead;
  readonly start: number;
  readonly firstIndex: number;
}

function allEvents(file: LogFile, block: Block, window: Buffer): QuotedEvents {
  const units = unitsIn(file.format, block, window);
  const events = noRecordEvents();
  const records = units.starts.map((start, index): BlockRecord => {
    const firstIndex = events.times.length;
    const head = splitRecord(window, start, units.ends[index] ?? start, events);
    if (head === null) throw changed(file);
    return { head, start, firstIndex };
  });
  const recordAt = finderOf(records);
  const placeOf = (index: number) => {
    const { head, start, firstIndex } = recordAt(index);
    return { head, unitStart: start, position: index - firstIndex };
  };
  return { events, ingestionTimes: null, told: null, placeOf };
}

/** The record of an event; events are asked for in ascending order, mostly. */
function finderOf(records: readonly BlockRecord[]): (index: number) => BlockRecord {
  let at = 0;
  return (index) => {
    if ((records[at]?.firstIndex ?? 0) > index) at = 0;
    while ((records[at + 1]?.firstIndex ?? Number.POSITIVE_INFINITY) <= index) at++;
    const record = records[at];
    if (record === undefined) throw new Error('an event belongs to a record');
    return record;
  };
}

interface Search {
  readonly file: LogFile;
  readonly kernel: Finder;
  readonly judge: Judge;
  readonly events: RecordEvents;
  /** Of each event. */
  readonly told: (true | null)[];
  readonly places: UnitPlace[];
  readonly reading: Cursor;
}

/** The record that the search is in. */
interface OpenRecord {
  readonly head: RecordHead;
  readonly start: number;
  readonly end: number;
  readonly eventsAt: number;
  /** The event that was looked at last, and how many of the record stand before it. */
  eventAt: number;
  position: number;
}

function foundEvents(
  file: LogFile,
  window: Buffer,
  { finder: kernel, judge }: Seeking,
): QuotedEvents {
  const [events, reading] = [noRecordEvents(), cursor(window)];
  const search: Search = { file, kernel, judge, events, told: [], places: [], reading };
  let record: OpenRecord | null = null;
  for (let at = kernel.next(0, window.length); at !== -1; ) {
    if (record === null || at >= record.end) record = recordAround(search, at);
    const end = addEventAround(search, record, at);
    at = kernel.next(end ?? at + 1, window.length);
  }
  const placeOf = (index: number) => {
    const place = search.places[index];
    if (place === undefined) throw new Error('each event has its place');
    return place;
  };
  return { events, ingestionTimes: null, told: search.told, placeOf };
}

function recordAround({ file, kernel, reading }: Search, at: number): OpenRecord {
  const { bytes } = reading;
  const start = kernel.lineStart(at);
  const end = kernel.lineEnd(at, bytes.length);
  const opening = readHead(bytes, start, end);
  if (opening === null) throw changed(file);
  const { head, eventsAt } = opening;
  return { head, start, end, eventsAt, eventAt: eventsAt, position: 0 };
}

/** Adds the event whose message holds this place, where it may match, and gives its end; null: no message does. */
function addEventAround(search: Search, record: OpenRecord, at: number): number | null {
  const { file, kernel, reading } = search;
  const eventAt = kernel.eventBefore(Math.max(record.eventsAt, record.eventAt), at);
  if (eventAt === -1) return null;
  record.position += kernel.countEvents(record.eventAt, eventAt);
  record.eventAt = eventAt;
  const end = readEvent(reading, eventAt);
  if (end === -1) throw changed(file);
  if (at < reading.start || at >= reading.end) return null;
  addCandidate(search, record);
  return end;
}

/** Adds the event that was read, unless its bytes rule it out. */
function addCandidate(
  { judge, events, told, places, reading }: Search,
  { head, start, position }: OpenRecord,
): void {
  const verdict = judge(reading.start, reading.end, isEscaped(reading));
  if (verdict === false) return;
  addEvent(events, reading);
  told.push(verdict);
  places.push({ head, unitStart: start, position });
}
