// A table that fits: columns as wide as they need, the widest ones narrowed until the whole has room, and cells
// wrapped within theirs. One that would break words in two, or make rows of many lines, becomes records instead: the
// first cell on a line of its own, the others below it as `name: value`.
import { columnsOf, longestPiece, wrapToColumns } from './columns.ts';
import type { Style } from './style.ts';

/** A row of more lines is read more easily as a record. */
const MAX_ROW_LINES = 3;
const BETWEEN_COLUMNS = 3;
const INDENT = '  ';

export function drawTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
  width: number,
): string[] {
  const widths = widthsOf(header, rows, width);
  const isTall = (row: readonly string[]) =>
    widths !== null && heightOf(row, widths) > MAX_ROW_LINES;
  return widths === null || rows.some(isTall)
    ? rows.flatMap((row) => drawRecord(header, row, style, width))
    : drawGrid(header, rows, style, widths);
}

/** null: the columns cannot be made narrow enough without breaking a word in two. */
function widthsOf(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly number[] | null {
  const widest = (measure: (cell: string) => number) =>
    header.map((_, index) =>
      Math.max(1, ...[header, ...rows].map((row) => measure(row[index] ?? ''))),
    );
  const room = width - BETWEEN_COLUMNS * (header.length - 1);
  return narrowed(widest(columnsOf), widest(longestPiece), room);
}

/** Takes columns from the widest that can give, one by one, until all have room; null where none can give. */
function narrowed(
  needed: readonly number[],
  least: readonly number[],
  room: number,
): readonly number[] | null {
  const widths = [...needed];
  let excess = widths.reduce((sum, columns) => sum + columns, 0) - room;
  for (; excess > 0; excess--) {
    const giving = widths.map((columns, index) => (columns > (least[index] ?? 0) ? columns : 0));
    const most = Math.max(...giving);
    if (most === 0) return null;
    widths[giving.indexOf(most)] = most - 1;
  }
  return widths;
}

function heightOf(row: readonly string[], widths: readonly number[]): number {
  return Math.max(...cellsOf(row, widths).map((lines) => lines.length));
}

const cellsOf = (row: readonly string[], widths: readonly number[]) =>
  widths.map((columns, index) => wrapToColumns(row[index] ?? '', columns));

function drawGrid(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { bold, dim, glyphs }: Style,
  widths: readonly number[],
): string[] {
  const separator = ` ${dim(glyphs.column)} `;
  const draw = (row: readonly string[]) => drawRow(row, widths, separator);
  const rule = dim(
    widths
      .map((columns) => glyphs.rule.repeat(columns))
      .join(`${glyphs.rule}${glyphs.cross}${glyphs.rule}`),
  );
  return [...draw(header.map(bold)), rule, ...rows.flatMap(draw)];
}

function drawRow(row: readonly string[], widths: readonly number[], separator: string): string[] {
  const cells = cellsOf(row, widths);
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, index) => padded(lines[line] ?? '', widths[index] ?? 0))
      .join(separator)
      .trimEnd(),
  );
}

function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

function drawRecord(
  header: readonly string[],
  [first = '', ...rest]: readonly string[],
  { bold, dim, glyphs }: Style,
  width: number,
): string[] {
  const fields = rest
    .map((cell, index) => `${dim(`${header[index + 1] ?? ''}:`)} ${cell}`)
    .filter((_, index) => rest[index] !== '');
  return [
    ...wrapToColumns(bold(first), width, INDENT),
    ...packed(fields, ` ${dim(glyphs.detail)} `, width),
  ];
}

/** As many fields a line as it has room for, each whole where it is no longer than a line. */
function packed(fields: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  for (const field of fields) {
    const joined = `${lines.at(-1) ?? ''}${separator}${field}`;
    if (lines.length > 0 && columnsOf(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(INDENT + field);
  }
  return lines.flatMap((line) => wrapToColumns(line, width, INDENT.repeat(2)));
}
