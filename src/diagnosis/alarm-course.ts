// What an alarm on the count of a finding would have done in this window: at which count it is to ring, and when it
// would have. Periods begin at whole multiples of their length, as CloudWatch's do; a period tells at its end.
import { HOUR_MS, MINUTE_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import type { Finding } from '../evidence/types.ts';
import { activeRange, clock, isChange, plural, spoken } from './times.ts';

/** An alarm is to ring when a count is this many standard deviations above the usual one. */
const DEVIATIONS = 3;

export interface AlarmCourse {
  /** Mean number in a period of the normal time, else of the window outside of the time in which the finding is a change. */
  readonly usual: number;
  /** It rings above this. */
  readonly threshold: number;
  /** Each time it would have begun to ring, ascending. */
  readonly ringsMs: readonly number[];
}

/** `normalPerHour`: the finding's rate in a normal time, where one is known: better than what the window tells. */
export function alarmCourse(
  finding: Finding,
  window: TimeRange,
  periodSeconds: number,
  normalPerHour: number | null,
): AlarmCourse {
  const usual =
    normalPerHour === null
      ? usualCount(finding, window, periodSeconds)
      : (normalPerHour * periodSeconds * SECOND_MS) / HOUR_MS;
  const threshold = Math.ceil(usual + DEVIATIONS * Math.sqrt(usual));
  return { usual, threshold, ringsMs: ringsAt(finding.timesMs, threshold, periodSeconds) };
}

function usualCount(finding: Finding, window: TimeRange, periodSeconds: number): number {
  const active = isChange(finding) ? activeRange(finding) : { startMs: 0, endMs: -1 };
  const outside = finding.timesMs.filter((ms) => ms < active.startMs || ms > active.endMs);
  const activeMs = Math.max(0, active.endMs - active.startMs);
  const restMs = Math.max(MINUTE_MS, window.endMs - window.startMs - activeMs);
  return (outside.length * periodSeconds * SECOND_MS) / restMs;
}

function ringsAt(
  timesMs: readonly number[],
  threshold: number,
  periodSeconds: number,
): readonly number[] {
  const periodMs = periodSeconds * SECOND_MS;
  const counts = new Map<number, number>();
  for (const ms of timesMs) {
    const period = Math.floor(ms / periodMs);
    counts.set(period, (counts.get(period) ?? 0) + 1);
  }
  const over = [...counts].filter(([, count]) => count > threshold).map(([period]) => period);
  const known = new Set(over);
  return over
    .filter((period) => !known.has(period - 1))
    .map((period) => (period + 1) * periodMs)
    .sort((a, b) => a - b);
}

/** When it would have told of the incident that set in at `onsetMs`, in words. */
export function courseInWords(
  { ringsMs }: AlarmCourse,
  incident: { readonly id: string; readonly range: TimeRange },
  window: TimeRange,
): string {
  const { startMs, endMs } = incident.range;
  const first = ringsMs.find((ms) => ms >= startMs) ?? ringsMs[0];
  if (first === undefined) return 'it would not have rung in this window';
  const outside = ringsMs.filter((ms) => ms !== first && (ms < startMs || ms > endMs)).length;
  const more = outside === 0 ? '' : `, and ${plural(outside, 'time')} outside of it`;
  const lagMs = first - startMs;
  const where = `${spoken(Math.abs(lagMs))} ${lagMs < 0 ? 'before' : 'after'} the onset of ${incident.id}`;
  return `it would have rung at ${clock(first, window)}, ${where}${more}`;
}
