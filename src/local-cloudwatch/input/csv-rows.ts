// The rows of a table as RFC 4180 writes them, in text that comes piece by piece: a field within quotes may hold
// separators, line breaks and, doubled, quotes. A quote that is closed by none is a character as any other.

/** One row. */
export interface CsvRow {
  readonly fields: readonly string[];
  /** The row as it stands, without its line break. */
  readonly text: string;
  /** Line breaks within it. */
  readonly breaks: number;
}

/** What is known of the columns of a table. */
export interface Wide {
  readonly names: readonly string[];
  readonly separator: string;
  /** Which one may hold separators without quotes. */
  readonly wideColumn: number;
}

/** Longer than any row that is read as one: a log event has at most a megabyte. */
export const MAX_ROW_CHARS = 2_097_152;
const QUOTE = '"';
const LINE_FEED = '\n';
const RETURN = '\r';

export class CsvRows {
  readonly #separator: string;
  #rest = '';

  constructor(separator: string) {
    this.#separator = separator;
  }

  /** The rows that end in the text so far; a blank line is one without text. */
  add(text: string): CsvRow[] {
    this.#rest += text;
    return this.#take(false);
  }

  /** What is left, at the end of the text. */
  end(): CsvRow[] {
    return this.#take(true);
  }

  #take(atEnd: boolean): CsvRow[] {
    const reader = new RowReader(this.#rest, this.#separator, atEnd);
    const rows: CsvRow[] = [];
    for (let row = reader.next(); row !== null; row = reader.next()) rows.push(row);
    this.#rest = this.#rest.slice(reader.at);
    return rows;
  }
}

/** Reads the rows of one text. */
class RowReader {
  /** Where the next row begins. */
  at = 0;
  readonly #text: string;
  readonly #separator: string;
  readonly #atEnd: boolean;
  /** The next separator and the next line break from some place on, as they were found. */
  #nextSeparator = -1;
  #nextBreak = -1;

  constructor(text: string, separator: string, atEnd: boolean) {
    this.#text = text;
    this.#separator = separator;
    this.#atEnd = atEnd;
  }

  /** null: it does not end in this text. */
  next(): CsvRow | null {
    const { at: start } = this;
    if (start >= this.#text.length) return null;
    const row = this.#read(start, true);
    if (row !== null) return row;
    // A quote that stays open so long was none.
    const isLost = this.#atEnd || this.#text.length - start > MAX_ROW_CHARS;
    return isLost ? this.#read(start, false) : null;
  }

  /** `quotes`: whether they hold a field together; else the row is a line. */
  #read(start: number, quotes: boolean): CsvRow | null {
    const text = this.#text;
    const fields: string[] = [];
    for (let at = start; ; ) {
      const end = quotes ? this.#fieldEnd(at) : this.#rawEnd(at);
      if (end === -1 || (end === text.length && !this.#atEnd)) return null;
      fields.push(unquoted(text.slice(at, end)));
      if (text[end] === this.#separator) {
        at = end + 1;
        continue;
      }
      this.at = end + 1;
      return rowOf(fields, text.slice(start, end));
    }
  }

  /** Where a field ends: at a separator, a line break or the end of the text; -1: a quote is open there. */
  #fieldEnd(start: number): number {
    const text = this.#text;
    if (text[start] !== QUOTE) return this.#rawEnd(start);
    for (let at = text.indexOf(QUOTE, start + 1); at !== -1; at = text.indexOf(QUOTE, at + 1)) {
      const next = text[at + 1];
      if (next === QUOTE) at++;
      else if (next === undefined || next === this.#separator || next === LINE_FEED) return at + 1;
      else if (next === RETURN && (text[at + 2] ?? LINE_FEED) === LINE_FEED) return at + 2;
      else return this.#rawEnd(start);
    }
    return -1;
  }

  /** Without regard to quotes. */
  #rawEnd(start: number): number {
    if (this.#nextSeparator < start) this.#nextSeparator = this.#find(this.#separator, start);
    if (this.#nextBreak < start) this.#nextBreak = this.#find(LINE_FEED, start);
    return Math.min(this.#nextSeparator, this.#nextBreak);
  }

  #find(what: string, from: number): number {
    const found = this.#text.indexOf(what, from);
    return found === -1 ? this.#text.length : found;
  }
}

function rowOf(fields: string[], line: string): CsvRow {
  const breaks = line.includes(LINE_FEED) ? line.split(LINE_FEED).length - 1 : 0;
  if (!line.endsWith(RETURN)) return { fields, text: line, breaks };
  const last = fields.pop() ?? '';
  const whole = last.endsWith(RETURN) ? last.slice(0, -1) : last;
  return { fields: [...fields, whole], text: line.slice(0, -1), breaks };
}

function unquoted(field: string): string {
  if (!field.startsWith(QUOTE)) return field;
  const whole = field.endsWith(RETURN) ? field.slice(0, -1) : field;
  if (whole.length < 2 || !whole.endsWith(QUOTE)) return field;
  return whole.slice(1, -1).replaceAll('""', QUOTE);
}

/** As many fields as there are columns: where one of them holds the separator without quotes, it is put together; null: there are fewer. */
export function fitted(
  { fields }: CsvRow,
  { names, separator, wideColumn }: Wide,
): readonly string[] | null {
  const extra = fields.length - names.length;
  if (extra < 0) return null;
  if (extra === 0) return fields;
  const end = wideColumn + extra + 1;
  const whole = fields.slice(wideColumn, end).join(separator);
  return [...fields.slice(0, wideColumn), whole, ...fields.slice(end)];
}
