// Which findings go together in time, how tightly, and which of them leads.
import { durationMs, MINUTE_MS, type TimeRange } from '../base/time-range.ts';
import type { Correlation, Finding } from './types.ts';

/** Findings that are compared, the most important first. */
const MAX_COMPARED = 20;
const MAX_CORRELATIONS = 20;
const MIN_COUNT = 5;
/** Occurrences this close belong together. */
const NEAR_MS = MINUTE_MS;
const MIN_SHARE = 0.5;
/** How many times more often than by chance. */
const MIN_LIFT = 2;
/** Times of one finding that are looked at, spread evenly. */
const MAX_TIMES = 2_000;

/** Pairs of error findings whose times go together more than chance has it, the strongest first. */
export function correlate(findings: readonly Finding[], window: TimeRange): Correlation[] {
  const compared = findings
    .filter((finding) => finding.severity === 'error' && finding.count >= MIN_COUNT)
    .slice(0, MAX_COMPARED);
  return compared
    .flatMap((a, index) => compared.slice(index + 1).flatMap((b) => pair(a, b, window)))
    .sort((a, b) => b.share - a.share || a.lagMs - b.lagMs || (a.first < b.first ? -1 : 1))
    .slice(0, MAX_CORRELATIONS);
}

function pair(a: Finding, b: Finding, window: TimeRange): Correlation[] {
  const [rare, other] = a.count <= b.count ? [a, b] : [b, a];
  const times = spread(rare.timesMs, MAX_TIMES);
  const near = times.filter((time) => hasNear(other.timesMs, time)).length;
  const share = near / times.length;
  const chance = coverage(other.timesMs) / durationMs(window);
  if (share < MIN_SHARE || share < Math.min(1, MIN_LIFT * chance) || chance > 1 / MIN_LIFT)
    return [];
  const [first, second] = beginOf(a) <= beginOf(b) ? [a, b] : [b, a];
  return [{ first: first.id, second: second.id, share, lagMs: beginOf(second) - beginOf(first) }];
}

function spread(values: readonly number[], most: number): readonly number[] {
  const step = Math.ceil(values.length / most);
  return step <= 1 ? values : values.filter((_, index) => index % step === 0);
}

const beginOf = (finding: Finding): number => finding.burst?.startMs ?? finding.firstSeenMs;

/** Whether the ascending times hold one within NEAR_MS; by bisection. */
function hasNear(timesMs: readonly number[], time: number): boolean {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timesMs[middle] ?? 0) < time - NEAR_MS) low = middle + 1;
    else high = middle;
  }
  return (timesMs[low] ?? Number.POSITIVE_INFINITY) <= time + NEAR_MS;
}

/** Milliseconds of the window that lie within NEAR_MS of one of the ascending times. */
function coverage(timesMs: readonly number[]): number {
  let covered = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const time of timesMs) {
    covered += time + NEAR_MS - Math.max(until, time - NEAR_MS);
    until = time + NEAR_MS;
  }
  return covered;
}
