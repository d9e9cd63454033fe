// Whether a text is a table of log events, as consoles give out what they show: the first row names the columns, one of
// them holds the time. CloudWatch's own downloads (`timestamp,message`, `@timestamp,@message`), and those of others.
import { type CsvLayout, stampedTime, timeIn } from './csv.ts';
import { CsvRows, fitted } from './csv-rows.ts';
import { decodeJson } from './decode.ts';
import { detectStamps } from './detect-stamps.ts';
import { MESSAGE_FIELDS, TIME_FIELDS } from './field-names.ts';
import type { StampRules } from './time-stamps.ts';

const SEPARATORS = [',', '\t', ';'];
const MAX_HEADER_CHARS = 4_096;
/** `TimeGenerated [UTC]` */
const ZONE_IN_NAME = /\s*\[[A-Za-z ]{1,20}\]$/;
const COLUMN_NAME = /^[@A-Za-z_][\w@.()[\]/ -]{0,60}$/;
const TIME_OF_DAY = /\d:\d\d|^\d{9}/;
/** Rows that are looked at. */
const SAMPLE_ROWS = 200;
/** In order of preference, after those of JSON lines. */
const TIME_COLUMNS = [...TIME_FIELDS, 'timegenerated', '_time', 'date time', 'eventtimestamp'];
const LEVEL_COLUMNS = ['level', 'severity', 'loglevel', 'log level', 'log_level', 'lvl'];
const MESSAGE_COLUMNS = [...MESSAGE_FIELDS, 'line', 'content', '_raw', 'logmessage', 'log message'];

/** The layout of a table that begins so; null: it is none. `referenceMs`: the file's last change in UTC ms. */
export function csvLayoutOf(sample: string, referenceMs: number): CsvLayout | null {
  const header = sample.slice(0, MAX_HEADER_CHARS).split(/\r?\n/, 1)[0] ?? '';
  for (const separator of SEPARATORS) {
    if (!header.includes(separator)) continue;
    const layout = layoutWith(sample, separator, referenceMs);
    if (layout !== null) return layout;
  }
  return null;
}

function layoutWith(sample: string, separator: string, referenceMs: number): CsvLayout | null {
  const rows = new CsvRows(separator);
  const [header, ...body] = rows.add(sample).slice(0, SAMPLE_ROWS + 1);
  // What the sample ends in may be half a row; where there is no other, it is the whole file.
  const seen = (body.length > 0 ? body : rows.end()).filter(({ text }) => text !== '');
  if (header === undefined || seen.length === 0) return null;
  const named = columnsOf(header.fields);
  if (named === null) return null;
  const fields = seen.map((row) => fitted(row, { ...named, separator }));
  const whole = fields.filter((row) => row !== null);
  if (whole.length * 2 <= fields.length) return null;
  return withTimes({ separator, ...named }, whole, referenceMs);
}

type Columns = Pick<CsvLayout, 'names' | 'timeColumn' | 'dateColumn' | 'wideColumn'>;

/** null: these are no names, or none is that of a time, or none that of a message or a level: a table of something else. */
function columnsOf(header: readonly string[]): Columns | null {
  const names = header.map((name) => name.trim().replace(ZONE_IN_NAME, ''));
  const isNamed = names.length > 1 && names.every((name) => COLUMN_NAME.test(name));
  if (!isNamed || new Set(names).size < names.length) return null;
  const lower = names.map((name) => name.toLowerCase());
  const first = (known: readonly string[]) =>
    known.map((name) => lower.indexOf(name)).find((at) => at !== -1) ?? -1;
  const [timeOfDay, date] = [lower.indexOf('time'), lower.indexOf('date')];
  const isApart = timeOfDay !== -1 && date !== -1;
  const timeColumn = isApart ? timeOfDay : first(TIME_COLUMNS);
  if (timeColumn === -1) return null;
  const message = first(MESSAGE_COLUMNS);
  if (message === -1 && first(LEVEL_COLUMNS) === -1) return null;
  return {
    names: names.map((name, at) => nameOf(name, at, timeColumn, message)),
    timeColumn,
    dateColumn: isApart ? date : null,
    wideColumn: message === -1 ? names.length - 1 : message,
  };
}

/** Each once: two fields of one name hide each other. */
function nameOf(name: string, at: number, timeColumn: number, message: number): string {
  if (at === timeColumn) return 'timestamp';
  if (at === message) return 'message';
  return name === 'timestamp' || name === 'message' ? `other_${name}` : name;
}

/** null: what stands in the column is no time. */
function withTimes(
  layout: Omit<CsvLayout, 'stamps' | 'guessed'>,
  rows: readonly (readonly string[])[],
  referenceMs: number,
): CsvLayout | null {
  const times = rows.map((row) => timeIn(layout, row));
  // Days alone are of what people keep, not of what programs log.
  if (!times.some((text) => TIME_OF_DAY.test(text))) return null;
  const isTime = (text: string, stamps: StampRules | null) =>
    !Number.isNaN(stamps === null ? plainTime(text, referenceMs) : stampedTime(text, stamps));
  const most = (stamps: StampRules | null) =>
    times.filter((text) => isTime(text, stamps)).length * 2 > times.length;
  if (most(null)) return { ...layout, stamps: null, guessed: false };
  const { rules, guessed } = detectStamps(
    times.map((text) => Buffer.from(text)),
    referenceMs,
  );
  return most(rules) ? { ...layout, stamps: rules, guessed } : null;
}

function plainTime(timestamp: string, referenceMs: number): number {
  const { events } = decodeJson(JSON.stringify({ timestamp }), referenceMs);
  return events[0]?.timestampMs ?? Number.NaN;
}
