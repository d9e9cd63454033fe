// One run of a query: events go through the filters of the first segment into its collector; what is
// collected goes through the other segments whenever rows are asked for.
import type { OutputColumn, Plan } from '../plan/plan.ts';
import type { Segment } from '../plan/planner.ts';
import type { Cell, InsightsRecord, QueryRun, Row, Span } from '../types.ts';
import { cellText } from '../values.ts';
import type { RowSpan } from './collector.ts';
import { type EventRow, newRow, reset } from './event-row.ts';

/** Starts a run; its memory is bounded by the limits of the query and of its collectors. */
export function startRun({ planner, columns }: Plan): QueryRun {
  const [first, ...others] = planner.segments;
  if (first === undefined) throw new Error('a plan has at least one segment');
  const collector = first.collect();
  const { conditions } = first;
  let scratch = newRow(first.slotCount());
  let recordsMatched = 0;
  const count = (spans: readonly Span[]) => {
    for (const span of spans) recordsMatched += span.count;
  };
  /** Null where not all of them meet the filters; what both ends meet, all meet. */
  const endsMeeting = (spans: readonly Span[]) => {
    const ends = spans.map((span) => rowsOf(span, first.slotCount()));
    const meets = (row: EventRow) => conditions.every((condition) => condition(row));
    return ends.every((span) => meets(span.first) && meets(span.last)) ? ends : null;
  };
  return {
    push(record) {
      reset(scratch, record);
      for (const condition of conditions) if (!condition(scratch)) return;
      recordsMatched++;
      if (collector.add(scratch)) scratch = newRow(scratch.slots.length);
    },
    pushSpans(spans) {
      if (!first.coarse) return false;
      const ends = endsMeeting(spans);
      if (ends === null || collector.addSpans?.(ends) !== true) return false;
      count(spans);
      return true;
    },
    takes: first.takes,
    covers: (spans) => first.takes !== null && endsMeeting(spans) !== null,
    passSpans: count,
    finish() {
      const rows = others.reduce(through, collector.rows()).map((row) => cells(columns, row));
      return { rows, recordsMatched, notes: [...planner.budget.notes] };
    },
  };
}

function rowsOf({ first, last, count }: Span, slotCount: number): RowSpan {
  const rowOf = (record: InsightsRecord) => {
    const row = newRow(slotCount);
    reset(row, record);
    return row;
  };
  return { first: rowOf(first), last: rowOf(last), count };
}

function through(rows: readonly EventRow[], { conditions, collect }: Segment): readonly EventRow[] {
  const collector = collect();
  for (const row of rows) {
    if (conditions.every((condition) => condition(row))) collector.add(row);
  }
  return collector.rows();
}

function cells(columns: readonly OutputColumn[], row: EventRow): Row {
  const found: Cell[] = [];
  for (const { name, code } of columns) {
    const value = cellText(code.read(row), code.kind);
    if (value !== undefined) found.push({ field: name, value });
  }
  return found;
}
