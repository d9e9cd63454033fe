// Where a series of times runs hot: the window is cut into blocks of constant rate, upon a tide where traffic rises and
// falls slowly, and blocks that stand out become bursts.
import { durationMs, HOUR_MS, type TimeRange } from '../base/time-range.ts';
import { upperTail } from './binomial.ts';
import { type Bins, binsOf, dispersionOf, evenWeights } from './burst/bins.ts';
import { type Block, type Cut, cutIntoBlocks } from './burst/blocks.ts';
import { tideOf } from './burst/tide.ts';
import type { Burst } from './types.ts';

/** A run of blocks of high rate. */
export interface Episode extends Burst {
  /** It still lasts where the window ends. */
  readonly open: boolean;
}

const MIN_EVENTS = 4;
/** How much hotter a burst begins than before, and than the quieter half of the window. */
const MIN_JUMP = 1.6;
/** A block this long is a level of its own to compare with, shorter ones may be a dip. */
const LONG_SHARE = 0.08;
/** A burst lasts until the rate has fallen this far from its height to the rate before. */
const FALL_SHARE = 0.4;
/** Of the window, what bursts fill so that the rest of it shows how the counts vary without them. */
const LITTLE_SHARE = 0.2;
/** Of all events, what they may hold for that. */
const MOST_INSIDE = 0.7;
/** An episode that ends this close before the window's end is still open. */
const OPEN_SHARE = 0.03;

/** How likely a burst may turn up somewhere in a series that has none. As its length is not given, more will. */
const CHANCE = 0.003;
/** All events in all of the window are no burst. */
const MAX_SHARE = 0.99;

/** Intervals of unusually many events, ascending; `timesMs` ascending and within the window. */
export function findEpisodes(timesMs: readonly number[], window: TimeRange): Episode[] {
  if (timesMs.length < MIN_EVENTS) return [];
  const bins = binsOf(timesMs, window);
  const dispersion = dispersionOf(timesMs, window);
  const blocks = explained(bins, dispersion);
  const episodes = episodesOf(blocks, timesMs, window, bins);
  if (dispersion === 1 || !doLeaveMost(episodes, timesMs.length, window)) return episodes;
  // What was found hides less than it among what varies; beside it the counts may vary by chance alone.
  const calmer = dispersionOf(timesMs, window, episodes);
  if (calmer >= dispersion) return episodes;
  return episodesOf(explained(bins, calmer), timesMs, window, bins);
}

/** Whether there are episodes, and enough is beside them to show how it varies by itself. */
function doLeaveMost(episodes: readonly Episode[], events: number, window: TimeRange): boolean {
  const covered = episodes.reduce((sum, episode) => sum + durationMs(episode), 0);
  const inside = episodes.reduce((sum, { errors }) => sum + errors, 0);
  const isLittle = covered <= LITTLE_SHARE * durationMs(window);
  return isLittle && inside > 0 && inside <= MOST_INSIDE * events;
}

function episodesOf(
  blocks: readonly Block[],
  timesMs: readonly number[],
  window: TimeRange,
  bins: Bins,
): Episode[] {
  return hotRuns(blocks).flatMap((run) => episodeOf(run, timesMs, window, bins));
}

/** Blocks upon an even pace, or upon a tide where that explains the counts better. */
function explained(bins: Bins, dispersion: number): readonly Block[] {
  const even = evenWeights(bins);
  const flat = cutIntoBlocks({ counts: bins.counts, weights: even, dispersion });
  if (flat.blocks.length < 2) return flat.blocks;
  const upon = (shaping: readonly boolean[]): Cut => {
    const { weights, cost } = tideOf(bins, shaping, dispersion);
    const cut = cutIntoBlocks({ counts: bins.counts, weights, dispersion });
    const logs = bins.counts.map(
      (count, at) => count * Math.log((weights[at] ?? 1) / (even[at] ?? 1)),
    );
    return {
      ...cut,
      value: cut.value - cost + logs.reduce((sum, log) => sum + log, 0) / dispersion,
    };
  };
  const first = upon(bins.counts.map(() => true));
  // A burst bends the tide that it is part of; the second time its bins are left out.
  const hot = hotRuns(first.blocks);
  if (hot.length === 0) return better(flat, first).blocks;
  const second = upon(
    bins.counts.map((_, at) => !hot.some(({ from, to }) => at >= from && at < to)),
  );
  return better(better(flat, first), second).blocks;
}

const better = (known: Cut, other: Cut): Cut => (other.value > known.value ? other : known);

const rateOf = (block: Block): number => block.events / block.weight;

/** Runs of blocks that begin with a rise and last until most of it is gone. */
function hotRuns(blocks: readonly Block[]): Block[] {
  const base = baseRate(blocks);
  const runs: Block[] = [];
  for (let index = 0; index < blocks.length; index++) {
    if (!rises(blocks, index, base)) continue;
    const end = endOfRun(blocks, index, base);
    runs.push(joined(blocks.slice(index, end + 1)));
    index = end;
  }
  return runs;
}

/** The last block before the rate has fallen most of the way back. */
function endOfRun(blocks: readonly Block[], start: number, base: number): number {
  const before = blocks[start - 1];
  const floor = before === undefined ? base : rateOf(before);
  let peak = 0;
  let end = start;
  for (const [index, block] of blocks.entries()) {
    if (index < start) continue;
    peak = Math.max(peak, rateOf(block));
    if (rateOf(block) < floor + FALL_SHARE * (peak - floor)) break;
    end = index;
  }
  return end;
}

/** The rate in which the quieter half of the window lies. */
function baseRate(blocks: readonly Block[]): number {
  let seen = 0;
  for (const block of [...blocks].sort((a, b) => rateOf(a) - rateOf(b))) {
    seen += block.weight;
    if (seen >= 0.5) return rateOf(block);
  }
  return 0;
}

function rises(blocks: readonly Block[], index: number, base: number): boolean {
  const block = blocks[index];
  const before = blocks[index - 1];
  if (block === undefined || block.events < MIN_EVENTS) return false;
  const overBase = rateOf(block) >= MIN_JUMP * base;
  if (before !== undefined) {
    if (rateOf(block) < MIN_JUMP * rateOf(before)) return false;
    return overBase || before.weight >= LONG_SHARE;
  }
  // Hot from the beginning of the window: there is no rise to look at, but its end.
  const next = blocks[index + 1];
  return overBase && next !== undefined && rateOf(block) >= MIN_JUMP * rateOf(next);
}

function joined(blocks: readonly Block[]): Block {
  const events = blocks.reduce((sum, block) => sum + block.events, 0);
  const weight = blocks.reduce((sum, block) => sum + block.weight, 0);
  return { from: blocks[0]?.from ?? 0, to: blocks.at(-1)?.to ?? 0, events, weight };
}

function episodeOf(
  { from, to, weight }: Block,
  timesMs: readonly number[],
  window: TimeRange,
  { edgesMs }: Bins,
): Episode[] {
  const startMs = edgesMs[from] ?? window.startMs;
  const endMs = edgesMs[to] ?? window.endMs;
  const inside = timesMs.filter((time) => time >= startMs && time < endMs);
  const [first] = inside;
  const last = inside.at(-1);
  if (first === undefined || last === undefined) return [];
  const share = (weight * (last + 1 - first)) / (endMs - startMs);
  if (isChance(inside.length, timesMs.length, share)) return [];
  const open = endMs >= window.endMs - OPEN_SHARE * durationMs(window);
  return [{ startMs: first, endMs: last + 1, errors: inside.length, open }];
}

/** Whether somewhere so many of all events may lie within such a share of the window although nothing draws them there. */
function isChance(inside: number, all: number, share: number): boolean {
  return all * upperTail(inside - 1, all - 1, Math.min(share, MAX_SHARE)) > CHANCE;
}

/** Events an hour outside the intervals, which do not overlap; 0 where they cover the window. */
export function ratePerHourOutside(
  intervals: readonly Burst[],
  events: number,
  window: TimeRange,
): number {
  const inside = intervals.reduce((sum, { errors }) => sum + errors, 0);
  const outsideMs = intervals.reduce((left, each) => left - durationMs(each), durationMs(window));
  return outsideMs <= 0 ? 0 : (events - inside) / (outsideMs / HOUR_MS);
}
