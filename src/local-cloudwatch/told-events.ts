// What is told of the events of a block without parsing any of them.
import type { InsightsRecord } from '../insights/types.ts';

/** Events of a block, one per index, in its order; times in UTC ms, places as offsets in the block. */
export interface ToldEvents {
  readonly times: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  logGroupOf(index: number): string;
  /** UTF-8 size of the message. */
  sizeBytesOf(index: number): number;
  /** Whether the bytes are the message itself. */
  isRaw(index: number): boolean;
  recordOf(index: number): InsightsRecord;
}
