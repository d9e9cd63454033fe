// One run of a query: events go through the filters of the first segment into its collector; what is
// collected goes through the other segments whenever rows are asked for.

import type { OutputColumn, Plan } from '../plan/plan.ts';
import type { Condition, Segment } from '../plan/planner.ts';
import type { Cell, FirstInTime, InsightsRecord, QueryRun, Row, Span } from '../types.ts';
import { cellText } from '../values.ts';
import type { Collector, RowSpan } from './collector.ts';
import { type EventRow, newRow, reset } from './event-row.ts';

/**
 * Starts a run; its memory is bounded by the limits of the query and of its collectors. `restIsTime`: see Screening.
 */
export function startRun({ planner, columns }: Plan, restIsTime: boolean): QueryRun {
  const [first] = planner.segments;
  if (first === undefined) throw new Error('a plan has at least one segment');
  const { add, collector, others } = sinkOf(planner.segments);
  const { conditions } = first;
  let scratch = newRow(first.slotCount());
  let recordsMatched = 0;
  const { phase } = planner;
  const count = (spans: readonly Span[]) => {
    for (const span of spans) recordsMatched += span.count;
  };
  /** Null where not all of them meet the filters; what both ends meet, all meet. */
  const endsMeeting = (spans: readonly Span[]) => {
    const ends = spans.map((span) => rowsOf(span, first.slotCount()));
    const meets = (row: EventRow) => conditions.every((condition) => condition(row));
    return ends.every((span) => meets(span.first) && meets(span.last)) ? ends : null;
  };
  const { times } = planner;
  const pushIf = (required: readonly Condition[]) => (record: InsightsRecord) => {
    reset(scratch, record);
    for (const condition of required) if (!condition(scratch)) return;
    if (!phase.earlier) recordsMatched++;
    if (add(scratch)) scratch = newRow(scratch.slots.length);
  };
  const push = pushIf(conditions);
  const late =
    first.firsts !== null && restIsTime
      ? new Lateness(times, first, first.firsts, collector)
      : null;
  return {
    push,
    pushScreened: restIsTime ? pushIf(times) : push,
    keepsRecords: first.expand !== null || collector.readsAtOnce !== true,
    firsts: first.firsts,
    prime: (timestampMs) => late?.prime(timestampMs),
    pass(timestampMs) {
      if (late === null || phase.earlier || !late.isLate(timestampMs)) return false;
      if (late.meets(timestampMs)) recordsMatched++;
      return true;
    },
    coarse: first.coarse,
    pushSpans(spans) {
      if (!first.coarse) return false;
      const ends = endsMeeting(spans);
      if (ends === null || collector.addSpans?.(ends) !== true) return false;
      count(spans);
      return true;
    },
    beginEarlier() {
      phase.earlier = true;
    },
    takes: first.takes,
    covers: (spans) => first.takes !== null && endsMeeting(spans) !== null,
    passSpans: count,
    kept() {
      const rows = first.expand === null ? collector.kept?.() : undefined;
      return rows?.map(({ record }) => record) ?? null;
    },
    adopt(kept, matched) {
      const before = recordsMatched;
      for (const record of kept) push(record);
      recordsMatched = before + matched;
    },
    finish() {
      const rows = through(others, collector.rows()).map((row) => cells(columns, row));
      return { rows, recordsMatched, notes: [...planner.budget.notes] };
    },
  };
}

/** What need not be kept of the first events in time, for its time. */
class Lateness {
  /** The conditions that ask for the time. */
  readonly #conditions: readonly Condition[];
  readonly #standIn: EventRow;
  readonly #sign: 1 | -1;
  readonly #collector: Collector;
  /** The last time that may be kept, in the order of the query: earlier is lower. */
  #bound = Number.POSITIVE_INFINITY;

  constructor(
    conditions: readonly Condition[],
    { slotCount }: Segment,
    { newestFirst }: FirstInTime,
    collector: Collector,
  ) {
    this.#conditions = conditions;
    this.#standIn = newRow(slotCount());
    this.#sign = newestFirst ? -1 : 1;
    this.#collector = collector;
  }

  prime(timestampMs: number): void {
    this.#bound = Math.min(this.#bound, timestampMs * this.#sign);
  }

  isLate(timestampMs: number): boolean {
    const place = timestampMs * this.#sign;
    if (place > this.#bound) return true;
    const last = this.#collector.lastTime?.() ?? null;
    return last !== null && place > last * this.#sign;
  }

  /** Whether an event of this time meets the conditions that ask for it. */
  meets(timestampMs: number): boolean {
    if (this.#conditions.length === 0) return true;
    const row = this.#standIn;
    reset(row, { ...row.record, timestampMs });
    return this.#conditions.every((condition) => condition(row));
  }
}

function rowsOf({ first, last, count }: Span, slotCount: number): RowSpan {
  const rowOf = (record: InsightsRecord) => {
    const row = newRow(slotCount);
    reset(row, record);
    return row;
  };
  return { first: rowOf(first), last: rowOf(last), count };
}

interface Sink {
  /** True: the row is kept and must not be reused. */
  readonly add: (row: EventRow) => boolean;
  readonly collector: Collector;
  /** The segments behind it. */
  readonly others: readonly Segment[];
}

/** The first collector, and the way to it: commands that expand rows hand them on one by one. */
function sinkOf([first, ...rest]: readonly Segment[]): Sink {
  if (first === undefined) throw new Error('the last segment of a plan collects');
  const { expand } = first;
  if (expand === null) {
    const collector = first.collect();
    return { add: (row) => collector.add(row), collector, others: rest };
  }
  const next = sinkOf(rest);
  const conditions = rest[0]?.conditions ?? [];
  const hand = (row: EventRow) => {
    if (conditions.every((condition) => condition(row))) next.add(row);
  };
  return {
    ...next,
    add: (row) => {
      expand(row, hand);
      return false;
    },
  };
}

function through(segments: readonly Segment[], rows: readonly EventRow[]): readonly EventRow[] {
  const [first] = segments;
  if (first === undefined) return rows;
  const { add, collector, others } = sinkOf(segments);
  for (const row of rows) {
    if (first.conditions.every((condition) => condition(row))) add(row);
  }
  return through(others, collector.rows());
}

function cells(columns: readonly OutputColumn[], row: EventRow): Row {
  const found: Cell[] = [];
  for (const { name, code } of columns) {
    const value = cellText(code.read(row), code.kind);
    if (value !== undefined) found.push({ field: name, value });
  }
  return found;
}
