// What a part of a query keeps, handed over piece by piece: whole, it would stand in memory once more on its way.
import type { InsightsRecord } from '../../insights/types.ts';

export interface KeptPiece {
  readonly records: readonly InsightsRecord[];
  /** Whether nothing comes after it. */
  readonly last: boolean;
}

export const NOTHING_KEPT: KeptPiece = { records: [], last: true };

/** Characters of messages with which a piece ends. */
const PIECE_CHARS = 1_048_576;

/** Characters of its messages. */
export const charsOf = ({ records }: KeptPiece): number =>
  records.reduce((sum, { message }) => sum + message.length, 0);

/** The next piece at each call, in the order of the events; after the last one nothing. */
export function piecesOf(kept: readonly InsightsRecord[]): () => KeptPiece {
  let next = 0;
  return () => {
    const start = next;
    for (let chars = 0; next < kept.length && chars < PIECE_CHARS; next++)
      chars += kept[next]?.message.length ?? 0;
    return { records: kept.slice(start, next), last: next === kept.length };
  };
}
