// Where a series of times runs hot: the window is cut into blocks of constant rate (optimal partitioning of
// Poisson counts, damped by the series' own dispersion), and blocks that stand out sharply become bursts.
// Idea: Scargle et al. 2012, "Studies in Astronomical Time Series Analysis VI. Bayesian Blocks".
import { durationMs, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import type { Burst } from './types.ts';

/** A run of blocks of high rate. */
export interface Episode extends Burst {
  /** It still lasts where the window ends. */
  readonly open: boolean;
}

interface Block {
  readonly from: number;
  readonly to: number;
  readonly events: number;
}

const BINS = 720;
const COARSE_BINS = 60;
const MIN_BIN_MS = SECOND_MS;
/** Log likelihood that one more block has to earn. */
const BLOCK_COST = 9;
const MIN_EVENTS = 4;
/** How much hotter than before a burst begins and than its surroundings it stays. */
const MIN_JUMP = 1.9;
const MIN_OVER_BASE = 1.8;
/** A block this long is a level of its own to compare with, shorter ones may be a dip. */
const LONG_SHARE = 0.08;
/** Blocks shorter than this share of the window are no part of a slow cycle. */
const SLOW_SHARE = 0.02;
/** A neighbour beyond the two levels by this factor goes on in the same direction: no step, but a climb. */
const STAIR = 1.25;
/** And by this share of the step itself: beside a step that towers over it, a small one before or after is no climb. */
const STAIR_SHARE = 0.15;
/** Log likelihood by which a step has to beat a climb. */
const SHARP_MARGIN = 1;
/** Steepest climb that is tried, as the logarithm of last over first rate, and the steps up to it. */
const MAX_CLIMB = 5;
const CLIMBS_TRIED = 40;
/** A burst lasts until the rate has fallen this far from its height to the rate before. */
const FALL_SHARE = 0.4;
/** An episode that ends this close before the window's end is still open. */
const OPEN_SHARE = 0.03;
const TRIMMED_SHARE = 0.1;

/** Intervals of unusually many events, ascending; `timesMs` ascending and within the window. */
export function findEpisodes(timesMs: readonly number[], window: TimeRange): Episode[] {
  if (timesMs.length < MIN_EVENTS) return [];
  const counts = binned(timesMs, window, BINS);
  const blocks = partition(counts, dispersion(binned(timesMs, window, COARSE_BINS)));
  return hotRuns(blocks, counts).flatMap((run) => episodeOf(run, timesMs, window, counts.length));
}

function binned(timesMs: readonly number[], window: TimeRange, most: number): number[] {
  const bins = Math.max(1, Math.min(most, Math.floor(durationMs(window) / MIN_BIN_MS)));
  const width = durationMs(window) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const time of timesMs) {
    const index = Math.min(bins - 1, Math.max(0, Math.floor((time - window.startMs) / width)));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

/** Variance over mean from neighbours' differences, the largest left out: bursts and slow cycles hardly count. */
function dispersion(counts: readonly number[]): number {
  const pairs = counts.slice(1).map((count, index) => {
    const before = counts[index] ?? 0;
    return { square: (count - before) ** 2, sum: count + before };
  });
  pairs.sort((a, b) => a.square - b.square);
  const kept = pairs.slice(0, Math.ceil(pairs.length * (1 - TRIMMED_SHARE)));
  const sum = kept.reduce((total, pair) => total + pair.sum, 0);
  const squares = kept.reduce((total, pair) => total + pair.square, 0);
  return sum === 0 ? 1 : Math.max(1, squares / sum);
}

/** The cheapest cut into blocks; quadratic in the number of bins, which is bounded. */
function partition(counts: readonly number[], damping: number): Block[] {
  const total = [0];
  for (const count of counts) total.push((total.at(-1) ?? 0) + count);
  const best = [0];
  const cut = [0];
  for (let to = 1; to <= counts.length; to++) {
    const { from, value } = bestCut(total, best, to, damping);
    best.push(value);
    cut.push(from);
  }
  const blocks: Block[] = [];
  for (let to = counts.length; to > 0; to = cut[to] ?? 0) {
    const from = cut[to] ?? 0;
    blocks.unshift({ from, to, events: (total[to] ?? 0) - (total[from] ?? 0) });
  }
  return blocks;
}

function bestCut(total: readonly number[], best: readonly number[], to: number, damping: number) {
  let value = Number.NEGATIVE_INFINITY;
  let cut = 0;
  for (let from = 0; from < to; from++) {
    const events = (total[to] ?? 0) - (total[from] ?? 0);
    const fit = events === 0 ? 0 : (events * Math.log(events / (to - from))) / damping;
    const candidate = (best[from] ?? 0) + fit - BLOCK_COST;
    if (candidate <= value) continue;
    value = candidate;
    cut = from;
  }
  return { from: cut, value };
}

const rateOf = (block: Block): number => block.events / (block.to - block.from);

/** Runs of blocks that begin with a sharp rise and last until most of it is gone. */
function hotRuns(blocks: readonly Block[], counts: readonly number[]): Block[] {
  const base = baseRate(blocks);
  const runs: Block[] = [];
  for (let index = 0; index < blocks.length; index++) {
    const block = blocks[index];
    const before = blocks[index - 1];
    if (block === undefined || !rises(blocks, index, base, counts)) continue;
    const floor = before === undefined ? base : rateOf(before);
    let end = index;
    let peak = rateOf(block);
    for (let next = blocks[end + 1]; next !== undefined; next = blocks[end + 1]) {
      peak = Math.max(peak, rateOf(next));
      if (rateOf(next) < floor + FALL_SHARE * (peak - floor)) break;
      end++;
    }
    runs.push(joined(blocks.slice(index, end + 1)));
    index = end;
  }
  return runs;
}

/** The rate in which the quieter half of the window lies. */
function baseRate(blocks: readonly Block[]): number {
  const bins = blocks.reduce((sum, block) => sum + block.to - block.from, 0);
  let seen = 0;
  for (const block of [...blocks].sort((a, b) => rateOf(a) - rateOf(b))) {
    seen += block.to - block.from;
    if (seen >= bins / 2) return rateOf(block);
  }
  return 0;
}

function rises(
  blocks: readonly Block[],
  index: number,
  base: number,
  counts: readonly number[],
): boolean {
  const block = blocks[index];
  const before = blocks[index - 1];
  if (block === undefined || block.events < MIN_EVENTS) return false;
  if (before === undefined) {
    // Hot from the beginning of the window: there is no rise to look at, but its end.
    const falls = isSharp(blocks, index + 1, counts);
    return rateOf(block) > MIN_OVER_BASE * base && falls;
  }
  if (rateOf(block) < MIN_JUMP * rateOf(before)) return false;
  if (!isSharp(blocks, index, counts)) return false;
  return (
    before.to - before.from >= LONG_SHARE * counts.length || rateOf(block) >= MIN_OVER_BASE * base
  );
}

/**
 * Whether the rate jumps between two blocks; in a daily cycle it climbs. From the middle of one block to the middle of
 * the other a step has to explain the counts better than an exponential climb does, and the blocks next to them must
 * not go on in the same direction.
 */
function isSharp(blocks: readonly Block[], edge: number, counts: readonly number[]): boolean {
  const left = blocks[edge - 1];
  const right = blocks[edge];
  if (left === undefined || right === undefined) return true;
  const slow = SLOW_SHARE * counts.length;
  if (Math.min(left.to - left.from, right.to - right.from) < slow) return true;
  const up = rateOf(right) > rateOf(left);
  const [low, high] = up ? [left, right] : [right, left];
  const [below, above] = up
    ? [blocks[edge - 2], blocks[edge + 1]]
    : [blocks[edge + 1], blocks[edge - 2]];
  const stair = STAIR_SHARE * (rateOf(high) - rateOf(low));
  if (goesOn(below, low, slow, stair) || goesOn(high, above, slow, stair)) return false;
  const from = Math.floor((left.from + left.to) / 2);
  const near = counts.slice(from, Math.ceil((right.from + right.to) / 2));
  return stepFit(near, right.from - from) >= climbFit(near) + SHARP_MARGIN;
}

/** Whether the second of two blocks lies a stair above the first, and none of them is a mere moment. */
function goesOn(
  low: Block | undefined,
  high: Block | undefined,
  slow: number,
  stair: number,
): boolean {
  if (low === undefined || high === undefined) return false;
  const shorter = Math.min(low.to - low.from, high.to - high.from);
  const rise = rateOf(high) - rateOf(low);
  return shorter >= slow && rise > (STAIR - 1) * rateOf(low) && rise > stair;
}

/** Log likelihood of one rate before the edge and another behind it. */
function stepFit(counts: readonly number[], edge: number): number {
  return [counts.slice(0, edge), counts.slice(edge)].reduce((sum, part) => {
    const events = part.reduce((total, count) => total + count, 0);
    return events === 0 ? sum : sum + events * Math.log(events / part.length);
  }, 0);
}

/** Log likelihood of the best rate that grows, or shrinks, exponentially from bin to bin. */
function climbFit(counts: readonly number[]): number {
  const events = counts.reduce((sum, count) => sum + count, 0);
  const moment = counts.reduce((sum, count, index) => sum + count * index, 0);
  if (events === 0) return 0;
  let best = Number.NEGATIVE_INFINITY;
  for (let tried = -CLIMBS_TRIED; tried <= CLIMBS_TRIED; tried++) {
    const growth = (MAX_CLIMB * tried) / CLIMBS_TRIED / counts.length;
    const norm = counts.reduce((sum, _, index) => sum + Math.exp(growth * index), 0);
    best = Math.max(best, events * Math.log(events / norm) + growth * moment);
  }
  return best;
}

function joined(blocks: readonly Block[]): Block {
  const events = blocks.reduce((sum, block) => sum + block.events, 0);
  return { from: blocks[0]?.from ?? 0, to: blocks.at(-1)?.to ?? 0, events };
}

function episodeOf(
  run: Block,
  timesMs: readonly number[],
  window: TimeRange,
  bins: number,
): Episode[] {
  const width = durationMs(window) / bins;
  const inside = timesMs.filter((time) => {
    const bin = Math.min(bins - 1, Math.floor((time - window.startMs) / width));
    return bin >= run.from && bin < run.to;
  });
  const [first] = inside;
  const last = inside.at(-1);
  if (first === undefined || last === undefined) return [];
  const open = run.to >= bins * (1 - OPEN_SHARE);
  return [{ startMs: first, endMs: last + 1, errors: inside.length, open }];
}
