// Tags of log groups. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html
import { z } from 'zod';
import type { HeldGroup } from './held/types.ts';
import { Refusal } from './protocol.ts';

const MAX_TAGS = 50;
export const TAG_KEY = z.string().min(1).max(128);
export const TAGS = z
  .record(TAG_KEY, z.string().max(256))
  .refine((tags) => Object.keys(tags).length <= MAX_TAGS, {
    error: `have length less than or equal to ${MAX_TAGS}`,
  });

/** A group has at most MAX_TAGS tags after these are set. */
export function checkTagCount(group: HeldGroup, set: Readonly<Record<string, string>>): void {
  const keys = new Set([...group.tags.keys(), ...Object.keys(set)]);
  if (keys.size <= MAX_TAGS) return;
  throw new Refusal(
    'TooManyTagsException',
    `A resource can have at most ${MAX_TAGS} tags, not ${keys.size}.`,
  );
}

/** Of each key one of the values; without values the key is enough. */
export function hasTags(
  group: { readonly tags: ReadonlyMap<string, string> },
  wanted: readonly { readonly key: string; readonly values: readonly string[] }[],
): boolean {
  return wanted.every(({ key, values }) => {
    const value = group.tags.get(key);
    return value !== undefined && (values.length === 0 || values.includes(value));
  });
}
