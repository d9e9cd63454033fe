// The H3 "Queries": what was asked of Logs Insights, of which log groups, and how much of it matched.
import { evidenceWords } from '../evidence-words.ts';
import { count, number, period, size, sum } from '../format.ts';
import { answersOf, queriesByName } from '../queries-by-name.ts';
import { inline, table } from '../text.ts';
import type { ReportEvidence } from '../types.ts';
import type { View } from '../view.ts';

const SECOND_MS = 1_000;

export function queriesAsked({ report }: View): string[] {
  const byName = queriesByName(report);
  if (byName.size === 0) return [];
  const head = [
    'Query',
    'Asked',
    'Log groups',
    'From, to (UTC)',
    'Matched',
    'Scanned',
    'Size',
    'Evidence',
  ];
  const rows = [...byName].map(([name, answers]) => [
    inline(name),
    number(answers.length),
    number(new Set(answers.flatMap(groupsOf)).size),
    spanOf(answers),
    number(statistic(answers, 'recordsMatched')),
    number(statistic(answers, 'recordsScanned')),
    size(statistic(answers, 'bytesScanned')),
    evidenceWords(answersOf(report, name).map(({ id }) => id)),
  ]);
  return ['### Queries', table(head, rows)];
}

function groupsOf({ arguments: { logGroupNames } }: ReportEvidence): string[] {
  return Array.isArray(logGroupNames) ? logGroupNames.map(String) : [];
}

function statistic(answers: readonly ReportEvidence[], name: string): number {
  return sum(answers.map(({ statistics }) => statistics?.[name] ?? 0));
}

/** The seconds at the ends of a window that StartQuery looks at too much: no span. */
const isSecond = ({ arguments: { startTime, endTime } }: ReportEvidence): boolean =>
  Number.isFinite(startTime) && startTime === endTime;

function spanOf(answers: readonly ReportEvidence[]): string {
  if (answers.every(isSecond)) return seconds(answers);
  const times = (name: string) => answers.map((answer) => Number(answer.arguments[name]));
  const start = Math.min(...times('startTime')) * SECOND_MS;
  const end = Math.max(...times('endTime')) * SECOND_MS;
  if (!Number.isFinite(start) || !Number.isFinite(end)) return '–';
  return period({ start: new Date(start).toISOString(), end: new Date(end).toISOString() });
}

/** `2026-11-20 16:00:00 UTC, one second`; of several the first and the last. */
function seconds(answers: readonly ReportEvidence[]): string {
  const times = [...new Set(answers.map((answer) => Number(answer.arguments.startTime)))].sort(
    (a, b) => a - b,
  );
  const [first = 0, last = first] = [times[0], times.at(-1)];
  if (times.length === 1) return `${timeOf(first)} UTC, one second`;
  return `${count(times.length, 'second')} between ${timeOf(first)} and ${timeOf(last)} UTC`;
}

const timeOf = (epochSeconds: number): string =>
  new Date(epochSeconds * SECOND_MS).toISOString().slice(0, 19).replace('T', ' ');
