// Time series with known answers: a rate over the window, noise around it, and what happens on top. Rates, lengths and
// noise vary over orders of magnitude, so that a detector that does well here was not made for one of them.
import type { TimeRange } from '../../src/base/time-range.ts';
import { random, START_MS } from './support.ts';

export type Kind = 'none' | 'constant' | 'burst' | 'step' | 'onset';
export type Noise = 'even' | 'varying' | 'daily';

export interface Series {
  readonly name: string;
  readonly window: TimeRange;
  readonly kind: Kind;
  readonly noise: Noise;
  /** Where the rate is raised, ascending. */
  readonly intervals: readonly TimeRange[];
  readonly timesMs: readonly number[];
}

type Random = () => number;

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const WINDOWS = [30 * MINUTE, 60 * MINUTE, 120 * MINUTE, 360 * MINUTE, DAY];
/** Least events of a burst, and how much more than usual it has at least. */
const MIN_BURST_EVENTS = 9;
const MIN_FACTOR = 3.5;

const between = (next: Random, low: number, high: number) => low + next() * (high - low);
const logBetween = (next: Random, low: number, high: number) =>
  Math.exp(between(next, Math.log(low), Math.log(high)));
const pick = <T>(next: Random, items: readonly T[]): T =>
  items[Math.floor(next() * items.length)] as T;

/** Knuth's for small means, a rounded normal for large ones. */
function poisson(next: Random, mean: number): number {
  if (mean > 60) {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    return Math.max(0, Math.round(mean + normal * Math.sqrt(mean)));
  }
  let count = -1;
  for (let product = 1; product > Math.exp(-mean); count++) product *= next();
  return count;
}

/** Marsaglia and Tsang's gamma of mean 1. */
function gamma(next: Random, shape: number): number {
  if (shape < 1) return (gamma(next, shape + 1) * (shape + 1) * next() ** (1 / shape)) / shape;
  const d = shape - 1 / 3;
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v))
      return (d * v) / shape;
  }
}

/** `count` times within a range. */
function within(next: Random, { startMs, endMs }: TimeRange, count: number): number[] {
  return Array.from({ length: count }, () => Math.floor(between(next, startMs, endMs)));
}

/** The usual events: `perMs` on average, minute by minute. */
function usual(next: Random, window: TimeRange, perMs: number, noise: Noise): number[] {
  const shape = logBetween(next, 1.2, 6);
  const depth = between(next, 0.3, 0.85);
  const phase = next();
  const times: number[] = [];
  for (let startMs = window.startMs; startMs < window.endMs; startMs += MINUTE) {
    const turn = (startMs - window.startMs) / DAY + phase;
    const weather =
      noise === 'varying'
        ? gamma(next, shape)
        : noise === 'daily'
          ? 1 + depth * Math.sin(2 * Math.PI * turn)
          : 1;
    const minute = { startMs, endMs: Math.min(window.endMs, startMs + MINUTE) };
    times.push(...within(next, minute, poisson(next, perMs * weather * (minute.endMs - startMs))));
  }
  return times;
}

/** One to three bursts, apart from each other. */
function burstRanges(next: Random, window: TimeRange, perMs: number): TimeRange[] {
  const length = window.endMs - window.startMs;
  const many = pick(next, [1, 1, 1, 2, 3]);
  return Array.from({ length: many }, (_, index) => {
    const slot = length / many;
    // Long enough that it is no single spike of one second among a hundred usual events.
    const lengthMs = logBetween(next, 2_000, Math.min(slot / 4, length / 6));
    const startMs =
      window.startMs + index * slot + between(next, 0.1, 0.85) * Math.max(0, slot - 2 * lengthMs);
    return { startMs: Math.floor(startMs), endMs: Math.floor(startMs + lengthMs) };
  }).filter(({ startMs, endMs }) => perMs * (endMs - startMs) < 3_000);
}

function burstEvents(next: Random, range: TimeRange, perMs: number, noise: Noise): number[] {
  const expected = perMs * (range.endMs - range.startMs);
  const hidden = noise === 'varying' ? 2.5 : 1;
  const factor = hidden * logBetween(next, MIN_FACTOR, 20) - 1;
  const count = Math.max(MIN_BURST_EVENTS + 3 * Math.sqrt(expected), factor * expected);
  return within(next, range, Math.round(count));
}

/** A timer with a little jitter, now and then missing a beat. */
function timer(next: Random, window: TimeRange): number[] {
  const periodMs = (window.endMs - window.startMs) / logBetween(next, 8, 400);
  const jitterMs = periodMs * between(next, 0, 0.08);
  const times: number[] = [];
  for (let at = window.startMs + next() * periodMs; at < window.endMs - jitterMs; at += periodMs) {
    times.push(Math.floor(at + next() * jitterMs));
  }
  return times;
}

/** A series of any kind; the same for the same seed. */
export function seriesOf(seed: number, only: Kind | null = null): Series {
  const next = random(seed * 7_919 + 17);
  for (let warm = 0; warm < 8; warm++) next();
  const kind =
    only ?? pick<Kind>(next, ['none', 'burst', 'burst', 'constant', 'step', 'onset', 'none']);
  const noise = pick<Noise>(next, ['even', 'even', 'varying', kind === 'none' ? 'daily' : 'even']);
  const lengthMs = noise === 'daily' ? pick(next, [360 * MINUTE, DAY]) : pick(next, WINDOWS);
  const window = { startMs: START_MS, endMs: START_MS + lengthMs };
  const perMs = logBetween(next, 10, 3_000) / lengthMs;
  const built = build(next, kind, window, perMs, noise);
  const timesMs = built.times
    .filter((time) => time >= window.startMs && time < window.endMs)
    .sort((a, b) => a - b);
  const perHour = Math.round(perMs * 3_600_000);
  const name = `${kind} ${seed}: ${perHour} an hour, ${noise}, ${lengthMs / MINUTE} minutes`;
  return { name, window, kind, noise, intervals: built.intervals, timesMs };
}

function build(next: Random, kind: Kind, window: TimeRange, perMs: number, noise: Noise) {
  const lengthMs = window.endMs - window.startMs;
  const before = usual(next, window, perMs, noise);
  if (kind === 'constant') return { intervals: [], times: timer(next, window) };
  if (kind === 'none') return { intervals: [], times: before };
  if (kind === 'burst') {
    const intervals = burstRanges(next, window, perMs);
    const bursts = intervals.flatMap((range) => burstEvents(next, range, perMs, noise));
    return { intervals, times: [...before, ...bursts] };
  }
  const startMs = Math.floor(window.startMs + between(next, 0.2, 0.7) * lengthMs);
  const range = { startMs, endMs: window.endMs };
  if (kind === 'onset') {
    const rate = Math.max(perMs, 15 / (window.endMs - startMs));
    return { intervals: [range], times: usual(next, range, rate, noise) };
  }
  const factor = (noise === 'varying' ? 2 : 1) * logBetween(next, 3, 15);
  const rate = Math.max((factor - 1) * perMs, 25 / (window.endMs - startMs));
  return { intervals: [range], times: [...before, ...usual(next, range, rate, noise)] };
}
