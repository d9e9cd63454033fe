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
import { standingOf, withoutContainer } from './headed.ts';

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
/** Lines of one event that are looked at to see how its trace stands. */
const MAX_EVENT_LINES = 2_000;

interface Open {
  readonly events: LogEvent[];
  readonly waiting: LogEvent[];
  readonly progress: Progress;
  /** A log line with a header that may yet turn out to head a trace. */
  readonly headed: boolean;
  lastMs: number;
  lastIndex: number;
}

interface Stream {
  readonly blocks: LogEvent[][];
  /** Most recently touched last. */
  readonly open: Open[];
  index: number;
}

/** Blocks of one stream's events, which come in time order; blocks are ordered by their first event. */
export function blocksOf(events: readonly LogEvent[]): Block[] {
  const stream: Stream = { blocks: [], open: [], index: 0 };
  for (const event of events) {
    expire(stream, event.timestampMs);
    place(stream, event);
    stream.index++;
  }
  while (stream.open.length > 0) close(stream, 0);
  const order = new Map(events.map((event, index) => [event, index]));
  const first = (block: readonly LogEvent[]) =>
    block[0] === undefined ? 0 : (order.get(block[0]) ?? 0);
  return stream.blocks.sort((a, b) => first(a) - first(b)).map(blockOf);
}

function place(stream: Stream, event: LogEvent): void {
  const lines = withoutContainer(event.message).split('\n', MAX_EVENT_LINES);
  const line = (lines[0] ?? '').trimEnd();
  const { headed, mayHead, text } = standingOf(line);
  if (headed) {
    if (mayHead) begin(stream, event, [text, ...lines.slice(1)], null);
    else stream.blocks.push([event]);
    return;
  }
  const at = stream.open.findLastIndex((open) => fits(open, line, stream.index));
  if (at >= 0) join(stream, at, event, lines);
  else placeNew(stream, event, lines, line);
}

/** A line that no open trace takes. */
function placeNew(stream: Stream, event: LogEvent, lines: readonly string[], line: string): void {
  const opening = openingOf(line);
  const frame = opening === null ? frameLanguage(line) : null;
  if (opening !== null) openTrace(stream, event, lines, opening);
  else if (frame !== null) {
    begin(stream, event, lines, { language: frame, phase: 'frames', crash: false });
  } else if (!wait(stream, event)) {
    stream.blocks.push([event]);
  }
}

function fits(open: Open, line: string, index: number): boolean {
  if (open.events.length >= MAX_BLOCK_EVENTS) return false;
  if (continues(open.progress, line)) return true;
  const next = open.lastIndex === index - 1;
  if (line.trim() === '') return next && open.progress.phase !== 'done' && !open.headed;
  // What is indented right below a log line of an error belongs to it.
  return next && open.headed && open.progress.frames === 0 && /^\s{2,}\S/.test(line);
}

/** An exception line: it belongs to the log line that announced it, or begins a trace of its own. */
function openTrace(
  stream: Stream,
  event: LogEvent,
  lines: readonly string[],
  opening: Opening,
): void {
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
    begin(stream, event, lines, opening);
    return;
  }
  head.progress.language ??= opening.language;
  head.progress.phase = opening.language === null ? 'frames' : opening.phase;
  join(stream, at, event, lines);
}

function begin(
  stream: Stream,
  event: LogEvent,
  lines: readonly string[],
  opening: Opening | null,
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
    events: [event],
    waiting: [],
    progress,
    headed,
    lastMs: event.timestampMs,
    lastIndex: stream.index,
  };
  readLines(open, lines, headed);
  if (stream.open.length >= MAX_OPEN) close(stream, 0);
  stream.open.push(open);
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

function join(stream: Stream, at: number, event: LogEvent, lines: readonly string[]): void {
  const [open] = stream.open.splice(at, 1);
  if (open === undefined) return;
  open.events.push(...open.waiting.splice(0), event);
  for (const line of lines) {
    if (line.trim() !== '') advance(open.progress, line.trimEnd());
  }
  open.lastMs = event.timestampMs;
  open.lastIndex = stream.index;
  stream.open.push(open);
}

/** Prose right below a head that has no frame yet. */
function wait(stream: Stream, event: LogEvent): boolean {
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
  stream.blocks.push(open.events, ...open.waiting.map((event) => [event]));
}

function blockOf(events: readonly LogEvent[]): Block {
  const [only] = events;
  if (events.length === 1 && only !== undefined) return { events, message: only.message };
  const texts: string[] = [];
  let chars = 0;
  for (const { message } of events) {
    const text = message.replace(/\n+$/, '');
    chars += text.length + 1;
    if (chars > MAX_BLOCK_CHARS) {
      texts.push(`… ${events.length - texts.length} more events`);
      break;
    }
    texts.push(text);
  }
  return { events, message: texts.join('\n') };
}
