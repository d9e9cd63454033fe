// Windows with more candidates than a run reads. The findings that fill them are counted by queries of their own; all
// other candidates are then few enough to be read. Where both add up to what there is, every count is exact.
import type { LogEvent } from '../base/log-event.ts';
import { durationMs, HOUR_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import type { Prepared } from '../evidence/analyze.ts';
import { MAX_CANDIDATE_ROWS } from '../evidence/candidates.ts';
import {
  countQuery,
  edgeQuery,
  isCounted,
  restQuery,
  type Telling,
  tellingPatterns,
} from '../evidence/count-query.ts';
import { type FindingCount, recounted } from '../evidence/recount.ts';
import { timelineBinSeconds } from '../evidence/timeline.ts';
import type { Analysis } from '../evidence/types.ts';
import { labelOf } from './case-file.ts';
import { runQuery } from './collect.ts';
import type { RunContext } from './context.ts';
import {
  candidatePlan,
  ensureWindow,
  exactEdges,
  type QueryScope,
  queryScopes,
  ROWS_PER_QUERY,
} from './plan.ts';
import type { QueryPlan, QueryResult } from './query.ts';
import { results } from './query-run.ts';
import { startQueries } from './query-start.ts';
import { eventsOf, groupName, parseTimestamp } from './rows.ts';

/** What is known of candidates that were not read one by one. */
export interface Beyond {
  /** Candidates to analyze: a sample of the counted ones, and all others where those could be read. */
  readonly events: readonly LogEvent[];
  readonly counts: readonly (readonly [Telling, FindingCount])[];
}

/** Counts what was not read and reads what is not counted; null where all was read. */
export async function readBeyond(context: RunContext, sample: Prepared): Promise<Beyond | null> {
  const { file } = context;
  if (file.unreadCandidates === 0) return null;
  const candidates = file.candidates ?? [];
  const all = candidates.length + file.unreadCandidates;
  const counts = await countAll(context, tellingPatterns(sample));
  const counted = counts.reduce((sum, [, count]) => sum + totalOf(count), 0);
  if (counted === all) {
    file.unreadCandidates = 0;
    return { events: candidates, counts };
  }
  const tellings = counts.map(([telling]) => telling);
  const rest = tellings.length === 0 ? null : await readRest(context, tellings);
  if (rest === null) return { events: candidates, counts };
  // Fewer than there are: some were missed. More: two patterns count the same events.
  file.unreadCandidates = Math.abs(all - counted - rest.length);
  const sampled = candidates.filter(({ message }) => isCounted(message, tellings));
  return { events: [...sampled, ...rest], counts };
}

/** The analysis with the counts by query in their places; a gap says what remains unread. */
export function withCounts(context: RunContext, analysis: Analysis, beyond: Beyond): Analysis {
  const { file } = context;
  const counts = new Map<string, FindingCount>();
  for (const [{ templateId, severity }, count] of beyond.counts) {
    const finding = analysis.findings.find(
      (one) => one.templateId === templateId && one.severity === severity,
    );
    if (finding !== undefined) counts.set(finding.id, count);
  }
  if (file.unreadCandidates > 0 || counts.size < beyond.counts.length) {
    file.exact = false;
    // What an interruption left unread is named with the interruption: no limit was reached.
    if (!context.world.signal.aborted)
      context.gap(unreadGap(context, counts.size, analysis.findings.length));
  }
  const whole = recounted(analysis, counts, ensureWindow(context).analyzed);
  const asked = file.evidence.filter(({ summary }) => summary.startsWith(`${COUNT_FINDINGS}:`));
  const findings = whole.findings.map((finding) =>
    counts.has(finding.id)
      ? { ...finding, evidence: [...finding.evidence, ...asked.map(({ id }) => id)] }
      : finding,
  );
  return { ...whole, findings };
}

/** The query that counts them, as its evidence calls it. */
const COUNT_FINDINGS = 'count findings';

const totalOf = ({ byLogGroup: groups }: FindingCount) =>
  [...groups.values()].reduce((sum, count) => sum + count, 0);

function unreadGap(context: RunContext, counted: number, findings: number) {
  const unread = context.file.unreadCandidates;
  const hours = durationMs(ensureWindow(context).analyzed) / HOUR_MS;
  const fitting = (hours * MAX_CANDIDATE_ROWS) / (MAX_CANDIDATE_ROWS + unread);
  return {
    what: `${unread.toLocaleString('en')} candidate events were not read one by one.`,
    why: `The limit of ${MAX_CANDIDATE_ROWS.toLocaleString('en')} rows was reached; ${counted} of ${findings} findings were counted by query instead, other counts and the total are lower bounds.`,
    remedy: `Ask for a shorter window: about --hours ${Math.max(0.1, Math.floor(fitting * 10) / 10)} is read whole.`,
  };
}

/** All candidates that no pattern counts; null where they are more than a run reads, or could not be read. */
async function readRest(
  context: RunContext,
  tellings: readonly Telling[],
): Promise<LogEvent[] | null> {
  const { analyzed: window } = ensureWindow(context);
  const events: LogEvent[] = [];
  for (const scope of queryScopes(context)) {
    const limit = MAX_CANDIDATE_ROWS - events.length;
    const text = `${exactEdges(window)}${restQuery(tellings)}`;
    const plan = { ...candidatePlan(scope, window, limit), name: 'other candidates', text };
    const result = limit > 0 ? await runQuery(context, plan) : null;
    if (result === null || result.matched > result.rows.length) return null;
    for (const event of eventsOf(result, window, (group) => labelOf(context.file, group)))
      events.push(event);
  }
  return events;
}

type Count = readonly [Telling, Sums];

/** Counts that are no lower than what was read: else the query missed some. */
async function countAll(
  context: RunContext,
  tellings: readonly Telling[],
): Promise<readonly Count[]> {
  if (tellings.length === 0) return [];
  const sums = await sumsOf(context, tellings);
  const counts: Count[] = [];
  for (const [index, sum] of (sums ?? []).entries()) {
    const telling = tellings[index];
    if (telling === undefined) continue;
    // Those included come first in the list: they are down to their own by now.
    for (const other of telling.includes) sum.take(sums?.[other]);
    if (totalOf(sum) >= telling.timesMs.length) counts.push([telling, sum]);
  }
  await findEnds(context, tellings, counts);
  return counts;
}

/** What each pattern matches, in one pass over the window; null where it could not be asked. */
async function sumsOf(
  context: RunContext,
  tellings: readonly Telling[],
): Promise<readonly Sums[] | null> {
  const { analyzed: window } = ensureWindow(context);
  const binSeconds = timelineBinSeconds(window);
  const text = `${exactEdges(window)}${countQuery(tellings, binSeconds)}`;
  const sums = tellings.map(() => new Sums(binSeconds * SECOND_MS));
  const asked = await startQueries(
    context,
    queryScopes(context).map((scope) => countPlan(scope, COUNT_FINDINGS, window, text)),
  );
  let isWhole = true;
  for await (const { result } of results(context, asked)) {
    isWhole &&= result !== null;
    if (result === null) continue;
    for (const row of result.rows)
      for (const [index, sum] of sums.entries())
        sum.add(context, result, row, Number(row[`n${index}`] ?? 0));
  }
  return isWhole ? sums : null;
}

const countPlan = (
  scope: QueryScope,
  name: string,
  window: TimeRange,
  text: string,
): QueryPlan => ({ ...scope, name, purpose: 'count', window, text, limit: ROWS_PER_QUERY });

const ENDS = ['first', 'last'] as const;
type End = (typeof ENDS)[number];

/** The first and last times: as read, or asked for where a finding's first or last bin holds more than was read. */
async function findEnds(
  context: RunContext,
  tellings: readonly Telling[],
  counts: readonly Count[],
): Promise<void> {
  const wanted: { readonly sum: Sums; readonly end: End; readonly plan: QueryPlan }[] = [];
  for (const [telling, sum] of counts) {
    for (const end of ENDS.filter((one) => !sum.isRead(telling.timesMs, one))) {
      const window = sum.windowAt(end, ensureWindow(context).analyzed);
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
    for (const row of result?.rows ?? [])
      one?.sum.reach(parseTimestamp(row['@timestamp']), one.end);
  }
}

/** Rows of a count query added up. */
class Sums implements FindingCount {
  readonly byLogGroup = new Map<string, number>();
  readonly byBin = new Map<number, number>();
  /** As far as they were asked for. */
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  readonly #binMs: number;

  constructor(binMs: number) {
    this.#binMs = binMs;
  }

  /** Whether all of the first or last bin were read, so that their times tell the first or last one. */
  isRead(timesMs: readonly number[], end: End): boolean {
    const bin = this.#binAt(end);
    const read = timesMs.filter((ms) => ms >= bin && ms < bin + this.#binMs);
    return read.length >= (this.byBin.get(bin) ?? 0);
  }

  /** The first or last bin that holds any. */
  windowAt(end: End, within: TimeRange): TimeRange {
    const bin = this.#binAt(end);
    return {
      startMs: Math.max(bin, within.startMs),
      endMs: Math.min(bin + this.#binMs, within.endMs),
    };
  }

  #binAt(end: End): number {
    const starts = [...this.byBin].flatMap(([start, events]) => (events > 0 ? [start] : []));
    return end === 'first' ? Math.min(...starts) : Math.max(...starts);
  }

  reach(timeMs: number | null, end: End): void {
    if (timeMs === null) return;
    if (end === 'first') this.firstMs = Math.min(this.firstMs, timeMs);
    else this.lastMs = Math.max(this.lastMs, timeMs);
  }

  /** Less what was counted for another finding as well. */
  take(other: Sums | undefined): void {
    for (const [name, events] of other?.byLogGroup ?? [])
      this.byLogGroup.set(name, (this.byLogGroup.get(name) ?? 0) - events);
    for (const [bin, events] of other?.byBin ?? [])
      this.byBin.set(bin, (this.byBin.get(bin) ?? 0) - events);
  }

  add(
    context: RunContext,
    result: QueryResult,
    row: QueryResult['rows'][number],
    events: number,
  ): void {
    if (events === 0) return;
    const { region } = result.plan;
    const name = labelOf(context.file, { name: groupName(row, result), region });
    this.byLogGroup.set(name, (this.byLogGroup.get(name) ?? 0) + events);
    const column = Object.keys(row).find((key) => key.startsWith('bin('));
    const startMs = column === undefined ? null : parseTimestamp(row[column]);
    if (startMs === null) return;
    const bin = Math.floor(startMs / this.#binMs) * this.#binMs;
    this.byBin.set(bin, (this.byBin.get(bin) ?? 0) + events);
  }
}
