// The results of the SOP's own query blocks, as tables.
import { count, number } from '../format.ts';
import { code, fence, inline, table } from '../text.ts';
import type { ReportQuery } from '../types.ts';
import type { View } from '../view.ts';

const MAX_ROWS = 30;
const MAX_CELL_CHARS = 200;

export function queryResults({ report }: View): string[] {
  if (report.queries.length === 0) return [];
  return ['### Queries of the Procedure', ...report.queries.flatMap(result)];
}

function result(query: ReportQuery): string[] {
  const rows = query.rows
    .slice(0, MAX_ROWS)
    .map((row) => row.map((cell) => inline(cell, MAX_CELL_CHARS)));
  const shown =
    rows.length < query.matched
      ? `${number(rows.length)} of ${count(query.matched, 'row')}`
      : count(rows.length, 'row');
  return [
    `**${inline(query.name)}** (${shown}, ${code(query.evidence)}):`,
    fence(query.text),
    ...(rows.length === 0
      ? []
      : [
          table(
            query.columns.map((column) => inline(column)),
            rows,
          ),
        ]),
  ];
}
