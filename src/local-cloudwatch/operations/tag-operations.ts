// Tags of log groups: TagResource, UntagResource and ListTagsForResource by ARN, and the older three by name.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html
import { z } from 'zod';
import { changeableGroup, existingGroup, GROUP_NAME, nameOfArn } from '../log-groups.ts';
import type { Account, Answer } from '../protocol.ts';
import { checkTagCount, TAG_KEY, TAGS } from '../tags.ts';
import { validate } from '../validation.ts';

const ARN = z.string().min(1).max(1011);
const KEYS = z.array(TAG_KEY).max(50);

export function tagResource(body: unknown, account: Account): Answer {
  const { resourceArn, tags } = validate(z.object({ resourceArn: ARN, tags: TAGS }), body);
  return change(account, nameOfArn(resourceArn), tags, []);
}

export function untagResource(body: unknown, account: Account): Answer {
  const { resourceArn, tagKeys } = validate(z.object({ resourceArn: ARN, tagKeys: KEYS }), body);
  return change(account, nameOfArn(resourceArn), {}, tagKeys);
}

export function listTagsForResource(body: unknown, account: Account): Answer {
  const { resourceArn } = validate(z.object({ resourceArn: ARN }), body);
  return tagsOf(account, nameOfArn(resourceArn));
}

export function tagLogGroup(body: unknown, account: Account): Answer {
  const { logGroupName, tags } = validate(z.object({ logGroupName: GROUP_NAME, tags: TAGS }), body);
  return change(account, logGroupName, tags, []);
}

export function untagLogGroup(body: unknown, account: Account): Answer {
  const request = validate(z.object({ logGroupName: GROUP_NAME, tags: KEYS }), body);
  return change(account, request.logGroupName, {}, request.tags);
}

export function listTagsLogGroup(body: unknown, account: Account): Answer {
  return tagsOf(account, validate(z.object({ logGroupName: GROUP_NAME }), body).logGroupName);
}

function change(
  account: Account,
  logGroupName: string,
  set: Readonly<Record<string, string>>,
  remove: readonly string[],
): Answer {
  const group = changeableGroup(account, logGroupName);
  checkTagCount(group, set);
  account.held.change({ kind: 'tags', name: group.name, set, remove });
  return {};
}

function tagsOf(account: Account, name: string): Answer {
  return { tags: Object.fromEntries(existingGroup(account, name).tags) };
}
