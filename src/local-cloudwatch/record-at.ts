// The event that a pointer (`@ptr`) means, read again from where it is kept.
import type { InsightsRecord } from '../insights/types.ts';
import { recordAt as heldRecordAt } from './held/held-events.ts';
import { NO_PREFILTER } from './prefilter.ts';
import type { Account } from './protocol.ts';
import { openBlocks, scanBlock } from './scan.ts';

/** null: no event has this pointer. Throws where its file was replaced. */
export async function recordAt(
  { store, held }: Account,
  ptr: string,
): Promise<InsightsRecord | null> {
  const put = heldRecordAt(held.groups.values(), ptr);
  if (put !== null) return put;
  const [number = Number.NaN, offset = Number.NaN] = ptr.split('-').map(Number);
  const file = store.files.find((one) => one.number === number);
  const block = file?.blocks.find(({ start, end }) => start <= offset && offset < end);
  if (file === undefined || block === undefined) return null;
  const logGroups = new Set(block.segments.map(({ logGroup }) => logGroup));
  const everything = {
    logGroups,
    startMs: Number.NEGATIVE_INFINITY,
    endMs: Number.POSITIVE_INFINITY,
  };
  const reader = await openBlocks(file);
  let found: InsightsRecord | null = null;
  try {
    const window = await reader.read(block);
    scanBlock(file, block, window, everything, NO_PREFILTER, (record) => {
      if (record.ptr === ptr) found = record;
    });
  } finally {
    await reader.close();
  }
  return found;
}
