// The heavy work in this thread.
import { once } from '../../base/once.ts';
import type { Row } from '../../insights/types.ts';
import { indexFile, indexingRoom } from '../input/index-file.ts';
import type { Memory } from '../prefilter.ts';
import type { Places } from '../recall.ts';
import type { Scanned } from '../scan.ts';
import { type EncodedRows, encodeFirst, encodeRows, NO_ROWS } from './encoded-rows.ts';
import { NOTHING_KEPT, piecesOf } from './kept-pieces.ts';
import {
  type Findings,
  type Lane,
  NO_FINDINGS,
  type Scan,
  type ScanEnd,
  type ScanTask,
} from './lane.ts';
import { scanFiles } from './scan-files.ts';

/** Blocks between two looks at the rows of a running query: each look sorts and writes out all of them. */
const BLOCKS_PER_LOOK = 128;

export function inlineLane(): Lane {
  // It is large, and not needed where other threads do the indexing.
  const room = once(indexingRoom);
  let last: Promise<unknown> = Promise.resolve();
  return {
    index(head) {
      // One after the other: there is room for one.
      const indexed = last.then(() => indexFile(head, room()));
      last = indexed.catch(() => {});
      return indexed;
    },
    scan: scanHere,
  };
}

function scanHere(task: ScanTask): Scan {
  const { query, files, selection, limit, nowMs, part } = task;
  const { startMs, endMs } = selection;
  const context = { startMs, endMs, nowMs, limit };
  const [run, primer] = [query.run(context), query.run(context)];
  const scanned: Scanned = { records: 0, sizeBytes: 0 };
  const blocksKnown = new Map<string, Places>();
  const memory: Memory = {
    recall: task.memory?.recall ?? null,
    remember: task.small === true ? null : (block, places) => blocksKnown.set(block, places),
  };
  let findings: Findings = { ...NO_FINDINGS, scanned };
  let nextKept = () => NOTHING_KEPT;
  let end: ScanEnd | null = null;
  let blocks = 0;
  let nextLook = 0;
  const lookNow = (encode: (rows: readonly Row[]) => EncodedRows) => {
    const { rows, recordsMatched, notes } = run.finish();
    findings = {
      rows: encode(rows),
      recordsMatched,
      scanned: { ...scanned },
      notes: notes ?? [],
    };
  };
  const mayGoOn = () => {
    blocks++;
    if (end === null && task.overdue()) end = 'Timeout';
    return end === null;
  };
  const work = async (): Promise<ScanEnd> => {
    try {
      await scanFiles({
        files,
        query,
        selection,
        run,
        primer,
        memory,
        isSought: task.small !== true,
        scanned,
        mayGoOn,
      });
      end ??= 'Complete';
    } finally {
      if (blocksKnown.size > 0)
        task.memory?.remember({ tests: query.screenTests, blocks: blocksKnown });
      lookNow(part ? () => NO_ROWS : encodeRows);
      if (part) nextKept = piecesOf(run.kept() ?? []);
    }
    return end;
  };
  return {
    look() {
      if (end === null && blocks >= nextLook) {
        lookNow(encodeFirst);
        nextLook = blocks + BLOCKS_PER_LOOK;
      }
      return findings;
    },
    stop() {
      end ??= 'Cancelled';
    },
    ended: work(),
    nextKept: async () => nextKept(),
  };
}
