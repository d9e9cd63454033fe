// Where the heavy work is done: reading files through, once to index them and once for each query. In this thread, or
// in one beside it; who asks cannot tell.
import type { CompiledQuery } from '../../insights/types.ts';
import type { IndexedFile } from '../input/index-builder.ts';
import type { FileHead, LogFile } from '../input/log-file.ts';
import type { Recall } from '../recall.ts';
import type { Scanned, Selection } from '../scan.ts';
import { type EncodedRows, NO_ROWS } from './encoded-rows.ts';
import type { KeptPiece } from './kept-pieces.ts';

export interface Lane {
  /** A file that cannot be read throws what node:fs throws. */
  index(head: FileHead): Promise<IndexedFile>;
  scan(task: ScanTask): Scan;
}

export interface ScanTask {
  readonly query: CompiledQuery;
  /** Those that can hold what is asked for. */
  readonly files: readonly LogFile[];
  readonly selection: Selection;
  /** StartQuery's limit, null: none given. */
  readonly limit: number | null;
  /** UTC ms of its start, for the query's now(). */
  readonly nowMs: number;
  /** Whether the events that it keeps are asked for, instead of its rows: see `Scan.nextKept`. */
  readonly part: boolean;
  /** Absent: nothing is known of the blocks, nor kept. */
  readonly memory?: TaskMemory;
  /** Whether there is so little to read that to look at each event costs less than to prepare a search of their bytes. */
  readonly small?: boolean;
  /** Whether it has taken too long. */
  overdue(): boolean;
}

export interface TaskMemory {
  /** What is known of the blocks; null: nothing that helps. */
  readonly recall: Recall | null;
  /** Told at the end of the scan what is worth to be known of them. */
  remember(recall: Recall): void;
}

/** What a scan has found so far. */
export interface Findings {
  readonly rows: EncodedRows;
  readonly recordsMatched: number;
  readonly scanned: Readonly<Scanned>;
  /** Bounds that the run hit, as sentences. */
  readonly notes: readonly string[];
}

export const NO_FINDINGS: Findings = {
  rows: NO_ROWS,
  recordsMatched: 0,
  scanned: { records: 0, sizeBytes: 0 },
  notes: [],
};

export type ScanEnd = 'Complete' | 'Timeout' | 'Cancelled';

export interface Scan {
  /** As of the last look; asks for a new one where it is due. */
  look(): Findings;
  stop(): void;
  /** Rejects where a file was replaced or cut short. `look` gives what was found. */
  readonly ended: Promise<ScanEnd>;
  /**
   * Of a part that has ended: the next of the events that it keeps. Who asked for a part takes them up to the last piece,
   * so that they need not be kept any longer. Of any other scan: nothing.
   */
  nextKept(): Promise<KeptPiece>;
}
