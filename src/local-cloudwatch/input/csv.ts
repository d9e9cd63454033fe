// A table of log events as JSON lines, recoded while it is read: each row is an object of its columns. Line breaks within
// a row follow it, so that lines keep their numbers.
import { StringDecoder } from 'node:string_decoder';
import type { ByteSource, Chunks } from './chunks.ts';
import { type CsvRow, CsvRows, fitted, type Wide } from './csv-rows.ts';
import { readStamp, type StampRules } from './time-stamps.ts';

/** How a row becomes a JSON object. */
export interface CsvLayout extends Wide {
  /** The names of the columns; that of the time reads `timestamp`, that of the message `message`. */
  readonly names: readonly string[];
  /** Which column holds the time. */
  readonly timeColumn: number;
  /** Which one holds the date where `timeColumn` holds the time of day alone; null: there is none. */
  readonly dateColumn: number | null;
  /** How times are written that JSON lines do not have; null: as there. */
  readonly stamps: StampRules | null;
  /** Whether the order of day and month was guessed. */
  readonly guessed: boolean;
}

/** Bytes recoded at once. */
const RECODED_BYTES = 65_536;
const LINE_FEED = '\n';

/** The JSON lines of a source that holds such a table. The line of the names is blank. */
export function csvChunks(source: ByteSource, layout: CsvLayout): Chunks {
  const decoder = new StringDecoder('utf8');
  const room = Buffer.allocUnsafe(RECODED_BYTES);
  const rows = new CsvRows(layout.separator);
  const toLines = linesOf(layout);
  let damage: Error | null = null;
  let ended = false;
  const more = async (): Promise<string> => {
    const bytes = room.subarray(0, await source.read(room));
    ended = bytes.length === 0;
    if (!ended) return toLines(rows.add(decoder.write(bytes)));
    return toLines([...rows.add(decoder.end()), ...rows.end()]);
  };
  return {
    async next() {
      try {
        while (!ended) {
          const lines = await more();
          if (lines !== '') return Buffer.from(lines);
        }
      } catch (error) {
        damage = error instanceof Error ? error : new Error(String(error));
      }
      return null;
    },
    damage: () => damage,
    close: () => source.close(),
  };
}

function linesOf(layout: CsvLayout): (rows: readonly CsvRow[]) => string {
  let isHeader = true;
  return (rows) =>
    rows
      .map((row) => {
        const line = isHeader || row.text === '' ? '' : lineOf(layout, row);
        isHeader = false;
        return line + LINE_FEED.repeat(1 + row.breaks);
      })
      .join('');
}

/** What does not have all columns is no event, and tells nothing but its text. */
function lineOf(layout: CsvLayout, row: CsvRow): string {
  const { names, timeColumn, dateColumn } = layout;
  const fields = fitted(row, layout);
  if (fields === null) return JSON.stringify({ message: row.text });
  let line = '';
  for (let at = 0; at < names.length; at++) {
    const value = at === timeColumn ? timeOf(layout, fields) : fields[at];
    if (at === dateColumn || value === undefined || value === '') continue;
    line += `${line === '' ? '' : ','}${JSON.stringify(names[at])}:${JSON.stringify(value)}`;
  }
  return `{${line}}`;
}

function timeOf(layout: CsvLayout, fields: readonly string[]): string {
  const text = timeIn(layout, fields);
  const ms = layout.stamps === null ? Number.NaN : stampedTime(text, layout.stamps);
  return Number.isNaN(ms) ? text : new Date(ms).toISOString();
}

/** What a row says of its time. */
export function timeIn(
  { timeColumn, dateColumn }: Pick<CsvLayout, 'timeColumn' | 'dateColumn'>,
  fields: readonly string[],
): string {
  const time = (fields[timeColumn] ?? '').trim();
  return dateColumn === null ? time : `${(fields[dateColumn] ?? '').trim()} ${time}`;
}

/** UTC ms of a time as these rules read it; NaN: it is none. */
export function stampedTime(text: string, stamps: StampRules): number {
  const bytes = Buffer.from(text);
  return readStamp(bytes, 0, bytes.length, stamps);
}

/** The first lines of a table that begins so. */
export function csvSample(sample: string, layout: CsvLayout): string {
  const rows = new CsvRows(layout.separator);
  return linesOf(layout)([...rows.add(sample), ...rows.end()]);
}
