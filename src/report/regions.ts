// What a report over several regions says of each: how many errors, of which findings, in which of its log groups.
import { shortName } from '../base/log-group-arn.ts';
import type { Report, ReportFinding, ReportLogGroup } from './types.ts';

type Told = Pick<Report, 'logGroups' | 'parameters'>;

/** As AWS names regions; what an SOP's parameter says else names none. */
const REGION = /^[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;

/**
 * Regions that were asked for, and those of log groups that were not left out, in the report's order; one where there
 * is nothing to tell apart. One that nothing was read of is among them: it has to be told.
 */
export function regionsIn({ logGroups, parameters }: Told): readonly string[] {
  const held = logGroups.filter(({ status }) => status !== 'excluded').map(({ region }) => region);
  const asked = String(parameters.region ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => REGION.test(name));
  return [...new Set(asked.length > 1 ? [...asked, ...held] : held)];
}

export const groupsIn = (
  { logGroups }: Pick<Report, 'logGroups'>,
  region: string,
): readonly ReportLogGroup[] => logGroups.filter((group) => group.region === region);

/** Whether a log group of the region was looked into. */
export const isRead = (report: Pick<Report, 'logGroups'>, region: string): boolean =>
  groupsIn(report, region).some(({ status }) => status === 'analyzed' || status === 'empty');

/** How often each finding comes in a region; those that do not come are left out. */
export function findingsIn(
  report: Pick<Report, 'logGroups'>,
  findings: readonly ReportFinding[],
  region: string,
): readonly { readonly id: string; readonly count: number }[] {
  const labels = new Set(
    groupsIn(report, region)
      .filter(({ status }) => status !== 'excluded')
      .map((group) => labelIn(report, group)),
  );
  return findings.flatMap(({ id, logGroups }) => {
    const here = logGroups.filter(({ name }) => labels.has(name));
    const count = here.reduce((total, one) => total + one.count, 0);
    return count === 0 ? [] : [{ id, count }];
  });
}

/** How findings call a log group: one of another account with that, and with its region where another region has one of that name. */
export function labelIn(
  { logGroups }: Pick<Report, 'logGroups'>,
  { name, region }: Pick<ReportLogGroup, 'name' | 'region'>,
): string {
  const own = shortName(name);
  const isShared = logGroups.some(
    (other) =>
      shortName(other.name) === own && other.region !== region && other.status !== 'excluded',
  );
  return isShared ? `${region}:${own}` : own;
}
