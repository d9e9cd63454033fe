// Root causes by rank and kind, in words.
import type { CauseType } from '../../diagnosis/types.ts';
import { enumeration, rankWord } from '../format.ts';

/** `primary cause`, `primary and tertiary cause`. */
export function causeWords(ranks: readonly number[]): string {
  return `${enumeration(ranks.map((rank) => rankWord(rank).toLowerCase()))} cause`;
}

export const KIND: Readonly<Record<CauseType, string>> = {
  'application-code': 'application code',
  infrastructure: 'infrastructure',
  configuration: 'configuration',
  dependency: 'dependency',
};
