// `filter condition`: rows that do not meet it are dropped. `filterIndex` asks for an index as well; here there is
// none, so that it filters and no more.
import { isTimeRange } from '../plan/coarse.ts';
import { literalsLater } from '../plan/literals.ts';
import { conditionOf, type Planner } from '../plan/planner.ts';
import { allOf } from '../plan/screen.ts';
import type { Expr } from '../syntax/ast.ts';
import { parseExpression } from '../syntax/expression.ts';
import { errorAt, QueryFault } from '../syntax/fault.ts';
import { printExpr } from '../syntax/print.ts';
import { command } from './command.ts';

export const FILTER = command({
  names: ['filter', 'where'],
  usage: 'filter condition',
  effect:
    '`= == != < <= > >=`, `and or not !`, `in [..]`, `in (query)`, `like` and `=~` with a string or a `/regular expression/`, and `not` before `in` and `like`',
  read: parseExpression,
  print: printExpr,
  plan: planFilter,
});

export const FILTER_INDEX = command({
  names: ['filterIndex'],
  usage: 'filterIndex f = v, filterIndex f in [..]',
  effect: 'as `filter`',
  read: (cursor) => {
    const condition = parseExpression(cursor);
    if (isIndexable(condition)) return condition;
    throw new QueryFault(
      errorAt(
        'filter-index',
        'filterIndex takes "field = value" and "field in [values]", joined by and, or',
        condition.span,
        'use filter for other conditions',
      ),
    );
  },
  print: printExpr,
  plan: planFilter,
});

function isIndexable(expr: Expr): boolean {
  if (expr.kind === 'logic') return isIndexable(expr.left) && isIndexable(expr.right);
  if (expr.kind === 'in') return !expr.negated && expr.left.kind === 'field';
  return expr.kind === 'compare' && expr.operator === '=' && expr.left.kind === 'field';
}

function planFilter(planner: Planner, condition: Expr): void {
  planner.conditions.push(conditionOf(planner, condition));
  if (planner.segments.length > 0) return;
  for (const part of allOf(condition)) {
    planner.literals.push(literalsLater(planner, part));
    planner.filters.push(part);
    if (isTimeRange(part)) planner.times.push(conditionOf(planner, part));
  }
}
