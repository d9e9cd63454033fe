// Time ranges in UTC milliseconds, half open, and their text form.

/** [startMs, endMs) in UTC milliseconds. */
export interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** ISO 8601 UTC with milliseconds, as every time in report.json is written. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

export function durationMs(range: TimeRange): number {
  return range.endMs - range.startMs;
}

export function contains(range: TimeRange, ms: number): boolean {
  return ms >= range.startMs && ms < range.endMs;
}
