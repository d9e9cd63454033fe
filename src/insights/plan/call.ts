// Calls: something computed before under this text, a function of the table, or a refusal by name.
import { didYouMean } from '../../base/did-you-mean.ts';
import { AGGREGATES } from '../functions/aggregates.ts';
import { SCALAR_FUNCTIONS } from '../functions/table.ts';
import type { CallExpr } from '../syntax/ast.ts';
import { errorAt } from '../syntax/fault.ts';
import { canonical } from './names.ts';
import { ABSENT, type Code, codeOf, type Planner } from './planner.ts';

/** The value of a function call over a row. Faults become diagnostics and an absent value. */
export function compileCall(planner: Planner, expr: CallExpr): Code {
  const known = planner.era.names.get(canonical(expr, planner.text));
  if (known !== undefined) return known;
  const row = SCALAR_FUNCTIONS.get(expr.name.toLowerCase());
  if (row === undefined || expr.star) return refuse(planner, expr);
  if (expr.args.length < row.arity[0] || expr.args.length > row.arity[1]) {
    const message = `${expr.name} takes ${arityText(row.arity)}, not ${expr.args.length}`;
    planner.diagnostics.push(errorAt('argument-count', message, expr.span, row.usage));
    return ABSENT;
  }
  const args = expr.args.map((arg) => codeOf(planner, arg));
  return row.compile({ planner, call: expr, args });
}

/** How many arguments, in words. */
export function arityText([min, max]: readonly [number, number]): string {
  if (min === max) return `${min} argument${min === 1 ? '' : 's'}`;
  return max === Number.POSITIVE_INFINITY
    ? `at least ${min} arguments`
    : `${min} to ${max} arguments`;
}

function refuse(planner: Planner, expr: CallExpr): Code {
  planner.diagnostics.push(refusal(expr));
  return ABSENT;
}

function refusal(expr: CallExpr) {
  const name = expr.name.toLowerCase();
  if (AGGREGATES.has(name)) {
    return errorAt(
      'misplaced-aggregate',
      `${expr.name} counts over many events: it stands in stats only`,
      expr.span,
      'compute it in stats and use its alias afterwards',
    );
  }
  const names = [...SCALAR_FUNCTIONS.values(), ...AGGREGATES.values()].map((row) => row.name);
  const near = didYouMean(expr.name, names);
  const help = near === null ? null : `did you mean ${near}?`;
  return errorAt('unknown-function', `unknown function ${expr.name}`, expr.nameSpan, help);
}
