// Bursts that come again and again at no certain distance, one like the other: what every network does now and then.
// That one of them is a little larger makes of it no incident with a beginning.
import type { TimeRange } from '../base/time-range.ts';
import type { Finding } from '../evidence/types.ts';

/** Errors nearer than this part of the window belong to one burst. */
const GAP_SHARE = 1 / 60;
const MIN_ERRORS = 3;
/** Of the largest one, so much makes another one similar. */
const MIN_LIKENESS = 0.25;
const MIN_BURSTS = 3;
/** With more than this of all errors the largest one stands out. */
const MAX_LARGEST_SHARE = 0.6;
/** The similar ones are spread over so much of the window. */
const MIN_SPREAD = 0.25;
/** Gaps of chance vary as much as they are long, of a few seldom twice as much (as a variance): with less there are no bursts. */
const MIN_UNEVENNESS = 2;

/** The similar bursts in which the finding comes, in order of time; none where one stands out, or it has a period. */
export function similarBursts(finding: Finding, window: TimeRange): readonly TimeRange[] {
  return isUneven(finding.timesMs) ? similarClusters(finding, window) : [];
}

/** The same, also where chance alone may have brought the errors together. */
export function similarClusters(
  { timesMs, rhythm }: Finding,
  window: TimeRange,
): readonly TimeRange[] {
  if (rhythm === 'periodic' || rhythm === 'rising') return [];
  const windowMs = window.endMs - window.startMs;
  const all = clustered(timesMs, windowMs * GAP_SHARE);
  const largest = Math.max(...all.map(({ length }) => length));
  if (largest > timesMs.length * MAX_LARGEST_SHARE) return [];
  const alike = all.filter(({ length }) => length >= Math.max(MIN_ERRORS, largest * MIN_LIKENESS));
  const ranges = alike.map((times) => ({ startMs: times[0] ?? 0, endMs: times.at(-1) ?? 0 }));
  const spreadMs = (ranges.at(-1)?.startMs ?? 0) - (ranges[0]?.startMs ?? 0);
  return ranges.length >= MIN_BURSTS && spreadMs >= windowMs * MIN_SPREAD ? ranges : [];
}

/** Whether the gaps vary more than those of errors that come at any moment alike: such ones have clusters, too. */
function isUneven(timesMs: readonly number[]): boolean {
  const gaps = timesMs.slice(1).map((ms, index) => ms - (timesMs[index] ?? ms));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  return variance >= MIN_UNEVENNESS * mean ** 2;
}

function clustered(timesMs: readonly number[], gapMs: number): number[][] {
  const found: number[][] = [];
  for (const ms of timesMs) {
    const last = found.at(-1);
    if (last === undefined || ms - (last.at(-1) ?? 0) > gapMs) found.push([ms]);
    else last.push(ms);
  }
  return found;
}
