// Whether it goes on at the end of the window: the primary cause by its own findings, all other errors by their rate.
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import { sum } from './format.ts';
import type { Report, ReportFinding } from './types.ts';

/** How things stood at the end of the window. */
export interface State {
  /** `others`: the primary cause is over, errors that it does not explain go on. */
  readonly kind: 'none' | 'over' | 'others' | 'baseline' | 'ongoing';
  readonly lastError: string | null;
  /** Last occurrence of what the primary cause explains, where it explains any error. */
  readonly lastOfCause: string | null;
  /** From the last error to the end of the window, in milliseconds. */
  readonly quietMs: number;
  /** Errors in the last `tailMs` of the window. */
  readonly tailErrors: number;
  readonly tailMs: number;
  /** Whether the tail has no more errors than the time outside the peaks had. */
  readonly isUsual: boolean;
}

/** The end of the window that says whether it goes on: a tenth of it, at least a bin, at most half an hour. */
const TAIL_SHARE = 0.1;
const MAX_TAIL_MS = 30 * MINUTE_MS;
/** Up to this many times the baseline still counts as the level before. */
const BASELINE_FACTOR = 1.5;
/** A finding that has been quiet for this many times its usual distance is over. */
const QUIET_FACTOR = 3;
/** With this share of it in its burst, what is usual for a finding is what is usual in the burst. */
const BURST_SHARE = 0.9;

export function stateOf(report: Report, errors: readonly ReportFinding[]): State {
  const { timeline, window } = report;
  const endMs = Date.parse(window.analyzed.end);
  const startMs = Date.parse(window.analyzed.start);
  const tailMs = tailOf(endMs - startMs, timeline.binSeconds * SECOND_MS);
  const tail = timeline.bins.filter(({ start }) => Date.parse(start) >= endMs - tailMs);
  const tailErrors = sum(tail.map((bin) => bin.errors));
  const own = primaryOf(report, errors);
  const lastError = lastOf(errors);
  const quietMs = endMs - (lastError === null ? startMs : Date.parse(lastError));
  const perHour = (tailErrors * HOUR_MS) / tailMs;
  const isUsual = perHour <= timeline.baselinePerHour * BASELINE_FACTOR;
  const base = { lastError, lastOfCause: lastOf(own), quietMs, tailErrors, tailMs, isUsual };
  if (lastError === null) return { ...base, kind: 'none' };
  if (quietMs > tailMs) return { ...base, kind: 'over' };
  const isOver = (finding: ReportFinding) =>
    endMs - Date.parse(finding.lastSeen) > Math.max(tailMs, QUIET_FACTOR * usualGapMs(finding));
  if (own.length > 0 && own.every(isOver)) return { ...base, kind: 'others' };
  const isPast = timeline.peak !== null && Date.parse(timeline.peak.end) <= endMs - tailMs;
  return { ...base, kind: isPast && isUsual ? 'baseline' : 'ongoing' };
}

function tailOf(windowMs: number, binMs: number): number {
  const wanted = Math.min(MAX_TAIL_MS, windowMs * TAIL_SHARE);
  return Math.max(1, Math.round(wanted / binMs)) * binMs;
}

function primaryOf({ rootCauses }: Report, errors: readonly ReportFinding[]): ReportFinding[] {
  const [primary] = rootCauses;
  return errors.filter(({ id }) => primary?.findings.includes(id) === true);
}

function lastOf(findings: readonly ReportFinding[]): string | null {
  const times = findings.map(({ lastSeen }) => lastSeen).sort();
  return times.at(-1) ?? null;
}

/** The usual time from one occurrence to the next: the period, else the mean outside of the burst, else within it. */
function usualGapMs({ burst, count, firstSeen, lastSeen, periodSeconds }: ReportFinding): number {
  if (periodSeconds !== null) return periodSeconds * SECOND_MS;
  const spanMs = Date.parse(lastSeen) - Date.parse(firstSeen);
  if (burst === null) return spanMs / Math.max(1, count - 1);
  const burstMs = Date.parse(burst.end) - Date.parse(burst.start);
  if (burst.errors >= count * BURST_SHARE) return burstMs / Math.max(1, burst.errors);
  return Math.max(0, spanMs - burstMs) / (count - burst.errors);
}
