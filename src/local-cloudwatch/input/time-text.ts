// Pieces of written time to UTC milliseconds: the ISO family from bytes, fields of a match, zones, epochs.
// NaN stands for "no time here" throughout.

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/**
 * Hours east of UTC of the zones that loggers write by name; summer time has a name of its own, so that each offset is
 * fixed. Of names with several meanings the one most written in logs holds: EST, CST, MST, PST and their summer times
 * are North America's (not China's CST), BST is Britain's summer time, IST is India's. Any other name counts as UTC.
 */
const ZONE_HOURS: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 1,
  BST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  IST: 5.5,
  SGT: 8,
  HKT: 8,
  JST: 9,
  KST: 9,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};
/** The names as alternatives of a regular expression. */
export const ZONE_NAMES = Object.keys(ZONE_HOURS).join('|');
/** Each name as the number of its letters' bytes, so that a line's zone is found without making a string of it. */
const ZONE_MS_BY_BYTES = new Map(
  Object.entries(ZONE_HOURS).map(([name, hours]) => [packed(name), hours * HOUR_MS]),
);
const MAX_ZONE_LETTERS = 4;
/** `YYYY-MM-DD HH:MM:SS`. */
export const ISO_BYTES = 19;

const DASH = 45;
const PLUS = 43;
const COLON = 58;
const UNDERSCORE = 95;
const ZULU = 90;
const BLANK = 32;
const TAB = 9;
const DOT = 46;
const COMMA = 44;
const SLASH = 47;

/**
 * `YYYY-MM-DD[T ]HH:MM:SS` with `-`, `/` or `.` in the date, a fraction after dot or comma and a zone (`Z`, `+01:00`,
 * ` +0100`, ` CET`, `UTC+01:00`, else UTC) at `bytes[at]`. Milliseconds are cut, not rounded.
 */
export function isoAt(bytes: Buffer, at: number, end: number): number {
  if (end - at < ISO_BYTES) return Number.NaN;
  const separator = bytes[at + 4] ?? 0;
  if (separator !== DASH && separator !== SLASH && separator !== DOT) return Number.NaN;
  if (bytes[at + 7] !== separator || !separatesTime(bytes[at + 10])) return Number.NaN;
  if (bytes[at + 13] !== COLON || bytes[at + 16] !== COLON) return Number.NaN;
  const year = pair(bytes, at) * 100 + pair(bytes, at + 2);
  const day = dayMs(year, pair(bytes, at + 5), pair(bytes, at + 8));
  const clock = clockMs(pair(bytes, at + 11), pair(bytes, at + 14), pair(bytes, at + 17));
  let next = at + ISO_BYTES;
  let fraction = 0;
  if (isFractionMark(bytes[next]) && isDigit(bytes[next + 1])) {
    let unit = 100;
    for (next += 1; next < end && isDigit(bytes[next]); next++) {
      fraction += unit * ((bytes[next] ?? 0) - 48);
      unit = Math.trunc(unit / 10);
    }
  }
  return day + clock + fraction - zoneAt(bytes, next, end);
}

/** `T`, `t`, a blank, a tab, `_` or `:`. */
function separatesTime(byte: number | undefined): boolean {
  return (
    byte === 84 ||
    byte === 116 ||
    byte === BLANK ||
    byte === TAB ||
    byte === UNDERSCORE ||
    byte === COLON
  );
}

export function isFractionMark(byte: number | undefined): boolean {
  return byte === DOT || byte === COMMA;
}

/** Ms east of UTC that the zone at `bytes[at]` stands for, 0 where there is none. */
export function zoneAt(bytes: Buffer, at: number, end: number): number {
  const first = bytes[at] ?? 0;
  const start = first === BLANK ? at + 1 : at;
  if (start >= end) return 0;
  if (isCapital(bytes[start])) return namedZoneAt(bytes, start, end);
  return offsetAt(bytes, start, end, first === BLANK);
}

/** `+01:00`, `+0100` or, where no blank stands before it, `+01`. */
function offsetAt(bytes: Buffer, start: number, end: number, apart: boolean): number {
  const sign = bytes[start] ?? 0;
  if (sign !== PLUS && sign !== DASH) return 0;
  const hours = pair(bytes, start + 1);
  const minutesAt = bytes[start + 3] === COLON ? start + 4 : start + 3;
  const minutes = minutesAt + 2 <= end ? pair(bytes, minutesAt) : Number.NaN;
  if (Number.isNaN(hours) || hours > 15 || start + 3 > end) return 0;
  if (Number.isNaN(minutes))
    return apart || isDigit(bytes[start + 3]) ? 0 : signed(sign, hours * HOUR_MS);
  if (isDigit(bytes[minutesAt + 2])) return 0;
  return signed(sign, hours * HOUR_MS + minutes * MINUTE_MS);
}

/** A zone's name that ends where it should; `UTC+01:00` goes on with its offset. */
function namedZoneAt(bytes: Buffer, at: number, end: number): number {
  let code = 0;
  let next = at;
  for (; next < end && isCapital(bytes[next]); next++) {
    if (next - at >= MAX_ZONE_LETTERS) return 0;
    code = (code << 8) | (bytes[next] ?? 0);
  }
  const after = next < end ? (bytes[next] ?? 0) : BLANK;
  const ms = ZONE_MS_BY_BYTES.get(code);
  if (ms === undefined || isWord(after)) return 0;
  const offset = ms === 0 && (after === PLUS || after === DASH);
  return offset ? zoneAt(bytes, next, end) : ms;
}

function packed(name: string): number {
  return [...Buffer.from(name)].reduce((code, byte) => (code << 8) | byte, 0);
}

function isCapital(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 65 && byte <= ZULU;
}

function isWord(byte: number): boolean {
  return isDigit(byte) || (byte >= 97 && byte <= 122) || byte === UNDERSCORE;
}

function signed(sign: number, ms: number): number {
  return sign === DASH ? -ms : ms;
}

/** Behind the digits that begin at `at`. */
export function behindDigits(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && isDigit(bytes[next])) next++;
  return next;
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

function pair(bytes: Buffer, at: number): number {
  const tens = bytes[at];
  const ones = bytes[at + 1];
  if (!isDigit(tens) || !isDigit(ones)) return Number.NaN;
  return ((tens ?? 0) - 48) * 10 + ((ones ?? 0) - 48);
}

/** Lines of a log mostly share their date: the last one is kept. */
const lastDay = { key: -1, ms: 0 };

function dayMs(year: number, month: number, day: number): number {
  const key = (year * 100 + month) * 100 + day;
  if (key === lastDay.key) return lastDay.ms;
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31 && year >= 1970)) return Number.NaN;
  lastDay.key = key;
  lastDay.ms = Date.UTC(year, month - 1, day);
  return lastDay.ms;
}

function clockMs(hours: number, minutes: number, seconds: number): number {
  if (!(hours <= 23 && minutes <= 59 && seconds <= 60)) return Number.NaN;
  return hours * HOUR_MS + minutes * MINUTE_MS + seconds * 1_000;
}

type Text = string | undefined;

/** Fields of a match as UTC ms; `month` is 1 to 12, `fraction` the digits after the decimal mark. */
export function utcMs(
  year: Text,
  month: number,
  day: Text,
  hours: Text,
  minutes: Text,
  seconds: Text,
  fraction: Text,
): number {
  const millis = Number((fraction ?? '').padEnd(3, '0').slice(0, 3));
  const clock = clockMs(Number(hours), Number(minutes), Number(seconds));
  return dayMs(Number(year), month, Number(day)) + clock + millis;
}

/** 1 to 12, NaN for another word. */
export function monthNumber(name: Text): number {
  const index = MONTHS.indexOf(name ?? '');
  return index === -1 ? Number.NaN : index + 1;
}

/** `+01:00`, `-0500`, `Z`, `CET`, or nothing, as ms east of UTC. */
export function zoneMs(zone: Text): number {
  const hours = ZONE_HOURS[zone ?? ''];
  if (hours !== undefined) return hours * HOUR_MS;
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '');
  if (match === null) return 0;
  const ms = Number(match[2]) * HOUR_MS + Number(match[3]) * MINUTE_MS;
  return match[1] === '-' ? -ms : ms;
}

/** Bounds between epoch units: a second count of this century has 10 digits, ms 13, µs 16, ns 19. */
const SECONDS_BELOW = 1e11;
const MILLIS_BELOW = 1e14;
const MICROS_BELOW = 1e17;

/** An epoch number of unknown unit, told by its size, as whole UTC ms; NaN where it is negative or no number. */
export function epochToMs(value: number): number {
  if (!(value >= 0)) return Number.NaN;
  if (value < SECONDS_BELOW) return Math.floor(Math.round(value * 1e6) / 1e3);
  if (value < MILLIS_BELOW) return Math.floor(value);
  return Math.floor(value < MICROS_BELOW ? value / 1e3 : value / 1e6);
}
