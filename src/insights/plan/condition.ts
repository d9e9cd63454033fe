// Conditions: comparisons, like, in, and, or, not. Two-valued: what cannot be compared is false.
import { ABSENT_PASSES_NEGATION } from '../choices.ts';
import type {
  CompareExpr,
  Expr,
  InExpr,
  LikeExpr,
  LiteralExpr,
  NestedQuery,
} from '../syntax/ast.ts';
import { warningAt } from '../syntax/fault.ts';
import { equal, numberOf, order, textOf, truthy, type Value } from '../values.ts';
import { compilePattern } from './pattern.ts';
import { type Code, type Condition, codeOf, type Planner } from './planner.ts';

/** Number literals longer than this are compared as text: a double cannot hold them. */
const EXACT_DIGITS = 15;

const ORDER: Readonly<Record<string, (difference: number) => boolean>> = {
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
};

/** A condition over a row. Any expression may stand as one: not 0, or "true". */
export function compileCondition(planner: Planner, expr: Expr): Condition {
  switch (expr.kind) {
    case 'logic':
      return compileLogic(planner, expr.operator, expr.left, expr.right);
    case 'unary':
      return expr.operator === 'not'
        ? negate(compileCondition(planner, expr.operand))
        : value(planner, expr);
    case 'compare':
      return compileCompare(planner, expr);
    case 'like':
      return compileLike(planner, expr);
    case 'in':
      return compileIn(planner, expr);
    default:
      return value(planner, expr);
  }
}

function value(planner: Planner, expr: Expr): Condition {
  const { read } = codeOf(planner, expr);
  return (row) => truthy(read(row));
}

function negate(condition: Condition): Condition {
  return (row) => !condition(row);
}

function compileLogic(planner: Planner, operator: 'and' | 'or', a: Expr, b: Expr): Condition {
  const left = compileCondition(planner, a);
  const right = compileCondition(planner, b);
  return operator === 'and' ? (row) => left(row) && right(row) : (row) => left(row) || right(row);
}

function compileCompare(planner: Planner, expr: CompareExpr): Condition {
  const left = sideOf(planner, expr.left);
  const right = sideOf(planner, expr.right);
  warnOfTimeText(planner, expr, left, right);
  if (expr.operator === '=' || expr.operator === '!=') {
    const same = equality(left, right, expr);
    return expr.operator === '=' ? same : differs(left, right, same);
  }
  const holds = ORDER[expr.operator] ?? (() => false);
  return (row) => {
    const difference = order(left.read(row), right.read(row));
    return difference !== undefined && holds(difference);
  };
}

/** Of a long number its digits, which a double does not hold. */
function sideOf(planner: Planner, expr: Expr): Code {
  if (expr.kind !== 'literal') return codeOf(planner, expr);
  const value = literalValue(expr);
  return value === expr.value ? codeOf(planner, expr) : { kind: 'any', read: () => value };
}

function equality(left: Code, right: Code, expr: CompareExpr): Condition {
  const constant = expr.right.kind === 'literal' ? literalValue(expr.right) : undefined;
  if (constant === undefined) return (row) => equal(left.read(row), right.read(row));
  if (typeof constant !== 'string' || !Number.isNaN(numberOf(constant))) {
    return (row) => equal(left.read(row), constant);
  }
  return (row) => {
    const found = left.read(row);
    return found === constant || (typeof found === 'boolean' && equal(found, constant));
  };
}

function differs(left: Code, right: Code, same: Condition): Condition {
  if (ABSENT_PASSES_NEGATION) return negate(same);
  return (row) => left.read(row) !== undefined && right.read(row) !== undefined && !same(row);
}

function compileLike(planner: Planner, expr: LikeExpr): Condition {
  const { kind, read } = codeOf(planner, expr.left);
  const test = compilePattern(planner, expr.pattern);
  const { negated } = expr;
  return (row) => {
    const text = textOf(read(row), kind);
    return text === undefined ? negated && ABSENT_PASSES_NEGATION : test(text) !== negated;
  };
}

/** Rows that a query in `in (query)` may give. */
const MAX_SUBQUERY_ROWS = 100_000;

/** The values of a query in parentheses: those of the field that is compared, or else of its first column. */
function valuesOf(planner: Planner, nested: NestedQuery, left: Expr): readonly string[] {
  const number = subqueryNumber(planner, nested);
  const name = left.kind === 'field' ? left.name : '';
  const rows = planner.context.inputs?.[number] ?? [];
  if (rows.length >= MAX_SUBQUERY_ROWS) {
    planner.budget.notes.add(`a query inside a query gives at most ${MAX_SUBQUERY_ROWS} rows`);
  }
  return rows.flatMap((row) => {
    const cell =
      row.find(({ field }) => field === name) ?? row.find(({ field }) => field !== '@ptr');
    return cell === undefined ? [] : [cell.value];
  });
}

/** A condition may be compiled more than once; its query runs once. */
function subqueryNumber(planner: Planner, nested: NestedQuery): number {
  const known = planner.subqueries.findIndex(({ place }) => place === nested.span.start);
  if (known !== -1) return known;
  const { query, diagnostics } = planner.compilers.nested(nested, () => []);
  planner.diagnostics.push(...diagnostics);
  if (query === null) return planner.subqueries.length;
  const { source } = query;
  const place = nested.span.start;
  return planner.subqueries.push({ query, source, maxRows: MAX_SUBQUERY_ROWS, place }) - 1;
}

function compileIn(planner: Planner, expr: InExpr): Condition {
  const { read } = codeOf(planner, expr.left);
  const { subquery, left } = expr;
  const holds = membership(
    subquery === null ? expr.items.map(literalValue) : valuesOf(planner, subquery, left),
  );
  const { negated } = expr;
  return (row) => {
    const found = read(row);
    return found === undefined ? negated && ABSENT_PASSES_NEGATION : holds(found) !== negated;
  };
}

/** Texts are looked up; only numbers and booleans need a comparison with each item. */
function membership(items: readonly (string | number | boolean)[]): (value: Value) => boolean {
  const texts = new Set(items);
  const others = items.filter((item) => typeof item !== 'string' || !Number.isNaN(numberOf(item)));
  return (found) => {
    if (typeof found === 'object' || found === undefined) return false;
    if (texts.has(found)) return true;
    return (typeof found === 'boolean' ? items : others).some((item) => equal(found, item));
  };
}

function literalValue(literal: LiteralExpr): string | number | boolean {
  const { value: held, raw } = literal;
  return typeof held === 'number' && /^\d+$/.test(raw) && raw.length > EXACT_DIGITS ? raw : held;
}

function warnOfTimeText(planner: Planner, expr: CompareExpr, left: Code, right: Code): void {
  const other = left.kind === 'time' ? expr.right : right.kind === 'time' ? expr.left : null;
  if (other?.kind !== 'literal' || typeof other.value !== 'string') return;
  if (!Number.isNaN(numberOf(other.value))) return;
  planner.diagnostics.push(
    warningAt(
      'time-as-text',
      'a time is compared with a text: this is never equal',
      other.span,
      'compare with milliseconds since 1970, or use the time range of the query',
    ),
  );
}
