// Whether a `stats` tells the events of a log group apart by nothing but the bin of their time: then whole blocks of
// events can be counted at once.
import type { CallExpr, Expr, Item } from '../syntax/ast.ts';
import type { Planner } from './planner.ts';

const BINS = /^(?:bin|datefloor|dateceil)$/i;
const ORDERS = new Set(['<', '<=', '>', '>=']);

/** For the first `stats` of a query, over events and names as they come. */
export function isCoarse(
  planner: Planner,
  aggregates: readonly CallExpr[],
  by: readonly Item[],
): boolean {
  const { segments, era, filters } = planner;
  return (
    segments.length === 0 &&
    era.names.size === 0 &&
    filters.every(isTimeRange) &&
    aggregates.every(({ name, star }) => star && /^count$/i.test(name)) &&
    by.every(({ expr }) => isGroup(expr) || isBin(expr))
  );
}

/** Bounds of @timestamp joined by `and`: what both ends of a stretch of time meet, all of it meets. */
function isTimeRange(expr: Expr): boolean {
  if (expr.kind === 'logic') {
    return expr.operator === 'and' && isTimeRange(expr.left) && isTimeRange(expr.right);
  }
  if (expr.kind !== 'compare' || !ORDERS.has(expr.operator)) return false;
  return isTime(expr.left) && expr.right.kind === 'literal';
}

const isTime = (expr: Expr) => expr.kind === 'field' && expr.name === '@timestamp';
const isGroup = (expr: Expr) => expr.kind === 'field' && expr.name === '@log';

function isBin(expr: Expr): boolean {
  if (expr.kind !== 'call' || !BINS.test(expr.name)) return false;
  return expr.args.every((arg) => arg.kind === 'duration' || isTime(arg));
}
