// All rows in order, for commands whose result for a row depends on the rows before it. Bounded: where there are more
// rows, a note says so.
import { grouped } from '../../base/grouped.ts';
import type { Collector } from './collector.ts';
import type { EventRow } from './event-row.ts';
import type { RowOrder } from './row-order.ts';
import { topRows } from './top-rows.ts';

/** Gives the rows that come out; may be asked again and again, and starts anew each time. */
export type Arrange = (rows: readonly EventRow[]) => readonly EventRow[];

const MAX_ROWS = 100_000;

export function wholeList(order: RowOrder, arrange: Arrange, notes: Set<string>): Collector {
  const rows = topRows(order, MAX_ROWS);
  let count = 0;
  return {
    add(row) {
      count++;
      if (count === MAX_ROWS + 1) {
        notes.add(`rows beyond the first ${grouped(MAX_ROWS)} are left out`);
      }
      return rows.add(row);
    },
    rows: () => arrange(rows.rows()),
  };
}
