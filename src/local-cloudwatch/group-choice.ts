// By what DescribeLogGroups and ListLogGroups both choose log groups: their class and their account.
import { z } from 'zod';
import type { GroupView } from './catalog.ts';
import { LOG_GROUP_CLASSES, type LogGroupClass } from './held/types.ts';
import { invalidParameter } from './protocol.ts';

export const GROUP_CHOICE = z.object({
  logGroupClass: z.enum(LOG_GROUP_CLASSES).optional(),
  includeLinkedAccounts: z.boolean().default(false),
  accountIdentifiers: z.array(z.string()).max(20).default([]),
});
type GroupChoice = z.infer<typeof GROUP_CHOICE>;

/** Who asks for one of these two is given both. Source: CloudWatch Logs API, DescribeLogGroups, logGroupClass. */
const CHEAPER: readonly LogGroupClass[] = ['INFREQUENT_ACCESS', 'ESSENTIALS'];

export function isChosen(group: GroupView, choice: GroupChoice): boolean {
  const { logGroupClass, includeLinkedAccounts, accountIdentifiers } = choice;
  const classes =
    logGroupClass !== undefined && CHEAPER.includes(logGroupClass) ? CHEAPER : [logGroupClass];
  if (logGroupClass !== undefined && !classes.includes(group.logGroupClass)) return false;
  if (!includeLinkedAccounts || accountIdentifiers.length === 0) return true;
  return accountIdentifiers.includes(group.accountId);
}

/** For parameters of CloudWatch that would choose or change what local logs do not have: never ignored. */
export function refuseParameters(body: unknown, names: readonly string[]): void {
  const given = names.find((name) => Object.hasOwn(body ?? {}, name));
  if (given !== undefined) throw invalidParameter(`${given} is not supported on local logs.`);
}
