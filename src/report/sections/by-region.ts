// The H3s of the regions: what each of several regions holds, beside what holds for all of them.
import { count, number, percentOf, sum } from '../format.ts';
import { findingsIn, groupsIn, regionsIn } from '../regions.ts';
import { inline, list } from '../text.ts';
import type { Report, ReportFinding } from '../types.ts';
import type { CauseView, View } from '../view.ts';

/** More findings of a region are left to report.json. */
const MAX_FINDINGS = 10;

/** The errors of each region; nothing where there is one. */
export function byRegion(view: View): string[] {
  const regions = regionsIn(view.report);
  if (regions.length < 2) return [];
  return regions.flatMap((region) => [`### ${inline(region)}`, list(itemsOf(view, region))]);
}

function itemsOf({ report, errors }: View, region: string): string[] {
  const groups = groupsIn(report, region);
  const found = [...findingsIn(report, errors, region)].sort((a, b) => b.count - a.count);
  const only = found.filter(({ id, count: all }) => countOf(errors, id) === all);
  const failed = groups.filter(({ status }) => status === 'failed').length;
  return [
    `**Errors:** ${shareOf(report, region)}`,
    ...(found.length === 0
      ? []
      : [
          `**Findings:** ${found
            .slice(0, MAX_FINDINGS)
            .map(({ id, count: times }) => `${id} ${number(times)} times`)
            .join(
              ', ',
            )}${found.length > MAX_FINDINGS ? `, ${number(found.length - MAX_FINDINGS)} more` : ''}`,
        ]),
    ...(only.length === 0 || only.length === errors.length
      ? []
      : [
          `**Only here:** ${only
            .slice(0, MAX_FINDINGS)
            .map(({ id }) => id)
            .join(', ')}`,
        ]),
    ...(failed === 0 ? [] : [`**Not read:** ${count(failed, 'log group')}, see Gaps`]),
  ];
}

/** How many errors a region holds; what was not read has none to tell of. */
function errorsOf(report: Report, region: string): string {
  const groups = groupsIn(report, region);
  if (!groups.some(({ status }) => status === 'analyzed' || status === 'empty')) return 'not read';
  const least = groups.some(({ status }) => status === 'failed') || !report.totals.exact;
  return `${least ? 'at least ' : ''}${count(sum(groups.map(({ errors }) => errors)), 'error')}`;
}

function shareOf(report: Report, region: string): string {
  const groups = groupsIn(report, region).filter(({ errors }) => errors > 0);
  const errors = sum(groups.map((group) => group.errors));
  if (errors === 0) return errorsOf(report, region);
  const least = errorsOf(report, region).startsWith('at least') ? 'at least ' : '';
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
