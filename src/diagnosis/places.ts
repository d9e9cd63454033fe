// Where a command is to look: the log group's own name and region, behind the label that findings carry.
import type { Finding } from '../evidence/types.ts';
import { isRegion } from './command.ts';
import type { Case, LogGroupPlace } from './types.ts';

/** How log groups are called that AWS services and most applications create. */
const AWS_NAME = /^(?:\/|API-Gateway-Execution-Logs_|aws-waf-logs-|RDSOSMetrics$|sns\/|log-group-)/;

/** The log group that findings call `label`; one that the case does not know is called so itself. */
export function placeOf(label: string, { logGroups, region }: Case): LogGroupPlace {
  const known = logGroups.find((group) => group.label === label);
  return known ?? { label, name: label, region };
}

/** The log group with most of the finding's events, the first of equals; null where it has none. */
export function largestPlace(finding: Finding, input: Case): LogGroupPlace | null {
  const [largest] = [...finding.logGroups].sort((a, b) => b.count - a.count);
  return largest === undefined ? null : placeOf(largest.name, input);
}

/** In each region with events of the finding the log group with most of them, the region with the largest first. */
export function placesByRegion(finding: Finding, input: Case): readonly LogGroupPlace[] {
  const places = finding.logGroups
    .toSorted((a, b) => b.count - a.count)
    .map(({ name }) => placeOf(name, input));
  return [...new Map(places.toReversed().map((place) => [place.region, place])).values()].sort(
    (a, b) => places.indexOf(a) - places.indexOf(b),
  );
}

/** Whether AWS can know the log group: it has a region, or a name as log groups have; a plain file has neither. */
export function isInCloudWatch({ name, region }: LogGroupPlace): boolean {
  return isRegion(region) || AWS_NAME.test(name);
}
