// Root causes by rank and kind, in words.
import type { CauseType } from '../../diagnosis/types.ts';
import { enumeration, rankWord } from '../format.ts';
import type { ReportRootCause } from '../types.ts';

/** `primary cause`, `primary and tertiary cause`. */
export function causeWords(ranks: readonly number[]): string {
  return `${enumeration(ranks.map((rank) => rankWord(rank).toLowerCase()))} cause`;
}

/** Of which kind the cause is; that it is not known where nothing shows it. */
export function kindOf({ type, typeShown }: Pick<ReportRootCause, 'type' | 'typeShown'>): string {
  return typeShown === false ? 'kind not known' : KIND[type];
}

const KIND: Readonly<Record<CauseType, string>> = {
  'application-code': 'application code',
  infrastructure: 'infrastructure',
  configuration: 'configuration',
  dependency: 'dependency',
};
