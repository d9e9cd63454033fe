// The units of a block: all of them, or those in which one of the literals stands that are sought. Of the latter no
// other is looked at: from each place that is found the search goes to the borders of the unit around it, and on behind.
import { addUnit, type LineStamp, noUnits, textFramer, type Units } from './input/framing.ts';
import { type Block, type Format, MAX_MESSAGE_BYTES } from './input/log-file.ts';
import { framerOf, stampOf } from './input/units.ts';
import type { Finder } from './recall.ts';

/** The literals are those that the kernel was told; the window is its own. */
export function candidateUnits(
  format: Format,
  block: Block,
  window: Buffer,
  kernel: Finder,
): Units {
  const search: Search = { window, kernel, found: noUnits() };
  const stamp = stampOf(format);
  const directives = format.kind === 'text' && format.directives;
  if (stamp !== null && !directives) addTextUnits(search, stamp, block.firstMs);
  else if (format.kind === 'json-lines') addLines(search);
  else addOthers(search, format, block);
  return search.found;
}

/** All units of a block. */
export function unitsIn(format: Format, { firstMs }: Block, window: Buffer): Units {
  const units = noUnits();
  framerOf(format, firstMs, false).frame(window, true, units);
  return units;
}

interface Search {
  readonly window: Buffer;
  readonly kernel: Finder;
  readonly found: Units;
}

function addLines({ window, kernel, found }: Search): void {
  const { length } = window;
  for (let at = kernel.next(0, length); at !== -1; ) {
    const end = kernel.lineEnd(at, length);
    addUnit(found, window, kernel.lineStart(at), end, Number.NaN);
    at = kernel.next(end, length);
  }
}

/** Where it takes all units to know the borders of one. What lies between them may hold a literal too. */
function addOthers({ window, kernel, found }: Search, format: Format, block: Block): void {
  const units = unitsIn(format, block, window);
  let at = kernel.next(0, window.length);
  for (const [index, start] of units.starts.entries()) {
    if (at === -1) return;
    const end = units.ends[index] ?? start;
    if (at < start) at = kernel.next(start, window.length);
    if (at === -1 || at >= end) continue;
    addUnit(found, window, start, end, units.times[index] ?? Number.NaN);
    at = kernel.next(end, window.length);
  }
}

/** Events of text, as `textFramer` cuts them. */
function addTextUnits(search: Search, stamp: LineStamp, firstMs: number): void {
  const { window, kernel, found } = search;
  const { length } = window;
  const stampAt = (start: number) => stamp(window, start, kernel.lineEnd(start, length));
  for (let at = kernel.next(0, length); at !== -1; ) {
    let start = kernel.lineStart(at);
    let ms = stampAt(start);
    while (Number.isNaN(ms) && start > 0) {
      start = kernel.lineStart(start - 1);
      ms = stampAt(start);
    }
    let end = kernel.lineEnd(at, length) + 1;
    while (end < length && Number.isNaN(stampAt(end))) end = kernel.lineEnd(end, length) + 1;
    end = Math.min(end, length);
    const eventMs = Number.isNaN(ms) ? firstMs : ms;
    if (end - start <= MAX_MESSAGE_BYTES) addUnit(found, window, start, end, eventMs);
    else addParts(search, stamp, start, end, eventMs);
    at = kernel.next(end, length);
  }
}

/** An event beyond CloudWatch's bound is several. */
function addParts(search: Search, stamp: LineStamp, start: number, end: number, ms: number): void {
  const { window, kernel, found } = search;
  const parts = noUnits();
  textFramer(stamp, ms).frame(window.subarray(start, end), true, parts);
  for (const [index, from] of parts.starts.entries()) {
    const to = parts.ends[index] ?? from;
    if (kernel.next(start + from, start + to) === -1) continue;
    addUnit(found, window, start + from, start + to, parts.times[index] ?? ms);
  }
}
