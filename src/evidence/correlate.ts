// Which findings go together in time, how tightly, and which of them leads.
import { durationMs, MINUTE_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { coverage, holdsBetween, lagsWithin } from './moments.ts';
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

/** A warning this close before an error may be its forerunner. */
const MAX_FORERUN_MS = 2 * SECOND_MS;
/** Of an error's occurrences that a forerunner precedes, at least. */
const MIN_FORERUN_SHARE = 0.8;
/** How far the usual lag may be exceeded, and the least that is allowed for it. */
const LAG_FACTOR = 4;
const MIN_LAG_BOUND_MS = 50;
/** Moments that the errors are moved to, to see how often a warning would be there anyway. */
const CONTROL_SHIFTS_MS = [-7 * SECOND_MS, 7 * SECOND_MS];

/**
 * Pairs of findings whose times go together more than chance has it: error with error, the strongest first, then the
 * warnings that come just before an error. At most MAX_CORRELATIONS of each.
 */
export function correlate(findings: readonly Finding[], window: TimeRange): Correlation[] {
  const ofSeverity = (severity: Finding['severity']) =>
    findings
      .filter((finding) => finding.severity === severity && finding.count >= MIN_COUNT)
      .slice(0, MAX_COMPARED);
  const errors = ofSeverity('error');
  const among = errors.flatMap((a, index) =>
    errors.slice(index + 1).flatMap((b) => pair(a, b, window)),
  );
  const before = ofSeverity('warning').flatMap((warning) =>
    errors.flatMap((error) => forerun(warning, error)),
  );
  return [...strongest(among), ...strongest(before)];
}

function strongest(correlations: readonly Correlation[]): Correlation[] {
  return [...correlations]
    .sort((a, b) => b.share - a.share || a.lagMs - b.lagMs || (a.first < b.first ? -1 : 1))
    .slice(0, MAX_CORRELATIONS);
}

function pair(a: Finding, b: Finding, window: TimeRange): Correlation[] {
  const [rare, other] = a.count <= b.count ? [a, b] : [b, a];
  const times = spread(rare.timesMs, MAX_TIMES);
  const near = times.filter((time) =>
    holdsBetween(other.timesMs, time - NEAR_MS, time + NEAR_MS),
  ).length;
  const share = near / times.length;
  const chance = coverage(other.timesMs, NEAR_MS, NEAR_MS) / durationMs(window);
  if (share < MIN_SHARE || share < Math.min(1, MIN_LIFT * chance) || chance > 1 / MIN_LIFT)
    return [];
  const [first, second] = beginOf(a) <= beginOf(b) ? [a, b] : [b, a];
  return [{ first: first.id, second: second.id, share, lagMs: beginOf(second) - beginOf(first) }];
}

/** A warning that comes just before nearly every occurrence of an error, more often than at any other moment. */
function forerun(warning: Finding, error: Finding): Correlation[] {
  const times = error.timesMs;
  const lags = lagsWithin(warning.timesMs, times, MAX_FORERUN_MS);
  if (lags.length < MIN_FORERUN_SHARE * times.length) return [];
  const lagMs = lags.sort((a, b) => a - b)[lags.length >> 1] ?? 0;
  const boundMs = Math.min(MAX_FORERUN_MS, Math.max(MIN_LAG_BOUND_MS, LAG_FACTOR * lagMs));
  const shareAt = (shiftMs: number) =>
    lagsWithin(
      warning.timesMs,
      times.map((time) => time + shiftMs),
      boundMs,
    ).length / times.length;
  const share = shareAt(0);
  const anyway = Math.max(...CONTROL_SHIFTS_MS.map(shareAt));
  if (share < MIN_FORERUN_SHARE || share < MIN_LIFT * anyway) return [];
  return [{ first: warning.id, second: error.id, share, lagMs }];
}

function spread(values: readonly number[], most: number): readonly number[] {
  const step = Math.ceil(values.length / most);
  return step <= 1 ? values : values.filter((_, index) => index % step === 0);
}

const beginOf = (finding: Finding): number => finding.burst?.startMs ?? finding.firstSeenMs;
