// Waits for queries. Of several only the first is polled, so that a run stays far below the quota of GetQueryResults;
// when it has ended the others are looked at side by side, and mostly have ended as well.
import { sideBySide } from '../base/side-by-side.ts';
import type { RunContext } from './context.ts';
import type { Ending, StartedQuery } from './query.ts';
import { look } from './query-poll.ts';

/** Rows of a poll's answer: few, for those of a running query are thrown away. */
export const POLL_ROWS = 1_000;

/**
 * How a query is polled: each pause is `factor` times as long as the one before, so that its end is seen late by a
 * twentieth of its time, or so.
 */
const POLLS = { firstMs: 50, factor: 1.1, maxMs: 3_000 };
/** The same against local logs, whose endpoint answers when the query has ended, or a moment later with few rows. */
const LOCAL_POLLS = { firstMs: 10, factor: 1.5, maxMs: 150 };

/** Queries that are looked at side by side. */
const MAX_LOOKS_AT_ONCE = 20;

/** Polls a query until it has ended, for so many of its rows; more of them may come from CloudWatch. */
export async function endOf(
  context: RunContext,
  started: StartedQuery,
  firstRows = POLL_ROWS,
): Promise<Ending> {
  const known = context.file.ended.get(started.queryId);
  context.file.ended.delete(started.queryId);
  if (known !== undefined) return known;
  const { local } = context.request;
  const { firstMs, factor, maxMs } = local ? LOCAL_POLLS : POLLS;
  const rows = local ? Math.min(firstRows, POLL_ROWS) : POLL_ROWS;
  for (let pauseMs = firstMs; ; pauseMs = Math.min(maxMs, pauseMs * factor)) {
    const ending = await look(context, started, rows);
    if (ending !== null) return ending;
    await context.world.sleep(pauseMs, context.world.signal);
  }
}

/** Looks at all open queries side by side and keeps how those ended that have; local logs answer one after the other. */
export async function lookAtOthers(context: RunContext, maxRows: number): Promise<void> {
  if (context.request.local || context.world.signal.aborted) return;
  const { ended, running } = context.file;
  const open = [...running.values()].filter(({ queryId }) => !ended.has(queryId));
  await sideBySide(open, MAX_LOOKS_AT_ONCE, async (started) => {
    const ending = await look(context, started, maxRows);
    if (ending !== null) ended.set(started.queryId, ending);
  });
}

/** Waits for one open query of a region; false where there is none. */
export async function endOne(context: RunContext, region: string): Promise<boolean> {
  const { running, ended } = context.file;
  const first = [...running.values()].find(
    ({ plan, queryId }) => plan.region === region && !ended.has(queryId),
  );
  if (first === undefined) return false;
  ended.set(first.queryId, await endOf(context, first));
  await lookAtOthers(context, POLL_ROWS);
  return true;
}
