// The window of an investigation: what was asked for, and what the data allows.
import { Failure } from '../base/failure.ts';
import {
  DAY_MS,
  HOUR_MS,
  isoTime,
  MINUTE_MS,
  SECOND_MS,
  type TimeRange,
} from '../base/time-range.ts';
import type { CaseLogGroup, CaseWindow } from './case-file.ts';
import type { WindowRequest } from './request.ts';

/**
 * The window as asked for: end = `--end`, else now (AWS), else the first whole second after the last event
 * (local logs); start = `--start`, else end − hours.
 */
export function requestedWindow(request: WindowRequest, fallbackEndMs: number): TimeRange {
  const endMs =
    request.endMs ??
    (request.startMs === null ? fallbackEndMs : Math.max(fallbackEndMs, request.startMs));
  return { startMs: request.startMs ?? endMs - request.hours * HOUR_MS, endMs };
}

/** The first whole second after the last event of these groups; null where none is known. */
export function endAfterLastEvent(groups: readonly CaseLogGroup[]): number | null {
  const last = groups.flatMap(({ lastEventMs }) => (lastEventMs === null ? [] : [lastEventMs]));
  return last.length === 0 ? null : (Math.floor(Math.max(...last) / SECOND_MS) + 1) * SECOND_MS;
}

/**
 * Shrinks the start to where the data of the group that reaches back furthest begins: its first event, or its
 * creation where the first event is unknown, but no further back than its retention; never below whole minutes, so
 * that a window is not cut by the gap before a first line.
 * `lastEventTimestamp` never cuts the end: CloudWatch updates it late.
 */
export function fitWindow(
  requested: TimeRange,
  groups: readonly CaseLogGroup[],
  nowMs: number,
): CaseWindow {
  const begins = groups.map((group) => dataBegin(group, nowMs));
  const earliest = begins.length === 0 ? null : begins.reduce((a, b) => (b.atMs < a.atMs ? b : a));
  if (earliest === null || earliest.atMs <= requested.startMs) {
    return { requested, analyzed: requested, adjustments: [] };
  }
  const startMs = Math.floor(earliest.atMs / MINUTE_MS) * MINUTE_MS;
  if (startMs <= requested.startMs) return { requested, analyzed: requested, adjustments: [] };
  if (startMs >= requested.endMs) {
    const sentence = `The window lies before all data, which begins at ${isoTime(earliest.atMs)}: ${earliest.why}.`;
    return { requested, analyzed: requested, adjustments: [sentence] };
  }
  return {
    requested,
    analyzed: { startMs, endMs: requested.endMs },
    adjustments: [
      `The window begins at ${isoTime(startMs)}, ${inWords(startMs - requested.startMs)} later than asked, because ${earliest.why}.`,
    ],
  };
}

/** Throws Failure `usage` where a normal time and the window have time in common. */
export function refuseOverlap(baseline: TimeRange, window: TimeRange): void {
  if (baseline.endMs <= window.startMs || baseline.startMs >= window.endMs) return;
  const range = ({ startMs, endMs }: TimeRange) => `${isoTime(startMs)} to ${isoTime(endMs)}`;
  throw new Failure(
    'usage',
    `--baseline ${range(baseline)} overlaps the window, ${range(window)}.`,
    ['Give a time before or after the window: what is normal must not hold what is investigated.'],
    [{ label: 'Without it', drop: ['--baseline'] }],
  );
}

/** `40 minutes`, `26.5 hours`. */
function inWords(spanMs: number): string {
  const seconds = Math.max(1, Math.round(spanMs / SECOND_MS));
  if (seconds < 60) return seconds === 1 ? 'one second' : `${seconds} seconds`;
  const minutes = Math.round(spanMs / MINUTE_MS);
  if (minutes < 120) return minutes === 1 ? 'one minute' : `${minutes} minutes`;
  return `${Math.round(minutes / 6) / 10} hours`;
}

interface DataBegin {
  readonly atMs: number;
  readonly why: string;
}

/** Events may be older than their log group: it was made again, or they were filled in later. */
function dataBegin(group: CaseLogGroup, nowMs: number): DataBegin {
  const reasons = [oldestOf(group), retentionOf(group, nowMs)].filter((reason) => reason !== null);
  const start: DataBegin = { atMs: Number.NEGATIVE_INFINITY, why: '' };
  return reasons.reduce((latest, reason) => (reason.atMs > latest.atMs ? reason : latest), start);
}

function oldestOf({ name, firstEventMs, creationMs }: CaseLogGroup): DataBegin | null {
  if (firstEventMs !== null)
    return { atMs: firstEventMs, why: `the first event of ${name} is from then` };
  if (creationMs === null) return null;
  return { atMs: creationMs, why: `the log group ${name} was created then` };
}

function retentionOf({ name, retentionDays }: CaseLogGroup, nowMs: number): DataBegin | null {
  if (retentionDays === null) return null;
  return {
    atMs: nowMs - retentionDays * DAY_MS,
    why: `${name} keeps its events for ${retentionDays === 1 ? 'one day' : `${retentionDays} days`} (its retention setting, put-retention-policy, decides how far back the next run can look)`,
  };
}
