// Reads all candidate events of a window: one query where they fit, else as many windows as they need.
import type { LogEvent } from '../base/log-event.ts';
import { durationMs, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { labelOf } from './case-file.ts';
import type { RunContext } from './context.ts';
import { candidatePlan, type QueryScope, ROWS_PER_QUERY } from './plan.ts';
import type { QueryPlan, QueryResult, StartedQuery } from './query.ts';
import { awaitQuery, type CompletedQuery, readRows, startQuery } from './query-run.ts';
import { eventsOf } from './rows.ts';

export interface Collected {
  readonly events: readonly LogEvent[];
  /** Candidates that exist but were not read. */
  readonly unread: number;
}

/** Parts of a window that are asked for while the one before is read; more of them take more memory. */
const QUERIES_AHEAD = 1;
/** How full a part is planned, so that an uneven spread still fits most parts. */
const PLANNED_FILL = 0.7;

/**
 * Reads the candidates of one scope, up to `budgetRows`; `first` is the query over the whole window. Where it matched
 * more than it gives, the window is split until each part fits; where it matched more than the budget, each of equally
 * long parts gives its first rows, so that the errors of the whole window are seen, and the rest is unread.
 * A part that cannot be read is a gap of its own.
 */
export async function collectCandidates(
  context: RunContext,
  first: CompletedQuery,
  budgetRows: number,
): Promise<Collected> {
  const { plan } = first.started;
  const fits = first.matched <= budgetRows;
  const result = await readRows(context, first, fits ? plan.limit : 0);
  if (result.matched <= result.rows.length && fits) {
    return { events: events(context, result), unread: 0 };
  }
  context.file.windowSplit = true;
  return fits
    ? collectAll(context, plan, slices(plan.window, partsFor(result)))
    : collectSome(context, plan, budgetRows);
}

/** Splits the parts further until each gives all of its rows. */
async function collectAll(
  context: RunContext,
  scope: QueryScope,
  parts: TimeRange[],
): Promise<Collected> {
  const read: LogEvent[] = [];
  let unread = 0;
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const result = await runQuery(context, candidatePlan(scope, part, ROWS_PER_QUERY));
    if (result === null) continue;
    const left = Math.max(0, result.matched - result.rows.length);
    if (left > 0 && durationMs(part) > SECOND_MS) {
      parts.unshift(...slices(part, partsFor(result)));
      continue;
    }
    for (const event of events(context, result)) read.push(event);
    unread += left;
  }
  return { events: read, unread };
}

/** The first rows of each of equally long parts; what one leaves over falls to those after it. */
async function collectSome(
  context: RunContext,
  plan: QueryPlan,
  budgetRows: number,
): Promise<Collected> {
  const parts = slices(plan.window, budgetRows / ROWS_PER_QUERY);
  const started: StartedQuery[] = [];
  const read: LogEvent[] = [];
  let unread = 0;
  let reservedRows = 0;
  const finishFirst = async () => {
    const query = started.shift();
    const result = query === undefined ? null : await awaitQuery(context, query);
    reservedRows -= query?.plan.limit ?? 0;
    if (result === null) return;
    for (const event of events(context, result)) read.push(event);
    unread += Math.max(0, result.matched - result.rows.length);
  };
  for (const [index, part] of parts.entries()) {
    const leftRows = budgetRows - read.length - reservedRows;
    const limit = Math.max(1, Math.floor(leftRows / (parts.length - index)));
    const query = await startQuery(context, candidatePlan(plan, part, limit));
    if (query !== null) started.push(query);
    reservedRows += query === null ? 0 : limit;
    if (started.length > QUERIES_AHEAD) await finishFirst();
  }
  while (started.length > 0) await finishFirst();
  return { events: read, unread };
}

/** Into how many parts a window is cut whose query gave fewer rows than matched. */
const partsFor = ({ matched, rows }: QueryResult) =>
  matched / (Math.max(1, rows.length) * PLANNED_FILL);

const events = (context: RunContext, result: QueryResult) =>
  eventsOf(result, result.plan.window, (group) => labelOf(context.file, group));

/** At least two parts of about the same length that meet at whole seconds. */
export function slices({ startMs, endMs }: TimeRange, count: number): TimeRange[] {
  const parts = Math.max(2, Math.ceil(count));
  const edges = new Set([startMs, endMs]);
  for (let index = 1; index < parts; index++) {
    const edge = startMs + ((endMs - startMs) * index) / parts;
    const wholeMs = Math.round(edge / SECOND_MS) * SECOND_MS;
    if (wholeMs > startMs && wholeMs < endMs) edges.add(wholeMs);
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(1).map((end, index) => ({ startMs: sorted[index] ?? startMs, endMs: end }));
}

export async function runQuery(context: RunContext, plan: QueryPlan): Promise<QueryResult | null> {
  const started = await startQuery(context, plan);
  return started === null ? null : awaitQuery(context, started);
}
