// How many candidates findings are made of where these are then counted by query.
import { knownBy } from './crowded-places.ts';
import type { Sketch } from './sketch.ts';

/** Rows of the sample where these show few kinds; what searches over parts of the window give before that is known. */
export const FIRST_SAMPLE_ROWS = 2_500;
/** The same where they show many. */
const SAMPLE_ROWS = 5_000;
/** Occurrences a kind, on average, from which on there are few: rare kinds have fewer, whatever the sample. */
const OCCURRENCES_PER_KIND = 50;

/**
 * Rows of the sample, by the occurrences among its first ones: of many kinds more are read. null: what was looked at does
 * not stand for all.
 */
export function sampleRows(first: readonly Sketch[] | null): number {
  if (first === null) return SAMPLE_ROWS;
  const known = knownBy(first, { isSample: true });
  const kinds = new Set(known.map(({ key, sketch }) => `${sketch.severity}\u0000${key}`));
  const isEnough = first.length > 0 && first.length >= kinds.size * OCCURRENCES_PER_KIND;
  return isEnough ? FIRST_SAMPLE_ROWS : SAMPLE_ROWS;
}
