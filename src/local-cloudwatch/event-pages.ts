// Events of one log group in the order of time, a page at a time, for FilterLogEvents and GetLogEvents. A page
// reads blocks by their earliest (or latest) time and ends as soon as no block left can hold an earlier event,
// so that paging through files in the order of time reads each block about once.

import type { Literal } from '../insights/regex/literals.ts';
import type { InsightsRecord } from '../insights/types.ts';
import { isRecoded } from './input/byte-source.ts';
import type { Block, LogFile } from './input/log-file.ts';
import type { LogStore } from './log-store.ts';
import { NO_PREFILTER, seeksIn } from './prefilter.ts';
import { isRelevant, openBlocks, type Selection, scanBlock } from './scan.ts';

/** A place in the order of events: time, then file, offset and index in its id. */
export type Place = readonly [ms: number, file: number, offset: number, index: number];

export interface PageRequest {
  readonly selection: Selection;
  readonly direction: 'forward' | 'backward';
  /** Only events after it (before it, backward); null: from the first (last) one. */
  readonly from: Place | null;
  readonly limit: number;
  readonly literals: readonly Literal[] | null;
  wants(record: InsightsRecord): boolean;
  readonly signal: AbortSignal;
}

export interface EventPage {
  /** Ascending by time, whatever the direction. */
  readonly events: readonly InsightsRecord[];
  /** Whether there are more in the direction. */
  readonly more: boolean;
}

/** CloudWatch's bound of a page, counted as message bytes. */
export const MAX_PAGE_BYTES = 1_048_576;

export function placeOf({ timestampMs, ptr }: InsightsRecord): Place {
  const [file, offset, index] = ptr.split('-').map(Number);
  return [timestampMs, file ?? 0, offset ?? 0, index ?? 0];
}

/** Throws where a file was replaced, or the signal's reason once it is aborted. */
export async function readPage(store: LogStore, request: PageRequest): Promise<EventPage> {
  const forward = request.direction === 'forward';
  const collector = pageCollector(request);
  const bounded = withStart(request);
  for (const { file, blocks, edgeMs } of readingOrder(store, bounded, forward)) {
    if (collector.isFullBefore(edgeMs)) break;
    await readInto(file, blocks, bounded, request, collector);
  }
  return collector.page();
}

/** Nothing before the place is looked at (after it, backward). */
function withStart({ selection, from, direction }: PageRequest): Selection {
  if (from === null) return selection;
  return direction === 'forward'
    ? { ...selection, startMs: Math.max(selection.startMs, from[0]) }
    : { ...selection, endMs: Math.min(selection.endMs, from[0]) };
}

interface Stretch {
  readonly file: LogFile;
  readonly blocks: readonly Block[];
  /** Earliest (backward: latest) time in it. */
  readonly edgeMs: number;
}

/** A plain file's blocks one by one; a compressed or recoded file as one, for it cannot be read from the middle. */
function readingOrder(store: LogStore, selection: Selection, forward: boolean): Stretch[] {
  const stretches: Stretch[] = [];
  for (const file of store.files) {
    const blocks = file.blocks.filter((block) => isRelevant(block, selection));
    const parts = isRecoded(file) ? [blocks] : blocks.map((block) => [block]);
    for (const part of parts) {
      if (part.length > 0)
        stretches.push({ file, blocks: part, edgeMs: edgeOf(part, selection, forward) });
    }
  }
  return stretches.sort((a, b) => (forward ? a.edgeMs - b.edgeMs : b.edgeMs - a.edgeMs));
}

function edgeOf(blocks: readonly Block[], { logGroups }: Selection, forward: boolean): number {
  let edge = forward ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  for (const block of blocks) {
    for (const { logGroup, minMs, maxMs } of block.segments) {
      if (logGroups.has(logGroup)) edge = forward ? Math.min(edge, minMs) : Math.max(edge, maxMs);
    }
  }
  return edge;
}

async function readInto(
  file: LogFile,
  blocks: readonly Block[],
  selection: Selection,
  { literals, signal, wants, direction }: PageRequest,
  collector: PageCollector,
): Promise<void> {
  const forward = direction === 'forward';
  const prefilter = { ...NO_PREFILTER, seeks: seeksIn(file, literals) };
  const reader = await openBlocks(file);
  try {
    for (const [index, block] of blocks.entries()) {
      signal.throwIfAborted();
      if (collector.isFullBefore(edgeOf(blocks.slice(index), selection, forward))) return;
      const window = await reader.read(block);
      scanBlock(file, block, window, selection, prefilter, (record) => {
        if (wants(record)) collector.add(record);
      });
    }
  } finally {
    await reader.close();
  }
}

interface Placed {
  readonly record: InsightsRecord;
  readonly place: Place;
}

interface PageCollector {
  add(record: InsightsRecord): void;
  /** Whether the page is full with events before this time (after it, backward). */
  isFullBefore(edgeMs: number): boolean;
  page(): EventPage;
}

/** Keeps the first events after the place, never much more than a page of them. */
function pageCollector({ from, direction, limit }: PageRequest): PageCollector {
  const sign = direction === 'forward' ? 1 : -1;
  const order = (a: Place, b: Place) => sign * comparePlaces(a, b);
  let kept: Placed[] = [];
  let keptBytes = 0;
  let more = false;
  /** The first event that the page has no room for. */
  let cutAt: Place | null = null;
  const settle = () => {
    kept.sort((a, b) => order(a.place, b.place));
    const size = pageLength(kept, limit);
    cutAt = kept[size]?.place ?? cutAt;
    more ||= cutAt !== null;
    kept = kept.slice(0, size);
    keptBytes = kept.reduce((sum, { record }) => sum + record.message.length, 0);
  };
  return {
    add(record) {
      const place = placeOf(record);
      if (from !== null && order(place, from) <= 0) return;
      if (cutAt !== null && order(place, cutAt) >= 0) return;
      kept.push({ record, place });
      keptBytes += record.message.length;
      if (kept.length > 2 * limit || keptBytes > 4 * MAX_PAGE_BYTES) settle();
    },
    isFullBefore(edgeMs) {
      settle();
      const last = kept.at(-1);
      const full = more || kept.length === limit;
      const before = last !== undefined && sign * (edgeMs - last.place[0]) > 0;
      if (full && before) more = true;
      return full && before;
    },
    page() {
      settle();
      const events = kept.map(({ record }) => record);
      return { events: sign === 1 ? events : events.reverse(), more };
    },
  };
}

/** How many of the sorted events make a page: at least one, at most the limit and the bytes. */
function pageLength(kept: readonly Placed[], limit: number): number {
  let sizeBytes = 0;
  for (const [index, { record }] of kept.entries()) {
    sizeBytes += Buffer.byteLength(record.message);
    if (index === limit || (index > 0 && sizeBytes > MAX_PAGE_BYTES)) return index;
  }
  return kept.length;
}

/** Ascending: by time, file, offset, index. */
export function comparePlaces(a: Place, b: Place): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];
}
