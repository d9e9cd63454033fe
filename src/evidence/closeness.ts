// How close two ascending series of times lie: how many of one have the other near, how many would by chance, and by how
// much one follows the other.
import { durationMs, MINUTE_MS, type TimeRange } from '../base/time-range.ts';
import { countBefore } from './moments.ts';

/** Times this close belong together. */
export const NEAR_MS = MINUTE_MS;
/** How much more often one sign of a lag has to occur than the other, in standard deviations. */
const SIGN_Z = 2.5;

/** Of the times, the share that has one of the others within NEAR_MS; 0 where there is none. */
export function nearShare(timesMs: readonly number[], others: readonly number[]): number {
  if (timesMs.length === 0) return 0;
  return timesMs.filter((time) => nearestLag(others, time) !== null).length / timesMs.length;
}

/** The same for times that are moved: what would be near anyway at that time of the window. */
export function nearShareMoved(
  timesMs: readonly number[],
  others: readonly number[],
  byMs: number,
): number {
  return nearShare(
    timesMs.map((time) => time + byMs),
    others,
  );
}

/** Of the window, the share that lies within NEAR_MS of one of the times. */
export function coverage(timesMs: readonly number[], window: TimeRange): number {
  let covered = 0;
  let until = window.startMs;
  for (const time of timesMs) {
    const from = Math.max(until, time - NEAR_MS);
    const to = Math.min(window.endMs, time + NEAR_MS);
    covered += Math.max(0, to - from);
    until = Math.max(until, to);
  }
  return covered / durationMs(window);
}

/**
 * How much later the nearest of the others usually comes than a time of the series, negative where it comes before; 0
 * where it comes before as often as after. In milliseconds.
 */
export function usualLag(timesMs: readonly number[], others: readonly number[]): number {
  const lags = timesMs.flatMap((time) => nearestLag(others, time) ?? []).sort((a, b) => a - b);
  const after = lags.filter((lag) => lag > 0).length;
  const before = lags.filter((lag) => lag < 0).length;
  if (Math.abs(after - before) < SIGN_Z * Math.sqrt(after + before)) return 0;
  return lags[lags.length >> 1] ?? 0;
}

/** From a time to the nearest of the others within NEAR_MS, signed; null where there is none. */
function nearestLag(others: readonly number[], time: number): number | null {
  const earlier = countBefore(others, time);
  const after = (others[earlier] ?? Number.POSITIVE_INFINITY) - time;
  const before = (others[earlier - 1] ?? Number.NEGATIVE_INFINITY) - time;
  const lag = after <= -before ? after : before;
  return Math.abs(lag) <= NEAR_MS ? lag : null;
}
