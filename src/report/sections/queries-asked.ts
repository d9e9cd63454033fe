// The H3 "Queries": what was asked of Logs Insights, of which log groups, and how much of it matched.
import { number, period, size, sum } from '../format.ts';
import { inline, table } from '../text.ts';
import type { ReportEvidence } from '../types.ts';
import type { View } from '../view.ts';

const QUERY_TOOL = 'get-query-results';
/** `count F1`, `count F2` are one row. */
const NUMBERED = / F\d+$/;
const SECOND_MS = 1_000;

export function queriesAsked({ report }: View): string[] {
  const byName = new Map<string, ReportEvidence[]>();
  for (const evidence of report.evidence) {
    if (evidence.tool !== QUERY_TOOL) continue;
    const name = (evidence.summary.split(':')[0] ?? '').replace(NUMBERED, '');
    byName.set(name, [...(byName.get(name) ?? []), evidence]);
  }
  if (byName.size === 0) return [];
  const head = ['Query', 'Asked', 'Log groups', 'From, to (UTC)', 'Matched', 'Scanned', 'Size'];
  const rows = [...byName].map(([name, answers]) => [
    inline(name),
    number(answers.length),
    number(new Set(answers.flatMap(groupsOf)).size),
    spanOf(answers),
    number(statistic(answers, 'recordsMatched')),
    number(statistic(answers, 'recordsScanned')),
    size(statistic(answers, 'bytesScanned')),
  ]);
  return ['### Queries', table(head, rows)];
}

function groupsOf({ arguments: { logGroupNames } }: ReportEvidence): string[] {
  return Array.isArray(logGroupNames) ? logGroupNames.map(String) : [];
}

function statistic(answers: readonly ReportEvidence[], name: string): number {
  return sum(answers.map(({ statistics }) => statistics?.[name] ?? 0));
}

function spanOf(answers: readonly ReportEvidence[]): string {
  const times = (name: string) => answers.map((answer) => Number(answer.arguments[name]));
  const start = Math.min(...times('startTime')) * SECOND_MS;
  const end = Math.max(...times('endTime')) * SECOND_MS;
  if (!Number.isFinite(start) || !Number.isFinite(end)) return '–';
  return period({ start: new Date(start).toISOString(), end: new Date(end).toISOString() });
}
