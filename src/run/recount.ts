// Windows with more candidates than a run reads. The findings that fill them are counted by queries of their own; all
// other candidates are then few enough to be read. Where both add up to what there is, every count is exact.
import type { LogEvent } from '../base/log-event.ts';
import { durationMs, HOUR_MS, SECOND_MS } from '../base/time-range.ts';
import type { Prepared } from '../evidence/analyze.ts';
import { MAX_CANDIDATE_ROWS } from '../evidence/candidates.ts';
import {
  countQuery,
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
import { candidatePlan, ensureWindow, exactEdges, queryScopes, ROWS_PER_QUERY } from './plan.ts';
import type { QueryPlan, QueryResult } from './query.ts';
import { eventsOf, groupName, parseTimestamp } from './rows.ts';

/** Findings that are counted by query, the most numerous ones: each costs a pass over the window. */
const MAX_COUNTED_FINDINGS = 20;
/** Of the rows that a run reads, how many the findings that are not counted may be thought to need. */
const REST_SHARE = 0.8;

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
  const leave = (MAX_CANDIDATE_ROWS * REST_SHARE * candidates.length) / all;
  const counts: (readonly [Telling, FindingCount])[] = [];
  for (const telling of tellingPatterns(sample, leave, MAX_COUNTED_FINDINGS)) {
    const count = await countByQuery(context, telling);
    if (count !== null && totalOf(count) >= telling.count) counts.push([telling, count]);
  }
  const tellings = counts.map(([telling]) => telling);
  const rest = tellings.length === 0 ? null : await readRest(context, tellings);
  const counted = counts.reduce((sum, [, count]) => sum + totalOf(count), 0);
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
    context.gap(unreadGap(context, counts.size, analysis.findings.length));
  }
  return recounted(analysis, counts, ensureWindow(context).analyzed);
}

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

async function countByQuery(context: RunContext, telling: Telling): Promise<FindingCount | null> {
  const { analyzed: window } = ensureWindow(context);
  const binSeconds = timelineBinSeconds(window);
  const text = `${exactEdges(window)}${countQuery(telling, binSeconds)}`;
  const count = new Sums(binSeconds * SECOND_MS);
  for (const scope of queryScopes(context)) {
    const plan: QueryPlan = {
      ...scope,
      name: `count ${telling.templateId}`,
      purpose: 'count',
      window,
      text,
      limit: ROWS_PER_QUERY,
    };
    const result = await runQuery(context, plan);
    if (result === null) return null;
    for (const row of result.rows) count.add(context, result, row);
  }
  return count;
}

/** Rows of a count query added up. */
class Sums implements FindingCount {
  readonly byLogGroup = new Map<string, number>();
  readonly byBin = new Map<number, number>();
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  readonly #binMs: number;

  constructor(binMs: number) {
    this.#binMs = binMs;
  }

  add(context: RunContext, result: QueryResult, row: QueryResult['rows'][number]): void {
    const events = Number(row.n ?? 0);
    const { region } = result.plan;
    const name = labelOf(context.file, { name: groupName(row, result), region });
    this.byLogGroup.set(name, (this.byLogGroup.get(name) ?? 0) + events);
    this.firstMs = Math.min(this.firstMs, timeOf(row.first) ?? this.firstMs);
    this.lastMs = Math.max(this.lastMs, timeOf(row.last) ?? this.lastMs);
    const column = Object.keys(row).find((key) => key.startsWith('bin('));
    const startMs = column === undefined ? null : parseTimestamp(row[column]);
    if (startMs === null) return;
    const bin = Math.floor(startMs / this.#binMs) * this.#binMs;
    this.byBin.set(bin, (this.byBin.get(bin) ?? 0) + events);
  }
}

/** The least or greatest @timestamp: written as a time, or as milliseconds since 1970. */
function timeOf(text: string | undefined): number | null {
  const ms = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(ms) ? parseTimestamp(text) : ms;
}
