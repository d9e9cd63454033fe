// Expressions by precedence climbing, loosest first:
// or · and · not · comparisons, like, in · + - · * / % · unary minus · ^ (to the right).
import type {
  ArithmeticOperator,
  CallExpr,
  CompareOperator,
  Expr,
  LiteralExpr,
  LogicOperator,
  NestedQuery,
  PathExpr,
  RegexExpr,
  UnaryExpr,
} from './ast.ts';
import type { Cursor } from './cursor.ts';
import { syntaxFault } from './fault.ts';

const NOT_LEVEL = 3;
const COMPARE_LEVEL = 4;
const MINUS_LEVEL = 7;
const POWER_LEVEL = 8;
/** Nesting of parentheses, calls and prefixes. */
const MAX_DEPTH = 100;
/** Operators that follow each other on one level, as in `a or b or c`. */
const MAX_CHAIN = 1_000;

type Infix = (cursor: Cursor, left: Expr, level: number, depth: number) => Expr;

interface InfixRow {
  readonly level: number;
  readonly parse: Infix;
}

const INFIX: Readonly<Record<string, InfixRow>> = {
  or: { level: 1, parse: logic('or') },
  and: { level: 2, parse: logic('and') },
  '=': { level: COMPARE_LEVEL, parse: compare('=') },
  '==': { level: COMPARE_LEVEL, parse: compare('=') },
  '!=': { level: COMPARE_LEVEL, parse: compare('!=') },
  '<': { level: COMPARE_LEVEL, parse: compare('<') },
  '<=': { level: COMPARE_LEVEL, parse: compare('<=') },
  '>': { level: COMPARE_LEVEL, parse: compare('>') },
  '>=': { level: COMPARE_LEVEL, parse: compare('>=') },
  '=~': { level: COMPARE_LEVEL, parse: (cursor, left) => like(cursor, left, false) },
  like: { level: COMPARE_LEVEL, parse: (cursor, left) => like(cursor, left, false) },
  in: { level: COMPARE_LEVEL, parse: (cursor, left) => inList(cursor, left, false) },
  not: { level: COMPARE_LEVEL, parse: negatedInfix },
  '+': { level: 5, parse: arithmetic('+') },
  '-': { level: 5, parse: arithmetic('-') },
  '*': { level: 6, parse: arithmetic('*') },
  '/': { level: 6, parse: arithmetic('/') },
  '%': { level: 6, parse: arithmetic('%') },
  '^': { level: POWER_LEVEL, parse: power },
};

const OPERATORS = Object.keys(INFIX);

/** Words that cannot begin an expression: a field of that name needs backticks. */
const RESERVED = new Set(['and', 'or', 'in', 'like', 'by', 'as', 'asc', 'desc']);

/** One expression, to the first token that cannot continue it. Throws a QueryFault. */
export function parseExpression(cursor: Cursor): Expr {
  return climb(cursor, 0, 0);
}

function climb(cursor: Cursor, minLevel: number, depth: number): Expr {
  if (depth > MAX_DEPTH) {
    throw syntaxFault(`expressions nest at most ${MAX_DEPTH} deep`, cursor.token.span);
  }
  let left = prefix(cursor, depth);
  for (let count = 0; count < MAX_CHAIN; count++) {
    const row = infixRow(cursor);
    if (row === null || row.level < minLevel) return left;
    left = row.parse(cursor, left, row.level, depth);
  }
  throw syntaxFault(`an expression holds at most ${MAX_CHAIN} operators in a row`, left.span);
}

function infixRow(cursor: Cursor): InfixRow | null {
  cursor.seek(OPERATORS, 'an operator');
  const token = cursor.token;
  if (token.kind === 'symbol') return rowOf(token.text);
  if (token.kind === 'word' && !token.quoted) return rowOf(token.name.toLowerCase());
  return null;
}

function rowOf(name: string): InfixRow | null {
  return Object.hasOwn(INFIX, name) ? (INFIX[name] ?? null) : null;
}

function prefix(cursor: Cursor, depth: number): Expr {
  const { span } = cursor.token;
  if (cursor.takeWord('not')) {
    return unary('not', climb(cursor, NOT_LEVEL, depth + 1), span.start);
  }
  if (cursor.takeSymbol('!')) {
    return unary('not', climb(cursor, COMPARE_LEVEL + 1, depth + 1), span.start);
  }
  if (cursor.takeSymbol('-')) {
    return unary('-', climb(cursor, MINUS_LEVEL, depth + 1), span.start);
  }
  if (cursor.takeSymbol('(')) {
    const inner = climb(cursor, 0, depth + 1);
    cursor.expectSymbol(')');
    return { ...inner, span: cursor.spanFrom(span.start) };
  }
  return operand(cursor, depth);
}

function unary(operator: UnaryExpr['operator'], operand: Expr, start: number): Expr {
  return { kind: 'unary', operator, operand, span: { start, end: operand.span.end } };
}

function operand(cursor: Cursor, depth: number): Expr {
  const token = cursor.token;
  if (token.kind === 'duration') {
    cursor.take();
    return token;
  }
  if (token.kind === 'number' || token.kind === 'string') return literal(cursor);
  if (token.kind !== 'word') throw cursor.unexpected('a field, a value or a function');
  if (token.quoted) return cursor.expectField();
  const word = token.name.toLowerCase();
  if (RESERVED.has(word)) {
    throw cursor.unexpected('a field, a value or a function', `a field of that name: \`${word}\``);
  }
  const field = cursor.expectField();
  if (cursor.isSymbol('(')) return call(cursor, field.name, field.span.start, depth);
  if (word !== 'true' && word !== 'false') return field;
  return { kind: 'literal', value: word === 'true', raw: word, span: field.span };
}

function literal(cursor: Cursor): LiteralExpr {
  const token = cursor.take();
  if (token.kind === 'number') {
    return { kind: 'literal', value: token.value, raw: token.raw, span: token.span };
  }
  if (token.kind === 'string') {
    return { kind: 'literal', value: token.value, raw: token.value, span: token.span };
  }
  throw syntaxFault('expected a value', token.span);
}

function call(cursor: Cursor, name: string, start: number, depth: number): CallExpr | PathExpr {
  const nameSpan = cursor.spanFrom(start);
  cursor.expectSymbol('(');
  const args: Expr[] = [];
  const star = cursor.takeSymbol('*');
  if (!star && !cursor.atSymbol(')')) {
    do args.push(climb(cursor, 0, depth + 1));
    while (cursor.takeSymbol(','));
  }
  cursor.expectSymbol(')');
  const span = cursor.spanFrom(start);
  const made: CallExpr = { kind: 'call', name, nameSpan, args, star, span };
  if (!cursor.takeSymbol('.')) return made;
  const { parts } = cursor.expectField();
  return { kind: 'path', of: made, parts, span: cursor.spanFrom(start) };
}

function logic(operator: LogicOperator): Infix {
  return (cursor, left, level, depth) => {
    cursor.take();
    const right = climb(cursor, level + 1, depth + 1);
    return { kind: 'logic', operator, left, right, span: join(left, right) };
  };
}

function compare(operator: CompareOperator): Infix {
  return (cursor, left, level, depth) => {
    cursor.take();
    const right = climb(cursor, level + 1, depth + 1);
    return { kind: 'compare', operator, left, right, span: join(left, right) };
  };
}

function arithmetic(operator: ArithmeticOperator): Infix {
  return (cursor, left, level, depth) => {
    cursor.take();
    const right = climb(cursor, level + 1, depth + 1);
    return { kind: 'arithmetic', operator, left, right, span: join(left, right) };
  };
}

/** `2 ^ -3 ^ 2` is 2 ^ (-(3 ^ 2)). */
function power(cursor: Cursor, left: Expr, level: number, depth: number): Expr {
  cursor.take();
  const right = climb(cursor, level, depth + 1);
  return { kind: 'arithmetic', operator: '^', left, right, span: join(left, right) };
}

function negatedInfix(cursor: Cursor, left: Expr): Expr {
  cursor.take();
  if (cursor.atWord('like') || cursor.atSymbol('=~')) return like(cursor, left, true);
  if (cursor.atWord('in')) return inList(cursor, left, true);
  throw cursor.unexpected('like or in after not');
}

function like(cursor: Cursor, left: Expr, negated: boolean): Expr {
  cursor.take();
  const pattern = likePattern(cursor);
  return { kind: 'like', negated, left, pattern, span: join(left, pattern) };
}

function likePattern(cursor: Cursor): LiteralExpr | RegexExpr {
  const regex = cursor.takeRegex();
  if (regex !== null) return regex;
  if (cursor.token.kind === 'string') return literal(cursor);
  throw cursor.unexpected('a string or a /regular expression/');
}

function inList(cursor: Cursor, left: Expr, negated: boolean): Expr {
  cursor.take();
  if (cursor.atSymbol('(')) {
    const subquery = inQuery(cursor);
    const span = cursor.spanFrom(left.span.start);
    return { kind: 'in', negated, left, items: [], subquery, span };
  }
  cursor.expectSymbol('[');
  const items: LiteralExpr[] = [];
  do items.push(listItem(cursor));
  while (cursor.takeSymbol(','));
  cursor.expectSymbol(']');
  const span = cursor.spanFrom(left.span.start);
  return { kind: 'in', negated, left, items, subquery: null, span };
}

/** A list in parentheses is a slip: only a query stands in them. */
function inQuery(cursor: Cursor): NestedQuery {
  const next = /^\(\s*(?:["'\d)-]|$)/.exec(cursor.text.slice(cursor.token.span.start));
  if (next !== null) throw cursor.unexpected('"["', 'lists stand in brackets: in ["a", "b"]');
  return cursor.expectNested();
}

function listItem(cursor: Cursor): LiteralExpr {
  const { span } = cursor.token;
  if (cursor.takeSymbol('-')) {
    if (cursor.token.kind !== 'number') throw cursor.unexpected('a number');
    const item = literal(cursor);
    return {
      ...item,
      value: -Number(item.value),
      raw: `-${item.raw}`,
      span: cursor.spanFrom(span.start),
    };
  }
  if (cursor.atWord('true', 'false')) {
    const raw = cursor.expectField().name.toLowerCase();
    return { kind: 'literal', value: raw === 'true', raw, span };
  }
  const { kind } = cursor.token;
  if (kind !== 'number' && kind !== 'string') throw cursor.unexpected('a string or a number');
  return literal(cursor);
}

function join(left: { span: Expr['span'] }, right: { span: Expr['span'] }): Expr['span'] {
  return { start: left.span.start, end: right.span.end };
}
