// A bar chart of the report, made narrower for a terminal that its rows do not fit: all bars by the same factor, so that
// they still compare. Times and figures stay.
import { columnsOf } from './columns.ts';

/** A label, a bar with the blanks that fill its column, and what stands behind it. */
const ROW = /^(.*?\S) ([█▏▎▍▌▋▊▉]* *) ([\d,]+(?: \w+(?:, \w+)?)?)$/;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const FULL = '█';

/** The rows in at most `room` columns, as far as that leaves a bar; other lines than those of a chart as they are. */
export function fitChart(lines: readonly string[], room: number): readonly string[] {
  const excess = Math.max(0, ...lines.map(columnsOf)) - room;
  const rows = lines.map((line) => ROW.exec(line)).filter((row) => row !== null);
  if (excess <= 0 || rows.length < lines.length) return lines;
  const fields = rows.map(([, label = '', field = '', rest = '']) => ({ label, field, rest }));
  if (fields.every(({ field }) => field.trim() === '')) return lines;
  // The column of the bars ends where the widest figure begins.
  const column = Math.min(...fields.map(({ field }) => field.length));
  const narrow = Math.max(1, column - excess);
  return fields.map(({ label, field, rest }) => {
    const bar = scaled(field.trimEnd(), narrow / column);
    return `${label} ${bar.padEnd(field.length - column + narrow)} ${rest}`;
  });
}

/** An error that was counted stays visible. */
function scaled(bar: string, factor: number): string {
  if (bar === '') return '';
  const last = EIGHTHS.indexOf(bar.at(-1) ?? '');
  const eighths = last > 0 ? (bar.length - 1) * 8 + last : bar.length * 8;
  const drawn = Math.max(1, Math.round(eighths * factor));
  return FULL.repeat(Math.floor(drawn / 8)) + (EIGHTHS[drawn % 8] ?? '');
}
