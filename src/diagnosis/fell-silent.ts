// Log groups that hold nothing any more, well before the end of the window.
import { durationMs, type TimeRange } from '../base/time-range.ts';
import { tailMsOf } from './times.ts';
import type { LogGroupPlace } from './types.ts';

/** One has ended where it is silent for so many of its usual distances. */
const SILENT_GAPS = 10;

/** When the log group was last written to, UTC ms, where it has fallen silent; null where it has not, or nobody knows. */
export function fellSilentMs(
  { lastEventMs = null, events = null }: LogGroupPlace,
  window: TimeRange,
): number | null {
  if (lastEventMs === null || events === null) return null;
  const usualMs = durationMs(window) / Math.max(1, events);
  const silentMs = window.endMs - lastEventMs;
  return silentMs > Math.max(tailMsOf(window), usualMs * SILENT_GAPS) ? lastEventMs : null;
}
