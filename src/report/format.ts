// Numbers and times as a report says them: thousands separated, singular and plural, UTC, dates only where they are needed.
import { grouped } from '../base/grouped.ts';
import { percent } from '../base/percent.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import type { ReportRange } from './types.ts';

/** `48,210`; at most two decimals. */
export function number(value: number): string {
  if (Number.isSafeInteger(value)) return grouped(value);
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}

/** `1 error`, `847 errors`, `no errors`; the plural is given where it is not the noun with an s. */
export function count(value: number, noun: string, plural = `${noun}s`): string {
  if (value === 0) return `no ${plural}`;
  return `${number(value)} ${value === 1 ? noun : plural}`;
}

/** `percent` of a part; one rounding for all, so that a figure reads alike wherever it stands. */
export function percentOf(part: number, whole: number): string {
  return percent(whole <= 0 ? 0 : part / whole);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A rate as a reader needs it: `121`, `3.5`. */
export function rate(perHour: number): string {
  return number(perHour >= 10 ? Math.round(perHour) : Math.round(perHour * 10) / 10);
}

const UNITS: readonly (readonly [ms: number, noun: string])[] = [
  [DAY_MS, 'day'],
  [HOUR_MS, 'hour'],
  [MINUTE_MS, 'minute'],
  [SECOND_MS, 'second'],
];

/** `30 minutes`, `1 hour 30 minutes`, `45 seconds`, `0.4 seconds`: at most two units, the smaller one rounded. */
export function duration(ms: number): string {
  if (ms < 10 * SECOND_MS) return count(Math.round(ms / 100) / 10, 'second').replace(/^no /, '0 ');
  const index = UNITS.findIndex(([unit]) => ms >= unit);
  const [unit, noun] = UNITS[index] ?? [SECOND_MS, 'second'];
  const [smaller, smallerNoun] = UNITS[index + 1] ?? [unit, noun];
  const rounded = Math.round(ms / smaller) * smaller;
  // 59 minutes 59.8 seconds round up into the larger unit.
  if (rounded >= (UNITS[index - 1]?.[0] ?? Number.POSITIVE_INFINITY)) return duration(rounded);
  const large = Math.floor(rounded / unit);
  const small = Math.round((rounded - large * unit) / smaller);
  const first = count(large, noun);
  return smaller === unit || small === 0 ? first : `${first} ${count(small, smallerNoun)}`;
}

/** `512 bytes`, `4.1 KB`, `1.2 GB`, in powers of 1,000. */
export function size(bytes: number): string {
  if (bytes < 1_000) return bytes === 0 ? '0 bytes' : count(Math.round(bytes), 'byte');
  const units = ['KB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  return `${number(Math.round(bytes / 1_000 ** power / 0.1) * 0.1)} ${units[power - 1]}`;
}

/** `Primary`, `Secondary`, `Tertiary`, `Fourth`, … for a rank from 1. */
export function rankWord(rank: number): string {
  const words = [
    'Primary',
    'Secondary',
    'Tertiary',
    'Fourth',
    'Fifth',
    'Sixth',
    'Seventh',
    'Eighth',
  ];
  return words[rank - 1] ?? `No. ${rank}`;
}

/** `first, second and third`. */
export function enumeration(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** With a full stop, unless it ends a sentence already. */
export function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

export function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Times of one report; the date is left out where all of it lies on one UTC day. */
export interface Clock {
  /** `14:15:07 UTC`. */
  at(time: string): string;
  /** `14:15–14:45 UTC`. */
  span(range: ReportRange): string;
  /** `14:15:07`, for columns whose heading says UTC. */
  short(time: string): string;
}

export function clockOf(window: ReportRange): Clock {
  const lastMs = Date.parse(window.end) - 1;
  const day = window.start.slice(0, 10);
  const oneDay = new Date(Math.max(lastMs, Date.parse(window.start))).toISOString().startsWith(day);
  const dated = (time: string) => !(oneDay && time.startsWith(day));
  const short = (time: string) => (dated(time) ? `${time.slice(0, 10)} ` : '') + time.slice(11, 19);
  return {
    short,
    at: (time) => `${short(time)} UTC`,
    span: (range) =>
      dated(range.start) || dated(lastOf(range)) ? period(range) : `${hours(range)} UTC`,
  };
}

/** `2026-01-14 12:00–16:00 UTC`, `2026-01-14 23:30 – 2026-01-15 00:30 UTC`: with its dates. */
export function period({ start, end }: ReportRange): string {
  const [startDay, endDay] = [start.slice(0, 10), end.slice(0, 10)];
  if (startDay === endDay) return `${startDay} ${hours({ start, end })} UTC`;
  const width = hourWidth({ start, end });
  return `${startDay} ${start.slice(11, width)} – ${endDay} ${end.slice(11, width)} UTC`;
}

const lastOf = ({ start, end }: ReportRange): string =>
  new Date(Math.max(Date.parse(start), Date.parse(end) - 1)).toISOString();

function hours(range: ReportRange): string {
  const width = hourWidth(range);
  return `${range.start.slice(11, width)}–${range.end.slice(11, width)}`;
}

/** Where `14:15` ends in an ISO time, or `14:15:07` where the seconds of either end are not zero. */
function hourWidth({ start, end }: ReportRange): number {
  return start.slice(17, 19) === '00' && end.slice(17, 19) === '00' ? 16 : 19;
}
