// Starts queries side by side: as many at once as the quotas of an account allow, those that find no room when others
// have ended. What each is likely to scan is told before it is started.
import { z } from 'zod';
import type { ToolResult } from '../agent/tools.ts';
import { sideBySide } from '../base/side-by-side.ts';
import type { RunContext } from './context.ts';
import { callGap, NOT_UNDERSTOOD } from './faults.ts';
import { groupsInWords, type QueryPlan, type StartedQuery, startArguments } from './query.ts';
import { countFailure, isCutOff, isHint } from './query-poll.ts';
import { endOne } from './query-wait.ts';
import type { QueryScan } from './run-scan.ts';
import { reserve } from './scan-limit.ts';

/** Queries of a run that are open in one region; CloudWatch allows 100 to a whole account, 30 where it is old. */
export const MAX_OPEN_QUERIES = 25;
/** StartQuery calls that are under way at once. */
const MAX_STARTS_AT_ONCE = 20;
/** Pauses before a query is started again where others use up the account's quota of open queries. */
const QUOTA_PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000];

const Started = z.object({ queryId: z.string() });

/** Starts a query; null where CloudWatch refused it, which is then a gap. */
export async function startQuery(
  context: RunContext,
  plan: QueryPlan,
): Promise<StartedQuery | null> {
  const [started = null] = await startQueries(context, [plan]);
  return started;
}

/** Starts queries, side by side at CloudWatch; null for each that it refused, which is then a gap. */
export async function startQueries(
  context: RunContext,
  plans: readonly QueryPlan[],
): Promise<readonly (StartedQuery | null)[]> {
  const started: (StartedQuery | null)[] = [];
  while (started.length < plans.length) {
    const batch = await batchOf(context, plans.slice(started.length));
    const atOnce = context.request.local ? 1 : MAX_STARTS_AT_ONCE;
    const asked = await sideBySide(batch, atOnce, (plan) => ask(context, plan));
    for (const [index, plan] of batch.entries()) {
      const one = asked[index] ?? { ...NOT_ASKED, plan };
      started.push(accepted(context, one) ?? notStarted(context, one.plan, one.result));
    }
  }
  return started;
}

/** The first of these that find room, at least one: room is made by waiting for a query to end. */
async function batchOf(
  context: RunContext,
  plans: readonly QueryPlan[],
): Promise<readonly QueryPlan[]> {
  const [first] = plans;
  if (context.request.local || first === undefined) return plans;
  for (;;) {
    const open = new Map<string, number>();
    const openIn = (region: string) => open.get(region) ?? 0;
    const take = ({ region }: QueryPlan) => open.set(region, openIn(region) + 1);
    for (const { plan, queryId } of context.file.running.values())
      if (!context.file.ended.has(queryId)) take(plan);
    const full = plans.findIndex((plan) => {
      if (openIn(plan.region) >= MAX_OPEN_QUERIES) return true;
      take(plan);
      return false;
    });
    if (full === -1) return plans;
    if (full > 0) return plans.slice(0, full);
    if (!(await endOne(context, first.region))) return plans.slice(0, 1);
  }
}

/** Starts a query that CloudWatch failed at; null where it is refused now, which is not told. */
export async function startAgain(
  context: RunContext,
  plan: QueryPlan,
): Promise<StartedQuery | null> {
  return accepted(context, await ask(context, plan));
}

interface Asked {
  /** Without log groups that are gone. */
  readonly plan: QueryPlan;
  readonly result: ToolResult;
  readonly scan: QueryScan | null;
  /** Log groups that were left out, and what CloudWatch said of each. */
  readonly gone: readonly { readonly name: string; readonly result: ToolResult }[];
}

const NOT_ASKED = { result: NOT_UNDERSTOOD, scan: null, gone: [] };

/** One log group that was deleted since it was found is no reason to ask none of the others. */
async function ask(context: RunContext, asked: QueryPlan): Promise<Asked> {
  const room = reserve(context, asked);
  if (room.refusal !== null) return { ...NOT_ASKED, plan: asked, result: room.refusal };
  const gone: { name: string; result: ToolResult }[] = [];
  for (let plan = asked; ; ) {
    const result = await askWithinQuota(context, plan);
    const { logGroupNames } = plan;
    const name = logGroupNames.length > 1 ? goneFrom(logGroupNames, result) : undefined;
    if (name === undefined) return { plan, result, scan: room.scan, gone };
    gone.push({ name, result });
    plan = { ...plan, logGroupNames: logGroupNames.filter((other) => other !== name) };
  }
}

/** The log group that does not exist by the words of CloudWatch. */
const goneFrom = (names: readonly string[], { errorCode, text }: ToolResult) =>
  /ResourceNotFound/i.test(errorCode ?? '')
    ? names.find((name) => text.includes(`'${name}'`))
    : undefined;

async function askWithinQuota(context: RunContext, plan: QueryPlan): Promise<ToolResult> {
  let result = await context.calls.call('start-query', startArguments(plan));
  for (const pauseMs of QUOTA_PAUSES_MS) {
    if (!/LimitExceeded/i.test(result.errorCode ?? '')) break;
    await context.world.sleep(pauseMs, context.world.signal);
    result = await context.calls.call('start-query', startArguments(plan));
  }
  return result;
}

/** A started query; null where it was not. */
function accepted(context: RunContext, { plan, result, scan, gone }: Asked): StartedQuery | null {
  for (const { name, result: said } of gone)
    notStarted(context, { ...plan, logGroupNames: [name] }, said);
  if (scan === null) return null;
  const answer = Started.safeParse(result.content);
  if (result.isError || !answer.success) {
    scan.open = false;
    scan.estimatedBytes = 0;
    return null;
  }
  const { queryId } = answer.data;
  const started = { plan, queryId, startedMs: context.world.now(), scan };
  context.file.running.set(queryId, started);
  context.emit({
    kind: 'query-started',
    queryId,
    name: plan.name,
    purpose: plan.purpose,
    estimatedBytes: scan.estimatedBytes,
  });
  return started;
}

function notStarted(context: RunContext, plan: QueryPlan, result: ToolResult): null {
  if (isHint(plan)) return null;
  countFailure(context, plan);
  if (isCutOff(context, plan)) return null;
  const what = `The query "${plan.name}" over ${groupsInWords(plan)} could not be started.`;
  context.gap(callGap(what, result.isError ? result : NOT_UNDERSTOOD));
  return null;
}
