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

/** Longer than any row that is read as one: a log event has at most a megabyte. */
export const MAX_ROW_CHARS = 2_097_152;
const QUOTE = '"';
const LINE_FEED = '\n';

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
    const text = this.#rest;
    const rows: CsvRow[] = [];
    let start = 0;
    for (;;) {
      const end = this.#rowEnd(text, start, atEnd);
      if (end === -1) break;
      rows.push(this.#row(text.slice(start, end)));
      start = end + 1;
    }
    this.#rest = text.slice(start);
    return rows;
  }

  /** Where the row ends that begins here: at a line break or at the end of the text; -1: not in this text. */
  #rowEnd(text: string, start: number, atEnd: boolean): number {
    if (start >= text.length) return -1;
    for (let at = start; ; ) {
      const end = fieldEnd(text, at, this.#separator);
      // A quote that stays open so long was none.
      const isLost = end === -1 && (atEnd || text.length - start > MAX_ROW_CHARS);
      if (isLost) return lineEnd(text, start, atEnd);
      if (end === -1) return -1;
      if (text[end] !== this.#separator) return end < text.length || atEnd ? end : -1;
      at = end + 1;
    }
  }

  #row(whole: string): CsvRow {
    const text = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
    const fields: string[] = [];
    for (let at = 0; at <= text.length; ) {
      const found = fieldEnd(text, at, this.#separator);
      const end = found === -1 ? rawEnd(text, at, this.#separator) : found;
      fields.push(unquoted(text.slice(at, end)));
      at = end + 1;
    }
    const breaks = text.includes(LINE_FEED) ? text.split(LINE_FEED).length - 1 : 0;
    return { fields, text, breaks };
  }
}

/** Where a field ends: at a separator, a line break or the end of the text; -1: a quote is open there. */
function fieldEnd(text: string, start: number, separator: string): number {
  if (text[start] !== QUOTE) return rawEnd(text, start, separator);
  for (let at = text.indexOf(QUOTE, start + 1); at !== -1; at = text.indexOf(QUOTE, at + 1)) {
    const next = text[at + 1];
    if (next === QUOTE) at++;
    else if (next === undefined || next === separator || next === LINE_FEED) return at + 1;
    else if (next === '\r' && (text[at + 2] ?? LINE_FEED) === LINE_FEED) return at + 2;
    else return rawEnd(text, start, separator);
  }
  return -1;
}

/** Without regard to quotes. */
function rawEnd(text: string, start: number, separator: string): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === separator || text[at] === LINE_FEED) return at;
  }
  return text.length;
}

function lineEnd(text: string, start: number, atEnd: boolean): number {
  const end = text.indexOf(LINE_FEED, start);
  return end === -1 && atEnd ? text.length : end;
}

function unquoted(field: string): string {
  const whole = field.endsWith('\r') ? field.slice(0, -1) : field;
  if (whole.length < 2 || !whole.startsWith(QUOTE) || !whole.endsWith(QUOTE)) return field;
  return whole.slice(1, -1).replaceAll('""', QUOTE);
}

/** As many fields as there are columns: where the last one holds the separator without quotes, it is put together; null: there are fewer. */
export function fitted(
  { fields }: CsvRow,
  columns: number,
  separator: string,
): readonly string[] | null {
  if (fields.length < columns) return null;
  if (fields.length === columns) return fields;
  return [...fields.slice(0, columns - 1), fields.slice(columns - 1).join(separator)];
}
