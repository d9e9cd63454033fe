// ListLogGroups: names by a small regular expression: parts or beginnings, separated by |.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListLogGroups.html
import { z } from 'zod';
import { allGroups, type GroupView } from '../catalog.ts';
import { compareNames, groupArn } from '../log-groups.ts';
import { slicePage } from '../page-token.ts';
import type { Account, Answer } from '../protocol.ts';
import { validate } from '../validation.ts';

const PART = '\\^?[.\\-_/#A-Za-z0-9]{3,24}';
const REQUEST = z.object({
  logGroupNamePattern: z
    .string()
    .regex(new RegExp(`^${PART}(?:\\|${PART}){0,4}$`))
    .optional(),
  logGroupClass: z.enum(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY', 'ESSENTIALS']).optional(),
  nextToken: z.string().min(1).optional(),
  limit: z.int().min(1).max(1_000).default(50),
});

export function listLogGroups(body: unknown, account: Account): Answer {
  const { logGroupNamePattern, logGroupClass, nextToken, limit } = validate(REQUEST, body);
  const groups = allGroups(account)
    .filter(({ name }) => isNamed(name, logGroupNamePattern))
    .filter((group) => logGroupClass === undefined || group.logGroupClass === logGroupClass)
    .sort((a, b) => compareNames(a.name, b.name));
  const { page, ...next } = slicePage(groups, nextToken, limit);
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
