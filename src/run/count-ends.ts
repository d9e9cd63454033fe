// The first and last times of findings that were counted in bins: as read, else the candidates of the bins that hold
// them are read, or where these are too many, each is asked for by itself.
import type { LogEvent } from '../base/log-event.ts';
import { edgeQuery, type Telling, teller } from '../evidence/count-query.ts';
import { type BinSums, ENDS, type End } from './bin-sums.ts';
import { labelOf } from './case-file.ts';
import type { RunContext } from './context.ts';
import { candidatePlan, countPlan, ensureWindow, exactEdges, queryScopes } from './plan.ts';
import type { QueryPlan, QueryResult } from './query.ts';
import { results } from './query-run.ts';
import { startQueries } from './query-start.ts';
import { eventsOf, groupName, parseTimestamp } from './rows.ts';

/** Candidates of one bin that are read for the sake of its times. */
const MAX_END_ROWS = 1_000;
/** Bins that are read so, those that hold the ends of most findings. */
const MAX_READ_BINS = 8;

/** A finding that is counted, by what, and how often. */
export type Count = readonly [Telling, BinSums];

export async function readEnds(
  context: RunContext,
  tellings: readonly Telling[],
  counts: readonly Count[],
): Promise<void> {
  const bins = new Map<number, number>();
  for (const [, sum] of counts)
    for (const end of ENDS.filter((one) => !sum.isRead(one)))
      bins.set(sum.binAt(end), (bins.get(sum.binAt(end)) ?? 0) + 1);
  const wanted = [...bins].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MAX_READ_BINS);
  await readBins(
    context,
    tellings,
    counts,
    wanted.map(([bin]) => bin),
  );
  await askForEnds(context, tellings, counts);
}

/** All candidates of these bins, as far as they are no more than are read. */
async function readBins(
  context: RunContext,
  tellings: readonly Telling[],
  counts: readonly Count[],
  bins: readonly number[],
): Promise<void> {
  const [first] = counts;
  if (first === undefined) return;
  const asked = bins.flatMap((bin) => {
    const window = first[1].range(bin, ensureWindow(context).analyzed);
    return queryScopes(context).map((scope) => ({
      bin,
      plan: { ...candidatePlan(scope, window, MAX_END_ROWS), name: 'ends of findings' },
    }));
  });
  const started = await startQueries(
    context,
    asked.map(({ plan }) => plan),
  );
  const events = new Map<number, LogEvent[] | null>(bins.map((bin) => [bin, []]));
  for await (const { index, result } of results(context, started)) {
    const bin = asked[index]?.bin ?? 0;
    const known = events.get(bin) ?? null;
    const read = result === null ? null : eventsIn(context, result);
    events.set(bin, read === null || known === null ? null : [...known, ...read]);
  }
  for (const [bin, all] of events) if (all !== null) adopt(bin, all, tellings, counts);
}

/** null where not all of them were read. */
function eventsIn(context: RunContext, result: QueryResult): LogEvent[] | null {
  if (result.matched > result.rows.length) return null;
  return eventsOf(result, result.plan.window, (group) => labelOf(context.file, group));
}

function adopt(
  bin: number,
  events: readonly LogEvent[],
  tellings: readonly Telling[],
  counts: readonly Count[],
): void {
  const tellingOf = teller(tellings);
  const own = new Map<Telling, [string, number][]>();
  for (const { message, logGroup, timestampMs } of events) {
    const telling = tellingOf(message);
    if (telling === null) continue;
    const times = own.get(telling) ?? [];
    own.set(telling, times);
    times.push([logGroup, timestampMs]);
  }
  for (const [telling, sum] of counts) sum.adopt(bin, own.get(telling) ?? []);
}

/** One query for each end that is still unknown. */
async function askForEnds(
  context: RunContext,
  tellings: readonly Telling[],
  counts: readonly Count[],
): Promise<void> {
  const wanted: { readonly sum: BinSums; readonly end: End; readonly plan: QueryPlan }[] = [];
  for (const [telling, sum] of counts) {
    for (const end of ENDS.filter((one) => !sum.isRead(one))) {
      const window = sum.range(sum.binAt(end), ensureWindow(context).analyzed);
      const text = `${exactEdges(window)}${edgeQuery(tellings, telling, end)}`;
      for (const scope of queryScopes(context)) {
        const plan = countPlan(scope, `${end} of ${telling.templateId}`, window, text);
        wanted.push({ sum, end, plan });
      }
    }
  }
  const asked = await startQueries(
    context,
    wanted.map(({ plan }) => plan),
  );
  for await (const { index, result } of results(context, asked)) {
    const one = wanted[index];
    if (one === undefined || result === null) continue;
    for (const row of result.rows) reach(context, one.sum, one.end, result, row);
  }
}

function reach(
  context: RunContext,
  sum: BinSums,
  end: End,
  result: QueryResult,
  row: QueryResult['rows'][number],
): void {
  const timeMs = parseTimestamp(row['@timestamp']);
  if (timeMs === null) return;
  const { region } = result.plan;
  sum.reach(end, labelOf(context.file, { name: groupName(row, result), region }), timeMs);
}
