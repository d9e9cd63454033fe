// Periods of time as queries write them (`5m`, `1h`, `2 weeks`): their units, caps, and rounding.

export interface Period {
  readonly amount: number;
  readonly unit: string;
}

interface PeriodUnit {
  readonly names: readonly string[];
  /** Milliseconds; months are counted by the calendar, this is their mean length. */
  readonly ms: number;
  /** Calendar months, for units that have no fixed length; 0: fixed length. */
  readonly months: number;
  /** Largest amount that `bin`, `datefloor` and `dateceil` use. */
  readonly cap: number;
}

const DAY_MS = 86_400_000;
const MONTH_MS = 2_629_746_000;
/** 1970-01-05, a Monday: weeks begin there. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** Units and caps: CloudWatch Logs User Guide, functions (datetime), "bin". */
const UNITS: readonly PeriodUnit[] = [
  { names: ['ms', 'msec', 'millisecond'], ms: 1, months: 0, cap: 1000 },
  { names: ['s', 'sec', 'second'], ms: 1000, months: 0, cap: 60 },
  { names: ['m', 'min', 'minute'], ms: 60_000, months: 0, cap: 60 },
  { names: ['h', 'hr', 'hour'], ms: 3_600_000, months: 0, cap: 24 },
  { names: ['d', 'day'], ms: DAY_MS, months: 0, cap: Number.POSITIVE_INFINITY },
  { names: ['w', 'week'], ms: 7 * DAY_MS, months: 0, cap: Number.POSITIVE_INFINITY },
  { names: ['mo', 'mon', 'month'], ms: MONTH_MS, months: 1, cap: Number.POSITIVE_INFINITY },
  { names: ['q', 'qtr', 'quarter'], ms: 3 * MONTH_MS, months: 3, cap: Number.POSITIVE_INFINITY },
  { names: ['y', 'yr', 'year'], ms: 12 * MONTH_MS, months: 12, cap: Number.POSITIVE_INFINITY },
];

/** One letter has no plural: `ms` are milliseconds. */
const BY_NAME = new Map(
  UNITS.flatMap((unit) =>
    unit.names
      .flatMap((name) => (name.length > 1 ? [name, `${name}s`] : [name]))
      .map((name) => [name, unit] as const),
  ),
);

export function isPeriodUnit(name: string): boolean {
  return BY_NAME.has(name.toLowerCase());
}

/** Length in milliseconds, as arithmetic sees a period. */
export function periodMs({ amount, unit }: Period): number {
  return amount * unitOf(unit).ms;
}

/** The period that rounding really uses: AWS caps seconds and minutes at 60, hours at 24. */
export function cappedPeriod(period: Period): Period {
  const { cap } = unitOf(period.unit);
  return period.amount > cap ? { amount: cap, unit: period.unit } : period;
}

/** Rounds a time in UTC milliseconds down to a multiple of the period since 1970. */
export function floorTo(period: Period): (ms: number) => number {
  const unit = unitOf(period.unit);
  if (unit.months > 0) return (ms) => floorMonths(ms, period.amount * unit.months);
  const size = period.amount * unit.ms;
  const origin = unit.ms === 7 * DAY_MS ? FIRST_MONDAY_MS : 0;
  return (ms) => Math.floor((ms - origin) / size) * size + origin;
}

/** Rounds a time in UTC milliseconds up to a multiple of the period since 1970. */
export function ceilTo(period: Period): (ms: number) => number {
  const floor = floorTo(period);
  const unit = unitOf(period.unit);
  return (ms) => {
    const low = floor(ms);
    if (low === ms) return ms;
    if (unit.months > 0) return addMonths(low, period.amount * unit.months);
    return low + period.amount * unit.ms;
  };
}

function unitOf(name: string): PeriodUnit {
  const unit = BY_NAME.get(name.toLowerCase());
  if (unit === undefined) throw new Error(`unknown unit of time ${name}`);
  return unit;
}

function floorMonths(ms: number, months: number): number {
  const date = new Date(ms);
  const count = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  return Date.UTC(1970, Math.floor(count / months) * months, 1);
}

function addMonths(ms: number, months: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
}
