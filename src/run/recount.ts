// Windows with more candidates than are read one by one. The findings that fill them are counted by queries of their
// own; all other candidates are then few enough to be read. Where both add up in each bin, counts are exact, as far as
// no kind that nobody has read looks to a pattern just like one that it counts.
import { grouped } from '../base/grouped.ts';
import type { LogEvent } from '../base/log-event.ts';
import { remembered } from '../base/remembered.ts';
import { durationMs, HOUR_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { MAX_FINDINGS, type Prepared } from '../evidence/analyze.ts';
import { MAX_CANDIDATE_ROWS } from '../evidence/candidates.ts';
import {
  countedAtOnce,
  countQuery,
  mostOf,
  only,
  restQuery,
  type Telling,
  teller,
  tellingPatterns,
  triedOn,
} from '../evidence/count-query.ts';
import { inPart } from '../evidence/part.ts';
import { type Counted, type Named, nameOf, placing, withCounted } from '../evidence/recount.ts';
import { niceSeconds } from '../evidence/timeline.ts';
import { BinSums, type Count } from './bin-sums.ts';
import { labelOf } from './case-file.ts';
import { runQuery } from './collect.ts';
import type { RunContext } from './context.ts';
import { readEnds } from './count-ends.ts';
import {
  candidatePlan,
  countPlan,
  ensureWindow,
  exactEdges,
  type QueryScope,
  queryScopes,
  ROWS_PER_QUERY,
} from './plan.ts';
import type { QueryResult } from './query.ts';
import { results } from './query-run.ts';
import { startQueries } from './query-start.ts';
import { eventsOf, groupName, parseTimestamp } from './rows.ts';
import { slices } from './search-windows.ts';
import { settle } from './settle-counts.ts';

/** What is known of candidates that were not read one by one. */
export interface Beyond {
  /** Candidates to analyze: a sample of the counted ones, and all others where those could be read. */
  readonly events: readonly LogEvent[];
  readonly counted: readonly Counted[];
  /** For which finding an event was counted; null: for none. */
  readonly countedFor: (message: string) => Telling | null;
  /** Ids of the counts. */
  readonly evidence: readonly string[];
  /** On how much of what was read the patterns that count were tried. */
  readonly triedOn: number;
}

/** Work that waits for no count; what it asks for, it asks in the same order in each run. */
export type Meanwhile = () => Promise<unknown>;

const NOTHING_MEANWHILE: Meanwhile = async () => {};

/**
 * Counts what was not read and reads what is not counted; null where all was read. `meanwhile` is done while the counts
 * are awaited.
 */
export async function readBeyond(
  context: RunContext,
  sample: Prepared,
  meanwhile: Meanwhile = NOTHING_MEANWHILE,
): Promise<Beyond | null> {
  const { file } = context;
  if (file.unreadCandidates === 0) return null;
  const candidates = file.candidates ?? [];
  const all = candidates.length + file.unreadCandidates;
  const asked = await countAll(context, countable(context, sample), meanwhile);
  const { candidates: bins, evidence } = asked;
  const tellings = asked.counts.map(([telling]) => telling);
  const left = await readRest(context, tellings, all - totalOf(asked.counts));
  const countedFor = remembered(teller(tellings), MAX_KEPT);
  const uncounted = left?.filter(({ message }) => countedFor(message) === null) ?? null;
  let rest: readonly LogEvent[] | null = null;
  if (uncounted !== null) {
    const tally = { counts: asked.counts, candidates: bins, rest: uncounted };
    const settled = await settle(context, tally);
    rest = settled.rest;
    file.unreadCandidates = 0;
    const difference = Math.abs(all - totalOf(asked.counts) - rest.length);
    file.miscounted = Math.max(settled.wrong, difference);
  }
  // Of some nothing may be left once other patterns are known to match the same events.
  const counts = asked.counts.filter(([, sums]) => sums.total() > 0);
  await readEnds(context, tellings, counts);
  const { analyzed: window } = ensureWindow(context);
  const standsFor = placing(counts.map(([, sums]) => sums.total()));
  const counted = counts.map(([{ templateId, severity }, sums]) => ({
    templateId,
    severity,
    placed: sums.placed(window, standsFor(sums.total())),
  }));
  const sampled = candidates.filter(({ message }) => countedFor(message) !== null);
  const isSame = rest === null || (rest.length === 0 && sampled.length === candidates.length);
  const events = isSame ? candidates : [...sampled, ...(rest ?? [])];
  return { events, counted, countedFor, evidence, triedOn: triedOn(sample) };
}

/** Whether a finding of the sample was counted by a query. */
export const isCounted = (draft: Named, { counted }: Pick<Beyond, 'counted'>): boolean =>
  counted.some((one) => nameOf(one) === nameOf(draft));

const totalOf = (counts: readonly Count[]) =>
  counts.reduce((total, [, sums]) => total + sums.total(), 0);

/** Each of the events read is asked for twice; so many of them are kept in mind. */
const MAX_KEPT = 20_000;

/** Findings that are counted by query, in AWS those that one query counts: each of them scans the whole window. */
const MAX_COUNTED_FINDINGS = 30;
const MAX_COUNTED_LOCAL_FINDINGS = 300;

/** Local candidates that are sooner read one by one than counted in another pass over the window. */
const MAX_LOCAL_REST = 5_000;

function countable({ request, file }: RunContext, sample: Prepared): readonly Telling[] {
  if (request.local) {
    const tellings = tellingPatterns(sample, MAX_COUNTED_LOCAL_FINDINGS);
    const read = file.candidates?.length ?? 0;
    // What may be left, as a share of those that were read.
    const left = (read * MAX_LOCAL_REST) / (read + file.unreadCandidates);
    const most = mostOf(tellings, read - left);
    const isFewer = countedAtOnce(most).length < countedAtOnce(tellings).length;
    return isFewer ? most : tellings;
  }
  return countedAtOnce(tellingPatterns(sample, MAX_COUNTED_FINDINGS))[0] ?? [];
}

/** The findings with the counts by query in their places; a gap says what remains unread, or was counted wrong. */
export function withCounts(context: RunContext, found: Prepared, beyond: Beyond): Prepared {
  const { file } = context;
  const { prepared, housed } = withCounted(found, beyond.counted, beyond);
  const homeless = beyond.counted.length - housed;
  if (housed > 0) file.counted = { kinds: housed, triedOn: beyond.triedOn };
  if (file.unreadCandidates > 0 || file.miscounted > 0 || homeless > 0) file.exact = false;
  if (file.unreadCandidates === 0) {
    if (file.miscounted > 0) context.gap(miscountedGap(file.miscounted));
    if (homeless > 0) context.gap(foldedGap(homeless));
    // What an interruption left unread is named with the interruption: no limit was reached.
  } else if (!context.world.signal.aborted)
    context.gap(unreadGap(context, housed, prepared.drafts.length));
  return partly(context, prepared, beyond);
}

/** What was neither read nor counted may have come at any time: then courses are known of what was counted only. */
function partly({ file }: RunContext, prepared: Prepared, beyond: Beyond): Prepared {
  if (file.unreadCandidates === 0) return prepared;
  const read = (file.whole?.events ?? file.candidates ?? []).length;
  const part = { read, matched: read + file.unreadCandidates };
  return inPart(prepared, part, (draft) => isCounted(draft, beyond));
}

/** All candidates were read or counted, but not each of them once. */
const miscountedGap = (events: number) => ({
  what: `For ${grouped(events)} candidate events the counts by query and what was read do not add up.`,
  why: 'They were counted twice or not at all: two patterns match one event, or a pattern matches what it was not tried on. Counts and the total may be off by as many.',
  remedy: 'Ask for a shorter window, or for fewer log groups.',
});

/** What was counted for findings that there are not any more. */
const foldedGap = (kinds: number) => ({
  what:
    kinds === 1
      ? '1 kind of errors that was counted by query is no finding of its own.'
      : `${grouped(kinds)} kinds of errors that were counted by query are no findings of their own.`,
  why: `What is not is among the rarest beyond ${MAX_FINDINGS} findings, or fell into another with what was read beside it: counts and the total are lower bounds.`,
  remedy: 'Ask for a shorter window, or for fewer log groups.',
});

/** The query that counts them, as its evidence calls it. */
const COUNT_FINDINGS = 'count findings';

function unreadGap(context: RunContext, counted: number, findings: number) {
  const unread = context.file.unreadCandidates;
  const hours = durationMs(ensureWindow(context).analyzed) / HOUR_MS;
  const fitting = (hours * MAX_CANDIDATE_ROWS) / (MAX_CANDIDATE_ROWS + unread);
  return {
    what: `${grouped(unread)} candidate events were not read one by one.`,
    why: `The limit of ${grouped(MAX_CANDIDATE_ROWS)} rows was reached; ${counted} of ${findings} findings were counted by query instead, other counts and the total are lower bounds.`,
    remedy: `Ask for a shorter window: about --hours ${Math.max(0.1, Math.floor(fitting * 10) / 10)} is read whole.`,
  };
}

/**
 * All candidates that the queries did not count, so many; null where they are more than a run reads, or could not be
 * read.
 */
async function readRest(
  context: RunContext,
  tellings: readonly Telling[],
  uncounted: number,
): Promise<LogEvent[] | null> {
  if (tellings.length === 0 || uncounted > MAX_CANDIDATE_ROWS) return null;
  if (uncounted === 0) return [];
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

interface Counts {
  readonly counts: readonly Count[];
  /** All candidates, counted or not. */
  readonly candidates: BinSums;
  readonly evidence: readonly string[];
}

const NO_COUNTS: Counts = { counts: [], candidates: new BinSums(1, new Map()), evidence: [] };

/** Counts that are no lower than what was read: else the query missed some. */
async function countAll(
  context: RunContext,
  tellings: readonly Telling[],
  meanwhile: Meanwhile,
): Promise<Counts> {
  if (tellings.length === 0) return NO_COUNTS;
  const asked = await sumsOf(context, tellings, meanwhile);
  if (asked === null) return NO_COUNTS;
  const { sums, candidates, evidence } = asked;
  const counts: Count[] = [];
  for (const [index, sum] of sums.entries()) {
    const telling = tellings[index];
    if (telling === undefined) continue;
    // Those included come first in the list: they are down to their own by now.
    for (const other of telling.includes) sum.take(sums[other]);
    counts.push([telling, sum]);
  }
  return { counts: withoutContradictions(tellings, counts), candidates, evidence };
}

/** Fewer than were read: then what it includes, and what includes it, counted what it should not have. Those left keep all that they include. */
function withoutContradictions(
  tellings: readonly Telling[],
  counts: readonly Count[],
): readonly Count[] {
  const wrong = new Set(counts.flatMap(([, sum], index) => (sum.holds() ? [] : [index])));
  for (let before = -1; before < wrong.size; ) {
    before = wrong.size;
    for (const [index, { includes }] of tellings.entries()) {
      const tied = [index, ...includes];
      if (tied.some((one) => wrong.has(one))) for (const one of tied) wrong.add(one);
    }
  }
  const kept = new Set([...counts.keys()].filter((index) => !wrong.has(index)));
  const sums = counts.filter((_, index) => kept.has(index)).map(([, sum]) => sum);
  return only(tellings, kept).map((telling, index): Count => [telling, sums[index] as BinSums]);
}

interface Sums extends Omit<Counts, 'counts'> {
  readonly sums: readonly BinSums[];
}

/** What each pattern matches, in a pass over the window for so many of them; null where it could not be asked. */
async function sumsOf(
  context: RunContext,
  tellings: readonly Telling[],
  meanwhile: Meanwhile,
): Promise<Sums | null> {
  const lists = countedAtOnce(tellings);
  const { windows, binSeconds } = countWindows(context, lists.length);
  const sumsOfLists = lists.map((list) =>
    list.map(({ read }) => new BinSums(binSeconds * SECOND_MS, read)),
  );
  const candidates = new BinSums(binSeconds * SECOND_MS, new Map());
  const asked = lists.flatMap((list, index) =>
    windows.flatMap((window) => {
      const text = `${exactEdges(window)}${countQuery(list, binSeconds)}`;
      const columns = new Map((sumsOfLists[index] ?? []).map((sum, place) => [`n${place}`, sum]));
      // Each of the lists counts all of them too.
      if (index === 0) columns.set('n', candidates);
      const plansOf = (scope: QueryScope) => countPlan(scope, COUNT_FINDINGS, window, text);
      return queryScopes(context).map((scope) => ({ columns, plan: plansOf(scope) }));
    }),
  );
  const plans = asked.map(({ plan }) => plan);
  const evidence: string[] = [];
  let isWhole = true;
  const started = await startQueries(context, plans);
  await meanwhile();
  for await (const { index, result } of results(context, started)) {
    isWhole &&= result !== null;
    if (result === null) continue;
    evidence.push(result.evidenceId);
    const columns = asked[index]?.columns ?? new Map<string, BinSums>();
    for (const row of result.rows) addRow(context, columns, result, row);
  }
  return isWhole ? { sums: sumsOfLists.flat(), candidates, evidence } : null;
}

function addRow(
  context: RunContext,
  columns: ReadonlyMap<string, BinSums>,
  result: QueryResult,
  row: QueryResult['rows'][number],
): void {
  const { region } = result.plan;
  const group = labelOf(context.file, { name: groupName(row, result), region });
  const column = Object.keys(row).find((key) => key.startsWith('bin('));
  const startMs = column === undefined ? null : parseTimestamp(row[column]);
  if (startMs === null) return;
  for (const [name, sum] of columns) sum.add(group, startMs, Number(row[name] ?? 0));
}

/** Bins over the whole window: an occurrence is known to be in one of them, no nearer. */
const MAX_COUNT_BINS = 2_000;
/** The same over all queries that count, one after the other. */
const MAX_COUNT_ROWS = 6_000;

/** The windows that are counted side by side, those of the search, and how narrow bins their rows leave room for. */
function countWindows(
  context: RunContext,
  queries: number,
): {
  readonly windows: readonly TimeRange[];
  readonly binSeconds: number;
} {
  const { analyzed } = ensureWindow(context);
  const parts = context.file.searchesPerGroup;
  const windows = parts > 1 ? slices(analyzed, parts) : [analyzed];
  const groups = Math.max(...queryScopes(context).map(({ logGroupNames: names }) => names.length));
  // A bin that lies across two windows has a row in both.
  const bins = Math.min(
    MAX_COUNT_BINS,
    MAX_COUNT_ROWS / queries,
    (windows.length * ROWS_PER_QUERY) / groups - 2,
  );
  return { windows, binSeconds: niceSeconds(durationMs(analyzed) / SECOND_MS / bins) };
}
