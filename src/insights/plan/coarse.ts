// Whether a query tells the events of a log group apart by nothing but their time: a `stats` by the bin of their time,
// or the first events in time. Then whole blocks of events can be counted at once.
import { SYSTEM_FIELDS } from '../fields/system.ts';
import type { CallExpr, Expr, Item } from '../syntax/ast.ts';
import type { FirstInTime } from '../types.ts';
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

/** Where the first segment ends in the first `rows` in time of what meets its filters; null: in another order. */
export function firstInTime(planner: Planner, rows: number): FirstInTime | null {
  const { segments, era, sort } = planner;
  if (segments.length > 0 || era.names.has('@timestamp')) return null;
  const [key, ...more] = sort ?? [];
  if (key === undefined) return { newestFirst: true, rows };
  const byTime = more.length === 0 && key.code === SYSTEM_FIELDS.get('@timestamp');
  return byTime ? { newestFirst: key.descending, rows } : null;
}

/** Bounds of @timestamp joined by `and`: what both ends of a stretch of time meet, all of it meets. */
export function isTimeRange(expr: Expr): boolean {
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
