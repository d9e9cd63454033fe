// Events that were cut before they were looked at: what is left of one may not tell whether something went wrong.
import { peel } from './peel.ts';
import type { Block } from './types.ts';

/** How many of such events there are, and about how many characters of each were kept, of those that lost the most. */
export interface Unclear {
  readonly events: number;
  readonly keptChars: number;
}

export const NONE_UNCLEAR: Unclear = { events: 0, keptChars: 0 };

/** The same with a block that was found to be no error and no warning: where it is whole, or has a level, that is sure. */
export function withBlock(known: Unclear, { events, message }: Block): Unclear {
  const kept = events.flatMap(({ keptChars }) => keptChars ?? []);
  if (kept.length === 0) return known;
  const { level, status } = peel(message);
  if (level !== null || status !== null) return known;
  const before = known.events === 0 ? [] : [known.keptChars];
  return { events: known.events + kept.length, keptChars: Math.min(...before, ...kept) };
}
