// The order in which a segment's rows stand, and the collector that keeps the first of them.
import { AS_THEY_CAME, NEWEST_FIRST, orderBy, type RowOrder } from '../run/row-order.ts';
import { topRows } from '../run/top-rows.ts';
import { type Arrange, wholeList } from '../run/whole-list.ts';
import { firstInTime, isTimeRange } from './coarse.ts';
import { closeSegment, type Planner } from './planner.ts';

/** `sort`'s order; without one newest first over the events, and unchanged after that. */
export function orderOf(planner: Planner): RowOrder {
  // What expands rows puts none in order: they are events, as they came.
  const unordered = planner.segments.every(({ expand }) => expand !== null);
  if (planner.sort !== null) return orderBy(planner.sort, !unordered);
  return unordered ? NEWEST_FIRST : AS_THEY_CAME;
}

/** Ends the segment with a change of its rows that needs all of them, in order. */
export function arrangeRows(planner: Planner, arrange: Arrange): void {
  const order = orderOf(planner);
  const { notes } = planner.budget;
  closeSegment(planner, () => wholeList(order, arrange, notes));
}

/** Ends the present segment with its first rows in the present order. */
export function closeTop(planner: Planner, rows: number): void {
  const order = orderOf(planner);
  const firsts = firstInTime(planner, rows);
  const takes = planner.filters.every(isTimeRange) ? firsts : null;
  closeSegment(planner, () => topRows(order, rows), { firsts, takes });
}
