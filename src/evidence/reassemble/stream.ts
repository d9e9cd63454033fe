// One log stream as a row of blocks. Several traces may be open at once, with ordinary lines in between; a line goes to
// the open trace touched last that it fits. Prose below a head waits: it joins when a frame follows, else it stands alone.
import type { LogEvent } from '../../base/log-event.ts';
import { SECOND_MS } from '../../base/time-range.ts';
import type { Block } from '../types.ts';
import {
  advance,
  continues,
  frameLanguage,
  type Opening,
  openingOf,
  type Progress,
} from './grammar.ts';
import { standingOf } from './headed.ts';
import {
  announcesCause,
  isRailsRest,
  isSameWriter,
  type RailsLine,
  railsLineOf,
  taggedLineOf,
} from './rails.ts';
import { type Line, lineReader } from './shipped.ts';

/** A trace whose lines are further apart than this is two. */
const MAX_GAP_MS = 5 * SECOND_MS;
/** Events of one block; what comes behind begins a new one. */
const MAX_BLOCK_EVENTS = 10_000;
/** Characters of a block's message; events beyond are kept, and a last line says how many the text leaves out. */
const MAX_BLOCK_CHARS = 262_144;
/** Traces of one stream that are open at once; the one touched longest ago is closed. */
const MAX_OPEN = 6;
/** Lines of prose that may stand between an exception's head and its first frame. */
const MAX_WAITING = 10;
/** Events that may pass between a log line and the exception that it logs. */
const MAX_EVENTS_TO_HEAD = 5;
/** Lines of one exception that Rails logs are no further apart. */
const MAX_RAILS_GAP_MS = SECOND_MS;
/** Blocks that are gathered before those are given out that are complete and in order. */
const MIN_RELEASED = 1_000;
/** Lines of one event that are looked at to see how its trace stands. */
const MAX_EVENT_LINES = 2_000;

interface Open {
  readonly lines: Line[];
  readonly waiting: Line[];
  readonly progress: Progress;
  /** A log line with a header that may yet turn out to head a trace. */
  readonly headed: boolean;
  readonly rails: Rails | null;
  lastMs: number;
  lastIndex: number;
}

/** An exception whose lines each have a header of Rails. */
interface Rails {
  readonly first: RailsLine;
  /** Something was said; so far there may only be empty lines. */
  said: boolean;
  /** The next exception is the cause of this one. */
  causes: boolean;
  /** Empty lines below the frames: of this exception, or the beginning of the next. */
  readonly trailing: Line[];
}

interface Stream {
  readonly blocks: Line[][];
  /** Most recently touched last. */
  readonly open: Open[];
  index: number;
}

/** Blocks of one stream's events, which come in time order; blocks are ordered by their first event. */
export function* blocksOf(events: readonly LogEvent[]): Generator<Block> {
  const stream: Stream = { blocks: [], open: [], index: 0 };
  const reader = lineReader((line) => take(stream, line));
  let enough = MIN_RELEASED;
  let at = 0;
  for (const event of events) {
    reader.read(event, at++);
    if (stream.blocks.length < enough) continue;
    yield* release(stream, Math.min(reader.firstOpen(), firstOpen(stream)));
    enough = 2 * stream.blocks.length + MIN_RELEASED;
  }
  reader.end();
  while (stream.open.length > 0) close(stream, 0);
  yield* release(stream, Number.POSITIVE_INFINITY);
}

function take(stream: Stream, line: Line): void {
  expire(stream, timeOf(line));
  place(stream, line);
  stream.index++;
}

/** The blocks that begin before this place of the stream, in order: no other can yet come between them. */
function* release(stream: Stream, before: number): Generator<Block> {
  const sorted = stream.blocks.splice(0).sort((a, b) => placeOf(a) - placeOf(b));
  for (const block of sorted) {
    if (placeOf(block) < before) yield blockOf(block);
    else stream.blocks.push(block);
  }
}

function firstOpen({ open }: Stream): number {
  return open.reduce(
    (first, { lines }) => Math.min(first, placeOf(lines)),
    Number.POSITIVE_INFINITY,
  );
}

function placeOf(block: readonly Line[]): number {
  return block[0]?.at ?? 0;
}

function timeOf({ events }: Line): number {
  return events.at(-1)?.timestampMs ?? 0;
}

function place(stream: Stream, event: Line): void {
  if (placeRails(stream, event)) return;
  const { text: whole } = event;
  const lines = whole.includes('\n') ? whole.split('\n', MAX_EVENT_LINES) : [whole];
  const line = (lines[0] ?? '').trimEnd();
  const { headed, mayHead, text } = standingOf(line);
  if (headed) {
    if (mayHead) begin(stream, [event], [text, ...lines.slice(1)], null);
    else stream.blocks.push([event]);
    return;
  }
  const at = stream.open.findLastIndex((open) => fits(open, line, stream.index));
  if (at >= 0) join(stream, at, event, lines);
  else placeNew(stream, event, lines, line);
}

/** Whether the line is one that Rails logged about an exception, and has its place now. */
function placeRails(stream: Stream, event: Line): boolean {
  const read = railsLineOf(event.text);
  const at = stream.open.findLastIndex(({ rails, lastMs }) => {
    if (rails === null || timeOf(event) - lastMs > MAX_RAILS_GAP_MS) return false;
    if (read === null) return taggedLineOf(event.text, rails.first) !== null;
    return isSameWriter(rails.first, read);
  });
  const open = stream.open[at];
  const rails = open?.rails ?? null;
  const line = read ?? (rails === null ? null : taggedLineOf(event.text, rails.first));
  if (line === null) return false;
  if (open !== undefined && rails !== null && joinRails(stream, at, event, line)) return true;
  if (read === null) return false;
  const before = rails?.trailing.splice(0) ?? [];
  const events = [...before, event].flatMap((one) => one.events);
  const retold = line.tags !== '' && line.body.includes('\n');
  const { at: first } = before[0] ?? event;
  const whole = { events, at: first, text: `${line.head}${line.body}`, retold };
  begin(stream, [whole], line.body.split('\n', MAX_EVENT_LINES), null, line);
  return true;
}

function joinRails(stream: Stream, at: number, event: Line, line: RailsLine): boolean {
  const open = stream.open[at];
  const rails = open?.rails ?? null;
  if (open === undefined || rails === null || open.lines.length >= MAX_BLOCK_EVENTS) return false;
  const blank = line.body.trim() === '';
  if (blank && open.progress.frames > 0) {
    rails.trailing.push(event);
    return true;
  }
  if (!blank && rails.said && !rails.causes && !isRailsRest(line.body)) return false;
  const told = { ...event, text: blank ? '' : line.body };
  const lines = line.body.split('\n', MAX_EVENT_LINES);
  if (!blank) rails.causes = announcesCause(line.body);
  if (rails.said || blank) {
    open.lines.push(...rails.trailing.splice(0).map((line) => ({ ...line, text: '' })));
    join(stream, at, told, lines);
    return true;
  }
  rails.said = true;
  const before = open.lines.splice(0);
  const events = [...before, event].flatMap((one) => one.events);
  join(
    stream,
    at,
    { events, at: (before[0] ?? event).at, text: `${rails.first.head}${line.body}`, retold: false },
    [],
  );
  readLines(open, lines, true);
  return true;
}

/** A line that no open trace takes. */
function placeNew(stream: Stream, event: Line, lines: readonly string[], line: string): void {
  const opening = openingOf(line);
  const frame = opening === null ? frameLanguage(line) : null;
  if (opening !== null) openTrace(stream, event, lines, opening);
  else if (frame !== null) {
    begin(stream, [event], lines, { language: frame, phase: 'frames', crash: false });
  } else if (!wait(stream, event)) {
    stream.blocks.push([event]);
  }
}

function fits(open: Open, line: string, index: number): boolean {
  if (open.lines.length >= MAX_BLOCK_EVENTS) return false;
  if (continues(open.progress, line)) return true;
  const next = open.lastIndex === index - 1;
  if (line.trim() === '') return next && open.progress.phase !== 'done' && !open.headed;
  // What is indented right below a log line of an error belongs to it.
  return next && open.headed && open.progress.frames === 0 && /^\s{2,}\S/.test(line);
}

/** An exception line: it belongs to the log line that announced it, or begins a trace of its own. */
function openTrace(stream: Stream, event: Line, lines: readonly string[], opening: Opening): void {
  const at = opening.crash
    ? -1
    : stream.open.findLastIndex(
        (open) =>
          open.headed &&
          open.progress.frames === 0 &&
          open.progress.phase === 'head' &&
          stream.index - open.lastIndex <= MAX_EVENTS_TO_HEAD,
      );
  const head = stream.open[at];
  if (head === undefined) {
    begin(stream, [event], lines, opening);
    return;
  }
  head.progress.language ??= opening.language;
  head.progress.phase = opening.language === null ? 'frames' : opening.phase;
  join(stream, at, event, lines);
}

function begin(
  stream: Stream,
  events: Line[],
  lines: readonly string[],
  opening: Opening | null,
  rails: RailsLine | null = null,
): void {
  const progress: Progress = {
    language: opening?.language ?? null,
    lines: 0,
    frames: 0,
    braces: 0,
    phase: opening?.phase ?? 'head',
  };
  const headed = opening === null;
  const open: Open = {
    lines: events,
    waiting: [],
    progress,
    headed,
    rails: rails === null ? null : railsOf(rails),
    lastMs: events.reduce((last, event) => Math.max(last, timeOf(event)), 0),
    lastIndex: stream.index,
  };
  readLines(open, lines, headed);
  if (stream.open.length >= MAX_OPEN) close(stream, 0);
  stream.open.push(open);
}

function railsOf(first: RailsLine): Rails {
  return { first, said: first.body.trim() !== '', causes: false, trailing: [] };
}

/** The lines of an event, its header off; below a log line the trace inside, if any, sets the language first. */
function readLines(open: Open, lines: readonly string[], headed: boolean): void {
  const { progress } = open;
  lines.forEach((line, index) => {
    const unknown = progress.language === null && progress.frames === 0;
    const opening = headed && unknown ? openingOf(line) : null;
    if (opening !== null)
      Object.assign(progress, { language: opening.language, phase: opening.phase });
    if (line.trim() !== '' && (index > 0 || !headed || opening !== null)) advance(progress, line);
  });
}

function join(stream: Stream, at: number, event: Line, lines: readonly string[]): void {
  const [open] = stream.open.splice(at, 1);
  if (open === undefined) return;
  open.lines.push(...open.waiting.splice(0), event);
  for (const line of lines) {
    if (line.trim() !== '') advance(open.progress, line.trimEnd());
  }
  open.lastMs = timeOf(event);
  open.lastIndex = stream.index;
  stream.open.push(open);
}

/** Prose right below a head that has no frame yet. */
function wait(stream: Stream, event: Line): boolean {
  const open = stream.open.at(-1);
  if (open === undefined || open.progress.frames > 0 || open.progress.phase === 'done')
    return false;
  if ((open.headed && open.progress.phase === 'head') || open.lastIndex !== stream.index - 1)
    return false;
  if (open.waiting.length >= MAX_WAITING) return false;
  open.waiting.push(event);
  open.lastIndex = stream.index;
  return true;
}

function expire(stream: Stream, nowMs: number): void {
  for (let at = stream.open.length - 1; at >= 0; at--) {
    if (nowMs - (stream.open[at]?.lastMs ?? nowMs) > MAX_GAP_MS) close(stream, at);
  }
}

/** A closed trace is a block; prose that waited in vain stands alone. */
function close(stream: Stream, at: number): void {
  const [open] = stream.open.splice(at, 1);
  if (open === undefined) return;
  const trailing = open.rails?.trailing.map((line) => ({ ...line, text: '' })) ?? [];
  stream.blocks.push([...open.lines, ...trailing], ...open.waiting.map((event) => [event]));
}

function blockOf(lines: readonly Line[]): Block {
  const [line] = lines;
  const [only] = line?.events ?? [];
  if (lines.length === 1 && line?.events.length === 1 && only !== undefined && !line.retold)
    return { events: line.events, message: only.message };
  const events = lines.flatMap((one) => one.events);
  const texts: string[] = [];
  let chars = 0;
  let told = 0;
  for (const line of lines) {
    chars += line.text.length + 1;
    if (chars > MAX_BLOCK_CHARS && told > 0) {
      texts.push(`… ${events.length - told} more events`);
      break;
    }
    texts.push(line.text);
    told += line.events.length;
  }
  return { events, message: texts.join('\n') };
}
