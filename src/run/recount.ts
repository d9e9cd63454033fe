// Windows with more candidates than a run reads: each finding is counted by a query of its own.
import { durationMs, HOUR_MS, SECOND_MS } from '../base/time-range.ts';
import type { Prepared } from '../evidence/analyze.ts';
import { MAX_CANDIDATE_ROWS } from '../evidence/candidates.ts';
import { countQuery } from '../evidence/count-query.ts';
import { type FindingCount, recounted } from '../evidence/recount.ts';
import type { Analysis, Finding } from '../evidence/types.ts';
import { labelOf } from './case-file.ts';
import { runQuery } from './collect.ts';
import type { RunContext } from './context.ts';
import { ensureWindow, exactEdges, queryScopes, ROWS_PER_QUERY } from './plan.ts';
import type { QueryPlan, QueryResult } from './query.ts';
import { groupName, parseTimestamp } from './rows.ts';

/** Findings that are counted by query, the most important ones. */
const MAX_COUNTED_FINDINGS = 20;

/** The analysis as it is where all candidates were read; else with counts by query, and a gap that says so. */
export async function recount(
  context: RunContext,
  analysis: Analysis,
  prepared: Prepared,
): Promise<Analysis> {
  const { file } = context;
  if (file.unreadCandidates === 0) return analysis;
  file.exact = false;
  const errors = analysis.findings.filter(({ severity }) => severity === 'error');
  const counts = new Map<string, FindingCount>();
  for (const [index, finding] of errors.slice(0, MAX_COUNTED_FINDINGS).entries()) {
    const text = countQuery(prepared, index, analysis.timeline.binSeconds);
    if (text === null) continue;
    const count = await countByQuery(context, analysis, finding, text);
    if (count !== null) counts.set(finding.id, count);
  }
  context.gap(unreadGap(context, counts.size, errors.length));
  return recounted(analysis, counts, ensureWindow(context).analyzed);
}

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

async function countByQuery(
  context: RunContext,
  analysis: Analysis,
  finding: Finding,
  text: string,
): Promise<FindingCount | null> {
  const { analyzed: window } = ensureWindow(context);
  const count = { byLogGroup: new Map<string, number>(), byBin: new Map<number, number>() };
  for (const scope of queryScopes(context)) {
    const plan: QueryPlan = {
      ...scope,
      name: `count ${finding.id}`,
      purpose: 'count',
      window,
      text: `${exactEdges(window)}${text}`,
      limit: ROWS_PER_QUERY,
    };
    const result = await runQuery(context, plan);
    if (result === null) return null;
    addRows(context, result, analysis.timeline.binSeconds, count);
  }
  return count;
}

interface Sums {
  readonly byLogGroup: Map<string, number>;
  readonly byBin: Map<number, number>;
}

function addRows(context: RunContext, result: QueryResult, binSeconds: number, sums: Sums): void {
  const binMs = binSeconds * SECOND_MS;
  for (const row of result.rows) {
    const events = Number(row.n ?? 0);
    const name = labelOf(context.file, {
      name: groupName(row, result),
      region: result.plan.region,
    });
    sums.byLogGroup.set(name, (sums.byLogGroup.get(name) ?? 0) + events);
    const column = Object.keys(row).find((key) => key.startsWith('bin('));
    const startMs = column === undefined ? null : parseTimestamp(row[column]);
    if (startMs === null) continue;
    const bin = Math.floor(startMs / binMs) * binMs;
    sums.byBin.set(bin, (sums.byBin.get(bin) ?? 0) + events);
  }
}
