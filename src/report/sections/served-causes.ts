// Which root causes a piece of advice serves, as a tail of its sentence.
import { enumeration, rankWord } from '../format.ts';

/** ` (primary and tertiary cause)`; nothing where it serves none. */
export function servedCauses(ranks: readonly number[]): string {
  if (ranks.length === 0) return '';
  return ` (${enumeration(ranks.map((rank) => rankWord(rank).toLowerCase()))} cause)`;
}
