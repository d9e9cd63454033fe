// A number that climbs, is set back – by a restart, as a rule – and climbs anew: memory that leaks until the process is
// killed. As a whole it has neither a trend nor a step; each climb between two resets has one.
import { type Drift, described } from './drift.ts';
import type { Series } from './series.ts';
import { median, trendOf } from './statistics.ts';

/** Readings on either side of a reset that are compared. */
const SIDE = 3;
/** It gives back so much of the whole range at once. */
const MIN_FALL = 0.5;
/** Readings of a climb. */
const MIN_CLIMB = 8;
const MIN_TREND = 0.85;
/** Climbs that fill so much of all readings are what the number does. */
const MIN_FILLED = 0.8;
const MIN_CLIMBS = 2;
/** More than this is how the number breathes, as a heap does with each collection. */
const MAX_RESETS = 6;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The climbs that are followed or preceded by a reset, in order of time; none where the number does not saw. */
export function climbsBetweenResets(series: Series): readonly Drift[] {
  const values = series.readings.map(({ value }) => value);
  const resets = resetsIn(values);
  if (resets.length === 0 || resets.length > MAX_RESETS) return [];
  const bounds = [0, ...resets, values.length];
  const stretches = bounds.slice(1).map((to, index) => ({ from: bounds[index] ?? 0, to }));
  const climbs = stretches.filter((stretch) => isClimb(values, stretch));
  const filled = climbs.reduce((sum, { from, to }) => sum + to - from, 0);
  if (climbs.length < MIN_CLIMBS || filled < values.length * MIN_FILLED) return [];
  return climbs.flatMap((climb) => driftOf(series, values, climb, resets) ?? []);
}

/** Indices of the first reading after each fall. */
function resetsIn(values: readonly number[]): number[] {
  const range = Math.max(...values) - Math.min(...values);
  const fallAt = (index: number) =>
    median(values.slice(Math.max(0, index - SIDE), index)) -
    median(values.slice(index, index + SIDE));
  const found: number[] = [];
  for (let index = SIDE; index < values.length; index++) {
    const steepest = (values[index - 1] ?? 0) - (values[index] ?? 0) >= MIN_FALL * range;
    if (steepest && fallAt(index) >= MIN_FALL * range) found.push(index);
  }
  return range > 0 ? found : [];
}

function isClimb(values: readonly number[], { from, to }: Stretch): boolean {
  return to - from >= MIN_CLIMB && trendOf(values.slice(from, to)) >= MIN_TREND;
}

function driftOf(
  series: Series,
  values: readonly number[],
  { from, to }: Stretch,
  resets: readonly number[],
): Drift | null {
  const own = { ...series, readings: series.readings.slice(from, to) };
  const drift = described(own, {
    shape: 'climb',
    from: median(values.slice(from, from + SIDE)),
    to: median(values.slice(to - SIDE, to)),
    at: 0,
    end: to - from,
    chance: 0,
  });
  if (drift === null) return null;
  const events = series.readings.map(({ event }) => event);
  return {
    ...drift,
    last: events[to - 1] ?? drift.last,
    until: events[to] ?? null,
    resets: resets.filter((at) => at <= from).flatMap((at) => events[at] ?? []),
  };
}
