// The first and last times of findings that were counted in bins: as read, else the candidates of the bins that hold
// them are read, or where these are too many, each is asked for by itself.
import { edgeQuery, type Telling } from '../evidence/count-query.ts';
import { type BinSums, type Count, ENDS, type End } from './bin-sums.ts';
import { labelOf } from './case-file.ts';
import type { RunContext } from './context.ts';
import { countPlan, ensureWindow, exactEdges, queryScopes } from './plan.ts';
import type { QueryPlan, QueryResult } from './query.ts';
import { results } from './query-run.ts';
import { startQueries } from './query-start.ts';
import { readBins, timesByTelling } from './read-bins.ts';
import { groupName, parseTimestamp } from './rows.ts';

/** Candidates of one bin that are read for the sake of its times. */
const MAX_END_ROWS = 1_000;
/** Bins that are read so, those that hold the ends of most findings. */
const MAX_READ_BINS = 8;

/** `tellings`: all that were counted, also those of which nothing is left. */
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
  await adoptBins(
    context,
    tellings,
    counts,
    wanted.map(([bin]) => bin),
  );
  await askForEnds(context, tellings, counts);
}

/** The times of all candidates of these bins, as far as they are no more than are read. */
async function adoptBins(
  context: RunContext,
  tellings: readonly Telling[],
  counts: readonly Count[],
  bins: readonly number[],
): Promise<void> {
  const [first] = counts;
  if (first === undefined) return;
  const { analyzed } = ensureWindow(context);
  const wanted = bins.map((bin) => [bin, first[1].range(bin, analyzed)] as const);
  const timesOf = timesByTelling(tellings);
  for (const [bin, events] of await readBins(context, 'ends of findings', wanted, MAX_END_ROWS)) {
    const { times } = timesOf(events);
    for (const [telling, sum] of counts) sum.adopt(bin, times.get(telling) ?? []);
  }
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
