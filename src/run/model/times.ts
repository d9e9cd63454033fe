// Times of a text: each has to fall in the window and be the time of something that was seen, as precise as it is written.
import { DAY_MS, MINUTE_MS, SECOND_MS, type TimeRange } from '../../base/time-range.ts';

const TIME =
  /(?<![\w:.])(?:(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?|(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)Z?(?![\w:])/g;

export interface TimeFound {
  readonly text: string;
  /** UTC milliseconds; of a time of day one for each day of the window. */
  readonly possibleMs: readonly number[];
  /** How long the stretch is that it names. */
  readonly precisionMs: number;
}

export function timesIn(text: string, window: TimeRange): readonly TimeFound[] {
  return [...text.matchAll(TIME)].map((match) => {
    const [whole, year, month, day] = match;
    const [hour, minute, second, fraction] =
      year === undefined ? match.slice(8, 12) : match.slice(4, 8);
    const ofDay = timeOfDay(hour, minute, second, fraction);
    const precisionMs = precisionOf(hour, second, fraction);
    const days =
      year === undefined ? daysOf(window) : [Date.parse(`${year}-${month}-${day}T00:00:00Z`)];
    return { text: whole, possibleMs: days.map((start) => start + ofDay), precisionMs };
  });
}

const timeOfDay = (hour = '0', minute = '0', second = '0', fraction = '0') =>
  (Number(hour) * 60 + Number(minute)) * MINUTE_MS +
  Number(second) * SECOND_MS +
  Number(fraction.padEnd(3, '0'));

function precisionOf(hour?: string, second?: string, fraction?: string): number {
  if (hour === undefined) return DAY_MS;
  if (second === undefined) return MINUTE_MS;
  return fraction === undefined ? SECOND_MS : 10 ** (3 - fraction.length);
}

function daysOf({ startMs, endMs }: TimeRange): readonly number[] {
  const first = Math.floor(startMs / DAY_MS) * DAY_MS;
  const days = Math.min(MAX_DAYS, Math.ceil((endMs - first) / DAY_MS));
  return Array.from({ length: days }, (_, index) => first + index * DAY_MS);
}

const MAX_DAYS = 60;

/** Whether the time, rounded or cut, is one of the known ones within the window. */
export function isKnown(found: TimeFound, knownMs: readonly number[], window: TimeRange): boolean {
  const { possibleMs, precisionMs } = found;
  return possibleMs.some((ms) => {
    const overlaps = ms < window.endMs + precisionMs && ms + precisionMs > window.startMs;
    if (!overlaps) return false;
    return (
      precisionMs === DAY_MS ||
      ms === window.endMs ||
      knownMs.some((known) => known > ms - precisionMs && known < ms + precisionMs)
    );
  });
}

/** The text without its times, whose digits are no numbers. */
export const withoutTimes = (text: string): string => text.replace(TIME, ' ');
