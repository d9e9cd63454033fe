// The units of a block: all of them, or those in which one of the literals stands that are sought. Of the latter no
// other is looked at: from each place that is found the search goes to the borders of the unit around it, and on behind.
import { type LineReader, noUnits, textFramer, type Units, withoutBreak } from './input/framing.ts';
import { type Block, type Format, MAX_MESSAGE_BYTES } from './input/log-file.ts';
import { framerOf, lineReaderOf } from './input/units.ts';
import type { Finder } from './recall.ts';

/** What is told of [start, end) of a window: whether what stands there, perhaps with JSON's escapes, can match; null: nothing. */
export type Judge = (start: number, end: number, isEscaped?: boolean) => boolean | null;

export const NO_JUDGE: Judge = () => null;

/** Finds what may match: it holds what the finder was told to seek, and the judge does not rule it out. */
export interface Seeking {
  readonly finder: Finder;
  readonly judge: Judge;
}

/** Units that may match, and what was told of each. */
export interface CandidateUnits extends Units {
  readonly told: (true | null)[];
}

/** The window is that of the finder. */
export function candidateUnits(
  format: Format,
  block: Block,
  window: Buffer,
  { finder: kernel, judge }: Seeking,
): CandidateUnits {
  const search: Search = { window, kernel, judge, found: { ...noUnits(), told: [] } };
  const lines = lineReaderOf(format);
  const directives = format.kind === 'text' && format.directives;
  if (lines !== null && !directives) addTextUnits(search, lines, block.firstMs);
  else if (format.kind === 'json-lines') addLines(search);
  else addOthers(search, format, block);
  return search.found;
}

/** All units of a block. */
export function unitsIn(format: Format, { firstMs, known }: Block, window: Buffer): Units {
  const units = noUnits();
  framerOf(format, firstMs, false, null, known).frame(window, true, units);
  return units;
}

interface Search {
  readonly window: Buffer;
  readonly kernel: Finder;
  readonly judge: Judge;
  readonly found: CandidateUnits;
}

/** Adds [start, end) without its line break, where it may match. */
function add({ window, judge, found }: Search, start: number, end: number, ms: number): void {
  const last = withoutBreak(window, start, end);
  const told = last === start ? false : judge(start, last);
  if (told === false) return;
  found.starts.push(start);
  found.ends.push(last);
  found.times.push(ms);
  found.told.push(told);
}

function addLines(search: Search): void {
  const { window, kernel } = search;
  const { length } = window;
  for (let at = kernel.next(0, length); at !== -1; ) {
    const end = kernel.lineEnd(at, length);
    add(search, kernel.lineStart(at), end, Number.NaN);
    at = kernel.next(end, length);
  }
}

/**
 * Where it takes all units to know the borders of one. What lies between them may hold a literal too; and units may lie
 * within others.
 */
function addOthers(search: Search, format: Format, block: Block): void {
  const { window, kernel } = search;
  const units = unitsIn(format, block, window);
  let at = kernel.next(0, window.length);
  for (const [index, start] of units.starts.entries()) {
    if (at === -1) return;
    const end = units.ends[index] ?? start;
    if (at < start) at = kernel.next(start, window.length);
    if (at === -1 || at >= end) continue;
    add(search, start, end, units.times[index] ?? Number.NaN);
  }
}

/** Events of text, as `textFramer` cuts them. */
function addTextUnits(search: Search, lines: LineReader, firstMs: number): void {
  const { window, kernel } = search;
  const { length } = window;
  for (let at = kernel.next(0, length); at !== -1; ) {
    const { start, ms, isWhole } = beginOf(search, lines, at);
    const lineEnd = Math.min(kernel.lineEnd(at, length) + 1, length);
    const end = isWhole ? lineEnd : nextStamp(search, lines, lineEnd);
    const eventMs = Number.isNaN(ms) ? firstMs : ms;
    if (end - start <= MAX_MESSAGE_BYTES) add(search, start, end, eventMs);
    else addParts(search, lines, start, end, eventMs);
    at = kernel.next(end, length);
  }
}

/** Where an event begins. */
interface Beginning {
  readonly start: number;
  /** UTC ms; NaN: no line in the window tells it. */
  readonly ms: number;
  /** Whether the event ends with its first line. */
  readonly isWhole: boolean;
}

/** Of the event that holds a byte. Blank lines behind an event that is over belong to none. */
function beginOf(search: Search, lines: LineReader, at: number): Beginning {
  const { window, kernel } = search;
  let start = kernel.lineStart(at);
  let ms = stampAt(search, lines, start);
  if (!Number.isNaN(ms)) return { start, ms, isWhole: lines.isWhole(window, start) };
  for (let before = start; before > 0 && Number.isNaN(ms); ) {
    before = kernel.lineStart(before - 1);
    ms = stampAt(search, lines, before);
    if (!Number.isNaN(ms) && lines.isWhole(window, before)) break;
    if (before === 0 || !isBlank(search, before)) start = before;
  }
  return { start, ms, isWhole: false };
}

function stampAt({ window, kernel }: Search, lines: LineReader, start: number): number {
  return lines.stamp(window, start, kernel.lineEnd(start, window.length));
}

function isBlank({ window, kernel }: Search, start: number): boolean {
  return withoutBreak(window, start, kernel.lineEnd(start, window.length)) === start;
}

/** The first line with a stamp from this one on. */
function nextStamp(search: Search, lines: LineReader, from: number): number {
  const { window, kernel } = search;
  let at = from;
  while (at < window.length && Number.isNaN(stampAt(search, lines, at))) {
    at = kernel.lineEnd(at, window.length) + 1;
  }
  return Math.min(at, window.length);
}

/** An event beyond CloudWatch's bound is several. */
function addParts(search: Search, lines: LineReader, start: number, end: number, ms: number): void {
  const { window, kernel } = search;
  const parts = noUnits();
  textFramer(lines, ms).frame(window.subarray(start, end), true, parts);
  for (const [index, from] of parts.starts.entries()) {
    const to = parts.ends[index] ?? from;
    if (kernel.next(start + from, start + to) === -1) continue;
    add(search, start + from, start + to, parts.times[index] ?? ms);
  }
}
