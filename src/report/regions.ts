// What a report over several regions says of each: how many errors, of which findings, in which of its log groups.
import type { Report, ReportFinding, ReportLogGroup } from './types.ts';

/** Regions with a log group that was not left out, in the report's order; one where there is nothing to tell apart. */
export function regionsIn({ logGroups }: Pick<Report, 'logGroups'>): readonly string[] {
  const asked = logGroups.filter(({ status }) => status !== 'excluded');
  return [...new Set(asked.map(({ region }) => region))];
}

export const groupsIn = (
  { logGroups }: Pick<Report, 'logGroups'>,
  region: string,
): readonly ReportLogGroup[] => logGroups.filter((group) => group.region === region);

/** How often each finding comes in a region; those that do not come are left out. */
export function findingsIn(
  report: Pick<Report, 'logGroups'>,
  findings: readonly ReportFinding[],
  region: string,
): readonly { readonly id: string; readonly count: number }[] {
  const labels = new Set(
    groupsIn(report, region).flatMap(({ name }) => labelsOf(name, report, region)),
  );
  return findings.flatMap(({ id, logGroups }) => {
    const here = logGroups.filter(({ name }) => labels.has(name));
    const count = here.reduce((total, one) => total + one.count, 0);
    return count === 0 ? [] : [{ id, count }];
  });
}

/** How findings call a log group: with its region where another region has one of that name. */
function labelsOf(
  name: string,
  { logGroups }: Pick<Report, 'logGroups'>,
  region: string,
): string[] {
  const isShared = logGroups.some(
    (other) => other.name === name && other.region !== region && other.status !== 'excluded',
  );
  return isShared ? [`${region}:${name}`] : [name];
}
