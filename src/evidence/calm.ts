// A normal time that ends in the middle of the incident is not normal for it: what had begun just before the window
// belongs to the window. Told for one error: when it began, and what of the normal time is left.
import type { TimeRange } from '../base/time-range.ts';
import { courseOf, lateEpisode } from './rhythm.ts';

/** Two times that lie no further apart follow each other. */
const ADJOINING_MS = 1_000;

/**
 * The beginning of what was going on when the normal time ended and the window began, in milliseconds; null where the
 * two do not adjoin, or nothing was. `timesMs` ascending.
 */
export function begunBefore(
  timesMs: readonly number[],
  normal: TimeRange,
  window: TimeRange,
): number | null {
  if (Math.abs(window.startMs - normal.endMs) > ADJOINING_MS) return null;
  const late = lateEpisode(courseOf(timesMs, normal).episodes, normal);
  return late === null || late.startMs <= normal.startMs ? null : late.startMs;
}
