// One Logs Insights query through the tools: start, poll with back-off, page, stop.
import { z } from 'zod';
import { SECOND_MS } from '../base/time-range.ts';
import type { RunContext } from './context.ts';
import type { Statistics } from './evidence-record.ts';
import { callGap } from './faults.ts';
import type { QueryPlan, QueryResult, ResultRow, StartedQuery } from './query.ts';

const FIRST_POLL_MS = 50;
const MAX_POLL_MS = 3_000;
/** The same against local logs, where a poll costs nothing. */
const MAX_LOCAL_POLL_MS = 150;
const POLL_FACTOR = 1.6;
/** A query that has not ended by then is stopped and becomes a gap. CloudWatch itself allows an hour. */
export const MAX_QUERY_WAIT_MS = 15 * 60_000;
const MAX_PAGES = 20;
/** Rows of one answer; small enough that one answer stays below a few megabytes. */
const PAGE_ROWS = 5_000;

const Started = z.object({ queryId: z.string() });
const Results = z.object({
  status: z.string(),
  results: z.array(z.array(z.object({ field: z.string(), value: z.string().optional() }))),
  statistics: z.record(z.string(), z.number()).optional(),
  nextToken: z.string().optional(),
});
type Answer = z.infer<typeof Results>;

/** Starts a query; null where CloudWatch refused it, which is then a gap. */
export async function startQuery(
  context: RunContext,
  plan: QueryPlan,
): Promise<StartedQuery | null> {
  const result = await context.calls.call('start-query', startArguments(plan));
  if (result.isError) {
    context.file.failedQueries++;
    context.gap(
      callGap(`The query "${plan.name}" over ${groupsInWords(plan)} could not be started.`, result),
    );
    return null;
  }
  const started = { plan, queryId: Started.parse(result.content).queryId };
  context.file.running.set(started.queryId, started);
  return started;
}

/** Polls a started query to its end and reads all of its rows; null where it did not complete: a gap. */
export async function awaitQuery(
  context: RunContext,
  started: StartedQuery,
): Promise<QueryResult | null> {
  const deadlineMs = context.world.now() + MAX_QUERY_WAIT_MS;
  const maxPollMs = context.request.local ? MAX_LOCAL_POLL_MS : MAX_POLL_MS;
  for (let waitMs = FIRST_POLL_MS; ; waitMs = Math.min(maxPollMs, waitMs * POLL_FACTOR)) {
    const answer = await poll(context, started);
    if (answer === null) return null;
    if (answer.status === 'Complete') return complete(context, started, answer);
    if (ENDED_BADLY.has(answer.status)) return notCompleted(context, started, answer.status);
    if (context.world.now() >= deadlineMs) {
      await stopQuery(context, started);
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
): Promise<Answer | null> {
  const { plan, queryId } = started;
  const result = await context.calls.call('get-query-results', {
    ...regionArgument(plan.region),
    queryId,
    maxItems: PAGE_ROWS,
    ...(nextToken === undefined ? {} : { nextToken }),
  });
  if (result.isError) {
    if (result.errorCode === 'Aborted') await stopQuery(context, started);
    notCompleted(context, started, `${result.errorCode}: ${result.text}`);
    return null;
  }
  const answer = Results.parse(result.content);
  context.emit({
    kind: 'query-progress',
    queryId,
    status: answer.status,
    recordsScanned: answer.statistics?.recordsScanned ?? 0,
    recordsMatched: answer.statistics?.recordsMatched ?? 0,
  });
  return answer;
}

async function complete(
  context: RunContext,
  started: StartedQuery,
  first: Answer,
): Promise<QueryResult | null> {
  const { plan, queryId } = started;
  context.file.running.delete(queryId);
  const rows = first.results.map(rowOf);
  let token = first.nextToken;
  for (let page = 1; token !== undefined && rows.length < plan.limit && page < MAX_PAGES; page++) {
    const next = await poll(context, started, token);
    if (next === null) break;
    for (const row of next.results) rows.push(rowOf(row));
    token = next.results.length === 0 ? undefined : next.nextToken;
  }
  const statistics: Statistics = first.statistics ?? {};
  const matched = statistics.recordsMatched ?? rows.length;
  const evidenceId = context.keep(
    {
      tool: 'get-query-results',
      arguments: { queryId, ...startArguments(plan) },
      rows,
      statistics,
      truncated: isEventQuery(plan) && matched > rows.length,
    },
    `${plan.name}: ${rows.length.toLocaleString('en')} rows of ${matched.toLocaleString('en')} matching events`,
  );
  const bytesScanned = statistics.bytesScanned ?? 0;
  return { plan, queryId, status: 'Complete', rows, matched, bytesScanned, evidenceId };
}

const isEventQuery = (plan: QueryPlan) =>
  plan.purpose === 'candidates' || plan.purpose === 'context';

const rowOf = (cells: Answer['results'][number]): ResultRow =>
  Object.fromEntries(cells.map(({ field, value }) => [field, value ?? '']));

function notCompleted(context: RunContext, { plan, queryId }: StartedQuery, why: string): null {
  context.file.running.delete(queryId);
  context.file.failedQueries++;
  context.gap({
    what: `The query "${plan.name}" over ${groupsInWords(plan)} did not complete.`,
    why: `It ended as: ${why}`,
    remedy: 'Run again, with a shorter window (--hours) if it happens twice.',
  });
  return null;
}

/** Stops a query, also after an interruption; one that has ended already is no fault. */
export async function stopQuery(
  context: RunContext,
  { plan, queryId }: StartedQuery,
): Promise<void> {
  await context.calls.callAnyway('stop-query', { ...regionArgument(plan.region), queryId });
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
