// `stats aggregate [as a], … [by e [as b], …]`: afterwards only its results exist.

import type { Aggregate } from '../functions/aggregate.ts';
import { AGGREGATES } from '../functions/aggregates.ts';
import { cappedPeriod, ceilTo, type Period, periodMs } from '../periods.ts';
import { arityText } from '../plan/call.ts';
import { isCoarse } from '../plan/coarse.ts';
import { canonical, remembered } from '../plan/names.ts';
import {
  ABSENT,
  type Code,
  closeSegment,
  codeOf,
  newEra,
  type Planner,
  type TimeBins,
} from '../plan/planner.ts';
import { type Accumulator, groupRows } from '../run/groups.ts';
import type { CallExpr, Expr, Item } from '../syntax/ast.ts';
import type { Cursor } from '../syntax/cursor.ts';
import { errorAt } from '../syntax/fault.ts';
import { finite, numberOf, type Value } from '../values.ts';
import { command, printItems, readItem, readList } from './command.ts';

/** Source: CloudWatch Logs User Guide, "stats". */
const MAX_STATS = 10;

interface StatsNode {
  readonly results: readonly Item[];
  readonly by: readonly Item[];
  /** Bins are shown so much later; null: as they are. */
  readonly offset: Period | null;
}

export const STATS = command({
  names: ['stats'],
  usage: 'stats agg [as a], … [by e [as b], …] [offset 1d]',
  effect:
    'up to ten; arithmetic over aggregates; `by bin(5m)`; a later one sees only the results of the one before',
  read: readStats,
  print: ({ results, by, offset }) =>
    [
      printItems(results),
      ...(by.length === 0 ? [] : [`by ${printItems(by)}`]),
      ...(offset === null ? [] : [`offset ${offset.amount}${offset.unit}`]),
    ].join(' '),
  plan: planStats,
});

function readStats(cursor: Cursor): StatsNode {
  const results = readList(cursor, readItem);
  const by = cursor.takeWord('by') ? readList(cursor, readItem) : [];
  return { results, by, offset: readOffset(cursor) };
}

function readOffset(cursor: Cursor): Period | null {
  if (!cursor.takeWord('offset')) return null;
  const { token } = cursor;
  if (token.kind !== 'duration') throw cursor.unexpected('a period such as 1d');
  cursor.take();
  return { amount: token.amount, unit: token.unit };
}

interface Slot {
  readonly code: Code;
  readonly call: CallExpr;
  readonly make: () => Accumulator;
  /** Of which it counts the matches, among the planner's occurrences; null: of none. */
  readonly pattern: number | null;
}

function planStats(planner: Planner, node: StatsNode): void {
  const { results, by, offset } = node;
  countStage(planner, results[0]?.expr);
  planner.strictNames = true;
  const keys = by.map(({ expr }) => shifted(codeOf(planner, expr), binPeriod(expr), offset));
  const calls = aggregatesOf(results);
  const slots = calls.map((call) => compileAggregate(planner, call));
  checkAlone(planner, calls, node);
  const era = newEra('groups');
  const coarse = offset === null && isCoarse(planner, calls, by);
  const collect = () =>
    groupRows({
      by: keys,
      aggregates: slots,
      occurrences: planner.occurrences,
      slotCount: () => era.slotCount,
      notes: planner.budget.notes,
    });
  closeSegment(planner, collect, { coarse });
  planner.era = era;
  keys.forEach((key, index) => {
    addKey(planner, by[index], key);
  });
  for (const slot of slots)
    era.names.set(canonical(slot.call, planner.text), held(planner, slot.code));
  for (const item of results) addResult(planner, item);
  planner.strictNames = false;
  era.bins = binsOf(by);
}

/** The period of `bin(5m)`; null: it is something else. */
function binPeriod(expr: Expr): Period | null {
  if (expr.kind !== 'call' || !/^(?:bin|datefloor|dateceil)$/i.test(expr.name)) return null;
  const period = expr.args.find((arg) => arg.kind === 'duration');
  return period === undefined ? null : cappedPeriod(period);
}

function shifted(code: Code, bin: Period | null, offset: Period | null): Code {
  if (bin === null || offset === null) return code;
  const shiftMs = periodMs(offset);
  return { kind: code.kind, read: (row) => finite(numberOf(code.read(row)) + shiftMs) };
}

/** Keys stand in the first slots of a group's row. */
function binsOf(by: readonly Item[]): TimeBins | null {
  for (const [slot, { expr }] of by.entries()) {
    const period = binPeriod(expr);
    if (period === null) continue;
    const ceil = ceilTo(period);
    const otherKeys = by.map((_, index) => index).filter((index) => index !== slot);
    return { slot, otherKeys, next: (ms) => ceil(ms + 1) };
  }
  return null;
}

function checkAlone(planner: Planner, calls: readonly CallExpr[], { by }: StatsNode): void {
  const call = calls.find(({ name }) => AGGREGATES.get(name.toLowerCase())?.alone === true);
  if (call === undefined || (calls.length === 1 && by.length === 0)) return;
  const message = `${call.name} stands alone: without by and without other aggregates`;
  planner.diagnostics.push(errorAt('aggregate-alone', message, call.span));
}

function countStage(planner: Planner, first: Expr | undefined): void {
  planner.statsStages++;
  if (planner.statsStages !== MAX_STATS + 1 || first === undefined) return;
  const message = `a query has at most ${MAX_STATS} stats`;
  planner.diagnostics.push(errorAt('too-many-stats', message, first.span));
}

/** All different aggregate calls in the results, outermost first. */
function aggregatesOf(results: readonly Item[]): readonly CallExpr[] {
  return results.flatMap(({ expr }) => aggregatesIn(expr));
}

function aggregatesIn(expr: Expr): readonly CallExpr[] {
  switch (expr.kind) {
    case 'call':
      if (AGGREGATES.has(expr.name.toLowerCase())) return [expr];
      return expr.args.flatMap(aggregatesIn);
    case 'arithmetic':
    case 'compare':
    case 'logic':
      return [...aggregatesIn(expr.left), ...aggregatesIn(expr.right)];
    case 'path':
      return aggregatesIn(expr.of);
    case 'unary':
      return aggregatesIn(expr.operand);
    case 'like':
    case 'in':
      return aggregatesIn(expr.left);
    default:
      return [];
  }
}

function compileAggregate(planner: Planner, call: CallExpr): Slot {
  const row = AGGREGATES.get(call.name.toLowerCase());
  if (row === undefined) throw new Error(`no aggregate ${call.name}`);
  checkAggregate(planner, row, call);
  const arg = call.args[row.fieldAt ?? 0];
  const field = arg === undefined ? ABSENT : codeOf(planner, arg);
  const make = row.make({ call, field, budget: planner.budget });
  const pattern = row.presence === true ? patternOf(planner, field) : null;
  return { call, make, pattern, code: { kind: row.kind ?? field.kind, read: field.read } };
}

/** The pattern that matches in the events that have the field; null: none tells. */
function patternOf({ occurrences, segments }: Planner, { matched }: Code): number | null {
  return matched === undefined || segments.length > 0 ? null : occurrences.numberOf(matched);
}

function checkAggregate(planner: Planner, row: Aggregate, call: CallExpr): void {
  const [min, max] = row.arity;
  const wrongStar = call.star && row.name !== 'count';
  if (wrongStar || (!call.star && (call.args.length < min || call.args.length > max))) {
    const found = call.star ? '*' : String(call.args.length);
    const message = `${call.name} takes ${arityText(row.arity)}, not ${found}`;
    planner.diagnostics.push(errorAt('argument-count', message, call.span, row.usage));
  } else if (row.check !== undefined && row.check(call) !== null) {
    const span = call.args[1]?.span ?? call.span;
    planner.diagnostics.push(errorAt('aggregate-argument', row.check(call) ?? '', span, row.usage));
  } else if (planner.era.kind === 'groups' && row.byTime === true) {
    const message = `${call.name} goes by @timestamp, which no row has after stats`;
    planner.diagnostics.push(errorAt('bin-without-timestamp', message, call.span));
  }
}

/** A value that the group's row holds from the start. */
function held(planner: Planner, { kind }: Code): Code {
  const slot = planner.era.slotCount++;
  return { kind, read: (row) => row.slots[slot] as Value };
}

function addKey(planner: Planner, item: Item | undefined, key: Code): void {
  if (item === undefined) return;
  const code = held(planner, key);
  if (item.expr.kind !== 'field') planner.era.names.set(canonical(item.expr, planner.text), code);
  addColumn(planner, item, code);
}

function addResult(planner: Planner, item: Item): void {
  addColumn(planner, item, remembered(planner, codeOf(planner, item.expr)));
}

function addColumn(planner: Planner, item: Item, code: Code): void {
  const { era } = planner;
  const known = item.alias?.name ?? canonical(item.expr, planner.text);
  if (era.shown.has(item.name)) {
    const message = `two results of stats are called ${item.name}`;
    const { span } = item.alias ?? item.expr;
    planner.diagnostics.push(errorAt('alias-redefined', message, span, 'choose another alias'));
    return;
  }
  era.shown.add(item.name);
  era.names.set(known, code);
  era.columns.push({ name: item.name, code: () => code, parsed: false });
}
