// Numbers in healthy lines that step or climb. A step is Pettitt's change point whose two sides hardly overlap, or an
// excursion that goes back; a climb is a rank correlation with time, of all readings or of those since they left a flat
// level; a saw is a climb that resets began anew.

import { type Drift, described } from './drift.ts';
import type { LineKind } from './line-kinds.ts';
import { climbsBetweenResets } from './sawtooth.ts';
import { placeOf, type Reading, type Series, seriesOfAll } from './series.ts';
import { changePoint, excursion, median, separation, trendOf } from './statistics.ts';

const MIN_SIDE = 4;
/** Of all series without a change, how many may look like one. */
const MAX_CHANCE = 0.001;
const MIN_SEPARATION = 0.9;
const MIN_TREND = 0.85;
/** Values on either side of a turning point that still climb are no steps. */
const STEP_TREND = 0.6;
const EDGE_SHARE = 0.1;
/** Readings of a new level that go on climbing are so many, and make up so much of the whole height. */
const MIN_CLIMBING = 8;
const CLIMBING_SHARE = 0.3;
/** Two points of a climb, as shares of its height, and how many readings say that one is reached. */
const EARLY_SHARE = 0.2;
const MIDDLE_SHARE = 0.5;
const CROSSING_READINGS = 5;
/** Of the time between the two points, so much may the beginning be off. */
const SLACK_SHARE = 0.25;
/** So many readings away from its best guess the turning point is looked for. */
const MAX_SHIFT = 40;
/** What goes back is short beside the rest, and the levels before and behind it are one. */
const MAX_EXCURSION_SHARE = 0.6;
const MAX_UNLIKE = 0.8;

/** Drifts of whole kinds; where a kind has none, those of single members of it. */
export function driftsIn(kinds: readonly LineKind[]): readonly Drift[] {
  const { whole, ofMembers } = seriesOfAll(kinds);
  const tried = whole.length + ofMembers.length;
  const drifts = whole.flatMap((series) => driftsOf(series, tried));
  const known = new Set(drifts.map(placeOf));
  const first = new Map<string, Drift>();
  for (const series of ofMembers) {
    if (known.has(placeOf(series))) continue;
    for (const drift of driftsOf(series, tried)) {
      const at = `${placeOf(drift)} ${drift.turn.eventId}`;
      if (!first.has(at)) first.set(at, drift);
    }
  }
  return [...drifts, ...first.values()];
}

function driftsOf(series: Series, tried: number): readonly Drift[] {
  const values = series.readings.map(({ value }) => value);
  const lasting = lastingDrift(series, values, tried);
  if (lasting !== null) return [lasting];
  // A single climb that a reset ends looks like a level that is left and found again, too.
  const climbs = climbsBetweenResets(series);
  if (climbs.length > 0) return climbs;
  const passing = passingDrift(series, values, tried);
  return passing === null ? [] : [passing];
}

function lastingDrift(series: Series, values: readonly number[], tried: number): Drift | null {
  const change = changePoint(values, MIN_SIDE);
  if (change === null) return null;
  const chance = change.chance * tried;
  if (chance > MAX_CHANCE) return null;
  const before = values.slice(0, change.at);
  const after = values.slice(change.at);
  const climbs = Math.abs(trendOf(before)) >= STEP_TREND && Math.abs(trendOf(after)) >= STEP_TREND;
  if (climbs) return Math.abs(trendOf(values)) < MIN_TREND ? null : climbOf(series, values, chance);
  const apart = separation(before, after);
  if (Math.max(apart, 1 - apart) < MIN_SEPARATION) return null;
  const [from, to] = [median(before), median(after)];
  if (goesOnClimbing(after, to - from)) return climbOf(series, values, chance);
  const at = turnOf(values, change.at, [from, to]);
  return described(series, { shape: 'step', from, to, at, end: values.length, chance });
}

/** The readings behind the change point lie not on a new level, but leave the old one further and further. */
function goesOnClimbing(after: readonly number[], height: number): boolean {
  const trend = trendOf(after) * Math.sign(height);
  if (after.length < MIN_CLIMBING || trend < MIN_TREND) return false;
  const edge = edgeOf(after.length);
  const own = median(after.slice(-edge)) - median(after.slice(0, edge));
  return Math.abs(own) >= CLIMBING_SHARE * Math.abs(height);
}

/** A level that is left for a while and found again. */
function passingDrift(series: Series, values: readonly number[], tried: number): Drift | null {
  const out = excursion(values, MIN_SIDE);
  if (out === null || out.chance * tried > MAX_CHANCE) return null;
  const inside = values.slice(out.at, out.end);
  const before = values.slice(0, out.at);
  const behind = values.slice(out.end);
  if (inside.length > values.length * MAX_EXCURSION_SHARE) return null;
  const apart = separation([...before, ...behind], inside);
  if (Math.max(apart, 1 - apart) < MIN_SEPARATION) return null;
  const unlike = separation(before, behind);
  if (Math.max(unlike, 1 - unlike) > MAX_UNLIKE) return null;
  const [from, to] = [median([...before, ...behind]), median(inside)];
  const at = turnOf(values, out.at, [from, to]);
  const end = turnOf(values, out.end, [to, from], at);
  return described(series, { shape: 'step', from, to, at, end, chance: out.chance * tried });
}

/**
 * The test may place a step some readings off: it is where readings begin to lie on the side of the new level, behind
 * the reading `after`.
 */
export function turnOf(
  values: readonly number[],
  at: number,
  [from, to]: readonly [number, number],
  after = 0,
): number {
  const middle = (from + to) / 2;
  const isNew = (value: number | undefined) => value !== undefined && value > middle === to > from;
  const start = Math.max(1, after + 1, at - MAX_SHIFT);
  for (let index = start; index < Math.min(values.length, at + MAX_SHIFT); index++) {
    const next = values.slice(index, index + 3);
    if (isNew(values[index]) && next.filter(isNew).length >= 2) return index;
  }
  return at;
}

const edgeOf = (length: number) => Math.max(3, Math.floor(length * EDGE_SHARE));

function climbOf(series: Series, values: readonly number[], chance: number): Drift | null {
  const edge = edgeOf(values.length);
  const from = median(values.slice(0, edge));
  const to = median(values.slice(-edge));
  const { at, slackMs } = hingeOf(series.readings, from, to);
  const drift = described(series, {
    shape: 'climb',
    from,
    to,
    at,
    end: values.length,
    chance,
  });
  return drift === null ? null : { ...drift, slackMs };
}

/** Where a climb leaves its first level: its early stretch drawn back in a straight line to that level. */
function hingeOf(readings: readonly Reading[], from: number, to: number) {
  const timeAt = (share: number) => {
    const index = crossing(readings, from, from + share * (to - from));
    return readings[index]?.event.timestampMs ?? 0;
  };
  const [early, middle] = [timeAt(EARLY_SHARE), timeAt(MIDDLE_SHARE)];
  const hingeMs = early - ((middle - early) * EARLY_SHARE) / (MIDDLE_SHARE - EARLY_SHARE);
  const at = Math.max(
    0,
    readings.findLastIndex(({ event }) => event.timestampMs <= hingeMs),
  );
  return { at, slackMs: Math.max(0, (middle - early) * SLACK_SHARE) };
}

/** The first reading from which on most of a few lie beyond the level. */
function crossing(readings: readonly Reading[], from: number, level: number): number {
  const beyond = ({ value }: Reading) => (level > from ? value >= level : value <= level);
  return Math.max(
    0,
    readings.findIndex((_, index) => {
      const next = readings.slice(index, index + CROSSING_READINGS);
      return next.filter(beyond).length > next.length / 2;
    }),
  );
}
