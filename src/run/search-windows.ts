// Into which windows the search for errors is cut from the start. A window over much data is asked for in parts: where
// there are more candidates than a run reads, each part gives its share of rows, and nothing is scanned twice.
import { SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { MAX_WHOLE_LOCAL_ROWS, MAX_WHOLE_ROWS } from '../evidence/candidates.ts';
import type { RunContext } from './context.ts';
import { ensureWindow, type QueryScope } from './plan.ts';
import { estimateWindow } from './window-estimate.ts';

/** Bytes of log data that one search is thought to look at. */
const BYTES_PER_PART = 100_000_000;
const MAX_PARTS = 10;
/** Searches of a run: CloudWatch runs 30 queries at once where the quota was never raised. */
const MAX_SEARCHES = 30;
/** How much fuller than the mean a part may be before it is asked for again in smaller ones. */
const UNEVENNESS = 3;

/** Adjacent windows that make up the analyzed one; one where the data are few, or their size is unknown. */
export function searchWindows(
  context: RunContext,
  scopes: readonly QueryScope[],
): readonly TimeRange[] {
  const window = ensureWindow(context).analyzed;
  const { bytes } = estimateWindow(context);
  const affordable = Math.floor(MAX_SEARCHES / Math.max(1, scopes.length));
  const parts = Math.min(MAX_PARTS, affordable, Math.ceil(bytes / BYTES_PER_PART));
  return parts > 1 ? slices(window, parts) : [window];
}

/**
 * Rows that each search may answer with, where that of each log group is cut into so many parts. Of local logs no more
 * than its share: there asking again costs little, and every row that is kept in vain a lot.
 */
export function rowsPerSearch(context: RunContext, parts: number, searches: number): number {
  const rows = wholeRows(context);
  if (parts === 1) return rows;
  const share = context.request.local ? 1 / searches : UNEVENNESS / parts;
  return Math.min(rows, Math.ceil(rows * share));
}

/** So many candidates are read one by one whatever they are. */
export const wholeRows = ({ request }: RunContext) =>
  request.local ? MAX_WHOLE_LOCAL_ROWS : MAX_WHOLE_ROWS;

/** At least two parts of about the same length that meet at whole seconds. */
export function slices({ startMs, endMs }: TimeRange, count: number): TimeRange[] {
  const parts = Math.max(2, Math.ceil(count));
  const edges = new Set([startMs, endMs]);
  for (let index = 1; index < parts; index++) {
    const edge = startMs + ((endMs - startMs) * index) / parts;
    const wholeMs = Math.round(edge / SECOND_MS) * SECOND_MS;
    if (wholeMs > startMs && wholeMs < endMs) edges.add(wholeMs);
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(1).map((end, index) => ({ startMs: sorted[index] ?? startMs, endMs: end }));
}
