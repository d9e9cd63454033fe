// `dedup`: of all rows with the same keys the first in order. Rows that lack a key are no duplicates.
// Only a `limit` may follow, so no more rows than it lets through need to be kept.
import { detached } from '../values.ts';
import type { Collector } from './collector.ts';
import { type EventRow, forgetDocument } from './event-row.ts';
import type { Entry, RowOrder } from './row-order.ts';

/** `keyOf`: undefined where a key is absent. Keeps at most twice `limit` rows. */
export function distinctRows(
  keyOf: (row: EventRow) => string | undefined,
  order: RowOrder,
  limit: number,
): Collector {
  let kept = new Map<string | number, Entry>();
  let sequence = 0;
  const first = () => [...kept].sort(([, a], [, b]) => order.compare(a, b)).slice(0, limit);
  return {
    add(row) {
      const entry = { row, keys: order.keysOf(row), sequence: sequence++ };
      const key = keyOf(row) ?? entry.sequence;
      const held = kept.get(key);
      if (held !== undefined && order.compare(held, entry) <= 0) return false;
      kept.set(typeof key === 'string' ? detached(key) : key, entry);
      forgetDocument(row);
      // What is cut off stands behind `limit` other keys, and so would any later row in its place.
      if (kept.size >= limit * 2) kept = new Map(first());
      return true;
    },
    rows: () => first().map(([, entry]) => entry.row),
  };
}
