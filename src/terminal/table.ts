// A table that fits: columns as wide as they need, the widest ones narrowed until the whole has room, and cells
// wrapped within theirs.
import { columnsOf, wrapToColumns } from './columns.ts';
import type { Style } from './style.ts';

/** No column is made narrower than this; a table of very many columns is wider than the terminal. */
const MIN_COLUMN = 6;

export function drawTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
  width: number,
): string[] {
  const { bold, dim, glyphs } = style;
  const separator = ` ${dim(glyphs.column)} `;
  const needed = header.map((_, index) =>
    Math.max(1, ...[header, ...rows].map((row) => columnsOf(row[index] ?? ''))),
  );
  const widths = narrowed(needed, width - 3 * (header.length - 1));
  const draw = (row: readonly string[]) => drawRow(row, widths, separator);
  const rule = dim(
    widths
      .map((columns) => glyphs.rule.repeat(columns))
      .join(`${glyphs.rule}${glyphs.cross}${glyphs.rule}`),
  );
  return [...draw(header.map(bold)), rule, ...rows.flatMap(draw)];
}

/** Takes columns from the widest, one by one, until all have room or none can give. */
function narrowed(needed: readonly number[], room: number): number[] {
  const widths = [...needed];
  let excess = widths.reduce((sum, columns) => sum + columns, 0) - room;
  for (; excess > 0; excess--) {
    const widest = widths.indexOf(Math.max(...widths));
    const columns = widths[widest] ?? 0;
    if (columns <= MIN_COLUMN) break;
    widths[widest] = columns - 1;
  }
  return widths;
}

function drawRow(row: readonly string[], widths: readonly number[], separator: string): string[] {
  const cells = widths.map((columns, index) => wrapToColumns(row[index] ?? '', columns));
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
