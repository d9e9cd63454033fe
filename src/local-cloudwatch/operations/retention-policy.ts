// PutRetentionPolicy and DeleteRetentionPolicy: for how many days a group's events are kept.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
import { z } from 'zod';
import { changeableGroup, GROUP_NAME } from '../log-groups.ts';
import type { Account, Answer } from '../protocol.ts';
import { validate } from '../validation.ts';

const DAYS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557],
  ...[2922, 3288, 3653],
];
const PUT = z.object({
  logGroupName: GROUP_NAME,
  retentionInDays: z.int().refine((days) => DAYS.includes(days), {
    error: `satisfy enum value set: [${DAYS.join(', ')}]`,
  }),
});
const DELETE = z.object({ logGroupName: GROUP_NAME });

export function putRetentionPolicy(body: unknown, account: Account): Answer {
  const { logGroupName, retentionInDays: days } = validate(PUT, body);
  const { name } = changeableGroup(account, logGroupName);
  account.held.change({ kind: 'retention', name, days });
  return {};
}

export function deleteRetentionPolicy(body: unknown, account: Account): Answer {
  const { name } = changeableGroup(account, validate(DELETE, body).logGroupName);
  account.held.change({ kind: 'retention', name, days: null });
  return {};
}
