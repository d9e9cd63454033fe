// What a finding says: what all of it share, and the log's own words of one occurrence.
import { isMasked, withoutMasks } from '../base/masks.ts';
import { cutValues } from '../base/quoted-values.ts';
import type { Finding } from '../evidence/types.ts';

/** The finding's title; where that masks variables, the words of its first occurrence. */
export function ownWords({ title, sample }: Finding): string {
  if (!isMasked(title)) return title;
  const lines = [sample.peeled.errorMessage, sample.peeled.text, sample.block.message];
  const line = lines
    .map((text) => (text ?? '').trim().split('\n')[0] ?? '')
    .find((first) => first !== '');
  return line === undefined ? title : cutValues(line);
}

/** What all occurrences share, with `…` for what differs among them. */
export function sharedWords({ title }: Finding): string {
  return withoutMasks(title);
}
