// One look at a started query, and what becomes of one that does not complete: stopped, counted and told as a gap.
import { z } from 'zod';
import type { ToolResult } from '../agent/tools.ts';
import type { Unread } from '../report/types.ts';
import type { RunContext } from './context.ts';
import { callGap, NOT_UNDERSTOOD, remedyFor } from './faults.ts';
import {
  type Answer,
  type Cells,
  type Ending,
  groupsInWords,
  type Lost,
  type QueryPlan,
  regionArgument,
  type StartedQuery,
} from './query.ts';
import { isPastLimit, SCAN_LIMIT_REACHED } from './scan-limit.ts';

/** A query that has not ended by then is stopped. CloudWatch itself allows an hour. */
export const MAX_QUERY_WAIT_MS = 15 * 60_000;
/** Rows of a page: as many as CloudWatch gives, for its calls are counted. */
const PAGE_ROWS = 10_000;
/** The same from local logs, where a call costs little and the memory for a page more. */
const LOCAL_PAGE_ROWS = 2_500;

const Results = z.object({
  status: z.string(),
  results: z.array(z.custom<Cells>(isCells)),
  statistics: z.record(z.string(), z.number()).optional(),
  nextToken: z.string().optional(),
});

/** Looked at where they are: a copy of all rows of an answer costs more than the look. */
function isCells(row: unknown): row is Cells {
  return Array.isArray(row) && row.every(isCell);
}

function isCell(cell: unknown): boolean {
  if (typeof cell !== 'object' || cell === null) return false;
  const { field, value } = cell as { field?: unknown; value?: unknown };
  return typeof field === 'string' && (value === undefined || typeof value === 'string');
}

/** Looks at a query once; null: it is running. One that is given up is stopped. */
export async function look(
  context: RunContext,
  started: StartedQuery,
  maxRows: number,
): Promise<Ending | null> {
  const page = await readPage(context, started, maxRows);
  if ('why' in page) return { kind: 'lost', ...page };
  const { answer } = page;
  if (answer.status === 'Complete') return completedBy(started, answer);
  const ended = ENDED_BADLY.get(answer.status);
  if (ended !== undefined) {
    settle(context, started);
    return { kind: ended, why: `It ended as: ${answer.status}` };
  }
  const givenUp = whyGivenUp(context, started, answer);
  if (givenUp !== null) await stopQuery(context, started);
  return givenUp;
}

const ENDED_BADLY: ReadonlyMap<string, 'failed' | 'slow' | 'lost'> = new Map([
  ['Failed', 'failed'],
  ['Timeout', 'slow'],
  ['Cancelled', 'lost'],
]);

function completedBy(started: StartedQuery, first: Answer): Ending {
  const matched = matchedOf(first, started.plan);
  const scanned = first.statistics?.recordsScanned ?? null;
  return { kind: 'completed', completed: { started, first, matched, scanned } };
}

/** Without statistics a full answer may be a cut one: then more is taken to match than came. */
function matchedOf({ statistics, results, nextToken }: Answer, { limit }: QueryPlan): number {
  const came = results.length;
  return (
    statistics?.recordsMatched ?? (came >= limit || nextToken !== undefined ? limit + 1 : came)
  );
}

function whyGivenUp(
  context: RunContext,
  { startedMs }: StartedQuery,
  { status }: Answer,
): Ending | null {
  if (isPastLimit(context)) {
    context.file.scan.refused++;
    const why = `It was stopped: ${PAST_LIMIT} ${context.world.maxScanGb}.`;
    return { kind: 'lost', why, fault: SCAN_LIMIT_REACHED };
  }
  if (context.world.now() - startedMs < MAX_QUERY_WAIT_MS) return null;
  const why = `It ended as: still ${status} after ${MAX_QUERY_WAIT_MS / 60_000} minutes`;
  return { kind: 'slow', why };
}

const PAST_LIMIT = 'more was scanned than the limit allows, --max-scan-gb';

/** A page of a query's answer, or why there is none; then the query is stopped. */
export async function readPage(
  context: RunContext,
  started: StartedQuery,
  maxRows: number,
  nextToken?: string,
): Promise<{ readonly answer: Answer } | Lost> {
  const { plan, queryId } = started;
  const result = await context.calls.call('get-query-results', {
    ...regionArgument(plan.region),
    queryId,
    maxItems: Math.min(context.request.local ? LOCAL_PAGE_ROWS : PAGE_ROWS, maxRows),
    ...(nextToken === undefined ? {} : { nextToken }),
  });
  const parsed = Results.safeParse(result.content);
  if (result.isError || !parsed.success) {
    const fault = result.isError ? result : NOT_UNDERSTOOD;
    await stopQuery(context, started);
    return { why: `It ended as: ${fault.errorCode}: ${fault.text}`, fault };
  }
  const { status, statistics } = parsed.data;
  const scanned = statistics?.bytesScanned ?? 0;
  started.scan.scannedBytes = Math.max(started.scan.scannedBytes, scanned);
  context.emit({
    kind: 'query-progress',
    queryId,
    status,
    recordsScanned: statistics?.recordsScanned ?? 0,
    recordsMatched: statistics?.recordsMatched ?? 0,
  });
  return { answer: parsed.data };
}

/** A query that has ended at CloudWatch, or of which nobody knows. */
export function settle({ file }: RunContext, { queryId, scan }: StartedQuery): void {
  file.running.delete(queryId);
  scan.open = false;
}

/** Errors of StopQuery that say that the query has ended already. */
const ENDED_ALREADY = /InvalidParameter|ResourceNotFound/;

/** Stops a query, also after an interruption. */
export async function stopQuery(context: RunContext, started: StartedQuery): Promise<void> {
  const fault = await stopById(context, started.queryId, started.plan.region);
  settle(context, started);
  if (fault !== null) context.gap(callGap(NOT_STOPPED, fault));
}

/** Told once for all of them; which they are stands in the journal. */
const NOT_STOPPED =
  'Queries that were given up could not be stopped: they may run for up to an hour, and are paid for.';

/** Hands back why the query may still run; one that has ended already is no fault. */
export async function stopById(
  { calls, file }: RunContext,
  queryId: string,
  region: string,
): Promise<ToolResult | null> {
  const args = { ...regionArgument(region), queryId };
  const result = await calls.callAnyway('stop-query', args);
  if (!result.isError || ENDED_ALREADY.test(result.errorCode ?? '')) return null;
  file.abandoned++;
  return result;
}

/** Tells of a query that did not complete. */
export function tellLost(context: RunContext, plan: QueryPlan, { why, fault }: Lost): void {
  if (isHint(plan)) return;
  countFailure(context, plan);
  if (isCutOff(context, plan)) return;
  context.gap({
    what: `The query "${plan.name}" over ${groupsInWords(plan)} did not complete.`,
    why,
    remedy:
      fault === undefined
        ? 'Run again, with a shorter window (--hours) if it happens twice.'
        : remedyFor(fault),
  });
}

/** Without its answer a run does the same in another way. */
export const isHint = ({ purpose }: QueryPlan): boolean => purpose === 'size';

export function countFailure({ file }: RunContext, plan: QueryPlan): void {
  file.failedQueries++;
  file.unanswered.push(plan);
  if (plan.purpose === 'candidates' || plan.purpose === 'count') file.uncounted++;
}

/** Whether it failed for the run was interrupted: that is a gap of its own, once, which names what was cut off. */
export function isCutOff({ file, world }: RunContext, plan: QueryPlan): boolean {
  if (!world.signal.aborted) return false;
  file.unread.add(partOf(plan));
  return true;
}

/** What of an analysis a query is for. */
export const partOf = ({ name, purpose }: QueryPlan): Unread =>
  name === 'survey' ? 'survey' : PART[purpose];

const PART: Readonly<Record<QueryPlan['purpose'], Unread>> = {
  size: 'events',
  volume: 'events',
  edges: 'events',
  candidates: 'candidates',
  context: 'context',
  count: 'counts',
  baseline: 'baseline',
  sop: 'queries',
};
