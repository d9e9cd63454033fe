// The events of a block of lines that say where each belongs: all of them, or those in whose messages a literal was found.
import { type Judge, type Seeking, unitsIn } from './candidates.ts';
import { withoutBreak } from './input/framing.ts';
import { timeAt } from './input/line-time.ts';
import type { Block, LogFile } from './input/log-file.ts';
import { LinePlaces, type PlacedLine, placedLine, readPlaced } from './input/placed-line.ts';
import { addEvent, isEscaped, noRecordEvents, type RecordEvents } from './input/records.ts';
import { changed, type QuotedEvents } from './quoted-events.ts';
import type { Finder } from './recall.ts';

/** `seeking`: null: all events are wanted. */
export function placedEvents(
  file: LogFile,
  block: Block,
  window: Buffer,
  seeking: Seeking | null,
): QuotedEvents {
  const told: (true | null)[] | null = seeking === null ? null : [];
  const reading = placedLine(window);
  const lines = {
    file,
    window,
    reading,
    events: noRecordEvents(),
    told,
    lineStarts: [],
    timeEnds: [],
  };
  if (seeking === null) addAll(lines, block);
  else addFound(lines, seeking);
  return { events: lines.events, told, placeOf: placesOf(lines) };
}

interface Lines {
  readonly file: LogFile;
  readonly window: Buffer;
  readonly reading: PlacedLine;
  readonly events: RecordEvents;
  readonly told: (true | null)[] | null;
  /** Of each event: where its line begins, and where its time ends. */
  readonly lineStarts: number[];
  readonly timeEnds: number[];
}

function placesOf({ file, window, events, lineStarts, timeEnds }: Lines) {
  const places = new LinePlaces(file);
  return (index: number) => {
    const head = places.of(window, timeEnds[index] ?? 0, (events.starts[index] ?? 0) - 1);
    if (head === null) throw changed(file);
    return { head, unitStart: lineStarts[index] ?? 0, position: 0 };
  };
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
    if (at >= message) at = finder.next(addAround(lines, finder, judge, start), length);
    else at = finder.next(message, length);
  }
}

/** Adds the event of the line that begins here, where it may match; gives where the line ends. */
function addAround(lines: Lines, finder: Finder, judge: Judge, start: number): number {
  const { window } = lines;
  const end = finder.lineEnd(start, window.length);
  read(lines, start, withoutBreak(window, start, end));
  addCandidate(lines, judge, start);
  return end;
}

function read({ file, reading }: Lines, start: number, end: number): void {
  if (!readPlaced(reading, start, end)) throw changed(file);
}

/** Adds the event that was read, unless its bytes rule it out. */
function addCandidate(lines: Lines, judge: Judge, lineStart: number): void {
  const { reading } = lines;
  const verdict = judge(reading.start, reading.end, isEscaped(reading));
  if (verdict === false) return;
  add(lines, lineStart);
  lines.told?.push(verdict);
}

function add({ reading, events, lineStarts, timeEnds }: Lines, lineStart: number): void {
  reading.timestampMs = timeAt(reading.bytes, reading.timeAt, reading.start);
  addEvent(events, reading);
  lineStarts.push(lineStart);
  timeEnds.push(reading.timeEnd);
}
