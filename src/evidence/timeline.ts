// Errors over time: bins on natural boundaries, the peaks as whole bins, and the rate outside of them.
import { contains, durationMs, HOUR_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { findEpisodes, ratePerHourOutside } from './burst.ts';
import type { Burst, Timeline } from './types.ts';

/** Bins that a timeline has at most; the width is the smallest nice one that keeps to it… */
const TARGET_BINS = 60;
/** …but bins of an hour may be so many: an incident takes hours, however long the window is. */
const MAX_HOURS = 192;
const NICE_SECONDS = [1, 5, 10, 30, 60, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200];
const DAY_SECONDS = 86_400;
/** The burst of a finding belongs to a peak that covers so much of it. */
const MIN_COVERED = 0.5;
/** A bin belongs to the peak if it lies this far from the rate outside to the hottest bin. */
const HOT_SHARE = 0.3;

/** The timeline of all errors; `timesMs` ascending and within the window. `bursts`: those of single findings. */
export function timelineOf(
  timesMs: readonly number[],
  window: TimeRange,
  bursts: readonly Burst[] = [],
): Timeline {
  const binMs = timelineBinSeconds(window) * SECOND_MS;
  const bins = binsOf(timesMs, window, binMs);
  const wide = findEpisodes(timesMs, window).map((episode) => widen(episode, bins, binMs, window));
  const peaks = apart(wide, timesMs);
  const [peak = null] = peaks;
  // What began before the peak or ended behind it is no normal time.
  const incidents = apart([...peaks, ...bursts.filter((burst) => isWithin(burst, peaks))], timesMs);
  const edgeErrors = errorsIn(incidents) - errorsIn(peaks);
  return {
    binSeconds: binMs / SECOND_MS,
    bins,
    peak,
    peaks,
    baselinePerHour: ratePerHourOutside(incidents, timesMs.length, window),
    ...(edgeErrors > 0 ? { edgeErrors } : {}),
  };
}

/** What was read, and no word on what it shows. */
export const withoutPeaks = ({ binSeconds, bins }: Timeline): Timeline => ({
  binSeconds,
  bins,
  peak: null,
  peaks: [],
  baselinePerHour: 0,
});

/** The timeline of so many times as many errors. */
export function scaled(timeline: Timeline, by: number): Timeline {
  if (by === 1) return timeline;
  const { bins, peak, peaks, baselinePerHour, edgeErrors } = timeline;
  const more = <T extends { readonly errors: number }>(one: T): T => ({
    ...one,
    errors: one.errors * by,
  });
  return {
    ...timeline,
    bins: bins.map(more),
    peak: peak === null ? null : more(peak),
    ...(peaks === undefined ? {} : { peaks: peaks.map(more) }),
    baselinePerHour: baselinePerHour * by,
    ...(edgeErrors === undefined ? {} : { edgeErrors: edgeErrors * by }),
  };
}

const errorsIn = (ranges: readonly Burst[]): number =>
  ranges.reduce((sum, { errors }) => sum + errors, 0);

function isWithin(burst: Burst, peaks: readonly Burst[]): boolean {
  return peaks.some(
    ({ startMs, endMs }) =>
      Math.min(burst.endMs, endMs) - Math.max(burst.startMs, startMs) >
      MIN_COVERED * durationMs(burst),
  );
}

/** The width of a timeline's bins over a window. */
export function timelineBinSeconds(window: TimeRange): number {
  const seconds = durationMs(window) / SECOND_MS;
  return niceSeconds(
    Math.max(seconds / MAX_HOURS, Math.min(seconds / TARGET_BINS, HOUR_MS / SECOND_MS)),
  );
}

/** The smallest width of bins that people count in, and no narrower than this. */
export function niceSeconds(wanted: number): number {
  return (
    NICE_SECONDS.find((seconds) => seconds >= wanted) ??
    Math.ceil(wanted / DAY_SECONDS) * DAY_SECONDS
  );
}

type Bins = Timeline['bins'];

function binsOf(timesMs: readonly number[], window: TimeRange, binMs: number): Bins {
  const counts = new Map<number, number>();
  for (let at = floorTo(window.startMs, binMs); at < window.endMs; at += binMs) counts.set(at, 0);
  for (const time of timesMs) {
    const at = floorTo(time, binMs);
    counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  return [...counts].map(([startMs, errors]) => ({ startMs, errors }));
}

function floorTo(ms: number, binMs: number): number {
  return Math.floor(ms / binMs) * binMs;
}

/** An episode as whole bins: those that it touches and their neighbours, as far as they are hot. */
function widen(episode: TimeRange, bins: Bins, binMs: number, window: TimeRange): Burst {
  const touches = (startMs: number) => startMs < episode.endMs && startMs + binMs > episode.startMs;
  const inside = bins.filter((bin) => touches(bin.startMs));
  const outside = bins.filter((bin) => !touches(bin.startMs));
  const quiet = outside.reduce((sum, bin) => sum + bin.errors, 0) / Math.max(1, outside.length);
  const hottest = Math.max(0, ...inside.map((bin) => bin.errors));
  const isHot = (index: number) =>
    (bins[index]?.errors ?? 0) >= quiet + HOT_SHARE * (hottest - quiet);
  let from = bins.findIndex((bin, index) => touches(bin.startMs) && isHot(index));
  let to = bins.findLastIndex((bin, index) => touches(bin.startMs) && isHot(index));
  while (from > 0 && isHot(from - 1)) from--;
  while (to < bins.length - 1 && isHot(to + 1)) to++;
  const hot = bins.slice(from, to + 1);
  return {
    startMs: Math.max(window.startMs, hot[0]?.startMs ?? episode.startMs),
    endMs: Math.min(window.endMs, (hot.at(-1)?.startMs ?? episode.startMs) + binMs),
    errors: hot.reduce((sum, bin) => sum + bin.errors, 0),
  };
}

/** Peaks that overlap are one; the largest first. */
function apart(wide: readonly Burst[], timesMs: readonly number[]): Burst[] {
  const ranges: TimeRange[] = [];
  for (const { startMs, endMs } of [...wide].sort((a, b) => a.startMs - b.startMs)) {
    const last = ranges.at(-1);
    if (last === undefined || startMs >= last.endMs) ranges.push({ startMs, endMs });
    else ranges[ranges.length - 1] = { ...last, endMs: Math.max(last.endMs, endMs) };
  }
  return ranges
    .map((range) => ({ ...range, errors: timesMs.filter((time) => contains(range, time)).length }))
    .sort((a, b) => b.errors - a.errors || a.startMs - b.startMs);
}
