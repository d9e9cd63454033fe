// Where a segment's rows end: a top list, groups, or a list without duplicates.
import type { EventRow } from './event-row.ts';

/** Rows that differ in their time only, and the first and last of them. */
export interface RowSpan {
  readonly first: EventRow;
  readonly last: EventRow;
  readonly count: number;
}

/** Lives as long as its run; memory is bounded. */
export interface Collector {
  /** Offers a row. True: the row is kept and must not be reused. */
  add(row: EventRow): boolean;
  /** Whether it looks at a row when it is added, and never again. */
  readonly readsAtOnce?: boolean;
  /** Takes the rows of all spans at once, where it treats those of each alike; false: none was taken. */
  addSpans?(spans: readonly RowSpan[]): boolean;
  /** The rows that it has kept as they are, in the order in which they came; absent: it makes others of them. */
  kept?(): readonly EventRow[];
  /** The time of the row that stands last, where there is room for none behind it; null: there is. */
  lastTime?(): number | null;
  /** The rows so far, in order; may be asked again and again. */
  rows(): readonly EventRow[];
}
