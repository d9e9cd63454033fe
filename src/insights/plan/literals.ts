// Which literal substrings an event must hold to pass a filter. Never wrong: where it is not certain,
// there is no list. A list belongs to the message's own text, however the caller stores it.

import { RegexFault, type RegexNode } from '../regex/ast.ts';
import {
  ANY,
  anyOf,
  bare,
  bareLiteral,
  bestOf,
  type Literal,
  literalsOfRegex,
  literalsOfText,
} from '../regex/literals.ts';
import { eachOf, type Run, rarestOf, runsOfRegex } from '../regex/runs.ts';
import type { CallExpr, CompareExpr, Expr, LikeExpr, LiteralExpr } from '../syntax/ast.ts';
import { numberOf } from '../values.ts';
import { isDiscovered } from './names.ts';
import { readRegexExpr } from './pattern.ts';
import type { Planner } from './planner.ts';

/**
 * JSON may write any ASCII character of a field as an escape that begins so; such events must pass a
 * list made from the field's value.
 */
const JSON_ESCAPE = '\\u00';
/** A literal without any other character may come from numbers and brackets that JSON writes anew. */
const BEYOND_JSON_TOKENS = /[^\d.+\-,:[\]{} truefalsniy]/;
const PLATFORM_LINES = new Set(['START', 'END', 'REPORT']);

type Literals = readonly Literal[] | null;

/** What `requiredLiterals` tells by the names that are defined now, whatever is planned until it is asked for. */
export function literalsLater(planner: Planner, expr: Expr): () => Literals {
  const { names, sides } = planner.era;
  const now = { ...planner.era, names: new Map(names), sides: new Map(sides) };
  return () => requiredLiterals({ ...planner, era: now }, expr);
}

/** A list of which every passing event's message holds at least one (lower case); null: none is certain. */
function requiredLiterals(planner: Planner, expr: Expr): Literals {
  switch (expr.kind) {
    case 'logic': {
      const sides = [requiredLiterals(planner, expr.left), requiredLiterals(planner, expr.right)];
      return expr.operator === 'and' ? bestOf(sides) : anyOf(sides);
    }
    case 'like':
      return expr.negated ? null : likeLiterals(planner, expr);
    case 'compare':
      return expr.operator === '=' ? equalLiterals(planner, expr) : null;
    case 'in':
      if (expr.negated || expr.subquery !== null) return null;
      return anyOf(expr.items.map((item) => valueLiterals(planner, expr.left, item)));
    case 'call':
      return callLiterals(expr);
    default:
      return null;
  }
}

/** Runs of which every passing event's message holds at least one; null: none are certain. */
export function requiredRuns(expr: Expr): readonly Run[] | null {
  if (expr.kind === 'logic') {
    const sides = [requiredRuns(expr.left), requiredRuns(expr.right)];
    return expr.operator === 'and' ? rarestOf(sides) : eachOf(sides);
  }
  if (expr.kind !== 'like' || expr.negated || expr.pattern.kind === 'literal') return null;
  if (!isMessage(expr.left)) return null;
  try {
    return runsOfRegex(readRegexExpr(expr.pattern).node);
  } catch (error) {
    if (error instanceof RegexFault) return null;
    throw error;
  }
}

/** What was found in a pattern serves all queries that look for it. */
const OF_MESSAGES = new WeakMap<RegexNode, Literals>();

function ofMessage(node: RegexNode): Literals {
  const known = OF_MESSAGES.get(node);
  if (known !== undefined) return known;
  const literals = literalsOfRegex(node, ANY);
  OF_MESSAGES.set(node, literals);
  return literals;
}

function likeLiterals(planner: Planner, { left, pattern }: LikeExpr): Literals {
  const accepts = acceptance(planner, left);
  if (accepts === null) return null;
  if (pattern.kind === 'literal') {
    return inField(left, bestOf(literalsOfText(pattern.raw, accepts)));
  }
  try {
    const { node } = readRegexExpr(pattern);
    return isMessage(left) ? ofMessage(node) : inField(left, literalsOfRegex(node, accepts));
  } catch (error) {
    if (error instanceof RegexFault) return null;
    throw error;
  }
}

function equalLiterals(planner: Planner, { left, right }: CompareExpr): Literals {
  if (right.kind === 'literal') return valueLiterals(planner, left, right);
  return left.kind === 'literal' ? valueLiterals(planner, right, left) : null;
}

/** `field = value`: only texts that no number, boolean or container can equal. */
function valueLiterals(planner: Planner, field: Expr, { value }: LiteralExpr): Literals {
  if (field.kind !== 'field' || typeof value !== 'string') return null;
  if (field.name === '@type') {
    return PLATFORM_LINES.has(value) ? [bare(`${value.toLowerCase()} requestid`)] : null;
  }
  const numeric = !Number.isNaN(numberOf(value));
  if (numeric || /^(?:[[{]|true$|false$)/i.test(value)) return null;
  if (!isMessage(field) && !isDiscovered(planner, field)) return null;
  return inField(field, bestOf(literalsOfText(value, ANY)));
}

/** `strcontains(@message, "x")` and the like. */
function callLiterals({ name, args }: CallExpr): Literals {
  const [field, part] = args;
  if (!/^(?:strcontains|startswith|endswith)$/i.test(name) || field === undefined) return null;
  if (!isMessage(field) || part?.kind !== 'literal' || typeof part.value !== 'string') return null;
  return bestOf(literalsOfText(part.value, ANY));
}

/** Which literals are certain in this field's text; null: none are. */
function acceptance(planner: Planner, field: Expr): ((literal: string) => boolean) | null {
  if (field.kind !== 'field') return null;
  if (isMessage(field)) return ANY;
  if (!isDiscovered(planner, field)) return null;
  return (literal) => BEYOND_JSON_TOKENS.test(literal);
}

function inField(field: Expr, literals: Literals): Literals {
  if (literals === null || isMessage(field)) return literals;
  return anyOf([literals.map(({ run }) => bareLiteral(run)), [bare(JSON_ESCAPE)]]);
}

function isMessage(expr: Expr): boolean {
  return expr.kind === 'field' && expr.name === '@message';
}
