// The traces of one stream that are being put together. A trace whose lines have no header is found by what its next line
// may be; one whose lines all have the same header is found by that header. A log line may turn out to head either.

import { SECOND_MS } from '../../base/time-range.ts';
import { advance, type Progress, progressOf } from './grammar.ts';
import { type Opening, openingOf } from './openings.ts';
import { hasOpenMessage, type RailsLine } from './rails.ts';
import type { Line } from './shipped.ts';

/** A trace whose lines are further apart than this is two. */
const MAX_GAP_MS = 5 * SECOND_MS;
/** Traces without headers that are open at once; the one touched longest ago is closed. */
const MAX_BARE = 6;
/** Traces that are told apart by their headers: threads that fail at once. */
const MAX_KEYED = 4_096;

/** Lines of an exception's message that Rails logs, each with a header. */
export const MAX_MESSAGE_LINES = 12;

export interface OpenTrace {
  readonly lines: Line[];
  /** Prose that stands below and belongs to it if a frame follows, or more of its message. */
  readonly waiting: Waiting[];
  readonly progress: Progress;
  /** A log line with a header that may yet turn out to head a trace. */
  readonly headed: boolean;
  /** Begun by a warning that does not speak of a failure. */
  readonly isWarned: boolean;
  /** Of such: only what follows at once belongs to it, until an exception did. */
  isBrief: boolean;
  readonly rails: Rails | null;
  /** The header that all its lines have; null where one has another or none. */
  key: string | null;
  lastMs: number;
  lastIndex: number;
}

/** A line as it stands in the trace, its header off, and as it stands alone. */
interface Waiting {
  readonly joined: Line;
  readonly alone: Line;
}

/** An exception whose lines each have a header of Rails. */
export interface Rails {
  readonly first: RailsLine;
  /** Something was said; so far there may only be empty lines. */
  said: boolean;
  /** The next exception is the cause of this one. */
  causes: boolean;
  /** Lines that its message may still have; 0: it is over. */
  more: number;
  /** Empty lines below the frames: of this exception, or the beginning of the next. */
  readonly trailing: Line[];
}

export interface OpenTraces {
  /** Found by their next line; most recently touched last. */
  readonly bare: OpenTrace[];
  /** Found by their header; most recently touched last. */
  readonly keyed: Map<string, OpenTrace>;
  /** The one of `keyed` that was touched last. */
  lastKeyed: OpenTrace | null;
  readonly blocks: Line[][];
}

export interface Beginning {
  readonly lines: Line[];
  /** The text of the lines, header off. */
  readonly texts: readonly string[];
  /** Null for a log line. */
  readonly opening: Opening | null;
  readonly isWarned?: boolean;
  readonly rails: RailsLine | null;
  readonly key: string | null;
  readonly index: number;
}

export function timeOf({ events }: Line): number {
  return events.at(-1)?.timestampMs ?? 0;
}

export const lastOf = (lines: readonly Line[]): number =>
  lines.reduce((last, line) => Math.max(last, timeOf(line)), 0);

export function begin(traces: OpenTraces, beginning: Beginning): void {
  const { lines, texts, opening, isWarned = false, rails, key, index } = beginning;
  const open: OpenTrace = {
    lines,
    waiting: [],
    progress: progressOf(opening),
    headed: opening === null,
    isWarned,
    isBrief: isWarned,
    rails: rails === null ? null : railsOf(rails),
    key,
    lastMs: lastOf(lines),
    lastIndex: index,
  };
  readTexts(open, texts, opening === null);
  if (opening?.phase === 'numbered') giveUpExcerpts(traces);
  traces.bare.push(open);
  if (key !== null) {
    const before = traces.keyed.get(key);
    touchKeyed(traces, key, open);
    if (before !== undefined) release(traces, before);
  }
  const [oldest] = traces.bare;
  if (traces.bare.length > MAX_BARE && oldest !== undefined) {
    traces.bare.shift();
    release(traces, oldest);
  }
}

/** Of lines that only may be an excerpt there are too many to let them displace what is one. */
function giveUpExcerpts(traces: OpenTraces): void {
  const given = traces.bare.filter(
    ({ headed, progress }) => !headed && progress.phase === 'numbered',
  );
  for (const open of given) {
    traces.bare.splice(traces.bare.indexOf(open), 1);
    release(traces, open);
  }
}

function touchKeyed(traces: OpenTraces, key: string, open: OpenTrace): void {
  traces.keyed.delete(key);
  traces.keyed.set(key, open);
  traces.lastKeyed = open;
  if (traces.keyed.size <= MAX_KEYED) return;
  const [oldest] = traces.keyed.values();
  if (oldest === undefined || oldest.key === null) return;
  traces.keyed.delete(oldest.key);
  release(traces, oldest);
}

function railsOf(first: RailsLine): Rails {
  const more = hasOpenMessage(first.body) ? MAX_MESSAGE_LINES : 0;
  return { first, said: first.body.trim() !== '', causes: false, more, trailing: [] };
}

/** Lines of an event, header off; below a log line the trace inside, if any, sets the language first. */
export function readTexts(
  { progress }: OpenTrace,
  texts: readonly string[],
  headed: boolean,
): void {
  texts.forEach((line, index) => {
    const unknown = progress.language === null && progress.frames === 0;
    const opening = headed && unknown ? openingOf(line) : null;
    if (opening !== null)
      Object.assign(progress, { language: opening.language, phase: opening.phase });
    if (line.trim() !== '' && (index > 0 || !headed || opening !== null)) advance(progress, line);
  });
}

/** Adds a line without a header, or with one that is not the trace's. */
export function joinBare(
  traces: OpenTraces,
  at: number,
  line: Line,
  texts: readonly string[],
  index: number,
): void {
  const [open] = traces.bare.splice(at, 1);
  if (open === undefined) return;
  if (open.key !== null && traces.keyed.get(open.key) === open) traces.keyed.delete(open.key);
  open.key = null;
  add(open, line, texts, index);
  traces.bare.push(open);
}

/** Adds a line that has the trace's header. */
export function joinKeyed(
  traces: OpenTraces,
  open: OpenTrace,
  line: Line,
  texts: readonly string[],
  index: number,
): void {
  const at = traces.bare.indexOf(open);
  if (at >= 0) traces.bare.splice(at, 1);
  add(open, line, texts, index);
  if (open.key !== null) touchKeyed(traces, open.key, open);
}

/** Adds a line that has the outer part of the head's header, as all that follow will. */
export function joinUnder(
  traces: OpenTraces,
  open: OpenTrace,
  key: string,
  line: Line,
  texts: readonly string[],
  index: number,
): void {
  if (open.key !== null && traces.keyed.get(open.key) === open) traces.keyed.delete(open.key);
  const before = traces.keyed.get(key);
  open.key = key;
  joinKeyed(traces, open, line, texts, index);
  if (before !== undefined && before !== open) release(traces, before);
}

function add(open: OpenTrace, line: Line, texts: readonly string[], index: number): void {
  open.lines.push(...open.waiting.splice(0).map(({ joined }) => joined), line);
  for (const text of texts) {
    if (text.trim() !== '') advance(open.progress, text.trimEnd());
  }
  open.lastMs = timeOf(line);
  open.lastIndex = index;
}

/** Closes what was touched too long ago. */
export function expire(traces: OpenTraces, nowMs: number): void {
  if (traces.bare.length === 0 && traces.keyed.size === 0) return;
  const isStale = (open: OpenTrace) => nowMs - open.lastMs > MAX_GAP_MS;
  for (const open of traces.bare.filter(isStale)) {
    traces.bare.splice(traces.bare.indexOf(open), 1);
    release(traces, open);
  }
  for (const [key, open] of traces.keyed) {
    if (!isStale(open)) return;
    traces.keyed.delete(key);
    release(traces, open);
  }
}

export function closeAll(traces: OpenTraces): void {
  expire(traces, Number.POSITIVE_INFINITY);
}

/** Once nothing finds it any more it is a block; prose that waited in vain stands alone. */
function release({ bare, keyed, blocks }: OpenTraces, open: OpenTrace): void {
  if (bare.includes(open) || (open.key !== null && keyed.get(open.key) === open)) return;
  const trailing = open.rails?.trailing.map((line) => ({ ...line, text: '' })) ?? [];
  blocks.push([...open.lines, ...trailing], ...open.waiting.map(({ alone }) => [alone]));
}
