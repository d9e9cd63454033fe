// CreateLogGroup: a new, empty log group, with its class and tags.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
import { z } from 'zod';
import { groupNamed } from '../catalog.ts';
import { LOG_GROUP_CLASSES } from '../held/types.ts';
import { GROUP_NAME } from '../log-groups.ts';
import { type Account, type Answer, Refusal } from '../protocol.ts';
import { TAGS } from '../tags.ts';
import { validate } from '../validation.ts';

const REQUEST = z.object({
  logGroupName: GROUP_NAME,
  logGroupClass: z.enum(LOG_GROUP_CLASSES).default('STANDARD'),
  tags: TAGS.default({}),
  deletionProtectionEnabled: z.literal(false).optional(),
});

export function createLogGroup(body: unknown, account: Account): Answer {
  const { logGroupName: name, logGroupClass, tags } = validate(REQUEST, body);
  if (groupNamed(account, name) !== null) {
    throw new Refusal('ResourceAlreadyExistsException', 'The specified log group already exists');
  }
  const { held, now } = account;
  const number = held.nextNumber;
  held.change({ kind: 'create-group', name, number, atMs: now(), logGroupClass, tags });
  return {};
}
