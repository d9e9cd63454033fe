// Counts a block by the index alone, for queries that ask of events no more than how many there are at which time.
import type { InsightsRecord, QueryRun, Span } from '../insights/types.ts';
import type { Block, LogFile, Segment } from './input/log-file.ts';
import { insideTotals, type Scanned, type Selection } from './scan.ts';

/** What was counted; null: the block must be read. */
export function countWholeBlock(
  file: LogFile,
  block: Block,
  selection: Selection,
  run: QueryRun,
): Scanned | null {
  const totals = insideTotals(block, selection);
  if (totals === null) return null;
  const segments = block.segments.filter(({ logGroup }) => selection.logGroups.has(logGroup));
  const spans: Span[] = [];
  for (const segment of segments) {
    if (segment.maxMs < selection.startMs || segment.minMs > selection.endMs) continue;
    if (segment.accountId === null) return null;
    const first = standIn(file, segment, segment.accountId, segment.minMs);
    spans.push({ first, last: { ...first, timestampMs: segment.maxMs }, count: segment.count });
  }
  return run.pushSpans(spans) ? totals : null;
}

/** An event of which only log group and time are looked at. */
function standIn(
  { logStream }: LogFile,
  { logGroup }: Segment,
  accountId: string,
  timestampMs: number,
): InsightsRecord {
  return {
    timestampMs,
    ingestionTimeMs: timestampMs,
    accountId,
    logGroup,
    logStream,
    message: '',
    ptr: '',
  };
}
