// The H3s of the regions: what each of several regions holds, beside what holds for all of them. One region has none.
import { count, enumeration, number, percentOf, sum } from '../format.ts';
import { boundOf } from '../not-done.ts';
import { findingsIn, groupsIn, isRead, regionsIn } from '../regions.ts';
import { code, inline, list } from '../text.ts';
import type { Report, ReportFinding } from '../types.ts';
import type { CauseView, View } from '../view.ts';
import { causeWords } from './cause-words.ts';

/** More findings, or alarms, of a region are left to report.json. */
const MAX_FINDINGS = 10;
const MAX_ALARMS = 3;

/** An H3 for each region with what a section says of it; nothing where there is one region. */
export function eachRegion(
  { report }: View,
  itemsOf: (region: string) => readonly string[],
): string[] {
  const regions = regionsIn(report);
  if (regions.length < 2) return [];
  return regions.flatMap((region) => [`### ${inline(region)}`, list(itemsOf(region))]);
}

export const UNREAD = 'Nothing was read here.';

/** Of the summary: how bad it is there, and why. */
export function summaryByRegion(view: View): string[] {
  if (view.report.totals.errors === 0) return [];
  return eachRegion(view, (region) => [
    `**Errors:** ${shareOf(view.report, region)}`,
    ...causeItems(view, region),
    ...alarmItems(view.report, region),
    ...unreadItems(view.report, region),
  ]);
}

/** Of the patterns: the errors of each region. */
export function errorsByRegion(view: View): string[] {
  return eachRegion(view, (region) => {
    const { report, errors } = view;
    const found = [...findingsIn(report, errors, region)].sort((a, b) => b.count - a.count);
    const only = onlyIn(view, region);
    return [
      `**Errors:** ${shareOf(report, region)}`,
      ...(found.length === 0
        ? []
        : [
            `**Findings:** ${cut(
              found.map(({ id, count: times }) => `${id} ${number(times)} times`),
              MAX_FINDINGS,
            )}`,
          ]),
      ...(only.length === 0 || only.length === errors.length || !isWhole(report)
        ? []
        : [`**Only here:** ${cut(only, MAX_FINDINGS)}`]),
      ...unreadItems(report, region),
    ];
  });
}

/** Of the causes: which show there, and how often. */
export function causesByRegion(view: View): string[] {
  if (view.causes.length === 0) return [];
  return eachRegion(view, (region) => {
    const items = causeItems(view, region);
    if (!isRead(view.report, region)) return [UNREAD];
    return items.length === 0
      ? [`No finding of these causes comes here: ${shareOf(view.report, region)}.`]
      : items;
  });
}

/** Ranks of the causes that show in a region. */
export function ranksIn({ report, causes }: View, region: string): readonly number[] {
  return causes.flatMap(({ cause, leads }) =>
    findingsIn(report, leads, region).length === 0 ? [] : [cause.rank],
  );
}

/** Findings that no other region has. */
export function onlyIn({ report, errors }: View, region: string): readonly string[] {
  return findingsIn(report, errors, region).flatMap(({ id, count: times }) =>
    countOf(errors, id) === times ? [id] : [],
  );
}

function causeItems(view: View, region: string): string[] {
  return view.causes.flatMap(({ cause, leads }) => {
    const found = findingsIn(view.report, leads, region);
    const times = sum(found.map((one) => one.count));
    if (times === 0) return [];
    const isAlone = isWhole(view.report) && times === sum(leads.map((lead) => lead.count));
    const ids = enumeration(found.map(({ id }) => id));
    return [
      `**${capital(causeWords([cause.rank]))}:** ${count(times, 'time')} (${ids})${isAlone ? ', only here' : ''}`,
    ];
  });
}

/** Whether each region was read: that something comes in one only is not known otherwise. */
function isWhole(report: Report): boolean {
  return regionsIn(report).every((region) => {
    const read = groupsIn(report, region).filter(({ status }) => status !== 'excluded');
    return read.length > 0 && read.every(({ status }) => status !== 'failed');
  });
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function alarmItems({ alarms = [] }: Report, region: string): string[] {
  const here = alarms.filter((alarm) => alarm.region === region);
  if (here.length === 0) return [];
  const names = here.map(({ name }) => code(name, 80));
  return [`**Alarms that rang:** ${cut(names, MAX_ALARMS)}`];
}

function unreadItems(report: Report, region: string): string[] {
  const failed = groupsIn(report, region).filter(({ status }) => status === 'failed').length;
  return failed === 0 ? [] : [`**Not read:** ${count(failed, 'log group')}, see Gaps`];
}

function cut(items: readonly string[], most: number): string {
  const more = items.length - most;
  return [...items.slice(0, most), ...(more > 0 ? [`${number(more)} more`] : [])].join(', ');
}

/** How many errors a region holds; what was not read has none to tell of. */
function errorsOf(report: Report, region: string): string {
  if (!isRead(report, region)) return 'not read';
  const groups = groupsIn(report, region);
  const least = groups.some(({ status }) => status === 'failed');
  return `${least ? 'at least ' : boundOf(report)}${count(sum(groups.map(({ errors }) => errors)), 'error')}`;
}

function shareOf(report: Report, region: string): string {
  const groups = groupsIn(report, region).filter(({ errors }) => errors > 0);
  const errors = sum(groups.map((group) => group.errors));
  if (errors === 0) return errorsOf(report, region);
  const [least = ''] = /^(?:at least|about) /.exec(errorsOf(report, region)) ?? [];
  return `${least}${number(errors)} of ${number(report.totals.errors)} (${percentOf(errors, report.totals.errors)}) in ${count(groups.length, 'log group')}`;
}

const countOf = (errors: readonly ReportFinding[], id: string) =>
  errors.find((finding) => finding.id === id)?.count ?? 0;

/** One line for the summary; null where there is one region. */
export function regionsItem({ report }: View): string | null {
  const regions = regionsIn(report);
  if (regions.length < 2 || report.totals.errors === 0) return null;
  const each = regions.map((region) => {
    return `${inline(region)} ${errorsOf(report, region)}`;
  });
  return `**Regions:** ${each.join(', ')}`;
}

/** Where a cause shows, of several regions; nothing where there is one. */
export function regionsOfCause({ report }: View, { leads }: CauseView): string[] {
  const regions = regionsIn(report);
  if (regions.length < 2) return [];
  const shown = regions.flatMap((region) => {
    const times = sum(findingsIn(report, leads, region).map((one) => one.count));
    return times === 0 ? [] : [`${inline(region)} (${number(times)})`];
  });
  if (shown.length === 0) return [];
  const all = shown.length === regions.length ? 'all: ' : `${shown.length} of ${regions.length}: `;
  return [`**Regions:** ${all}${shown.join(', ')}`];
}
