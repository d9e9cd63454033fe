// The newest events of a query are told beforehand: where the newest blocks hold as many as it keeps, all that is older
// need only be counted. Most logs are in the order of time, and a scan meets their newest events last.

import type { CompiledQuery, QueryRun } from '../../insights/types.ts';
import { isRecoded } from '../input/byte-source.ts';
import type { Block, LogFile } from '../input/log-file.ts';
import { NO_MEMORY, prefilterOf } from '../prefilter.ts';
import { isRelevant, openBlocks, type Selection, scanBlock } from '../scan.ts';

/** More blocks cost more than they save. */
const MAX_BLOCKS = 4;
/** Of fewer blocks nothing is saved. */
const MIN_BLOCKS = 16;
/** More rows are not found in so few blocks. */
const MAX_ROWS = 2_000;

export interface Priming {
  readonly files: readonly LogFile[];
  readonly query: CompiledQuery;
  readonly selection: Selection;
  readonly run: QueryRun;
  /** See FilesScan. */
  readonly isSought: boolean;
}

/** `primer`: a run of the same query that is used for nothing else. */
export async function primeRun(priming: Priming, primer: QueryRun): Promise<void> {
  const { firsts } = primer;
  if (firsts === null || !firsts.newestFirst || firsts.rows > MAX_ROWS) return;
  if (priming.query.screen === null) return;
  for (const { file, block } of newestBlocks(priming)) {
    await readInto(priming, primer, file, block);
    const times = (primer.kept() ?? []).map(({ timestampMs }) => timestampMs);
    if (times.length < firsts.rows) continue;
    priming.run.prime(Math.min(...times));
    return;
  }
}

function newestBlocks({ files, selection }: Priming) {
  const plain = files.filter((file) => !isRecoded(file));
  const all = plain.flatMap((file) =>
    file.blocks
      .filter((block) => isRelevant(block, selection))
      .map((block) => ({ file, block, lastMs: lastTime(block) })),
  );
  if (all.length < MIN_BLOCKS) return [];
  return all.sort((a, b) => b.lastMs - a.lastMs).slice(0, MAX_BLOCKS);
}

function lastTime({ segments }: Block): number {
  return Math.max(...segments.map(({ maxMs }) => maxMs));
}

async function readInto(
  { query, selection, isSought }: Priming,
  primer: QueryRun,
  file: LogFile,
  block: Block,
): Promise<void> {
  const reader = await openBlocks(file);
  try {
    const prefilter = prefilterOf(query, primer, file, NO_MEMORY, isSought);
    scanBlock(file, block, await reader.read(block), selection, prefilter, primer.push);
  } finally {
    await reader.close();
  }
}
