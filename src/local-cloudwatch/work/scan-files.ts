// One query over the files, block after block; between blocks the event loop runs, so that polls, StopQuery and Ctrl-C
// are answered meanwhile.
import type { CompiledQuery, QueryRun } from '../../insights/types.ts';
import { halvesOf } from '../input/block-parts.ts';
import type { Block, LogFile } from '../input/log-file.ts';
import { type Memory, prefilterOf } from '../prefilter.ts';
import {
  isRelevant,
  openBlocks,
  type Scanned,
  type Selection,
  scanBlock,
  type Visit,
} from '../scan.ts';
import { type BlockCounter, blockCounter } from '../whole-block.ts';
import { primeRun } from './prime.ts';

export interface FilesScan {
  readonly files: readonly LogFile[];
  readonly query: CompiledQuery;
  readonly selection: Selection;
  readonly run: QueryRun;
  /** Another run of the query, by which is told what need not be kept; null: nothing is told beforehand. */
  readonly primer: QueryRun | null;
  readonly memory: Memory;
  /** Whether bytes are searched before events are looked at. */
  readonly isSought: boolean;
  /** Grows while the scan runs. */
  readonly scanned: Scanned;
  /** Asked before each block. */
  mayGoOn(): boolean;
}

/** Throws where a file was replaced or cut short. */
export async function scanFiles(scan: FilesScan): Promise<void> {
  if (scan.primer !== null) await primeRun(scan, scan.primer);
  const counter = blockCounter(scan.files, scan.selection, scan.run);
  for (const file of scan.files) await scanFile(scan, file, counter);
}

async function scanFile(scan: FilesScan, file: LogFile, counter: BlockCounter): Promise<void> {
  const { query, selection, run, scanned, memory, isSought } = scan;
  const blocks = file.blocks.filter((block) => isRelevant(block, selection));
  if (blocks.length === 0) return;
  const prefilter = prefilterOf(query, run, file, memory, isSought);
  const visit = visitorOf(run);
  const unread = blocksToRead(file, blocks, counter, scan);
  const reader = await openBlocks(file);
  try {
    for (const block of unread) {
      const bytes = await reader.read(block);
      add(scanned, scanBlock(file, block, bytes, selection, prefilter, visit));
    }
  } finally {
    await reader.close();
  }
}

/** Hands events to a run of a query. */
const visitorOf =
  (run: QueryRun): Visit =>
  (record, screened) =>
    screened ? run.pushScreened(record) : run.push(record);

/** Those that the index does not count, until the scan is to end. */
function* blocksToRead(
  file: LogFile,
  blocks: readonly Block[],
  counter: BlockCounter,
  scan: FilesScan,
): Generator<Block> {
  for (const block of blocks) {
    if (!scan.mayGoOn()) return;
    yield* partsToRead(file, block, counter, scan);
  }
}

/** The block, or what the index does not count of it: where it may count a part, halves of halves of it are tried. */
function* partsToRead(
  file: LogFile,
  block: Block,
  counter: BlockCounter,
  scan: FilesScan,
): Generator<Block> {
  if (!isRelevant(block, scan.selection)) return;
  const counted = counter.count(file, block);
  if (counted !== null) {
    add(scan.scanned, counted);
    return;
  }
  const halves = counter.mayPart(file, block) ? halvesOf(block) : [block];
  if (halves.length === 1) yield block;
  else for (const half of halves) yield* partsToRead(file, half, counter, scan);
}

function add(scanned: Scanned, { records, sizeBytes }: Scanned): void {
  scanned.records += records;
  scanned.sizeBytes += sizeBytes;
}
