// Expressions become closures over a row, once a query; what can be decided before a row comes is.

import { periodMs } from '../periods.ts';
import type { BinaryExpr, Expr, LiteralExpr } from '../syntax/ast.ts';
import { finite, numberOf } from '../values.ts';
import { compileCall } from './call.ts';
import { compileCondition } from './condition.ts';
import { insideOf, resolveField } from './names.ts';
import type { Code, Planner } from './planner.ts';

const ARITHMETIC: Readonly<Record<BinaryExpr['operator'], (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
};

/** The value of an expression; conditions yield true or false, shown as 1 or 0. */
export function compileValue(planner: Planner, expr: Expr): Code {
  switch (expr.kind) {
    case 'field':
      return resolveField(planner, expr);
    case 'literal':
      return compileLiteral(expr);
    case 'duration': {
      const value = periodMs(expr);
      return { kind: 'number', read: () => value };
    }
    case 'arithmetic':
      return compileArithmetic(planner, expr);
    case 'call':
      return compileCall(planner, expr);
    case 'path':
      return insideOf(compileCall(planner, expr.of), expr.parts);
    case 'unary':
      if (expr.operator === '-') return compileMinus(planner, expr.operand);
      return flag(planner, expr);
    default:
      return flag(planner, expr);
  }
}

function compileLiteral({ value }: LiteralExpr): Code {
  const kind = typeof value === 'string' ? 'text' : typeof value === 'number' ? 'any' : 'flag';
  return { kind, read: () => value };
}

/** What is not a number, or divides by zero, makes the result absent. */
function compileArithmetic(planner: Planner, expr: BinaryExpr): Code {
  const left = compileValue(planner, expr.left).read;
  const right = compileValue(planner, expr.right).read;
  const apply = ARITHMETIC[expr.operator];
  return {
    kind: 'number',
    read: (row) => finite(apply(numberOf(left(row)), numberOf(right(row)))),
  };
}

function compileMinus(planner: Planner, operand: Expr): Code {
  const { read } = compileValue(planner, operand);
  return { kind: 'number', read: (row) => finite(-numberOf(read(row))) };
}

function flag(planner: Planner, expr: Expr): Code {
  return { kind: 'flag', read: compileCondition(planner, expr) };
}
