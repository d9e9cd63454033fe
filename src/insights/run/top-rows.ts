// The first n rows in an order, out of any number of rows: a heap with the last of them on top.
import type { Collector } from './collector.ts';
import { type EventRow, forgetDocument } from './event-row.ts';
import type { Entry, RowOrder } from './row-order.ts';

/**
 * Characters of messages that the kept rows may hold together; beyond them the rows that stand last are dropped, so
 * that fewer than `limit` rows come back, as from CloudWatch where an answer grows too large.
 */
const MAX_KEPT_CHARS = 32_000_000;

/** Keeps at most `limit` rows. */
export function topRows(order: RowOrder, limit: number): Collector {
  const heap: Entry[] = [];
  let sequence = 0;
  let chars = 0;
  const { compare, keysOf } = order;
  const dropLast = () => {
    const dropped = heap[0];
    const moved = heap.pop();
    chars -= sizeOf(dropped);
    if (moved === undefined || heap.length === 0) return;
    heap[0] = moved;
    siftDown(heap, compare);
  };
  return {
    add(row) {
      const entry = { row, keys: keysOf(row), sequence: sequence++ };
      const last = heap[0];
      const full = heap.length >= limit || chars + sizeOf(entry) > MAX_KEPT_CHARS;
      if (full && (last === undefined || compare(entry, last) >= 0) && heap.length > 0)
        return false;
      heap.push(entry);
      siftUp(heap, compare);
      chars += sizeOf(entry);
      while (heap.length > limit || (chars > MAX_KEPT_CHARS && heap.length > 1)) dropLast();
      forgetDocument(row);
      return true;
    },
    lastTime: () => (heap.length < limit ? null : (heap[0]?.row.record.timestampMs ?? null)),
    kept: () => [...heap].sort((a, b) => a.sequence - b.sequence).map(({ row }) => row),
    rows: (): readonly EventRow[] => [...heap].sort(compare).map((entry) => entry.row),
  };
}

type Compare = RowOrder['compare'];

const sizeOf = (entry: Entry | undefined) => entry?.row.record.message.length ?? 0;

function siftUp(heap: Entry[], compare: Compare): void {
  let at = heap.length - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!swapIfLater(heap, at, parent, compare)) return;
    at = parent;
  }
}

function siftDown(heap: Entry[], compare: Compare): void {
  let at = 0;
  for (;;) {
    const left = at * 2 + 1;
    const child = laterOf(heap, left, left + 1, compare);
    if (child === null || !swapIfLater(heap, child, at, compare)) return;
    at = child;
  }
}

/** The index of the child that stands later in the order. */
function laterOf(heap: readonly Entry[], left: number, right: number, compare: Compare) {
  const [a, b] = [heap[left], heap[right]];
  if (a === undefined) return null;
  return b !== undefined && compare(b, a) > 0 ? right : left;
}

/** Swaps the two if the row below stands later than the one above. */
function swapIfLater(heap: Entry[], below: number, above: number, compare: Compare): boolean {
  const [a, b] = [heap[below], heap[above]];
  if (a === undefined || b === undefined || compare(a, b) <= 0) return false;
  heap[below] = b;
  heap[above] = a;
  return true;
}
