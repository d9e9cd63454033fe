// The time stamp at the start of a line of plain text. One row per layout; the ISO family is read from the
// bytes, because a 1 GB file has millions of lines. A time without a zone is UTC; one without a year gets
// the year that puts it at or before the file's last change.
import { MINUTE_MS } from '../../base/time-range.ts';
import { OBJECT } from './bytes.ts';
import { type TimePlace, timeAtPlace } from './line-time.ts';
import { keepStamp, likeLastStamp, type StampParts } from './stamp-memo.ts';
import { DAY_MS, epochToMs, isoAt, monthNumber, utcMs, ZONE_NAMES, zoneMs } from './time-text.ts';

/** What a file's stamps are read with. */
export interface StampRules {
  /** Last change of the file in UTC ms: the guess for stamps without a year. */
  readonly referenceMs: number;
  /** The one loose layout that this file uses, by name; null: strict layouts only. */
  readonly looseLayout: string | null;
  /** Where a line that is a JSON object has its time; null: no event begins with such a line. */
  readonly objects: TimePlace | null;
}

interface Layout {
  readonly name: string;
  /** Loose layouts could be mistaken for ordinary text; they count only where most lines of the file use them. */
  readonly loose: boolean;
  read(head: string, bytes: Buffer, start: number, end: number, rules: StampRules): number;
}

/** How far into a line a stamp is looked for. */
const HEAD_BYTES = 256;
const MONTH = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const CLOCK = '(\\d\\d):(\\d\\d):(\\d\\d)(?:[.,](\\d{1,9}))?';
const ZONE = `(?: ?(Z|${ZONE_NAMES}|[+-]\\d{2}:?\\d{2})(?!\\w|:\\d))?`;
const NAMED_ZONE = `(?: (${ZONE_NAMES})(?![\\w.-]))?`;
/** A character of a word; bytes of UTF-8 that are white space in latin1 are none. */
const SOLID = '[^\\t-\\r ]';
const DAY_MONTH_YEAR = `(\\d{1,2})[/ -]${MONTH}[/ -](\\d{4})[: T]${CLOCK}${ZONE}`;

const SYSLOG = new RegExp(
  `^(?:<\\d{1,3}>)?${MONTH} {1,2}(\\d{1,2}) (?:(\\d{4}) )?${CLOCK}${NAMED_ZONE}`,
);
const WEEKDAY = new RegExp(
  `^\\[?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} {1,2}(\\d{1,2}) ${CLOCK} (?:([A-Z]{3,4}) )?(\\d{4})\\b`,
);
const DATED = new RegExp(`^\\[?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?${DAY_MONTH_YEAR}`);
/** uWSGI: `[pid: 12|app: 0|req: 3/7] 10.0.0.1 () {44 vars in 500 bytes} [Fri Nov 20 14:00:00 2026] `. */
const ACCESS_WEEKDAY = new RegExp(
  `^\\[pid: (?:${SOLID}+ ){5,14}\\[(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} {1,2}(\\d{1,2}) ${CLOCK} (\\d{4})\\]`,
);
/** Gin: `[GIN] 2026/11/20 - 14:00:00 | `. */
const DASHED = new RegExp(
  `^(?:\\[[\\w-]{1,40}\\] )?\\[?(\\d{4})[-/](\\d\\d)[-/](\\d\\d) - ${CLOCK}${ZONE}`,
);
const ACCESS = new RegExp(`^(?:${SOLID}+ ){1,8}?\\[${DAY_MONTH_YEAR}`);
const GLOG = new RegExp(`^[IWEF](20\\d\\d)?(\\d\\d)(\\d\\d) ${CLOCK}`);
/** MariaDB: `2026-11-20  4:00:00`. */
const PADDED_HOUR = new RegExp(
  `^\\[?(\\d{4})[-/](\\d\\d)[-/](\\d\\d)(?: {1,2}|T)(\\d):(\\d\\d):(\\d\\d)(?:[.,](\\d{1,9}))?${ZONE}`,
);
const COMPACT = new RegExp(
  `^\\[?(\\d{4})(\\d\\d)(\\d\\d)[T _-](\\d\\d):?(\\d\\d):?(\\d\\d)(?:[.,:](\\d{1,9}))?${ZONE}`,
);
const SHORT_YEAR = new RegExp(
  `^\\[?(\\d\\d)/(\\d\\d)/(\\d\\d) (\\d\\d):(\\d\\d):(\\d\\d)(?:[.,](\\d{1,9}))?${ZONE}`,
);
/**
 * Also as JavaScript writes a local time: a comma after the date, a narrow blank before AM (as latin1); and behind a
 * level, as the Windows event viewer exports it.
 */
const NUMERIC_DATE = `^(?:[A-Z][A-Za-z\\u0080-\\u00ff ]{3,24}[,\\t])?\\[?(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4}),?[ T](\\d{1,2}):(\\d\\d):(\\d\\d)(?:[.,:](\\d{1,9}))?`;
const HALF_DAY = '(?:(?: |\\u00a0|\\u00e2\\u0080\\u00af)?([AaPp])\\.?[Mm]\\b\\.?)?';
const NUMERIC = new RegExp(`${NUMERIC_DATE}${HALF_DAY}${ZONE}`);
/** Erlang's own reports: `=ERROR REPORT==== 20-Nov-2026::14:00:00.123 ===`. */
const ERLANG = new RegExp(`^=[A-Z]{4,10} REPORT==== (\\d{1,2})-${MONTH}-(\\d{4})::${CLOCK}`);
/** WebLogic: `####<Nov 20, 2026 2:00:00,123 PM UTC> <Error> `; java.util.logging: `Nov 20, 2026 2:00:00 PM a.B run`. */
const WEBLOGIC = new RegExp(
  `^(?:####<)?${MONTH} {1,2}(\\d{1,2}), (\\d{4}),? (\\d{1,2}):(\\d\\d):(\\d\\d)(?:[,.](\\d{1,9}))?(?: ([AP])M)?${ZONE}`,
);
/** WebSphere: the month first, and a thread in eight hexadecimal digits behind it. */
const WEBSPHERE = new RegExp(
  `^\\[(\\d{1,2})/(\\d{1,2})/(\\d\\d) (\\d{1,2}):(\\d\\d):(\\d\\d):(\\d{3}) (${ZONE_NAMES})\\] [0-9a-f]{8} `,
);
/** Db2, whose zone is in minutes. */
const DB2 = /^(\d{4})-(\d\d)-(\d\d)-(\d\d)\.(\d\d)\.(\d\d)\.(\d{1,9})(?:([+-]\d{3})(?!\d))?/;
const EPOCH = /^\[?(\d{10}|\d{13}|\d{16}|\d{19})(\.\d{1,9})?(?=[\]\s,:;|]|$)/;
const PREFIX_STRICT = /^(?:<\d{1,3}>(?:\d )?|[A-Z], \[|\d{1,8}:[XCSM] )/;
const PREFIX_WORDS = new RegExp(`^(?:${SOLID}{1,64}[ \\t]{1,8}){1,3}?[[("]?(?=\\d{4}[-/.]\\d\\d)`);
const PREFIX_KEYS =
  /^(?:[\w.-]{1,40}=(?:"[^"]{0,100}"|[^\t-\r "]{0,100}) ){0,4}?(?:time|ts|timestamp|t|datetime)="?(?=\d)/;

/** What each of these patterns takes for the beginning of a time. */
const YEAR_AND_MONTH = /^\d{4}[-/.]\d\d/;

export const MONTH_FIRST = 'month-day-year';
export const DAY_FIRST = 'day-month-year-in-numbers';

const LAYOUTS: readonly Layout[] = [
  layout(
    'syslog',
    false,
    SYSLOG,
    (m, reference) =>
      withGuessedYear(m[3], monthNumber(m[1]), m[2], m.slice(4, 8), reference) - zoneMs(m[8]),
    { fraction: 7, zone: 8, begins: 'line' },
  ),
  layout(
    'weekday',
    false,
    WEEKDAY,
    (m) => utcMs(m[8], monthNumber(m[1]), m[2], m[3], m[4], m[5], m[6]) - zoneMs(m[7]),
  ),
  layout('day-month-year', false, DATED, dayMonthYear, { fraction: 7, zone: 8, begins: 'line' }),
  layout('erlang', false, ERLANG, dayMonthYear),
  layout(
    'weblogic',
    false,
    WEBLOGIC,
    (m) =>
      utcMs(m[3], monthNumber(m[1]), m[2], hoursOf(m[4], m[8]), m[5], m[6], m[7]) - zoneMs(m[9]),
  ),
  layout(
    'websphere',
    false,
    WEBSPHERE,
    (m) => utcMs(`20${m[3]}`, Number(m[1]), m[2], m[4], m[5], m[6], m[7]) - zoneMs(m[8]),
  ),
  layout(
    'glog',
    false,
    GLOG,
    (m, reference) => withGuessedYear(m[1], Number(m[2]), m[3], m.slice(4, 8), reference),
    { fraction: 7, zone: null, begins: 'second-byte' },
  ),
  layout(
    'padded-hour',
    false,
    PADDED_HOUR,
    (m) => utcMs(m[1], Number(m[2]), m[3], m[4], m[5], m[6], m[7]) - zoneMs(m[8]),
  ),
  prefixed('after-mark', false, PREFIX_STRICT),
  layout('access-log', true, ACCESS, dayMonthYear, { fraction: 7, zone: 8, begins: 'bracket' }),
  layout('access-log-weekday', true, ACCESS_WEEKDAY, (m) =>
    utcMs(m[7], monthNumber(m[1]), m[2], m[3], m[4], m[5], m[6]),
  ),
  layout(
    'dashed',
    true,
    DASHED,
    (m) => utcMs(m[1], Number(m[2]), m[3], m[4], m[5], m[6], m[7]) - zoneMs(m[8]),
    { fraction: 7, zone: 8, begins: 'line' },
  ),
  prefixed('after-words', true, PREFIX_WORDS),
  prefixed('after-keys', true, PREFIX_KEYS),
  layout(
    'db2',
    true,
    DB2,
    (m) => utcMs(m[1], Number(m[2]), m[3], m[4], m[5], m[6], m[7]) - Number(m[8] ?? 0) * MINUTE_MS,
  ),
  layout('epoch', true, EPOCH, (m) => epochToMs(Number(`${m[1]}${m[2] ?? ''}`))),
  layout(
    'compact',
    true,
    COMPACT,
    (m) => utcMs(m[1], Number(m[2]), m[3], m[4], m[5], m[6], m[7]) - zoneMs(m[8]),
    { fraction: 7, zone: 8, begins: 'line' },
  ),
  layout(
    'short-year',
    true,
    SHORT_YEAR,
    (m) => utcMs(`20${m[1]}`, Number(m[2]), m[3], m[4], m[5], m[6], m[7]) - zoneMs(m[8]),
    { fraction: 7, zone: 8, begins: 'line' },
  ),
  layout(MONTH_FIRST, true, NUMERIC, (m) => (m[2] === '.' ? Number.NaN : numericMs(m, m[1], m[3]))),
  layout(DAY_FIRST, true, NUMERIC, (m) => numericMs(m, m[3], m[1])),
];
const STRICT = LAYOUTS.filter(({ loose }) => !loose);
/** Every line is set off by blanks, as Rust's `tracing` does it; counts only where no line begins with its time. */
export const INDENTED = 'indented';
export const LOOSE_LAYOUTS = [
  ...LAYOUTS.filter(({ loose }) => loose).map(({ name }) => name),
  INDENTED,
];
const MAX_INDENT = 4;

/** The time of the event that a line begins, in UTC ms; NaN where it begins none. */
export function stampOfLine(bytes: Buffer, start: number, end: number, rules: StampRules): number {
  if (rules.objects !== null && bytes[start] === OBJECT) {
    const ms = timeAtPlace(rules.objects, bytes, start, end);
    if (!Number.isNaN(ms)) return ms;
  }
  return readStamp(bytes, start, end, rules);
}

/** The UTC milliseconds of the stamp that `bytes[start, end)` begins with, NaN where it begins with none. */
export function readStamp(bytes: Buffer, start: number, end: number, rules: StampRules): number {
  isoPlace = -1;
  const first = bytes[start] ?? 0;
  if (first <= BLANK || start >= end) {
    if (first === BLANK && rules.looseLayout === INDENTED) {
      return readIndented(bytes, start, end, rules);
    }
    return isHidden(first) ? readPlain(bytes, start, end, rules) : Number.NaN;
  }
  const iso = isoAt(bytes, OPENERS.has(first) ? start + 1 : start, end);
  if (!Number.isNaN(iso)) return iso;
  if (rules.looseLayout === null && !STRICT_FIRST.has(first)) return Number.NaN;
  return OPENERS.has(first) && isHidden(bytes[start + 1] ?? 0)
    ? readPlain(bytes, start, end, rules)
    : readLayouts(bytes, start, end, rules);
}

/** Whether no line that begins with this byte has a stamp. */
export function beginsNoStamp(first: number, { looseLayout, objects }: StampRules): boolean {
  if (objects !== null && first === OBJECT) return false;
  if (first <= BLANK) return !isHidden(first) && !(first === BLANK && looseLayout === INDENTED);
  return looseLayout === null && !STRICT_FIRST.has(first) && !OPENERS.has(first);
}

/** Whether a line with a stamp is a JSON object, and as such all of its event. */
export function isObject(bytes: Buffer, start: number, { objects }: StampRules): boolean {
  return objects !== null && bytes[start] === OBJECT;
}

/** How far from the start of the line that was read last its stamp stands, of the ISO family and behind something; else -1. */
let isoPlace = -1;
export const lastIsoPlace = (): number => isoPlace;

export const isOpener = (byte: number | undefined) => byte !== undefined && OPENERS.has(byte);

function readLayouts(bytes: Buffer, start: number, end: number, rules: StampRules): number {
  const like = likeLastStamp(bytes, start, end, rules);
  if (!Number.isNaN(like)) return like;
  const head = bytes.toString('latin1', start, Math.min(end, start + HEAD_BYTES));
  const mayBeStrict = STRICT_FIRST.has(bytes[start] ?? 0);
  for (const { name, loose, read } of LAYOUTS) {
    if (loose ? name !== rules.looseLayout : !mayBeStrict) continue;
    const ms = read(head, bytes, start, end, rules);
    if (!Number.isNaN(ms)) return ms;
  }
  return Number.NaN;
}

function readIndented(bytes: Buffer, start: number, end: number, rules: StampRules): number {
  let from = start;
  while (from < end && from - start < MAX_INDENT && bytes[from] === BLANK) from++;
  if (bytes[from] === BLANK) return Number.NaN;
  const ms = readStamp(bytes, from, end, { ...rules, looseLayout: null });
  if (isoPlace !== -1) isoPlace += from - start;
  return ms;
}

/** Bytes that a line may begin with and that nobody sees: of a colour, or left by a crash. */
const isHidden = (byte: number) => byte === 0 || byte === ESCAPE;
/** A colour or another style, as terminals take it, and NUL bytes. */
const HIDDEN = /\0+|\x1b\[[\d;]*[mK]/g;
/** A crash leaves blocks of NUL bytes: a stamp is looked for behind this many. */
const MAX_HIDDEN_BYTES = 65_536;

/** The stamp of a line without what nobody sees. */
function readPlain(bytes: Buffer, start: number, end: number, rules: StampRules): number {
  let from = start;
  const limit = Math.min(end, start + MAX_HIDDEN_BYTES);
  while (from < limit && bytes[from] === 0) from++;
  const head = bytes.toString('latin1', from, Math.min(end, from + HEAD_BYTES));
  const plain = Buffer.from(head.replace(HIDDEN, ''), 'latin1');
  const first = plain[0] ?? 0;
  const odd = isHidden(first) || (OPENERS.has(first) && isHidden(plain[1] ?? 0));
  const ms = odd ? Number.NaN : readStamp(plain, 0, plain.length, rules);
  isoPlace = -1;
  return ms;
}

const ESCAPE = 27;
const BLANK = 32;
const OPENERS = new Set([...'[("'].map((char) => char.charCodeAt(0)));
/** First bytes that a strict layout other than ISO can have. */
const STRICT_FIRST = new Set(
  [...'[<=#0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((char) => char.charCodeAt(0)),
);

/** The stamp at the start of a text, as the value of a JSON field holds it; NaN where there is none. */
export function parseStamp(text: string, referenceMs: number): number {
  const bytes = Buffer.from(text.slice(0, HEAD_BYTES), 'latin1');
  const ms = readStamp(bytes, 0, bytes.length, { referenceMs, looseLayout: null, objects: null });
  if (!Number.isNaN(ms) || !/^\d{4}-\d\d-\d\d/.test(text)) return ms;
  return Date.parse(/T\d\d:\d\d$/.test(text) ? `${text}Z` : text);
}

function layout(
  name: string,
  loose: boolean,
  pattern: RegExp,
  read: (match: RegExpExecArray, referenceMs: number) => number,
  parts: StampParts | null = null,
): Layout {
  return {
    name,
    loose,
    read(head, _bytes, _start, _end, rules) {
      const match = pattern.exec(head);
      if (match === null) return Number.NaN;
      const ms = read(match, rules.referenceMs);
      if (parts !== null && !Number.isNaN(ms)) {
        keepStamp(rules, parts, match, ms, head.charCodeAt(match[0].length));
      }
      return ms;
    },
  };
}

/** A stamp of the ISO family, or of a strict layout, after something else. */
function prefixed(name: string, loose: boolean, prefix: RegExp): Layout {
  // Most lines have what the last one had there; the first place where a time can begin is the same then.
  let last = '';
  const lengthIn = (head: string): number => {
    if (
      last !== '' &&
      head.startsWith(last) &&
      YEAR_AND_MONTH.test(head.slice(last.length, last.length + 7))
    ) {
      return last.length;
    }
    last = prefix.exec(head)?.[0] ?? '';
    return last.length;
  };
  return {
    name,
    loose,
    read(head, bytes, start, end, rules) {
      const length = lengthIn(head);
      if (length === 0) return Number.NaN;
      const iso = isoAt(bytes, start + length, end);
      if (!Number.isNaN(iso)) {
        isoPlace = length;
        return iso;
      }
      const rest = head.slice(length);
      if (loose && EPOCH.test(rest.replace('"', ' '))) return epochToMs(Number.parseFloat(rest));
      return loose ? Number.NaN : firstStamp(STRICT.slice(0, 3), rest, rules);
    },
  };
}

function firstStamp(layouts: readonly Layout[], head: string, rules: StampRules): number {
  for (const candidate of layouts) {
    const ms = candidate.read(head, Buffer.alloc(0), 0, 0, { ...rules });
    if (!Number.isNaN(ms)) return ms;
  }
  return Number.NaN;
}

/** A match of NUMERIC, with what its first and second number mean. */
function numericMs(m: RegExpExecArray, month: string | undefined, day: string | undefined): number {
  const hours = hoursOf(m[5], m[9]);
  return utcMs(m[4], Number(month), day, hours, m[6], m[7], m[8]) - zoneMs(m[10]);
}

/** Of 24, from those of a clock and `A` or `P`; undefined leaves the time unread. */
function hoursOf(hours: string | undefined, half: string | undefined): string | undefined {
  if (half === undefined) return hours;
  const clock = Number(hours);
  if (!(clock >= 1 && clock <= 12)) return undefined;
  return String((clock % 12) + (half.toLowerCase() === 'p' ? 12 : 0));
}

function dayMonthYear(m: RegExpExecArray): number {
  return utcMs(m[3], monthNumber(m[2]), m[1], m[4], m[5], m[6], m[7]) - zoneMs(m[8]);
}

function withGuessedYear(
  year: string | undefined,
  month: number,
  day: string | undefined,
  [hours, minutes, seconds, fraction]: readonly (string | undefined)[],
  referenceMs: number,
): number {
  const inYear = (value: string) => utcMs(value, month, day, hours, minutes, seconds, fraction);
  if (year !== undefined) return inYear(year);
  const guess = new Date(referenceMs).getUTCFullYear();
  const ms = inYear(String(guess));
  return ms > referenceMs + DAY_MS ? inYear(String(guess - 1)) : ms;
}
