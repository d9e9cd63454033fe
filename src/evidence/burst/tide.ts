// The slow rise and fall of traffic, which is no burst: an exponential of few smooth waves, fitted to counts by Newton's
// method. In a window of hours it is the day's turn, in a short one a climb or a fall.
import { HOUR_MS } from '../../base/time-range.ts';
import type { Bins } from './bins.ts';

/** What a tide may look like. */
interface Shape {
  /** How far the weight of each wave usually lies from 0, as a logarithm of the rate. */
  readonly spreads: readonly number[];
  /** What the tide has to earn as a log likelihood: every day turns, but hardly an hour climbs. */
  readonly cost: number;
  /** The waves at a time (UTC) that is the given share of the window, 0..1. */
  wavesAt(ms: number, share: number): readonly number[];
}

const DAY_MS = 24 * HOUR_MS;
/** A shorter window sees too little of the day. */
const MIN_TURN_MS = 2 * HOUR_MS;

const TURN: Shape = {
  spreads: [Number.POSITIVE_INFINITY, 1, 1, 0.4, 0.4],
  cost: 0,
  wavesAt(ms) {
    const turn = (2 * Math.PI * ms) / DAY_MS;
    return [1, Math.cos(turn), Math.sin(turn), Math.cos(2 * turn), Math.sin(2 * turn)];
  },
};

const CLIMB: Shape = {
  spreads: [Number.POSITIVE_INFINITY, 1, 0.4],
  cost: 3,
  wavesAt(_, share) {
    const x = 2 * share - 1;
    return [1, x, (3 * x * x - 1) / 2];
  },
};

const ROUNDS = 8;
/** Bounds that keep the fit from running away on counts that no tide explains. */
const MAX_LOG_RATE = 30;
const MAX_STEP = 2;

export interface Tide {
  /** Of all events, the share that is expected in each bin; they sum to 1. */
  readonly weights: readonly number[];
  /** What it has to earn as a log likelihood, the more the stronger it is. */
  readonly cost: number;
}

/** Bins as rows of numbers: the fit goes over them many times. */
interface Points {
  readonly counts: Float64Array;
  readonly widthsMs: Float64Array;
  /** The waves of one point after those of another. */
  readonly waves: Float64Array;
}

/** The tide that explains the counts best; only bins that are `shaping` give it its shape. */
export function tideOf(bins: Bins, shaping: readonly boolean[], dispersion: number): Tide {
  const [startMs = 0] = bins.edgesMs;
  const lengthMs = (bins.edgesMs.at(-1) ?? startMs) - startMs;
  const shape = lengthMs < MIN_TURN_MS ? CLIMB : TURN;
  const points = pointsOf(bins, shape, lengthMs);
  const fitted = fittedTo(shapingOnly(points, shaping), shape, dispersion);
  const rates = bins.counts.map((_, at) => rateAt(fitted, points, at));
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  const strength = fitted.reduce(
    (sum, weight, i) => sum + (weight / (shape.spreads[i] ?? 1)) ** 2,
    0,
  );
  return { weights: rates.map((rate) => rate / total), cost: shape.cost + strength / 2 };
}

function pointsOf({ counts, edgesMs }: Bins, shape: Shape, lengthMs: number): Points {
  const [startMs = 0] = edgesMs;
  const widthsMs = new Float64Array(counts.length);
  const waves = new Float64Array(counts.length * shape.spreads.length);
  for (let at = 0; at < counts.length; at++) {
    const fromMs = edgesMs[at] ?? startMs;
    const widthMs = (edgesMs[at + 1] ?? fromMs) - fromMs;
    const middleMs = fromMs + widthMs / 2;
    widthsMs[at] = widthMs;
    waves.set(shape.wavesAt(middleMs, (middleMs - startMs) / lengthMs), at * shape.spreads.length);
  }
  return { counts: Float64Array.from(counts), widthsMs, waves };
}

function shapingOnly({ counts, widthsMs, waves }: Points, shaping: readonly boolean[]): Points {
  const each = waves.length / counts.length;
  const isOpen = (_: number, at: number) => shaping[at] === true;
  return {
    counts: counts.filter(isOpen),
    widthsMs: widthsMs.filter(isOpen),
    waves: waves.filter((_, at) => shaping[Math.floor(at / each)] === true),
  };
}

function fittedTo(points: Points, shape: Shape, dispersion: number): readonly number[] {
  const events = points.counts.reduce((sum, count) => sum + count, 0);
  const lengthMs = points.widthsMs.reduce((sum, widthMs) => sum + widthMs, 0);
  const even = Math.log(Math.max(0.5, events) / Math.max(1, lengthMs));
  const stiffness = shape.spreads.map((spread) => dispersion / spread ** 2);
  let weights: readonly number[] = shape.spreads.map((_, wave) => (wave === 0 ? even : 0));
  for (let round = 0; round < ROUNDS; round++) weights = improved(weights, points, stiffness);
  return weights;
}

function rateAt(weights: readonly number[], { widthsMs, waves }: Points, at: number): number {
  const first = at * weights.length;
  let log = 0;
  for (let i = 0; i < weights.length; i++) log += (weights[i] ?? 0) * (waves[first + i] ?? 0);
  return (widthsMs[at] ?? 0) * Math.exp(within(log, MAX_LOG_RATE));
}

const within = (value: number, bound: number) => Math.max(-bound, Math.min(bound, value));

/** One step of Newton's method; a stiff weight is held near 0. */
function improved(
  weights: readonly number[],
  points: Points,
  stiffness: readonly number[],
): readonly number[] {
  const gradient = Float64Array.from(weights, (weight, i) => -weight * (stiffness[i] ?? 0));
  const curvature = stiffness.map((stiff, i) =>
    new Float64Array(weights.length).fill(stiff, i, i + 1),
  );
  for (let at = 0; at < points.counts.length; at++) {
    const rate = rateAt(weights, points, at);
    const over = (points.counts[at] ?? 0) - rate;
    const first = at * weights.length;
    for (let i = 0; i < weights.length; i++) {
      const wave = points.waves[first + i] ?? 0;
      gradient[i] = (gradient[i] ?? 0) + over * wave;
      const row = curvature[i];
      if (row !== undefined) addTo(row, rate * wave, points.waves, first);
    }
  }
  const step = solved(curvature, gradient);
  return weights.map((weight, i) => weight + within(step[i] ?? 0, MAX_STEP));
}

function addTo(row: Float64Array, factor: number, waves: Float64Array, first: number): void {
  for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) + factor * (waves[first + j] ?? 0);
}

/** Gauss's elimination for a few unknowns. */
function solved(matrix: readonly Float64Array[], right: Float64Array): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (const [i, pivot] of rows.entries()) {
    for (const row of rows.slice(i + 1)) {
      const factor = (row[i] ?? 0) / (pivot[i] || 1);
      for (let j = i; j < row.length; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  const answer = new Array<number>(right.length).fill(0);
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i] ?? [];
    const known = answer.reduce((sum, value, j) => sum + (j > i ? value * (row[j] ?? 0) : 0), 0);
    answer[i] = ((row.at(-1) ?? 0) - known) / (row[i] || 1);
  }
  return answer;
}
