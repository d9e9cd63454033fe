// DescribeLogGroups: names by prefix or by a part, sorted, a page at a time.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html
import { z } from 'zod';
import { allGroups, type GroupView } from '../catalog.ts';
import { GROUP_CHOICE, isChosen } from '../group-choice.ts';
import { compareNames, groupArn, nameOfIdentifier } from '../log-groups.ts';
import { slicePage } from '../page-token.ts';
import { type Account, type Answer, invalidParameter } from '../protocol.ts';
import { validate } from '../validation.ts';

const REQUEST = GROUP_CHOICE.extend({
  logGroupNamePrefix: z.string().min(1).max(512).optional(),
  logGroupNamePattern: z.string().max(512).optional(),
  logGroupIdentifiers: z.array(z.string()).max(50).optional(),
  nextToken: z.string().min(1).optional(),
  limit: z.int().min(1).max(50).default(50),
});
type Request = z.infer<typeof REQUEST>;

export function describeLogGroups(body: unknown, account: Account): Answer {
  const request = validate(REQUEST, body);
  if (request.logGroupNamePrefix !== undefined && request.logGroupNamePattern !== undefined) {
    throw invalidParameter(
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  }
  const { logGroupIdentifiers, logGroupNamePrefix, logGroupNamePattern, logGroupClass } = request;
  const others = [logGroupNamePrefix, logGroupNamePattern, logGroupClass];
  if (logGroupIdentifiers !== undefined && others.some((one) => one !== undefined)) {
    throw invalidParameter('LogGroup identifiers cannot be combined with other filters.');
  }
  const groups = allGroups(account)
    .filter((group) => isAsked(group, request))
    .sort((a, b) => compareNames(a.name, b.name));
  const { page, ...next } = slicePage(groups, request.nextToken, request.limit);
  // A search by pattern answers with these fields only.
  const brief = request.logGroupNamePattern !== undefined;
  return { logGroups: page.map((group) => describe(account, group, brief)), ...next };
}

function isAsked(group: GroupView, request: Request): boolean {
  const { name } = group;
  const { logGroupNamePrefix, logGroupNamePattern, logGroupIdentifiers } = request;
  if (!isChosen(group, request)) return false;
  if (
    logGroupIdentifiers !== undefined &&
    !logGroupIdentifiers.map(nameOfIdentifier).includes(name)
  ) {
    return false;
  }
  return name.startsWith(logGroupNamePrefix ?? '') && name.includes(logGroupNamePattern ?? '');
}

function describe(account: Account, group: GroupView, brief: boolean): Answer {
  const arn = groupArn(account, group);
  const known = {
    logGroupName: group.name,
    creationTime: group.createdMs,
    arn: `${arn}:*`,
  };
  if (brief) return known;
  return {
    ...known,
    metricFilterCount: 0,
    storedBytes: group.sizeBytes,
    logGroupClass: group.logGroupClass,
    ...(group.retentionInDays === null ? {} : { retentionInDays: group.retentionInDays }),
    logGroupArn: arn,
  };
}
