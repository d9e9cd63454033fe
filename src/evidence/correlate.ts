// Which findings go together in time, which log groups do, how tightly, and which of the two leads.
import { MINUTE_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { findEpisodes } from './burst.ts';
import { coverage, nearShare, nearShareMoved, usualLag } from './closeness.ts';
import { lagsWithin } from './moments.ts';
import { loudest } from './rhythm.ts';
import type { Burst, Correlation, Finding } from './types.ts';

/** Findings that are compared, and log groups, the most important first. */
const MAX_COMPARED = 20;
const MAX_CORRELATIONS = 20;
const MIN_COUNT = 5;
const MIN_SHARE = 0.5;
/** How many times more often than by chance. */
const MIN_LIFT = 2;
/** Of the longer one of two bursts. */
const MIN_COMMON_SHARE = 0.8;
/** Times of one finding that are looked at, spread evenly. */
const MAX_TIMES = 2_000;
/** Where there is no burst: moments that one series is moved to, to see what would be near anyway at that time of day. */
const NEIGHBOUR_SHIFTS_MS = [-7, -3, 3, 7].map((minutes) => minutes * MINUTE_MS);

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
  const before = ofSeverity('warning').flatMap((warning) =>
    errors.flatMap((error) => forerun(warning, error)),
  );
  return [...strongest(pairsOf(errors, window)), ...strongest(before)];
}

/** Pairs of log groups whose errors go together, by name; `timesMs` of each group's errors, ascending. */
export function correlateLogGroups(
  groups: readonly { readonly name: string; readonly timesMs: readonly number[] }[],
  window: TimeRange,
): Correlation[] {
  const series = groups
    .filter(({ timesMs }) => timesMs.length >= MIN_COUNT)
    .sort((a, b) => b.timesMs.length - a.timesMs.length || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_COMPARED)
    .map(({ name, timesMs }) => ({
      id: name,
      timesMs,
      burst: loudest(findEpisodes(timesMs, window)),
    }));
  return strongest(pairsOf(series, window));
}

/** What is compared: the times of a finding, or of a log group's errors. */
interface Series {
  readonly id: string;
  readonly timesMs: readonly number[];
  readonly burst: Burst | null;
}

function pairsOf(series: readonly Series[], window: TimeRange): Correlation[] {
  return series.flatMap((a, index) => series.slice(index + 1).flatMap((b) => pair(a, b, window)));
}

function strongest(correlations: readonly Correlation[]): Correlation[] {
  return [...correlations]
    .sort((a, b) => b.share - a.share || a.lagMs - b.lagMs || (a.first < b.first ? -1 : 1))
    .slice(0, MAX_CORRELATIONS);
}

function pair(a: Series, b: Series, window: TimeRange): Correlation[] {
  const [rare, other] = a.timesMs.length <= b.timesMs.length ? [a, b] : [b, a];
  const times = spread(rare.timesMs, MAX_TIMES);
  const share = nearShare(times, other.timesMs);
  // Two bursts at the same time go together, however often either comes anyway.
  if (a.burst !== null && b.burst !== null && share >= MIN_SHARE && coincide(a.burst, b.burst))
    return [byBeginning(a, b, share)];
  const chance = coverage(other.timesMs, window);
  if (share < MIN_SHARE || share < Math.min(1, MIN_LIFT * chance) || chance > 1 / MIN_LIFT)
    return [];
  if (a.burst !== null && b.burst !== null) return [byBeginning(a, b, share)];
  const anyway = NEIGHBOUR_SHIFTS_MS.map((shift) => nearShareMoved(times, other.timesMs, shift));
  const usual = anyway.reduce((sum, each) => sum + each, 0) / anyway.length;
  return share < MIN_LIFT * usual
    ? []
    : [byOccurrence(rare, other, share, usualLag(times, other.timesMs))];
}

/** Whether they have most of their time in common. */
function coincide(a: Burst, b: Burst): boolean {
  const common = Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs);
  return common >= MIN_COMMON_SHARE * Math.max(a.endMs - a.startMs, b.endMs - b.startMs);
}

/** Two bursts: the one that begins first leads. */
function byBeginning(a: Series, b: Series, share: number): Correlation {
  const [first, second] = beginOf(a) <= beginOf(b) ? [a, b] : [b, a];
  return { first: first.id, second: second.id, share, lagMs: beginOf(second) - beginOf(first) };
}

/** No common burst: the one that usually comes first leads; where that is neither, the one seen first. */
function byOccurrence(rare: Series, other: Series, share: number, lagMs: number): Correlation {
  if (lagMs === 0) return { ...byBeginning(rare, other, share), lagMs: 0, each: true };
  const [first, second] = lagMs > 0 ? [rare, other] : [other, rare];
  return { first: first.id, second: second.id, share, lagMs: Math.abs(lagMs), each: true };
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

const beginOf = ({ burst, timesMs }: Series): number => burst?.startMs ?? timesMs[0] ?? 0;
