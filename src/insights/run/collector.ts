// Where a segment's rows end: a top list, groups, or a list without duplicates.
import type { EventRow } from './event-row.ts';

/** Lives as long as its run; memory is bounded. */
export interface Collector {
  /** Offers a row. True: the row is kept and must not be reused. */
  add(row: EventRow): boolean;
  /** The rows so far, in order; may be asked again and again. */
  rows(): readonly EventRow[];
}
