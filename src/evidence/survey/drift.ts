// Numbers in healthy lines that step or climb: where they started, where they turned, where they ended.
// A step is Pettitt's change point whose two sides hardly overlap; a climb is a rank correlation with time.
import type { LogEvent } from '../../base/log-event.ts';
import { groupingsOf } from './grouping.ts';
import type { LineKind, SurveyLine } from './line-kinds.ts';
import type { Unit } from './measures.ts';
import { changePoint, median, separation, trendOf } from './statistics.ts';

export interface Drift {
  readonly shape: 'step' | 'climb';
  /** As the lines write it. */
  readonly name: string;
  readonly unit: Unit;
  readonly rises: boolean;
  /** Typical readings at the start and at the end, as written. */
  readonly from: string;
  readonly to: string;
  readonly fromValue: number;
  readonly toValue: number;
  /** Where it turns: the first reading of the new level, or of the climb. */
  readonly turn: LogEvent;
  /** How much later it may have turned: a climb shows its beginning only by where it leads. */
  readonly slackMs: number;
  /** A reading of the new level. */
  readonly last: LogEvent;
  /** The limit that the lines state, where it is nearly reached. */
  readonly limit: number | null;
  readonly readings: number;
  readonly kind: LineKind;
  /** The one member whose lines these are; null for all lines of the kind. */
  readonly member: { readonly field: string; readonly value: string } | null;
  /** Of all series looked at, how many would show as much by chance. */
  readonly chance: number;
}

interface Reading {
  readonly event: LogEvent;
  readonly value: number;
  readonly written: string;
  readonly limit: number | null;
}

interface Series {
  readonly kind: LineKind;
  readonly member: Drift['member'];
  readonly name: string;
  readonly unit: Unit;
  readonly readings: readonly Reading[];
}

const MIN_SIDE = 4;
const MIN_READINGS = 12;
const MAX_READINGS = 2_000;
/** Fields of more values than these are not looked at one by one. */
const MAX_MEMBERS = 24;
/** Of all series without a change, how many may look like one. */
const MAX_CHANCE = 0.001;
const MIN_SEPARATION = 0.9;
const MIN_RATIO = 1.5;
/** Percentages, and shares of one, change by so many points at least. */
const MIN_POINTS = 15;
const MIN_SHARE_POINTS = 0.15;
const MIN_TREND = 0.85;
/** Values on either side of a turning point that still climb are no steps. */
const STEP_TREND = 0.6;
const EDGE_SHARE = 0.1;
/** Two points of a climb, as shares of its height, and how many readings say that one is reached. */
const EARLY_SHARE = 0.2;
const MIDDLE_SHARE = 0.5;
const CROSSING_READINGS = 5;
/** Of the time between the two points, so much may the beginning be off. */
const SLACK_SHARE = 0.25;
/** So many readings away from its best guess the turning point is looked for. */
const MAX_SHIFT = 40;
const FULL_SHARE = 0.9;
const FREE_SHARE = 0.75;
/** What was near its limit already, and reaches it. */
const NEAR_SHARE = 0.93;
const WHOLE_SHARE = 0.98;

/** Drifts of whole kinds; where a kind has none, those of single members of it. */
export function driftsIn(kinds: readonly LineKind[]): readonly Drift[] {
  const read = kinds.map((kind) => ({ kind, lines: thinned(kind.lines) }));
  const whole = read.flatMap(({ kind, lines }) => seriesOf(kind, lines, null)).filter(isLong);
  const members = read.flatMap(({ kind, lines }) => memberSeries(kind, lines)).filter(isLong);
  const tried = whole.length + members.length;
  const drifts = whole.flatMap((series) => driftOf(series, tried) ?? []);
  const known = new Set(drifts.map(placeOf));
  const ofMembers = members
    .filter((series) => !known.has(placeOf(series)))
    .flatMap((series) => driftOf(series, tried) ?? []);
  const first = new Map<string, Drift>();
  for (const drift of ofMembers) {
    const at = `${placeOf(drift)} ${drift.turn.eventId}`;
    if (!first.has(at)) first.set(at, drift);
  }
  return [...drifts, ...first.values()];
}

const isLong = ({ readings }: Series) => readings.length >= MIN_READINGS;

const placeOf = ({ kind, name, unit }: Pick<Series, 'kind' | 'name' | 'unit'>) =>
  `${kind.logGroup} ${kind.template} ${unit} ${name}`;

function memberSeries(kind: LineKind, lines: readonly SurveyLine[]): Series[] {
  return groupingsOf(lines, MIN_READINGS, MAX_MEMBERS).flatMap(({ field, values }) =>
    values.flatMap(({ value }) => {
      const own = lines.filter(({ fields }) => fields[field] === value);
      return seriesOf(kind, own, { field, value });
    }),
  );
}

/** Series of these lines by name. */
function seriesOf(
  kind: LineKind,
  lines: readonly SurveyLine[],
  member: Series['member'],
): Series[] {
  const byName = new Map<string, { unit: Unit; readings: Reading[] }>();
  for (const { event, measures } of lines) {
    for (const { name, unit, value, written, limit } of measures) {
      const key = `${unit} ${name}`;
      const known = byName.get(key) ?? { unit, readings: [] };
      known.readings.push({ event, value, written, limit });
      byName.set(key, known);
    }
  }
  return [...byName].map(([key, { unit, readings }]) => ({
    kind,
    member,
    name: key.slice(key.indexOf(' ') + 1),
    unit,
    readings,
  }));
}

function thinned(lines: readonly SurveyLine[]): readonly SurveyLine[] {
  if (lines.length <= MAX_READINGS) return lines;
  const step = lines.length / MAX_READINGS;
  return Array.from({ length: MAX_READINGS }, (_, index) => lines[Math.floor(index * step)]).filter(
    (line) => line !== undefined,
  );
}

function driftOf(series: Series, tried: number): Drift | null {
  const values = series.readings.map(({ value }) => value);
  const change = changePoint(values, MIN_SIDE);
  if (change === null) return null;
  const chance = change.chance * tried;
  if (chance > MAX_CHANCE) return null;
  const before = values.slice(0, change.at);
  const after = values.slice(change.at);
  const climbs = Math.abs(trendOf(before)) >= STEP_TREND && Math.abs(trendOf(after)) >= STEP_TREND;
  if (climbs) return climbOf(series, values, chance);
  const apart = separation(before, after);
  if (Math.max(apart, 1 - apart) < MIN_SEPARATION) return null;
  const levels = [median(before), median(after)] as const;
  return described(series, 'step', turnOf(values, change.at, levels), ...levels, chance);
}

/** The test may place a step some readings off: it is where readings begin to lie on the side of the new level. */
function turnOf(
  values: readonly number[],
  at: number,
  [from, to]: readonly [number, number],
): number {
  const middle = (from + to) / 2;
  const isNew = (value: number | undefined) => value !== undefined && value > middle === to > from;
  const start = Math.max(1, at - MAX_SHIFT);
  for (let index = start; index < Math.min(values.length, at + MAX_SHIFT); index++) {
    const next = values.slice(index, index + 3);
    if (isNew(values[index]) && next.filter(isNew).length >= 2) return index;
  }
  return at;
}

function climbOf(series: Series, values: readonly number[], chance: number): Drift | null {
  if (Math.abs(trendOf(values)) < MIN_TREND) return null;
  const edge = Math.max(3, Math.floor(values.length * EDGE_SHARE));
  const from = median(values.slice(0, edge));
  const to = median(values.slice(-edge));
  const { at, slackMs } = hingeOf(series.readings, from, to);
  const drift = described(series, 'climb', at, from, to, chance);
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

function described(
  { kind, member, name, unit, readings }: Series,
  shape: Drift['shape'],
  at: number,
  fromValue: number,
  toValue: number,
  chance: number,
): Drift | null {
  const limit = reached(readings, fromValue, toValue);
  if (!isLarge(unit, fromValue, toValue) && limit === null) return null;
  const turn = readings[at]?.event;
  const last = nearest(readings.slice(at), toValue);
  const first = nearest(shape === 'step' ? readings.slice(0, at) : readings, fromValue);
  if (turn === undefined || last === undefined || first === undefined) return null;
  return {
    shape,
    name,
    unit,
    rises: toValue > fromValue,
    from: first.written,
    to: last.written,
    fromValue,
    toValue,
    turn,
    slackMs: 0,
    last: last.event,
    limit,
    readings: readings.length,
    kind,
    member,
    chance,
  };
}

/** The stated limit, where it was far at first and is near at the end. */
function reached(readings: readonly Reading[], from: number, to: number): number | null {
  const limit = readings.at(-1)?.limit ?? null;
  if (limit === null) return null;
  const fills = to >= limit * FULL_SHARE && from <= limit * FREE_SHARE;
  const reaches = to >= limit * WHOLE_SHARE && from <= limit * NEAR_SHARE;
  return fills || reaches ? limit : null;
}

function isLarge(unit: Unit, from: number, to: number): boolean {
  const low = Math.min(Math.abs(from), Math.abs(to));
  const high = Math.max(Math.abs(from), Math.abs(to));
  if (unit === 'percent') return high - low >= MIN_POINTS;
  if (unit === 'number' && high <= 1) return high - low >= MIN_SHARE_POINTS;
  return high >= low * MIN_RATIO && high > low;
}

function nearest(readings: readonly Reading[], value: number): Reading | undefined {
  const distance = (reading: Reading) => Math.abs(reading.value - value);
  return readings.reduce<Reading | undefined>(
    (best, reading) => (best === undefined || distance(reading) < distance(best) ? reading : best),
    undefined,
  );
}
