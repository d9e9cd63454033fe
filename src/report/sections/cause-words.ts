// Root causes by rank, in words.
import { enumeration, rankWord } from '../format.ts';

/** `primary cause`, `primary and tertiary cause`. */
export function causeWords(ranks: readonly number[]): string {
  return `${enumeration(ranks.map((rank) => rankWord(rank).toLowerCase()))} cause`;
}
