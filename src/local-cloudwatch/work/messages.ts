// What passes between this thread and one beside it. Plain data; the rows' bytes are handed over, not copied.
import type { IndexedFile } from '../input/index-builder.ts';
import type { FileHead, LogFile } from '../input/log-file.ts';
import type { Recall } from '../recall.ts';
import type { KeptPiece } from './kept-pieces.ts';
import type { Findings, ScanEnd } from './lane.ts';

export type Order =
  | { readonly kind: 'index'; readonly id: number; readonly head: FileHead }
  | ({ readonly kind: 'scan'; readonly id: number } & ScanOrder)
  | { readonly kind: 'expect'; readonly id: number; readonly queryText: string }
  | { readonly kind: 'look' | 'stop' | 'timeout' | 'kept'; readonly id: number };

export interface ScanOrder {
  readonly queryText: string;
  readonly files: readonly LogFile[];
  readonly logGroups: readonly string[];
  readonly startMs: number;
  readonly endMs: number;
  readonly limit: number | null;
  readonly nowMs: number;
  readonly part: boolean;
  readonly recall: Recall | null;
}

export type News =
  | { readonly kind: 'indexed'; readonly id: number; readonly indexed: IndexedFile }
  | { readonly kind: 'findings'; readonly id: number; readonly findings: Findings }
  | {
      readonly kind: 'ended';
      readonly id: number;
      readonly end: ScanEnd;
      readonly findings: Findings;
      /** null: nothing new. */
      readonly recall: Recall | null;
      /** Of a part, the first of what it keeps; it is asked for the others as long as there are some. */
      readonly kept: KeptPiece;
    }
  | { readonly kind: 'kept'; readonly id: number; readonly kept: KeptPiece }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly message: string;
      /** Of node:fs, for example EACCES. */
      readonly code: string | null;
    };
