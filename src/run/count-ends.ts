// The first and last times of findings that were counted in bins: as read, else the candidates of the bins that hold
// them are read, or where these are too many, each is asked for by itself.
import type { LogEvent } from '../base/log-event.ts';
import { edgeQuery, type Telling, teller } from '../evidence/count-query.ts';
import { type BinSums, ENDS, type End } from './bin-sums.ts';
import { labelOf } from './case-file.ts';
import type { RunContext } from './context.ts';
import { candidatePlan, countPlan, ensureWindow, exactEdges, queryScopes } from './plan.ts';
import type { QueryResult, StartedQuery } from './query.ts';
import { awaitQuery, startQuery } from './query-run.ts';
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
  const asked: (readonly [bin: number, StartedQuery | null])[] = [];
  for (const bin of bins) {
    const window = first[1].range(bin, ensureWindow(context).analyzed);
    for (const scope of queryScopes(context)) {
      const plan = { ...candidatePlan(scope, window, MAX_END_ROWS), name: 'ends of findings' };
      asked.push([bin, await startQuery(context, plan)]);
    }
  }
  const events = new Map<number, LogEvent[] | null>();
  for (const [bin, started] of asked) {
    const read = await eventsIn(context, started);
    const known = events.get(bin) ?? [];
    events.set(bin, read === null || events.get(bin) === null ? null : [...known, ...read]);
  }
  for (const [bin, all] of events) if (all !== null) adopt(bin, all, tellings, counts);
}

/** null where not all of them could be read. */
async function eventsIn(
  context: RunContext,
  started: StartedQuery | null,
): Promise<LogEvent[] | null> {
  const result = started === null ? null : await awaitQuery(context, started);
  if (result === null || result.matched > result.rows.length) return null;
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
  const asked: (readonly [BinSums, End, StartedQuery | null])[] = [];
  for (const [telling, sum] of counts) {
    for (const end of ENDS.filter((one) => !sum.isRead(one))) {
      const window = sum.range(sum.binAt(end), ensureWindow(context).analyzed);
      const text = `${exactEdges(window)}${edgeQuery(tellings, telling, end)}`;
      for (const scope of queryScopes(context)) {
        const plan = countPlan(scope, `${end} of ${telling.templateId}`, window, text);
        asked.push([sum, end, await startQuery(context, plan)]);
      }
    }
  }
  for (const [sum, end, started] of asked) {
    const result = started === null ? null : await awaitQuery(context, started);
    if (result === null) continue;
    for (const row of result.rows) reach(context, sum, end, result, row);
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
