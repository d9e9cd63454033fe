// One query over the files, block after block; between blocks the event loop runs, so that polls, StopQuery and Ctrl-C
// are answered meanwhile.
import type { CompiledQuery, QueryRun } from '../../insights/types.ts';
import type { LogFile } from '../input/log-file.ts';
import { prefilterOf } from '../prefilter.ts';
import { isRelevant, openBlocks, type Scanned, type Selection, scanBlock } from '../scan.ts';
import { blockCounter, type CountBlock } from '../whole-block.ts';

export interface FilesScan {
  readonly files: readonly LogFile[];
  readonly query: CompiledQuery;
  readonly selection: Selection;
  readonly run: QueryRun;
  /** Grows while the scan runs. */
  readonly scanned: Scanned;
  /** Asked before each block. */
  mayGoOn(): boolean;
}

/** Throws where a file was replaced or cut short. */
export async function scanFiles(scan: FilesScan): Promise<void> {
  const countBlock = blockCounter(scan.files, scan.selection, scan.run);
  for (const file of scan.files) await scanFile(scan, file, countBlock);
}

async function scanFile(scan: FilesScan, file: LogFile, countBlock: CountBlock): Promise<void> {
  const { query, selection, run, scanned } = scan;
  const blocks = file.blocks.filter((block) => isRelevant(block, selection));
  if (blocks.length === 0) return;
  const prefilter = prefilterOf(query, file.format);
  const reader = await openBlocks(file);
  try {
    for (const block of blocks) {
      if (!scan.mayGoOn()) return;
      const found =
        countBlock(file, block) ??
        scanBlock(file, block, await reader.read(block), selection, prefilter, (record) =>
          run.push(record),
        );
      scanned.records += found.records;
      scanned.sizeBytes += found.sizeBytes;
    }
  } finally {
    await reader.close();
  }
}
