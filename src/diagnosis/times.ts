// When a finding begins and ends to matter, whether it is a change at all, and times as sentences say them.
import { grouped } from '../base/grouped.ts';
import {
  durationMs,
  HOUR_MS,
  isoTime,
  MINUTE_MS,
  SECOND_MS,
  type TimeRange,
} from '../base/time-range.ts';
import { inTime, mostStoodFor, thinned } from '../evidence/finding.ts';
import { countBefore } from '../evidence/moments.ts';
import { timelineBinSeconds } from '../evidence/timeline.ts';
import type { Burst, Finding, Rhythm } from '../evidence/types.ts';

/** Of a sparse series the first one that was logged tells its beginning to within so many of its usual gaps, and… */
const GAPS_OF_DOUBT = 3;
/** …never to within more than this. */
const MAX_DOUBT_MS = 2 * MINUTE_MS;
const CHANGES: ReadonlySet<Rhythm> = new Set(['burst', 'onset', 'rising']);
/** An interval that holds so much of them is where they set in, however much of the window it covers. */
const MOST_SHARE = 0.5;
/** An interval that alone has at least so many of them… */
const MIN_SURGE_ERRORS = 20;
/** …at so many times the rate outside of all such intervals, is where they set in, however long the window is… */
const SURGE_FACTOR = 5;
/** …unless another interval holds more than this share of what it holds. */
const MAX_OTHER_SURGE = 0.5;
/** What recurs and is first seen after this share of the window… */
const LATE_START_SHARE = 0.1;
/** …with so many periods missed before, set in. */
const MIN_MISSED_PERIODS = 3;
/** What came again and again is over after so many times its usual distance… */
const QUIET_FACTOR = 3;
/** …and with fewer occurrences nothing is usual. */
const MIN_COUNT_TO_END = 3;
/** The end of the window that says whether it goes on: a tenth of it, at most half an hour. */
const TAIL_SHARE = 0.1;
const MAX_TAIL_MS = 30 * MINUTE_MS;
/** Quiet at the start of the window for no longer than this, an error leaves nothing to be read before it. */
const MAX_QUIET_START_MS = MINUTE_MS;
/** With this share of it in its burst, what is usual for a finding is what is usual in the burst. */
const BURST_SHARE = 0.9;
/** Standard deviations by which what comes by chance may be more than usual. */
const SPREAD = 3;
/** So few stragglers of a burst are not that it goes on. */
const FEW = 3;
/** Occurrences in this last share of the window mean that it goes on. */
const STILL_GOING_SHARE = 0.1;

/**
 * To within how much time the first one that was logged tells when a series of so many gaps began, in milliseconds: there
 * may have been some before it that were not.
 */
export function doubtOfStartMs(range: TimeRange, gaps: number): number {
  return Math.min(MAX_DOUBT_MS, (GAPS_OF_DOUBT * durationMs(range)) / Math.max(1, gaps));
}

/** Whether the errors set in during the window, as opposed to running through it. */
export function isChange(finding: Finding): boolean {
  return CHANGES.has(finding.rhythm) || crowds(finding);
}

function crowds(finding: Finding): boolean {
  const { rhythm, burst, count } = finding;
  if (burst === null || rhythm === 'periodic') return false;
  return burst.errors >= MOST_SHARE * count || surges(finding, burst);
}

/** Whether it comes in one interval so much more often than ever that something happened there. */
function surges({ bursts = [], baselinePerHour }: Finding, burst: Burst): boolean {
  if (baselinePerHour === undefined || burst.errors < MIN_SURGE_ERRORS) return false;
  const perHour = (burst.errors * HOUR_MS) / (burst.endMs - burst.startMs);
  const others = bursts.filter(({ startMs }) => startMs !== burst.startMs);
  return (
    perHour >= SURGE_FACTOR * baselinePerHour &&
    others.every(({ errors }) => errors <= MAX_OTHER_SURGE * burst.errors)
  );
}

/** Whether it set in, as a change or as something that recurs from a certain moment of the window on. */
export function setsIn(finding: Finding, window: TimeRange): boolean {
  if (isChange(finding)) return true;
  if (finding.rhythm !== 'periodic') return false;
  const quietMs = finding.firstSeenMs - window.startMs;
  const lateMs = (window.endMs - window.startMs) * LATE_START_SHARE;
  return quietMs >= Math.max(lateMs, (finding.periodMs ?? 0) * MIN_MISSED_PERIODS);
}

/** Whether it ran through the window from its start on: it is no change, and there is next to no time before it. */
export function ranFromStart(finding: Finding, window: TimeRange): boolean {
  return !isChange(finding) && finding.firstSeenMs - window.startMs <= MAX_QUIET_START_MS;
}

/** Whether a time lies so long before the end of the window that what ended then is over. */
export function isOver(endMs: number, window: TimeRange): boolean {
  return endMs < window.endMs - (window.endMs - window.startMs) * STILL_GOING_SHARE;
}

/** The stretch of time in which the finding is more than background. */
export function activeRange(finding: Finding): TimeRange {
  const whole = { startMs: finding.firstSeenMs, endMs: finding.lastSeenMs };
  const { burst } = finding;
  if (burst === null || !isChange(finding)) return whole;
  const inside = finding.timesMs.filter((ms) => ms >= burst.startMs && ms < burst.endMs);
  const startMs = inside[0] ?? burst.startMs;
  const goesOn = finding.rhythm === 'onset' || finding.rhythm === 'rising';
  const endMs = goesOn ? whole.endMs : (inside.at(-1) ?? burst.endMs);
  return { startMs, endMs: Math.max(startMs, endMs) };
}

/** The end of the window that says whether something goes on, in whole bins of its timeline where these are shorter. */
export function tailMsOf(window: TimeRange): number {
  const binMs = timelineBinSeconds(window) * SECOND_MS;
  const wanted = Math.min(MAX_TAIL_MS, (window.endMs - window.startMs) * TAIL_SHARE);
  return binMs > MAX_TAIL_MS ? wanted : Math.max(1, Math.round(wanted / binMs)) * binMs;
}

/** When it or its burst was over; null where it goes on at the end of the window, or comes too seldom to tell. */
export function endedMs(finding: Finding, window: TimeRange): number | null {
  const { endMs } = activeRange(finding);
  if (finding.rhythm === 'burst') {
    const isLong = window.endMs - endMs > tailMsOf(window);
    return isLong && isAsBefore(finding, window) ? endMs : null;
  }
  const overMs = isChange(finding) ? burstOverMs(finding, window) : null;
  if (overMs !== null) return overMs;
  if (finding.count < MIN_COUNT_TO_END && !isChange(finding)) return null;
  return isQuietAtEnd(finding, window) ? endMs : null;
}

/** When its burst ended, where as many came before it, and come at the end of the window; null where not. */
function burstOverMs(finding: Finding, window: TimeRange): number | null {
  const { burst } = finding;
  if (burst === null || burst.endMs >= window.endMs - tailMsOf(window)) return null;
  return calmBefore(finding, burst, window).errors > 0 && isAsBefore(finding, window)
    ? burst.endMs - 1
    : null;
}

/** Whether it comes no more often at the end of the window than before its burst, but for a few. */
function isAsBefore(finding: Finding, window: TimeRange): boolean {
  const { burst, timesMs, standsFor = 1 } = finding;
  if (burst === null) return true;
  const tailMs = tailMsOf(window);
  const last = (timesMs.length - countBefore(timesMs, window.endMs - tailMs)) * standsFor;
  const { errors, calmMs } = calmBefore(finding, burst, window);
  const usual = calmMs <= 0 ? 0 : (errors * tailMs) / calmMs;
  return last <= Math.max(FEW, usual + SPREAD * Math.sqrt(usual));
}

/** What came before its burst, earlier bursts left out, and in how much time. */
function calmBefore(
  { bursts = [], timesMs, standsFor = 1 }: Finding,
  burst: Burst,
  window: TimeRange,
) {
  const earlier = bursts.filter(({ endMs }) => endMs <= burst.startMs);
  const inEarlier = earlier.reduce((sum, { errors }) => sum + errors, 0);
  const hotMs = earlier.reduce((sum, each) => sum + each.endMs - each.startMs, 0);
  return {
    errors: Math.max(0, countBefore(timesMs, burst.startMs) * standsFor - inEarlier),
    calmMs: burst.startMs - window.startMs - hotMs,
  };
}

/** Whether it is quiet at the end of the window, for longer than it usually is. */
export function isQuietAtEnd(finding: Finding, window: TimeRange): boolean {
  // The last one that was read may not be the last.
  if (finding.readInPart === true) return false;
  const quietMs = window.endMs - finding.lastSeenMs;
  return quietMs > Math.max(tailMsOf(window), QUIET_FACTOR * usualGapMs(finding));
}

/** The usual time from one occurrence to the next: the period, else the mean outside of the burst, else within it. */
export function usualGapMs({ burst, count, firstSeenMs, lastSeenMs, periodMs }: Finding): number {
  if (periodMs !== null) return periodMs;
  const spanMs = lastSeenMs - firstSeenMs;
  if (burst === null) return spanMs / Math.max(1, count - 1);
  const burstMs = burst.endMs - burst.startMs;
  if (burst.errors >= count * BURST_SHARE) return burstMs / Math.max(1, burst.errors);
  return Math.max(0, spanMs - burstMs) / (count - burst.errors);
}

/** `14:15:07 UTC`, with the date where window and time do not lie on one UTC day. */
export function clock(ms: number, window: TimeRange): string {
  const [day, time] = [dayOf(ms), isoTime(ms).slice(11, 19)];
  const last = Math.max(window.startMs, window.endMs - 1);
  const isOneDay = dayOf(window.startMs) === day && dayOf(last) === day;
  return `${isOneDay ? '' : `${day} `}${time} UTC`;
}

const dayOf = (ms: number): string => isoTime(ms).slice(0, 10);

/** A duration in words, rounded to what a reader needs: `40 seconds`, `3 minutes`, `2.5 hours`. */
export function spoken(ms: number): string {
  if (ms < 2 * MINUTE_MS) return plural(Math.round(ms / SECOND_MS), 'second');
  if (ms < 2 * HOUR_MS) return plural(Math.round(ms / MINUTE_MS), 'minute');
  return plural(Math.round((ms / HOUR_MS) * 10) / 10, 'hour');
}

export function plural(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** As `spoken`, below a second in milliseconds. */
export function distance(ms: number): string {
  return ms < SECOND_MS ? `${ms} ms` : spoken(ms);
}

/** The times of all of them, ascending, and how many occurrences each stands for. */
export function placedTimes(findings: readonly Finding[]) {
  const standsFor = mostStoodFor(findings);
  const lists = findings.map((one) => thinned(one.timesMs, standsFor / (one.standsFor ?? 1)));
  return { timesMs: inTime(lists), standsFor };
}

/** The times of all of them, ascending. */
export const timesOf = (findings: readonly Finding[]): readonly number[] =>
  findings.flatMap(({ timesMs }) => timesMs).sort((a, b) => a - b);
