// Rows of a query as text: a table, JSON, JSON lines or CSV. Columns stand in the order in which rows bring them up.

import { sanitizeLine } from '../base/sanitize.ts';
import { visibleJson } from '../base/visible-json.ts';
import { columnsOf } from '../terminal/columns.ts';

export type RowFormat = 'table' | 'json' | 'jsonl' | 'csv';
export type TextRow = readonly { readonly field: string; readonly value: string }[];

/** Opaque, and of no use to a reader. */
const POINTER = '@ptr';
/** Wider cells are cut in a table. */
const MAX_CELL_COLUMNS = 120;

export function rowsText(rows: readonly TextRow[], format: RowFormat): string {
  switch (format) {
    case 'json':
      return `${visibleJson(JSON.stringify(rows.map(objectOf), null, 2))}\n`;
    case 'jsonl':
      return rows.map((row) => `${visibleJson(JSON.stringify(objectOf(row)))}\n`).join('');
    case 'csv':
      return csvText(rows);
    case 'table': {
      const names = namesOf(rows);
      return names.length === 0
        ? ''
        : tableText(
            names,
            rows.map((row) => cellsOf(row, names).map(named)),
          );
    }
  }
}

/** Log groups of files belong to no account: their `@log` says zeros, which a person need not read. */
const named = (cell: string) => cell.replace(/^0{12}:/, '');

function objectOf(row: TextRow): Readonly<Record<string, string>> {
  return Object.fromEntries(shown(row).map(({ field, value }) => [field, value]));
}

const shown = (row: TextRow) => row.filter(({ field }) => field !== POINTER);

function namesOf(rows: readonly TextRow[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => shown(row).map(({ field }) => field)))];
}

function cellsOf(row: TextRow, names: readonly string[]): readonly string[] {
  const values = new Map(row.map(({ field, value }) => [field, value]));
  return names.map((name) => values.get(name) ?? '');
}

/** RFC 4180. */
function csvText(rows: readonly TextRow[]): string {
  const names = namesOf(rows);
  const lines = [names, ...rows.map((row) => cellsOf(row, names))];
  return names.length === 0
    ? ''
    : lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Columns padded to the widest cell; numbers stand at the right. */
export function tableText(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [names, ...rows].map((cells) => cells.map((cell) => cut(sanitizeLine(cell))));
  const widths = names.map((_, at) =>
    Math.max(...lines.map((cells) => columnsOf(cells[at] ?? ''))),
  );
  const numeric = names.map((_, at) => rows.every((cells) => /^-?[\d.,]*$/.test(cells[at] ?? '')));
  const rule = widths.map((width) => '-'.repeat(width));
  const [head = [], ...body] = lines;
  return [head, rule, ...body]
    .map((cells) => cells.map((cell, at) => padded(cell, widths[at] ?? 0, numeric[at] === true)))
    .map((cells) => `${cells.join('  ').trimEnd()}\n`)
    .join('');
}

/** Whether each line of a text fits so many columns. */
export const fitsIn = (text: string, columns: number): boolean =>
  text.split('\n').every((line) => columnsOf(line) <= columns);

function padded(cell: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - columnsOf(cell)));
  return right ? blanks + cell : cell + blanks;
}

function cut(cell: string): string {
  return cell.length <= MAX_CELL_COLUMNS ? cell : `${cell.slice(0, MAX_CELL_COLUMNS - 1)}…`;
}
