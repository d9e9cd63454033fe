// One Logs Insights query through the tools: start, poll with back-off, page, stop.
import { z } from 'zod';
import type { ToolResult } from '../agent/tools.ts';
import { SECOND_MS } from '../base/time-range.ts';
import type { Unread } from '../report/types.ts';
import type { RunContext } from './context.ts';
import type { Statistics } from './evidence-record.ts';
import { callGap } from './faults.ts';
import type { Place, QueryPlan, QueryResult, ResultRow, StartedQuery } from './query.ts';
import { bounded, keptChars } from './text-bounds.ts';

const FIRST_POLL_MS = 50;
const MAX_POLL_MS = 3_000;
/** The same against local logs, where a poll costs nothing. */
const MAX_LOCAL_POLL_MS = 150;
const POLL_FACTOR = 1.6;
/** A query that has not ended by then is stopped and becomes a gap. CloudWatch itself allows an hour. */
export const MAX_QUERY_WAIT_MS = 15 * 60_000;
const MAX_PAGES = 100;
/** Rows of a poll's answer: few, for those of a running query are thrown away. */
const POLL_ROWS = 1_000;
/** Rows of a further page: as many as CloudWatch gives, for its calls are counted. */
const PAGE_ROWS = 10_000;
/** The same from local logs, where a call costs little and the memory for a page more. */
const LOCAL_PAGE_ROWS = 2_500;

const Started = z.object({ queryId: z.string() });
const Results = z.object({
  status: z.string(),
  results: z.array(z.custom<Cells>(isCells)),
  statistics: z.record(z.string(), z.number()).optional(),
  nextToken: z.string().optional(),
});
type Answer = z.infer<typeof Results>;

type Cells = readonly { readonly field: string; readonly value?: string | undefined }[];

/** Looked at where they are: a copy of all rows of an answer costs more than the look. */
function isCells(row: unknown): row is Cells {
  return Array.isArray(row) && row.every(isCell);
}

function isCell(cell: unknown): boolean {
  if (typeof cell !== 'object' || cell === null) return false;
  const { field, value } = cell as { field?: unknown; value?: unknown };
  return typeof field === 'string' && (value === undefined || typeof value === 'string');
}

/** Starts a query; null where CloudWatch refused it, which is then a gap. */
export async function startQuery(
  context: RunContext,
  plan: QueryPlan,
): Promise<StartedQuery | null> {
  const result = await context.calls.call('start-query', startArguments(plan));
  if (result.isError) return notStarted(context, plan, result);
  const answer = Started.safeParse(result.content);
  if (!answer.success) return notStarted(context, plan, NOT_UNDERSTOOD);
  const started = { plan, queryId: answer.data.queryId };
  context.file.running.set(started.queryId, started);
  return started;
}

const NOT_UNDERSTOOD: ToolResult = {
  isError: true,
  content: null,
  text: 'The answer has another shape than CloudWatch documents.',
  errorCode: 'ProtocolError',
  requestId: null,
};

function notStarted(context: RunContext, plan: QueryPlan, result: ToolResult): null {
  countFailure(context, plan);
  if (isCutOff(context, plan)) return null;
  context.gap(
    callGap(`The query "${plan.name}" over ${groupsInWords(plan)} could not be started.`, result),
  );
  return null;
}

function countFailure({ file }: RunContext, plan: QueryPlan): void {
  file.failedQueries++;
  if (plan.purpose === 'candidates' || plan.purpose === 'count') file.uncounted++;
}

/** Whether it failed for the run was interrupted: that is a gap of its own, once, which names what was cut off. */
function isCutOff({ file, world }: RunContext, { name, purpose }: QueryPlan): boolean {
  if (!world.signal.aborted) return false;
  file.unread.add(name === 'survey' ? 'survey' : PART[purpose]);
  return true;
}

const PART: Readonly<Record<QueryPlan['purpose'], Unread>> = {
  volume: 'events',
  edges: 'events',
  candidates: 'candidates',
  context: 'context',
  count: 'counts',
  baseline: 'baseline',
  sop: 'queries',
};

/** Polls a started query to its end and reads all of its rows; null where it did not complete: a gap. */
export async function awaitQuery(
  context: RunContext,
  started: StartedQuery,
): Promise<QueryResult | null> {
  const completed = await awaitCompletion(context, started);
  return completed === null ? null : readRows(context, completed, started.plan.limit);
}

/** A query that completed, with the first page of its rows. */
export interface CompletedQuery {
  readonly started: StartedQuery;
  readonly first: Answer;
  /** Events that matched. */
  readonly matched: number;
  /** Events that were looked at; null: CloudWatch does not say. */
  readonly scanned: number | null;
}

/** Polls a started query to its end; null where it did not complete: a gap. */
export async function awaitCompletion(
  context: RunContext,
  started: StartedQuery,
): Promise<CompletedQuery | null> {
  const deadlineMs = context.world.now() + MAX_QUERY_WAIT_MS;
  const maxPollMs = context.request.local ? MAX_LOCAL_POLL_MS : MAX_POLL_MS;
  for (let waitMs = FIRST_POLL_MS; ; waitMs = Math.min(maxPollMs, waitMs * POLL_FACTOR)) {
    const answer = await poll(context, started);
    if (answer === null) return null;
    if (answer.status === 'Complete') return completed(context, started, answer);
    if (ENDED_BADLY.has(answer.status)) return notCompleted(context, started, answer.status);
    if (context.world.now() >= deadlineMs) {
      await stopQuery(context, started.queryId, started.plan.region);
      return notCompleted(
        context,
        started,
        `still ${answer.status} after ${MAX_QUERY_WAIT_MS / 60_000} minutes`,
      );
    }
    await context.world.sleep(waitMs, context.world.signal);
  }
}

const ENDED_BADLY = new Set(['Failed', 'Timeout', 'Cancelled']);

async function poll(
  context: RunContext,
  started: StartedQuery,
  nextToken?: string,
  maxRows = POLL_ROWS,
): Promise<Answer | null> {
  const { plan, queryId } = started;
  const result = await context.calls.call('get-query-results', {
    ...regionArgument(plan.region),
    queryId,
    maxItems: Math.min(context.request.local ? LOCAL_PAGE_ROWS : PAGE_ROWS, maxRows),
    ...(nextToken === undefined ? {} : { nextToken }),
  });
  const parsed = Results.safeParse(result.content);
  if (result.isError || !parsed.success) {
    const { errorCode, text } = result.isError ? result : NOT_UNDERSTOOD;
    await stopQuery(context, queryId, plan.region);
    return notCompleted(context, started, `${errorCode}: ${text}`);
  }
  const answer = parsed.data;
  context.emit({
    kind: 'query-progress',
    queryId,
    status: answer.status,
    recordsScanned: answer.statistics?.recordsScanned ?? 0,
    recordsMatched: answer.statistics?.recordsMatched ?? 0,
  });
  return answer;
}

function completed({ file }: RunContext, started: StartedQuery, first: Answer): CompletedQuery {
  file.running.delete(started.queryId);
  const matched = matchedOf(first, started.plan);
  return { started, first, matched, scanned: first.statistics?.recordsScanned ?? null };
}

/** Reads rows of a query that completed, at most `maxRows`: from the first on, or from where reading ended before. */
export function readRows(
  context: RunContext,
  completed: CompletedQuery,
  maxRows: number,
  place: Place | null = null,
): Promise<QueryResult> {
  if (place !== null) return readPages(context, completed, [], place, maxRows);
  const { results, nextToken } = completed.first;
  return readPages(context, completed, results, { from: 0, token: nextToken }, maxRows);
}

async function readPages(
  context: RunContext,
  { started, first, matched }: CompletedQuery,
  cells: readonly Cells[],
  { token, from }: Place,
  maxRows: number,
): Promise<QueryResult> {
  const { plan, queryId } = started;
  const maxChars = keptChars(matched);
  const rows = cells.slice(0, maxRows).map((row) => rowWithin(row, maxChars));
  let next = token;
  for (let page = 1; next !== undefined && rows.length < maxRows && page < MAX_PAGES; page++) {
    const answer = await poll(context, started, next, maxRows - rows.length);
    if (answer === null) break;
    for (const row of answer.results) rows.push(rowWithin(row, maxChars));
    next = answer.results.length === 0 ? undefined : answer.nextToken;
  }
  const statistics: Statistics = first.statistics ?? {};
  const evidenceId = context.keep(
    {
      tool: 'get-query-results',
      arguments: { queryId, ...startArguments(plan) },
      rows,
      statistics,
      truncated: isEventQuery(plan) && matched > rows.length,
    },
    `${plan.name}: ${rowsInWords(from, rows.length)} of ${matched.toLocaleString('en')} matching events`,
  );
  const bytesScanned = from === 0 ? (statistics.bytesScanned ?? 0) : 0;
  const place = { from: from + rows.length, token: next };
  return { plan, queryId, status: 'Complete', rows, place, matched, bytesScanned, evidenceId };
}

function rowsInWords(from: number, count: number): string {
  const number = (value: number) => value.toLocaleString('en');
  return from === 0
    ? `${number(count)} rows`
    : `rows ${number(from + 1)} to ${number(from + count)}`;
}

const isEventQuery = (plan: QueryPlan) =>
  plan.purpose === 'candidates' || plan.purpose === 'context' || plan.purpose === 'baseline';

/** Without statistics a full answer may be a cut one: then more is taken to match than came. */
function matchedOf({ statistics, results, nextToken }: Answer, { limit }: QueryPlan): number {
  const came = results.length;
  return (
    statistics?.recordsMatched ?? (came >= limit || nextToken !== undefined ? limit + 1 : came)
  );
}

/** A row as an object; longer cells are cut, and say so, so that evidence and analysis hold the same text. */
function rowWithin(cells: Cells, maxChars: number): ResultRow {
  const row: Record<string, string> = {};
  for (const { field, value = '' } of cells) row[field] = bounded(value, maxChars);
  return row;
}

function notCompleted(context: RunContext, { plan, queryId }: StartedQuery, why: string): null {
  context.file.running.delete(queryId);
  countFailure(context, plan);
  if (isCutOff(context, plan)) return null;
  context.gap({
    what: `The query "${plan.name}" over ${groupsInWords(plan)} did not complete.`,
    why: `It ended as: ${why}`,
    remedy: 'Run again, with a shorter window (--hours) if it happens twice.',
  });
  return null;
}

/** Errors of StopQuery that say that the query has ended already. */
const ENDED_ALREADY = /InvalidParameter|ResourceNotFound/;

/** Stops a query, also after an interruption; hands back why it may still run. One that has ended already is no fault. */
export async function stopQuery(
  context: RunContext,
  queryId: string,
  region: string,
): Promise<ToolResult | null> {
  const args = { ...regionArgument(region), queryId };
  const result = await context.calls.callAnyway('stop-query', args);
  context.file.running.delete(queryId);
  if (!result.isError || ENDED_ALREADY.test(result.errorCode ?? '')) return null;
  context.file.abandoned++;
  return result;
}

function startArguments(plan: QueryPlan): Record<string, unknown> {
  return {
    ...regionArgument(plan.region),
    logGroupNames: plan.logGroupNames,
    startTime: Math.floor(plan.window.startMs / SECOND_MS),
    endTime: Math.ceil(plan.window.endMs / SECOND_MS),
    queryString: plan.text,
    limit: plan.limit,
  };
}

/** `local` is no region: the endpoint's own default applies. */
export function regionArgument(region: string): { region?: string } {
  return region === 'local' ? {} : { region };
}

function groupsInWords({ logGroupNames }: QueryPlan): string {
  return logGroupNames.length === 1
    ? (logGroupNames[0] ?? '')
    : `${logGroupNames.length} log groups`;
}
