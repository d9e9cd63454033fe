// What a finding says in the log's own words, with its variables filled in.
import type { Finding } from '../evidence/types.ts';

const MASKED = /<(?:\*|[a-z][\w-]{0,20})>/i;

/** The finding's title; where that masks variables, the words of its first occurrence. */
export function ownWords({ title, sample }: Finding): string {
  if (!MASKED.test(title)) return title;
  const lines = [sample.peeled.errorMessage, sample.peeled.text, sample.block.message];
  return (
    lines.map((text) => (text ?? '').trim().split('\n')[0] ?? '').find((line) => line !== '') ??
    title
  );
}
