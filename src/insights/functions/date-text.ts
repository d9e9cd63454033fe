// Dates as texts: `parseDate` by the letters of Java's DateTimeFormatter, `formatDate` by those of strftime.
import { fromLocal, type ZoneOffset, zoneOffset } from './time-zone.ts';

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const DAY_MS = 86_400_000;

interface DateParts {
  year: number;
  month: number;
  day: number;
  dayOfYear: number | null;
  hour: number;
  minute: number;
  second: number;
  ms: number;
  afternoon: boolean | null;
  /** Of the text itself. */
  zone: ZoneOffset | null;
}

type Take = (text: string, parts: DateParts) => void;

/** How a letter of the pattern, repeated so often, is written; null: it is not known. */
function letterPattern(letter: string, count: number): { source: string; take: Take } | null {
  const digits = (take: (value: number, parts: DateParts) => void, max = 9) => ({
    source: count === 1 ? `\\d{1,${max}}` : `\\d{${count}}`,
    take: (text: string, parts: DateParts) => take(Number(text), parts),
  });
  switch (letter) {
    case 'y':
    case 'u':
      return digits((value, parts) => {
        parts.year = count === 2 ? 2000 + value : value;
      });
    case 'M':
    case 'L':
      return count >= 3
        ? names(MONTHS, count, (at, parts) => {
            parts.month = at + 1;
          })
        : digits((value, parts) => {
            parts.month = value;
          }, 2);
    case 'd':
      return digits((value, parts) => {
        parts.day = value;
      }, 2);
    case 'D':
      return digits((value, parts) => {
        parts.dayOfYear = value;
      }, 3);
    case 'E':
      return names(DAYS, count, () => {});
    case 'H':
    case 'k':
    case 'h':
    case 'K':
      return digits((value, parts) => {
        parts.hour = letter === 'h' || letter === 'K' ? value % 12 : value % 24;
      }, 2);
    case 'm':
      return digits((value, parts) => {
        parts.minute = value;
      }, 2);
    case 's':
      return digits((value, parts) => {
        parts.second = value;
      }, 2);
    case 'S':
      return {
        source: `\\d{${count}}`,
        take: (text, parts) => {
          parts.ms = Math.floor(Number(`0.${text}`) * 1_000 + 1e-6);
        },
      };
    case 'a':
      return {
        source: '[AaPp]\\.?[Mm]\\.?',
        take: (text, parts) => {
          parts.afternoon = /^p/i.test(text);
        },
      };
    case 'X':
    case 'x':
    case 'Z':
    case 'V':
    case 'z':
    case 'O':
      return {
        source: '(?:Z|(?:UTC|GMT)?[+-]\\d{1,2}(?::?\\d{2})?|[A-Za-z]+(?:/[A-Za-z_]+)*)',
        take: (text, parts) => {
          parts.zone = zoneOffset(text);
        },
      };
    default:
      return null;
  }
}

function names(
  all: readonly string[],
  count: number,
  take: (at: number, parts: DateParts) => void,
) {
  const written = count === 4 ? all : all.map((name) => name.slice(0, 3));
  return {
    source: `(?:${written.join('|')})`,
    take: (text: string, parts: DateParts) =>
      take(
        written.findIndex((name) => name.toLowerCase() === text.toLowerCase()),
        parts,
      ),
  };
}

/** A text to UTC ms; undefined: the text is no such date. */
export type DateReader = (text: string, zone: ZoneOffset) => number | undefined;

/** A letter's run, a quoted text (`''` is a quote), or any other character. */
const PIECES = /'((?:[^']|'')*)'|([A-Za-z])\2*|([^A-Za-z'])/g;

/** A text: letters of the pattern that are not known. */
export function dateReader(pattern: string): DateReader | string {
  const takes: Take[] = [];
  let source = '';
  for (const [piece, quoted, letter] of pattern.matchAll(PIECES)) {
    if (letter === undefined) {
      source += escapeRegExp(quoted === undefined ? piece : quoted.replaceAll("''", "'") || "'");
      continue;
    }
    const found = letterPattern(letter, piece.length);
    if (found === null) return piece;
    takes.push(found.take);
    source += `(${found.source})`;
  }
  const test = new RegExp(`^${source}$`, 'i');
  return (text, zone) => {
    const match = test.exec(text.trim());
    if (match === null) return undefined;
    const parts: DateParts = {
      ...{ year: 1970, month: 1, day: 1, dayOfYear: null, hour: 0, minute: 0, second: 0, ms: 0 },
      ...{ afternoon: null, zone: null },
    };
    for (const [index, take] of takes.entries()) take(match[index + 1] ?? '', parts);
    return msOf(parts, zone);
  };
}

function msOf(parts: DateParts, zone: ZoneOffset): number | undefined {
  const { year, month, day, dayOfYear, minute, second, ms, afternoon } = parts;
  const hour = afternoon === null ? parts.hour : (parts.hour % 12) + (afternoon ? 12 : 0);
  const shown =
    dayOfYear === null
      ? Date.UTC(year, month - 1, day, hour, minute, second, ms)
      : Date.UTC(year, 0, dayOfYear, hour, minute, second, ms);
  const date = new Date(shown);
  const real =
    dayOfYear !== null || (date.getUTCMonth() === month - 1 && date.getUTCDate() === day);
  if (!real || hour > 23 || minute > 59 || second > 59) return undefined;
  return fromLocal(shown, parts.zone ?? zone);
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

const pad = (value: number, width = 2) => String(value).padStart(width, '0');

/** `%` and a letter → what it stands for; the date is local time written as UTC. */
const CONVERSIONS: Readonly<Record<string, (date: Date, offsetMs: number) => string>> = {
  Y: (date) => pad(date.getUTCFullYear(), 4),
  y: (date) => pad(date.getUTCFullYear() % 100),
  C: (date) => pad(Math.floor(date.getUTCFullYear() / 100)),
  m: (date) => pad(date.getUTCMonth() + 1),
  d: (date) => pad(date.getUTCDate()),
  e: (date) => String(date.getUTCDate()).padStart(2),
  j: (date) => pad(dayOfYear(date), 3),
  H: (date) => pad(date.getUTCHours()),
  I: (date) => pad(date.getUTCHours() % 12 || 12),
  M: (date) => pad(date.getUTCMinutes()),
  S: (date) => pad(date.getUTCSeconds()),
  L: (date) => pad(date.getUTCMilliseconds(), 3),
  f: (date) => pad(date.getUTCMilliseconds() * 1_000, 6),
  p: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  a: (date) => (DAYS[date.getUTCDay()] ?? '').slice(0, 3),
  A: (date) => DAYS[date.getUTCDay()] ?? '',
  b: (date) => (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3),
  h: (date) => (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3),
  B: (date) => MONTHS[date.getUTCMonth()] ?? '',
  u: (date) => String(date.getUTCDay() || 7),
  w: (date) => String(date.getUTCDay()),
  s: (date, offsetMs) => String(Math.floor((date.getTime() - offsetMs) / 1_000)),
  z: (_, offsetMs) => offsetText(offsetMs),
  Z: (_, offsetMs) => (offsetMs === 0 ? 'UTC' : offsetText(offsetMs)),
  n: () => '\n',
  t: () => '\t',
  '%': () => '%',
};
const COMPOUND: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
  r: '%I:%M:%S %p',
  c: '%a %b %e %H:%M:%S %Y',
};

export type DateWriter = (ms: number, zone: ZoneOffset) => string;

/** A text: a conversion of the pattern that is not known. */
export function dateWriter(pattern: string): DateWriter | string {
  const whole = pattern.replace(/%([FTRDrc])/g, (_, letter: string) => COMPOUND[letter] ?? '');
  const unknown = [...whole.matchAll(/%(.?)/gs)].find(
    ([, letter = '']) => !Object.hasOwn(CONVERSIONS, letter),
  );
  if (unknown !== undefined) return unknown[0];
  return (ms, zone) => {
    const offsetMs = zone(ms);
    const date = new Date(ms + offsetMs);
    return whole.replace(
      /%(.)/gs,
      (_, letter: string) => CONVERSIONS[letter]?.(date, offsetMs) ?? '',
    );
  };
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1;
}

function offsetText(offsetMs: number): string {
  const minutes = Math.abs(Math.round(offsetMs / 60_000));
  return `${offsetMs < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${pad(minutes % 60)}`;
}
