// A number in otherwise healthy lines that steps or climbs: where it started, where it turned, where it ended; and
// how its readings are told.
import type { LogEvent } from '../../base/log-event.ts';
import type { LineKind } from './line-kinds.ts';
import type { Unit } from './measures.ts';
import type { Member, Reading, Series } from './series.ts';

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
  /** The first reading that is back at the old level; null where it stays. */
  readonly until: LogEvent | null;
  /** Earlier climbs of the same kind that ended in a reset: the first reading after each of them. */
  readonly resets: readonly LogEvent[];
  /** The limit that the lines state, where it is nearly reached. */
  readonly limit: number | null;
  readonly readings: number;
  readonly kind: LineKind;
  /** The one member whose lines these are; null for all lines of the kind. */
  readonly member: Member | null;
  /** Of all series looked at, how many would show as much by chance. */
  readonly chance: number;
}

/** Percentages, and shares of one, change by so many points at least. */
const MIN_POINTS = 15;
const MIN_SHARE_POINTS = 0.15;
const MIN_RATIO = 1.5;
const FULL_SHARE = 0.9;
const FREE_SHARE = 0.75;
/** What was near its limit already, and reaches it. */
const NEAR_SHARE = 0.93;
const WHOLE_SHARE = 0.98;

/** What was found of a series: from which level to which, from which reading on, up to which. */
export interface Found {
  readonly shape: Drift['shape'];
  readonly from: number;
  readonly to: number;
  readonly at: number;
  /** Index of the first reading behind it; the number of readings where it stays. */
  readonly end: number;
  readonly chance: number;
}

/** Whether it is one of several climbs that resets began anew. */
export function isSaw({ shape, until, resets }: Drift): boolean {
  return resets.length > 0 || (shape === 'climb' && until !== null);
}

/** As a drift; null where the change is too small to matter. */
export function described(
  { kind, member, name, unit, readings }: Series,
  { shape, from: fromValue, to: toValue, at, end, chance }: Found,
): Drift | null {
  const limit = reached(readings, fromValue, toValue);
  if (!isLarge(unit, fromValue, toValue) && limit === null) return null;
  const turn = readings[at]?.event;
  const last = nearest(readings.slice(at, end), toValue);
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
    until: readings[end]?.event ?? null,
    resets: [],
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
