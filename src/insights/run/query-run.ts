// One run of a query: events go through the filters of the first segment into its collector; what is
// collected goes through the other segments whenever rows are asked for.
import type { OutputColumn, Plan } from '../plan/plan.ts';
import type { Segment } from '../plan/planner.ts';
import type { Cell, QueryRun, Row } from '../types.ts';
import { cellText } from '../values.ts';
import { type EventRow, newRow, reset } from './event-row.ts';

/** Starts a run; its memory is bounded by the limits of the query and of its collectors. */
export function startRun({ planner, columns }: Plan): QueryRun {
  const [first, ...others] = planner.segments;
  if (first === undefined) throw new Error('a plan has at least one segment');
  const collector = first.collect();
  const { conditions } = first;
  let scratch = newRow(first.slotCount());
  let recordsMatched = 0;
  return {
    push(record) {
      reset(scratch, record);
      for (const condition of conditions) if (!condition(scratch)) return;
      recordsMatched++;
      if (collector.add(scratch)) scratch = newRow(scratch.slots.length);
    },
    finish() {
      const rows = others.reduce(through, collector.rows()).map((row) => cells(columns, row));
      return { rows, recordsMatched, notes: [...planner.budget.notes] };
    },
  };
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
