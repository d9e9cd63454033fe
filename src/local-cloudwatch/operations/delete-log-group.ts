// DeleteLogGroup: the group, its streams and its events are gone.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html
import { z } from 'zod';
import { changeableGroup, GROUP_NAME } from '../log-groups.ts';
import type { Account, Answer } from '../protocol.ts';
import { validate } from '../validation.ts';

const REQUEST = z.object({ logGroupName: GROUP_NAME });

export function deleteLogGroup(body: unknown, account: Account): Answer {
  const { name } = changeableGroup(account, validate(REQUEST, body).logGroupName);
  account.held.change({ kind: 'delete-group', name });
  return {};
}
