// The events of a block of lines that say where each belongs: all of them, or those in whose messages a literal was found.
import { type Judge, type Seeking, unitsIn } from './candidates.ts';
import { withoutBreak } from './input/framing.ts';
import type { Block, LogFile } from './input/log-file.ts';
import { PlacedReader } from './input/placed-line.ts';
import {
  addEvent,
  isEscaped,
  noRecordEvents,
  type RecordEvents,
  type RecordHead,
} from './input/records.ts';
import { changed, type QuotedEvents } from './quoted-events.ts';

/** `seeking`: null: all events are wanted. */
export function placedEvents(
  file: LogFile,
  block: Block,
  window: Buffer,
  seeking: Seeking | null,
): QuotedEvents {
  const lines: Lines = {
    ...{ file, window, reader: new PlacedReader(file, window), events: noRecordEvents() },
    ...{ told: seeking === null ? null : [], heads: [], ingestionTimes: [], starts: [] },
  };
  if (seeking === null) addAll(lines, block);
  else addFound(lines, seeking);
  const { events, ingestionTimes, told } = lines;
  return { events, ingestionTimes, told, placeOf: (index) => placeOf(lines, index) };
}

interface Lines {
  readonly file: LogFile;
  readonly window: Buffer;
  readonly reader: PlacedReader;
  readonly events: RecordEvents;
  readonly told: (true | null)[] | null;
  /** Of each event: where it belongs, when it was taken in, and where its line begins. */
  readonly heads: RecordHead[];
  readonly ingestionTimes: number[];
  readonly starts: number[];
}

function placeOf({ heads, starts }: Lines, index: number) {
  const head = heads[index];
  if (head === undefined) throw new Error('each event has its place');
  return { head, unitStart: starts[index] ?? 0, position: 0 };
}

function addAll(lines: Lines, block: Block): void {
  const units = unitsIn(lines.file.format, block, lines.window);
  for (const [index, start] of units.starts.entries()) {
    read(lines, start, units.ends[index] ?? start);
    add(lines, start);
  }
}

/** What is found before a message, in the name of a log group, is sought again from the message on. */
function addFound(lines: Lines, { finder, judge }: Seeking): void {
  const { length } = lines.window;
  for (let at = finder.next(0, length); at !== -1; ) {
    const start = finder.lineStart(at);
    const message = finder.messageStart(start, length);
    if (at < message) at = finder.next(message, length);
    else at = finder.next(addAround(lines, { finder, judge }, start, at), length);
  }
}

/** Adds the event of the line that begins here, where its message holds the place `at` and may match; gives where the line ends. */
function addAround(lines: Lines, { finder, judge }: Seeking, start: number, at: number): number {
  const { window, reader } = lines;
  const end = finder.lineEnd(at, window.length);
  read(lines, start, withoutBreak(window, start, end));
  if (at < reader.event.end) addCandidate(lines, judge, start);
  return end;
}

function read({ file, reader }: Lines, start: number, end: number): void {
  if (!reader.read(start, end)) throw changed(file);
}

/** Adds the event that was read, unless its bytes rule it out. */
function addCandidate(lines: Lines, judge: Judge, lineStart: number): void {
  const { event } = lines.reader;
  const verdict = judge(event.start, event.end, isEscaped(event));
  if (verdict === false) return;
  add(lines, lineStart);
  lines.told?.push(verdict);
}

function add({ file, reader, events, heads, ingestionTimes, starts }: Lines, lineStart: number) {
  const { head } = reader;
  if (head === null) throw changed(file);
  addEvent(events, reader.event);
  heads.push(head);
  ingestionTimes.push(reader.ingestionTimeMs);
  starts.push(lineStart);
}
