// Cuts lines of several sources into units, as if the lines of each source were a file of their own. A unit reaches
// from the first line of an event to its last one; lines of other sources, and their units, may lie between. No
// unit reaches over the border of a block, so that a block can be read by itself.
import { OBJECT } from './bytes.ts';
import { addUnit, type Framer, type Units } from './framing.ts';
import { type Format, MAX_MESSAGE_BYTES, MAX_RECORD_BYTES, type StreamTimes } from './log-file.ts';
import { NamedLine } from './named-lines.ts';
import { isObject, type StampRules, stampOfLine } from './time-stamps.ts';

const LINE_FEED = 10;
const TAB = 9;
const BLANK = 32;
const CLOSING = new Set([...')]}'].map((char) => char.charCodeAt(0)));
const CLOSING_BRACE = 125;
/** Sources of which something is known; for another one the first of them is forgotten. */
const MAX_STREAMS = 128;
/** A source writes the lines of one event in at most this time; told where each line has its own. */
const MAX_PAUSE_MS = 1_000;

export type NamedFormat = Format & { readonly kind: 'named-lines' };

/** Told where a block begins, and what was known there. */
export type BlockBegins = (start: number, known: StreamTimes) => void;

/** What a source wrote so far. */
interface Stream {
  readonly rules: StampRules;
  /** UTC ms of the last time that it wrote at the start of an event; NaN: none. */
  knownMs: number;
  /** Which unit its last event is; -1: none of this block. */
  index: number;
  /** Whether nothing belongs to that but its first line. */
  isWhole: boolean;
  /** Of that one's message, so far. */
  sizeBytes: number;
  /** UTC ms of its last line, as `--timestamps` tells it. */
  lastMs: number;
}

interface State {
  readonly format: NamedFormat;
  readonly line: NamedLine;
  readonly streams: Map<string, Stream>;
  /** UTC ms of the last time that any of them wrote. */
  clockMs: number;
  /** Whether the rest of a line is passed over. */
  passing: boolean;
}

/** `known`: what was known where the first window begins. `blockBytes`: a block ends at the first line behind so many. */
export function namedFramer(
  format: NamedFormat,
  firstMs: number,
  blockBytes: number,
  known: StreamTimes | null,
  begins: BlockBegins | null,
): Framer {
  const state: State = {
    ...{ format, line: new NamedLine(), streams: new Map(), clockMs: firstMs, passing: false },
  };
  recall(state, known ?? new Map());
  return {
    frame(window, atEnd, units) {
      let start = state.passing ? window.indexOf(LINE_FEED) + 1 : 0;
      if (state.passing && start === 0) return window.length;
      state.passing = false;
      while (start < window.length) {
        const end = blockEnd(state, window, start, blockBytes, atEnd);
        if (end === -1) return start;
        addBlock(state, window, firstUnit(state, window, start, end), end, units, begins);
        start = end;
      }
      return window.length;
    },
  };
}

function addBlock(
  state: State,
  window: Buffer,
  start: number,
  end: number,
  units: Units,
  begins: BlockBegins | null,
): void {
  const known = knownOf(state);
  recall(state, known);
  if (start < end) begins?.(start, known);
  addLines(state, window, start, end, units);
  if (state.passing) cutLast(units);
}

function knownOf({ streams }: State): StreamTimes {
  const known = new Map<string, number>();
  for (const [name, { knownMs }] of streams) {
    if (!Number.isNaN(knownMs)) known.set(name, knownMs);
  }
  return known;
}

/** All that one block knows of those before it. */
function recall(state: State, known: StreamTimes): void {
  state.streams.clear();
  for (const [name, knownMs] of known) state.streams.set(name, streamOf(state, name, knownMs));
}

function streamOf({ format }: State, name: string, knownMs: number): Stream {
  const rules = format.byName.get(name) ?? format.stamps;
  return { rules, knownMs, index: -1, isWhole: false, sizeBytes: 0, lastMs: Number.NaN };
}

/** The source of the line that was read. */
function streamIn(state: State): Stream {
  const { name } = state.line;
  const { streams } = state;
  const known = streams.get(name);
  if (known !== undefined) return known;
  const stream = streamOf(state, name, Number.NaN);
  streams.set(name, stream);
  const [oldest = name] = streams.size > MAX_STREAMS ? streams.keys() : [];
  if (oldest !== name) streams.delete(oldest);
  return stream;
}

/** Where the block ends that begins at `start`; -1: beyond the window. Of a line that is too long the rest is passed over. */
function blockEnd(
  state: State,
  window: Buffer,
  start: number,
  blockBytes: number,
  atEnd: boolean,
): number {
  const from = firstUnit(state, window, start, window.length) + blockBytes - 1;
  const found = from < window.length ? window.indexOf(LINE_FEED, from) : -1;
  if (found !== -1) return found + 1;
  state.passing = !atEnd && window.length - start > MAX_RECORD_BYTES;
  return atEnd || state.passing ? window.length : -1;
}

/** The first line that says something: at the start of a block it begins a unit. */
function firstUnit({ line, format }: State, window: Buffer, start: number, end: number): number {
  for (let at = start; at < end; ) {
    const lineEnd = endOfLine(window, at, end);
    line.read(window, at, lineEnd, format);
    if (line.textStart < line.textEnd) return at;
    at = lineEnd + 1;
  }
  return end;
}

function endOfLine(window: Buffer, start: number, end: number): number {
  const found = window.indexOf(LINE_FEED, start);
  return found === -1 || found > end ? end : found;
}

/** Of a line that is too long its first bytes are kept: as the last unit, for it goes on with none. */
function cutLast(units: Units): void {
  const last = units.ends.length - 1;
  units.tooLong++;
  units.ends[last] = Math.min(units.ends[last] ?? 0, (units.starts[last] ?? 0) + MAX_MESSAGE_BYTES);
}

/** Adds the units of a block. */
function addLines(state: State, window: Buffer, start: number, end: number, units: Units): void {
  const first = units.starts.length;
  for (let at = start; at < end; ) {
    const lineEnd = endOfLine(window, at, end);
    addLine(state, window, at, lineEnd, units, units.starts.length === first);
    at = lineEnd + 1;
  }
}

function addLine(
  state: State,
  window: Buffer,
  start: number,
  end: number,
  units: Units,
  isFirst: boolean,
): void {
  const { line, format } = state;
  line.read(window, start, end, format);
  const { textStart, textEnd } = line;
  if (textStart === textEnd) return;
  const stream = streamIn(state);
  const stampMs = stampOfLine(window, textStart, textEnd, stream.rules);
  const isStamp = !Number.isNaN(stampMs);
  const isWhole = line.isNotice || isWholeObject(window, line, stream.rules);
  if (!isStamp && !isWhole && goesOn(state, stream, window)) {
    units.ends[stream.index] = textEnd;
    stream.sizeBytes += 1 + textEnd - textStart;
    stream.lastMs = line.ms;
    return;
  }
  if (isStamp) stream.knownMs = stampMs;
  const ownMs = format.timed ? line.ms : stampMs;
  const ms = timeOf(state, stream, ownMs);
  // The first event of a block is all that is known of its time.
  if (isFirst || !Number.isNaN(ownMs)) state.clockMs = ms;
  stream.index = units.starts.length;
  stream.isWhole = isWhole;
  stream.sizeBytes = textEnd - textStart;
  stream.lastMs = line.ms;
  addUnit(units, window, start, textEnd, ms);
}

/** UTC ms of the event that the line begins. */
function timeOf({ format, clockMs }: State, { knownMs }: Stream, ownMs: number): number {
  if (!Number.isNaN(ownMs)) return ownMs;
  return format.timed || Number.isNaN(knownMs) ? clockMs : knownMs;
}

/** A JSON line among those of a source that logs JSON. */
function isWholeObject(window: Buffer, { textStart, textEnd }: NamedLine, rules: StampRules) {
  return (
    window[textStart] === OBJECT &&
    isObject(window, textStart, rules) &&
    window[textEnd - 1] === CLOSING_BRACE
  );
}

/** Whether the line without a time goes on with the event; of a source that writes none only what is set off does. */
function goesOn({ line, format }: State, stream: Stream, window: Buffer): boolean {
  const { textStart, textEnd, ms } = line;
  if (stream.index === -1 || stream.isWhole) return false;
  if (stream.sizeBytes + 1 + textEnd - textStart > MAX_MESSAGE_BYTES) return false;
  if (format.timed && ms - stream.lastMs > MAX_PAUSE_MS) return false;
  const first = window[textStart] ?? 0;
  return !Number.isNaN(stream.knownMs) || first === BLANK || first === TAB || CLOSING.has(first);
}
