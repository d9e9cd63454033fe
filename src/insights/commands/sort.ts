// `sort e [asc|desc], …`: the order of the result, by natural sort. The last one counts.
import { SORT_DESCENDING_BY_DEFAULT } from '../choices.ts';
import { codeOf } from '../plan/planner.ts';
import type { Expr } from '../syntax/ast.ts';
import type { Cursor } from '../syntax/cursor.ts';
import { parseExpression } from '../syntax/expression.ts';
import { printExpr } from '../syntax/print.ts';
import { command, readList } from './command.ts';

interface SortItem {
  readonly expr: Expr;
  readonly descending: boolean;
}

export const SORT = command({
  names: ['sort', 'order'],
  usage: 'sort e [asc|desc], …',
  effect: 'natural order; the last one counts',
  read: (cursor) => {
    cursor.takeWord('by');
    return readList(cursor, readSortItem);
  },
  print: (items) =>
    items
      .map(({ expr, descending }) => `${printExpr(expr)} ${descending ? 'desc' : 'asc'}`)
      .join(', '),
  plan: (planner, items) => {
    planner.sort = items.map(({ expr, descending }) => ({
      code: codeOf(planner, expr),
      descending,
    }));
  },
});

function readSortItem(cursor: Cursor): SortItem {
  const expr = parseExpression(cursor);
  if (cursor.takeWord('desc')) return { expr, descending: true };
  if (cursor.takeWord('asc')) return { expr, descending: false };
  return { expr, descending: SORT_DESCENDING_BY_DEFAULT };
}
