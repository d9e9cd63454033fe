// ListLogGroups: names by a small regular expression: parts or beginnings, separated by |.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListLogGroups.html
import { z } from 'zod';
import { allGroups, type GroupView } from '../catalog.ts';
import { GROUP_CHOICE, isChosen, refuseParameters } from '../group-choice.ts';
import { compareNames, groupArn } from '../log-groups.ts';
import { slicePage } from '../page-token.ts';
import type { Account, Answer } from '../protocol.ts';
import { hasTags, TAG_KEY } from '../tags.ts';
import { validate } from '../validation.ts';

const PART = '\\^?[.\\-_/#A-Za-z0-9]{3,24}';
const REQUEST = GROUP_CHOICE.extend({
  logGroupNamePattern: z
    .string()
    .regex(new RegExp(`^${PART}(?:\\|${PART}){0,4}$`))
    .optional(),
  logGroupTags: z
    .array(z.object({ key: TAG_KEY, values: z.array(z.string()).default([]) }))
    .default([]),
  nextToken: z.string().min(1).optional(),
  limit: z.int().min(1).max(1_000).default(50),
});

export function listLogGroups(body: unknown, account: Account): Answer {
  refuseParameters(body, ['dataSources', 'fieldIndexNames']);
  const request = validate(REQUEST, body);
  const groups = allGroups(account)
    .filter((group) => isChosen(group, request) && hasTags(group, request.logGroupTags))
    .filter(({ name }) => isNamed(name, request.logGroupNamePattern))
    .sort((a, b) => compareNames(a.name, b.name));
  const { page, ...next } = slicePage(groups, request.nextToken, request.limit);
  return { logGroups: page.map((group) => describe(account, group)), ...next };
}

function isNamed(name: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return true;
  return pattern
    .split('|')
    .some((part) => (part.startsWith('^') ? name.startsWith(part.slice(1)) : name.includes(part)));
}

function describe(account: Account, group: GroupView): Answer {
  return {
    logGroupName: group.name,
    logGroupArn: groupArn(account, group),
    logGroupClass: group.logGroupClass,
  };
}
