// What a filter says of the raw bytes of a message, before anything is decoded: true, false, or nothing.
import type { RegexNode } from '../regex/ast.ts';
import { RegexFault } from '../regex/ast.ts';
import { searchFor } from '../regex/search.ts';
import type { Expr, LikeExpr, LogicOperator } from '../syntax/ast.ts';
import { printExpr } from '../syntax/print.ts';
import type { Screen } from '../types.ts';
import { isTimeRange } from './coarse.ts';
import { readRegexExpr } from './pattern.ts';

/** null: the bytes alone do not tell. */
type Test = (bytes: Uint8Array, from: number, to: number) => boolean | null;

/** What bytes tell of filters that must all be met. */
export interface Screening {
  /** null: nothing of any of them. */
  readonly screen: Screen | null;
  /** Whether what the screen does not look at asks for the time of an event and nothing else. */
  readonly restIsTime: boolean;
  /** Its tests; those alike in two queries say the same of an event. */
  readonly tests: readonly string[];
  /** The screen for events that are known to pass these tests; null: it has no other. */
  beyond(passed: ReadonlySet<string>): Screen | null;
}

interface Named {
  readonly name: string;
  readonly test: Test;
  readonly isPlain: boolean;
}

/** Of conditions that stand apart, as `allOf` parts them. */
export function screenOf(filters: readonly Expr[]): Screening {
  const all = filters.map((filter) => ({ filter, test: testOf(filter) }));
  const named = all.flatMap(({ filter, test }): Named[] =>
    test === null
      ? []
      : [{ name: printExpr(filter), test, isPlain: filter.kind === 'like' && !filter.negated }],
  );
  // What is looked at was found by what a plain `like` seeks: it rules out the least, and comes last.
  const sorted = [...named].sort((a, b) => Number(a.isPlain) - Number(b.isPlain));
  return {
    screen: together(sorted),
    restIsTime: all.every(({ filter, test }) => test !== null || isTimeRange(filter)),
    tests: named.map(({ name }) => name),
    beyond: (passed) => together(sorted.filter(({ name }) => !passed.has(name))),
  };
}

/** null: no test at all. */
function together(named: readonly Named[]): Screen | null {
  if (named.length === 0) return null;
  const tests = named.map(({ test }) => test);
  return (bytes, from, to) => {
    let sure = true;
    for (const test of tests) {
      const told = test(bytes, from, to);
      if (told === false) return false;
      if (told === null) sure = false;
    }
    return sure ? true : null;
  };
}

/** The conditions that must all be met, apart. */
export function allOf(filter: Expr): readonly Expr[] {
  return operands('and', filter);
}

function testOf(expr: Expr): Test | null {
  switch (expr.kind) {
    case 'like':
      return isTold(expr) ? likeTest([expr], expr.negated) : null;
    case 'unary':
      return expr.operator === 'not' ? negated(testOf(expr.operand)) : null;
    case 'logic':
      return expr.operator === 'and'
        ? combined('and', operands('and', expr).map(testOf))
        : combined('or', alternativeTests(operands('or', expr)));
    default:
      return null;
  }
}

/** `@message like …`: the only leaf that bytes can tell. */
function isTold(expr: Expr): expr is LikeExpr {
  return expr.kind === 'like' && expr.left.kind === 'field' && expr.left.name === '@message';
}

function operands(operator: LogicOperator, expr: Expr): readonly Expr[] {
  if (expr.kind !== 'logic' || expr.operator !== operator) return [expr];
  return [...operands(operator, expr.left), ...operands(operator, expr.right)];
}

/** Patterns of which one is enough are searched for together. */
function alternativeTests(options: readonly Expr[]): readonly (Test | null)[] {
  const together = options.filter(isTold).filter((like) => !like.negated);
  const others = options.filter((option) => !together.includes(option as LikeExpr));
  const tests = others.map(testOf);
  return together.length === 0 ? tests : [likeTest(together, false), ...tests];
}

function likeTest(likes: readonly LikeExpr[], negate: boolean): Test | null {
  try {
    const search = searchFor(nodeOfAny(likes));
    const test: Test = (bytes, from, to) => search.testBytes(bytes, from, to);
    return negate ? negated(test) : test;
  } catch (error) {
    if (error instanceof RegexFault) return null;
    throw error;
  }
}

/** Alternatives of several patterns that are kept, so that what their search has learnt is too. */
const MAX_ALTERNATIVES = 20;
const ALTERNATIVES = new Map<string, RegexNode>();

/** The same tree for the same patterns. */
function nodeOfAny(likes: readonly LikeExpr[]): RegexNode {
  const key = JSON.stringify(
    likes.map(({ pattern }) =>
      pattern.kind === 'regex' ? [pattern.flags, pattern.pattern] : pattern.raw,
    ),
  );
  const known = ALTERNATIVES.get(key);
  if (known !== undefined) return known;
  const node: RegexNode = { kind: 'alternatives', options: likes.map(nodeOf) };
  if (ALTERNATIVES.size >= MAX_ALTERNATIVES) ALTERNATIVES.clear();
  ALTERNATIVES.set(key, node);
  return node;
}

function nodeOf({ pattern }: LikeExpr): RegexNode {
  if (pattern.kind === 'regex') return readRegexExpr(pattern).node;
  const nodes = [...pattern.raw].map((character) => ({
    kind: 'char' as const,
    codePoint: character.codePointAt(0) ?? 0,
    fold: false,
  }));
  return { kind: 'concat', nodes };
}

function negated(test: Test | null): Test | null {
  if (test === null) return null;
  return (bytes, from, to) => {
    const told = test(bytes, from, to);
    return told === null ? null : !told;
  };
}

/** `and` ends at the first false, `or` at the first true; what is not told stays so unless one of these ends it. */
function combined(operator: LogicOperator, tests: readonly (Test | null)[]): Test | null {
  const known = tests.filter((test) => test !== null);
  const deciding = operator === 'or';
  const complete = known.length === tests.length;
  if (known.length === 0) return null;
  return (bytes, from, to) => {
    let all = complete;
    for (const test of known) {
      const told = test(bytes, from, to);
      if (told === deciding) return deciding;
      if (told === null) all = false;
    }
    return all ? !deciding : null;
  };
}
