// A series of times as counts in bins: even ones, cut finer where events crowd, so that a spike of a second has edges of
// its own in a window of a day; and how much the counts vary beyond chance.
import { durationMs, HOUR_MS, type TimeRange } from '../../base/time-range.ts';

export interface Bins {
  /** Where each bin begins, in milliseconds; the last number is the end of the window. */
  readonly edgesMs: readonly number[];
  readonly counts: readonly number[];
}

const BINS = 240;
/** Bins that are cut finer, the ones with the most surprising counts, and into how many. */
const FINER_BINS = 16;
const CUTS = 12;
const MIN_CROWD = 3;
const MIN_BIN_MS = 250;
/** Even bins in which dispersion is looked at: noise that lasts shows in wide ones only. */
const DISPERSION_BINS = [60, 30];
/** Events at either end of a series that are not most of it, and of the window what is little. */
const FEW_SHARE = 0.05;
const LITTLE_SHARE = 0.5;
/** Pairs that are left out, as a share of the bins, and pairs that are kept at least, as a share of those with events. */
const TRIMMED_SHARE = 0.3;
const LEAST_KEPT = 0.5;
/** How much variance pairs of honest noise keep where half of them are kept, and the power by which more keep more. */
const HALF_KEEPS = 0.143;
const KEEPS_POWER = 2.3;
/** Fewer pairs say nothing. */
const MIN_PAIRS = 8;
/** Standard errors by which a dispersion has to lie above 1 to be more than chance. */
const SIGNIFICANT = 2.6;

/** `timesMs` ascending and within the window. */
export function binsOf(timesMs: readonly number[], window: TimeRange): Bins {
  const even = evenCounts(timesMs, window, BINS);
  const width = durationMs(window) / even.length;
  const mean = timesMs.length / even.length;
  const surprise = (count: number) => count * Math.log(count / mean) - count + mean;
  const crowded = [...even.keys()]
    .filter((at) => (even[at] ?? 0) >= Math.max(MIN_CROWD, mean))
    .sort((a, b) => surprise(even[b] ?? 0) - surprise(even[a] ?? 0))
    .slice(0, FINER_BINS);
  const cuts = Math.min(CUTS, Math.floor(width / MIN_BIN_MS));
  const finer = new Set(cuts > 1 ? crowded : []);
  const edgesMs = [...even.keys()].flatMap((at) => {
    const startMs = window.startMs + at * width;
    if (!finer.has(at)) return [startMs];
    return Array.from({ length: cuts }, (_, cut) => startMs + (cut * width) / cuts);
  });
  return { edgesMs: [...edgesMs, window.endMs], counts: countsBetween(timesMs, edgesMs) };
}

/** Of the window, the share that each bin covers. */
export function evenWeights({ edgesMs }: Bins): number[] {
  const lengthMs = (edgesMs.at(-1) ?? 0) - (edgesMs[0] ?? 0);
  return edgesMs.slice(1).map((endMs, at) => (endMs - (edgesMs[at] ?? endMs)) / lengthMs);
}

function countsBetween(timesMs: readonly number[], startsMs: readonly number[]): number[] {
  const counts = new Array<number>(startsMs.length).fill(0);
  let bin = 0;
  for (const time of timesMs) {
    while (time >= (startsMs[bin + 1] ?? Number.POSITIVE_INFINITY)) bin++;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function evenCounts(timesMs: readonly number[], window: TimeRange, most: number): number[] {
  const bins = Math.max(1, Math.min(most, Math.floor(durationMs(window) / MIN_BIN_MS)));
  const width = durationMs(window) / bins;
  const starts = Array.from({ length: bins }, (_, at) => window.startMs + at * width);
  return countsBetween(timesMs, starts);
}

/**
 * Variance over mean of the counts in bins, at least 1. Bursts and slow cycles hardly count. Where most events fill
 * little of the window they fill few of its bins: there in bins of their own as well.
 */
export function dispersionOf(
  timesMs: readonly number[],
  window: TimeRange,
  beside: readonly TimeRange[] = [],
): number {
  if (beside.length > 0) return dispersionWithin(timesMs, window, beside);
  const few = Math.floor(timesMs.length * FEW_SHARE);
  const most = timesMs.slice(few, timesMs.length - few);
  const span = { startMs: most[0] ?? window.startMs, endMs: (most.at(-1) ?? window.startMs) + 1 };
  const dispersion = dispersionWithin(timesMs, window, []);
  if (durationMs(span) > LITTLE_SHARE * durationMs(window)) return dispersion;
  return Math.max(dispersion, dispersionWithin(most, span, []));
}

function dispersionWithin(
  timesMs: readonly number[],
  range: TimeRange,
  beside: readonly TimeRange[],
): number {
  // Over several days as many bins a day: the turn of the day is no noise.
  const days = Math.max(1, durationMs(range) / (24 * HOUR_MS));
  return Math.max(
    ...DISPERSION_BINS.map((perDay) => {
      const bins = Math.round(perDay * days);
      const widthMs = durationMs(range) / bins;
      const isBeside = (at: number) => {
        const startMs = range.startMs + at * widthMs;
        return !beside.some((hot) => hot.startMs < startMs + widthMs && hot.endMs > startMs);
      };
      return dispersionIn(evenCounts(timesMs, range, bins), isBeside);
    }),
  );
}

/**
 * From how neighbouring bins differ. The pairs that differ most are left out, as there a burst may begin or end, and
 * what that takes away from honest noise is given back.
 */
function dispersionIn(counts: readonly number[], isLookedAt: (at: number) => boolean): number {
  const looked = counts.filter((_, at) => isLookedAt(at)).length;
  const pairs = counts.slice(1).flatMap((count, index) => {
    const before = counts[index] ?? 0;
    const sum = count + before;
    return sum === 0 || !isLookedAt(index) || !isLookedAt(index + 1)
      ? []
      : [{ square: (count - before) ** 2, sum }];
  });
  pairs.sort((a, b) => a.square / a.sum - b.square / b.sum);
  const keep = Math.max(pairs.length * LEAST_KEPT, pairs.length - looked * TRIMMED_SHARE);
  const kept = pairs.slice(0, Math.ceil(keep));
  if (kept.length < MIN_PAIRS) return 1;
  const ratios = kept.reduce((total, { square, sum }) => total + square / sum, 0) / kept.length;
  // Where bins hold one event or two there is nothing to trim: all pairs differ alike.
  const lone = kept.reduce((total, { sum }) => total + Math.min(1, 2 / sum), 0) / kept.length;
  const keeps = HALF_KEEPS * ((2 * kept.length) / pairs.length) ** KEEPS_POWER;
  const value = ratios / (keeps + (1 - keeps) * lone);
  return value < 1 + SIGNIFICANT * Math.sqrt(2 / kept.length) ? 1 : value;
}
