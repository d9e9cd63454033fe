// How a series of times goes on: periodic, rising, onset, burst, consistent or sporadic. The first that fits.
import { durationMs, MINUTE_MS, type TimeRange } from '../base/time-range.ts';
import { logChoose } from './binomial.ts';
import { type Episode, findEpisodes } from './burst.ts';
import { evenly } from './evenly.ts';
import type { Burst, Rhythm } from './types.ts';

export interface Course {
  readonly rhythm: Rhythm;
  readonly periodMs: number | null;
  /** The interval of most events, where there is one. */
  readonly burst: Burst | null;
  readonly episodes: readonly Episode[];
}

const MIN_CLUSTERS = 4;
/** Evenly spaced events within a short stretch are one burst (a retry loop), no rhythm of the window… */
const MIN_PERIODIC_SHARE = 0.2;
/** …unless so many come so far apart: that is a timer, also where it began late in a long window. */
const MIN_TIMER_CLUSTERS = 8;
const MIN_TIMER_MS = 5 * MINUTE_MS;
const MAX_GAP_SPREAD = 0.3;
/** Few lone events fall regularly by chance: they have to be more regular than clusters. */
const MAX_LONE_SPREAD = 0.15;
const FEW_LONE_EVENTS = 10;
/** With fewer events than so many a cluster, most are alone. */
const LONE_SHARE = 1.5;
/** Few clusters have to be alike: how many times another the largest may be, and how many may be smaller than that. */
const FEW_CLUSTERS = 12;
const MAX_SIZE_RATIO = 4;
const MAX_SMALL_SHARE = 0.25;
/** …unless their distances are nearly exact, which is what a timer's are whatever it finds to do, and none is most of it. */
const MAX_EXACT_SPREAD = 0.1;
const MIN_GAP_RATIO = 3;
const MAX_CLUSTER_SHARE = 1 / 3;
const MAX_SPLITS = 6;
/** Gaps that grow from one to the next, up to so many times the first, are those of retries with back-off, no timer's. */
const MIN_GROWTH = 1.3;
const MIN_GROWING_GAPS = 5;
/** Of all pairs of gaps, how many may shrink; and gaps that are looked at. */
const MAX_SHRINKING_SHARE = 0.05;
const MAX_GAPS_COMPARED = 60;
const MIN_CONSISTENT = 8;
const CONSISTENT_SHARE = 0.8;
const LATE_SHARE = 0.1;
const MAX_BURST_COVER = 0.4;
const MIN_BURST_SHARE = 0.5;
const MIN_RISE = 2;
const MIN_RISING = 12;
/** The last sixth of a rise lies near the top: a cycle that falls again is none. */
const LATE_TOP_SHARE = 0.75;
/** Standard normal quantile of one in a thousand. */
const RISING_Z = 3.1;
/** A period takes so many bins to be seen in what was counted in bins. */
const MIN_PERIOD_BINS = 2;
/** The share of the window before an onset. */
const MIN_QUIET_SHARE = 0.1;
const MIN_ONSET_EVENTS = 3;
/** Of all series without a beginning, or a timer, how many may look like an onset, or periodic. */
const CHANCE = 0.005;

/**
 * DESIGN's rhythms; `timesMs` ascending and within the window. `binMs`: width of the bins that the times were spread over
 * evenly, which is no rhythm; 0: they are their own.
 */
export function courseOf(timesMs: readonly number[], window: TimeRange, binMs = 0): Course {
  const periodMs = periodOf(timesMs, window, MIN_PERIOD_BINS * binMs);
  if (periodMs !== null) return { rhythm: 'periodic', periodMs, burst: null, episodes: [] };
  const episodes = findEpisodes(timesMs, window);
  const burst = loudest(episodes);
  return { rhythm: rhythmOf(timesMs, window, episodes), periodMs: null, burst, episodes };
}

function rhythmOf(
  timesMs: readonly number[],
  window: TimeRange,
  episodes: readonly Episode[],
): Rhythm {
  if (isRising(timesMs, window, episodes)) return 'rising';
  if (isOnset(timesMs, window, episodes)) return 'onset';
  if (isBurst(timesMs, window, episodes)) return 'burst';
  const span = (timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0);
  const consistent =
    timesMs.length >= MIN_CONSISTENT && span >= CONSISTENT_SHARE * durationMs(window);
  return consistent ? 'consistent' : 'sporadic';
}

/** The interval of most events; null where there is none. */
export function loudest(episodes: readonly Episode[]): Burst | null {
  const [first] = [...episodes].sort((a, b) => b.errors - a.errors || a.startMs - b.startMs);
  if (first === undefined) return null;
  return { startMs: first.startMs, endMs: first.endMs, errors: first.errors };
}

/** The mean distance between the beginnings of clusters, where these recur evenly; else null. */
function periodOf(timesMs: readonly number[], window: TimeRange, leastMs: number): number | null {
  const span = (timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0);
  const isShort = span < MIN_PERIODIC_SHARE * durationMs(window);
  if (timesMs.length < MIN_CLUSTERS) return null;
  if (isShort && span < (MIN_TIMER_CLUSTERS - 1) * MIN_TIMER_MS) return null;
  const gaps = gapsOf(timesMs);
  for (const limit of [0, ...clusterLimits(gaps)]) {
    const period = evenPeriod(timesMs, gaps, limit);
    if (period === null || period < leastMs) continue;
    if (!isShort || isTimer(span, period)) return period;
  }
  return null;
}

const isTimer = (spanMs: number, periodMs: number) =>
  periodMs >= MIN_TIMER_MS && spanMs >= (MIN_TIMER_CLUSTERS - 1) * periodMs;

function gapsOf(timesMs: readonly number[]): number[] {
  return timesMs.slice(1).map((time, index) => time - (timesMs[index] ?? 0));
}

/** Gap lengths after which the next longer gap is several times as long: there clusters may end. */
function clusterLimits(gaps: readonly number[]): number[] {
  const sorted = Float64Array.from(gaps).sort();
  const splits: { readonly limit: number; readonly ratio: number }[] = [];
  for (let index = 0; index + MIN_CLUSTERS - 1 < sorted.length; index++) {
    const limit = sorted[index] ?? 0;
    const ratio = (sorted[index + 1] ?? 0) / Math.max(1, limit);
    if (ratio >= MIN_GAP_RATIO) splits.push({ limit, ratio });
  }
  return splits
    .sort((a, b) => b.ratio - a.ratio)
    .slice(0, MAX_SPLITS)
    .map((split) => split.limit);
}

function evenPeriod(
  timesMs: readonly number[],
  gaps: readonly number[],
  limit: number,
): number | null {
  const first = (index: number) => index === 0 || (gaps[index - 1] ?? 0) > limit;
  const starts = timesMs.filter((_, index) => first(index));
  const ends = timesMs.filter((_, index) => index === timesMs.length - 1 || first(index + 1));
  if (starts.length < MIN_CLUSTERS) return null;
  const between = gapsOf(starts);
  const period = mean(between);
  // Not by Math.max: there may be more starts than a call takes arguments.
  const longest = starts.reduce(
    (most, start, index) => Math.max(most, (ends[index] ?? start) - start),
    0,
  );
  const uneven = spread(between);
  const lone = timesMs.length < LONE_SHARE * starts.length && starts.length < FEW_LONE_EVENTS;
  if (uneven >= (lone ? MAX_LONE_SPREAD : MAX_GAP_SPREAD)) return null;
  if (longest > MAX_CLUSTER_SHARE * period || doGrow(between)) return null;
  if (starts.length < FEW_CLUSTERS && areUnlike(timesMs, starts, uneven)) return null;
  // That the others lie so near behind the first of their cluster, whichever these are.
  const near = Math.log(Math.max(1, longest) / period) * (timesMs.length - starts.length);
  const chance =
    logChanceOfEven(between.length, uneven) + near + logChoose(timesMs.length, starts.length);
  return chance <= Math.log(CHANCE) ? Math.round(period) : null;
}

/** Bursts among lone events that happen to lie evenly: some clusters are several times the others. */
function areUnlike(timesMs: readonly number[], starts: readonly number[], uneven: number): boolean {
  const sizes = starts.map((start, index) => {
    const end = starts[index + 1] ?? Number.POSITIVE_INFINITY;
    return timesMs.filter((time) => time >= start && time < end).length;
  });
  const largest = Math.max(...sizes);
  if (uneven <= MAX_EXACT_SPREAD && 2 * largest <= timesMs.length) return false;
  const small = sizes.filter((size) => size * MAX_SIZE_RATIO < largest);
  return small.length > MAX_SMALL_SHARE * sizes.length;
}

function doGrow(gaps: readonly number[]): boolean {
  const some = evenly(gaps, MAX_GAPS_COMPARED);
  if (some.length < MIN_GROWING_GAPS) return false;
  if ((some.at(-1) ?? 0) < MIN_GROWTH * (some[0] ?? 0)) return false;
  const pairs = (some.length * (some.length - 1)) / 2;
  const shrinking = some.flatMap((gap, index) =>
    some.slice(index + 1).filter((next) => next < gap),
  );
  return shrinking.length <= MAX_SHRINKING_SHARE * pairs;
}

/**
 * How likely the gaps between events that come by chance are as even as that, as a logarithm: of all ways to cut a
 * length into so many parts, a simplex, those around the even one are a ball.
 */
function logChanceOfEven(gaps: number, uneven: number): number {
  const radius = Math.max(Number.MIN_VALUE, uneven) / Math.sqrt(gaps);
  let log = -Math.log(gaps) / 2;
  for (let d = 1; d < gaps; d++) log += Math.log(radius) + Math.log(d);
  // The unit ball of d dimensions is 2π/d times that of d - 2.
  for (let d = gaps - 1; d >= 1; d -= 2) log += Math.log(d === 1 ? 2 : (2 * Math.PI) / d);
  return log;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation over mean. */
function spread(values: readonly number[]): number {
  const middle = mean(values);
  const variance = mean(values.map((value) => (value - middle) ** 2));
  return middle === 0 ? Number.POSITIVE_INFINITY : Math.sqrt(variance) / middle;
}

/** A trend that no single step explains: within the part after the sharpest rise it goes on. */
function isRising(
  timesMs: readonly number[],
  window: TimeRange,
  episodes: readonly Episode[],
): boolean {
  if (timesMs.length < MIN_RISING || !climbs(timesMs)) return false;
  const step = lastingStep(timesMs, window, episodes);
  return step === null || climbs(timesMs.filter((time) => time >= step.startMs));
}

function climbs(timesMs: readonly number[]): boolean {
  const sixths = partsOf(timesMs, 6);
  const part = (index: number) => sixths[index] ?? 0;
  if (part(4) + part(5) < MIN_RISE * (part(0) + part(1))) return false;
  if (part(5) < LATE_TOP_SHARE * Math.max(...sixths)) return false;
  return trendZ(timesMs) >= RISING_Z;
}

function partsOf(timesMs: readonly number[], parts: number): number[] {
  const from = timesMs[0] ?? 0;
  const width = Math.max(1, ((timesMs.at(-1) ?? 0) - from) / parts);
  const counts = new Array<number>(parts).fill(0);
  for (const time of timesMs) {
    const index = Math.min(parts - 1, Math.floor((time - from) / width));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

/** Laplace's trend test: how far the mean time lies behind the middle, in standard deviations. */
function trendZ(timesMs: readonly number[]): number {
  const from = timesMs[0] ?? 0;
  const span = Math.max(1, (timesMs.at(-1) ?? 0) - from);
  return ((mean(timesMs) - from) / span - 0.5) * Math.sqrt(12 * timesMs.length);
}

function isOnset(
  timesMs: readonly number[],
  window: TimeRange,
  episodes: readonly Episode[],
): boolean {
  const length = durationMs(window);
  const [first] = timesMs;
  const last = timesMs.at(-1);
  if (first === undefined || last === undefined || timesMs.length < MIN_ONSET_EVENTS) return false;
  if (!isLate(last, window)) return false;
  // Most of it in a burst that is over: what is left reaches the end by chance.
  if (isBurst(timesMs, window, episodes)) return false;
  const step = lastingStep(timesMs, window, episodes);
  if (step !== null) return step.startMs - window.startMs >= MIN_QUIET_SHARE * length;
  const quiet = (first - window.startMs) / length;
  return quiet >= MIN_QUIET_SHARE && (1 - quiet) ** (timesMs.length - 1) < CHANCE;
}

/** What lasts to the end of the window, or nearly so and holds half or more. */
function lastingStep(
  timesMs: readonly number[],
  window: TimeRange,
  episodes: readonly Episode[],
): Episode | null {
  const late = lateEpisode(episodes, window);
  const lasts = late?.open || (late?.errors ?? 0) >= MIN_BURST_SHARE * timesMs.length;
  return lasts ? late : null;
}

/** The episode that reaches the last part of the window; null where there is none. */
export function lateEpisode(episodes: readonly Episode[], window: TimeRange): Episode | null {
  return episodes.find(({ endMs }) => isLate(endMs - 1, window)) ?? null;
}

function isLate(ms: number, window: TimeRange): boolean {
  return ms >= window.endMs - LATE_SHARE * durationMs(window);
}

/** What is over before the last part of the window holds half or more, within little of it. */
function isBurst(
  timesMs: readonly number[],
  window: TimeRange,
  episodes: readonly Episode[],
): boolean {
  const over = episodes.filter(({ endMs }) => !isLate(endMs - 1, window));
  const errors = over.reduce((sum, episode) => sum + episode.errors, 0);
  const covered = over.reduce((sum, episode) => sum + durationMs(episode), 0);
  return (
    errors > 0 &&
    errors >= MIN_BURST_SHARE * timesMs.length &&
    covered <= MAX_BURST_COVER * durationMs(window)
  );
}
