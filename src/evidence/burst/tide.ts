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

interface Point {
  readonly count: number;
  readonly widthMs: number;
  readonly waves: readonly number[];
}

/** The tide that explains the counts best; only bins that are `shaping` give it its shape. */
export function tideOf(bins: Bins, shaping: readonly boolean[], dispersion: number): Tide {
  const [startMs = 0] = bins.edgesMs;
  const lengthMs = (bins.edgesMs.at(-1) ?? startMs) - startMs;
  const shape = lengthMs < MIN_TURN_MS ? CLIMB : TURN;
  const points = bins.counts.map((count, at): Point => {
    const fromMs = bins.edgesMs[at] ?? startMs;
    const widthMs = (bins.edgesMs[at + 1] ?? fromMs) - fromMs;
    const middleMs = fromMs + widthMs / 2;
    return { count, widthMs, waves: shape.wavesAt(middleMs, (middleMs - startMs) / lengthMs) };
  });
  const open = points.filter((_, at) => shaping[at] === true);
  const fitted = fittedTo(open, shape, dispersion);
  const rates = points.map((point) => rateAt(fitted, point));
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  const strength = fitted.reduce(
    (sum, weight, i) => sum + (weight / (shape.spreads[i] ?? 1)) ** 2,
    0,
  );
  return { weights: rates.map((rate) => rate / total), cost: shape.cost + strength / 2 };
}

function fittedTo(points: readonly Point[], shape: Shape, dispersion: number): readonly number[] {
  const events = points.reduce((sum, { count }) => sum + count, 0);
  const lengthMs = points.reduce((sum, { widthMs }) => sum + widthMs, 0);
  const even = Math.log(Math.max(0.5, events) / Math.max(1, lengthMs));
  const stiffness = shape.spreads.map((spread) => dispersion / spread ** 2);
  let weights: readonly number[] = shape.spreads.map((_, wave) => (wave === 0 ? even : 0));
  for (let round = 0; round < ROUNDS; round++) weights = improved(weights, points, stiffness);
  return weights;
}

function rateAt(weights: readonly number[], { widthMs, waves }: Point): number {
  const log = weights.reduce((sum, weight, i) => sum + weight * (waves[i] ?? 0), 0);
  return widthMs * Math.exp(within(log, MAX_LOG_RATE));
}

const within = (value: number, bound: number) => Math.max(-bound, Math.min(bound, value));

/** One step of Newton's method; a stiff weight is held near 0. */
function improved(
  weights: readonly number[],
  points: readonly Point[],
  stiffness: readonly number[],
): readonly number[] {
  const gradient = weights.map((weight, i) => -weight * (stiffness[i] ?? 0));
  const curvature = stiffness.map((stiff, i) => stiffness.map((_, j) => (i === j ? stiff : 0)));
  for (const point of points) {
    const rate = rateAt(weights, point);
    for (const [i, wave] of point.waves.entries()) {
      gradient[i] = (gradient[i] ?? 0) + (point.count - rate) * wave;
      const row = curvature[i] ?? [];
      for (const [j, other] of point.waves.entries()) row[j] = (row[j] ?? 0) + rate * wave * other;
    }
  }
  const step = solved(curvature, gradient);
  return weights.map((weight, i) => weight + within(step[i] ?? 0, MAX_STEP));
}

/** Gauss's elimination for a few unknowns. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (const [i, pivot] of rows.entries()) {
    for (const row of rows.slice(i + 1)) {
      const factor = (row[i] ?? 0) / (pivot[i] || 1);
      for (let j = i; j < row.length; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  const answer = right.map(() => 0);
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i] ?? [];
    const known = answer.reduce((sum, value, j) => sum + (j > i ? value * (row[j] ?? 0) : 0), 0);
    answer[i] = ((row.at(-1) ?? 0) - known) / (row[i] || 1);
  }
  return answer;
}
