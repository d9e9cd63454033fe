// "Log Groups Analyzed": what was read and what was left out, with the reason.
import { readLogGroupArn } from '../../base/log-group-arn.ts';
import { evidenceWords } from '../evidence-words.ts';
import { count, number, percentOf } from '../format.ts';
import { leastOf } from '../not-done.ts';
import { groupsIn, regionsIn } from '../regions.ts';
import { code, inline, prose, table } from '../text.ts';
import type { ReportLogGroup } from '../types.ts';
import type { View } from '../view.ts';
import { coverage, gaps } from './coverage.ts';
import { procedure } from './procedure.ts';
import { queriesAsked } from './queries-asked.ts';

/** More rows are left to report.json. */
const MAX_ROWS = 40;
const ORDER: Readonly<Record<ReportLogGroup['status'], number>> = {
  analyzed: 0,
  failed: 1,
  empty: 2,
  excluded: 3,
};

export function logGroups(view: View): readonly string[] {
  return [
    ...groupTable(view),
    ...coverage(view),
    ...queriesAsked(view),
    ...gaps(view),
    ...procedure(view),
  ];
}

function groupTable(view: View): string[] {
  const { report } = view;
  if (report.logGroups.length === 0) return ['No log group was read.'];
  const told = report.logGroups.map(({ region }) => region);
  const regions = [...new Set([...regionsIn(report), ...told])];
  const tables =
    regions.length === 1
      ? tableOf(view, report.logGroups)
      : regions.flatMap((region) => [`### ${inline(region)}`, ...tableIn(view, region)]);
  const confirmed = report.run.confirmed
    ? []
    : ['Nobody confirmed this selection: there was no terminal to ask at, or `--yes` answered.'];
  return [...tables, ...confirmed];
}

/** Another account's by its name and that account; its ARN stands in report.json. */
function named({ name, account }: ReportLogGroup): string {
  const arn = readLogGroupArn(name);
  return account === undefined || arn === null
    ? code(name)
    : `${code(arn.name)} of account ${inline(account)}`;
}

function tableIn(view: View, region: string): string[] {
  const groups = groupsIn(view.report, region);
  return groups.length === 0 ? ['No log group was read here.'] : tableOf(view, groups);
}

function tableOf({ report, clock }: View, some: readonly ReportLogGroup[]): string[] {
  const groups = some.toSorted((a, b) => ORDER[a.status] - ORDER[b.status] || b.errors - a.errors);
  const rows = groups
    .slice(0, MAX_ROWS)
    .map((group) => [
      named(group),
      group.status,
      group.status === 'analyzed' && report.totals.searched && group.events !== 0
        ? `${leastOf(report.totals.part !== undefined && group.errors > 0)}${number(group.errors)}`
        : '–',
      group.status === 'analyzed' && report.totals.errors > 0
        ? percentOf(group.errors, report.totals.errors)
        : '–',
      group.events === null ? 'not counted' : number(group.events),
      group.lastEventTime === null ? '–' : clock.short(group.lastEventTime),
      prose(group.relevance),
      evidenceWords(group.evidence ?? []),
    ]);
  const head = [
    'Log group',
    'Status',
    'Errors',
    'Share',
    'Events',
    'Last event (UTC)',
    'Why',
    'Evidence',
  ];
  const rest = groups.length - rows.length;
  return [
    table(head, rows),
    ...(rest > 0 ? [`${count(rest, 'more log group')} in report.json.`] : []),
  ];
}
