// A caller whose failures begin when those of the service behind it do: who tries again fails far more often than that one
// tells of, so single moments say nothing, but beginning and course of the two are the same.
import { durationMs, MINUTE_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { countBefore } from '../evidence/moments.ts';
import type { Finding } from '../evidence/types.ts';
import type { Candidate } from './candidates.ts';
import { surroundingsOf } from './surroundings.ts';
import { activeRange, doubtOfStartMs, setsIn } from './times.ts';
import { findTriggers } from './trigger.ts';
import { isFirm } from './trigger-tie.ts';
import type { Case } from './types.ts';

/** The caller's failures begin at most so long after those of the service behind it. */
const MAX_LAG_MS = 10 * MINUTE_MS;
/** Who gives up first says so before the service behind does. */
const MIN_DOUBT_MS = 10 * SECOND_MS;
/** Fewer failures than these are no course. */
const MIN_COUNT = 3;
/** Of the time in which the caller fails, the service behind may be silent for so much at a stretch. */
const MAX_SILENT_SHARE = 1 / 3;

/** Whether the view sets in as the origin does, or soon after it, and lasts no longer than that one goes on failing. */
export function beginsBehind(view: Finding, origin: Finding, { window }: Case): boolean {
  if (!setsIn(view, window) || !setsIn(origin, window)) return false;
  const [seen, failing] = [activeRange(view), activeRange(origin)];
  const count = within(origin.timesMs, failing).length;
  if (count < MIN_COUNT) return false;
  const earlyMs = Math.max(MIN_DOUBT_MS, doubtOfStartMs(failing, count - 1));
  const lagMs = seen.startMs - failing.startMs;
  return lagMs >= -earlyMs && lagMs <= MAX_LAG_MS && isCovered(seen, origin.timesMs);
}

/** Whether something is tied to the caller's failure that was done to it when the service behind failed already. */
export function isSetOffLater(caller: Candidate, origin: Finding, input: Case): boolean {
  const failingFromMs = activeRange(origin).startMs;
  const around = surroundingsOf(caller.own, caller.range, caller.change, input);
  return findTriggers(caller, input, around).some(
    ({ event, tie, foreign }) => !foreign && isFirm(tie) && event.timestampMs > failingFromMs,
  );
}

/** Whether the times lie all over the range. */
function isCovered(range: TimeRange, timesMs: readonly number[]): boolean {
  const moments = [range.startMs, ...within(timesMs, range), range.endMs];
  const silentMs = moments.slice(1).map((ms, at) => ms - (moments[at] ?? ms));
  return Math.max(...silentMs) <= durationMs(range) * MAX_SILENT_SHARE;
}

function within(timesMs: readonly number[], { startMs, endMs }: TimeRange): readonly number[] {
  return timesMs.slice(countBefore(timesMs, startMs), countBefore(timesMs, endMs + 1));
}
