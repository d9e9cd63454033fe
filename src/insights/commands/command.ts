// What a command is: how its text is read, and how it joins the plan.
import type { Planner } from '../plan/planner.ts';
import type { FieldExpr, Item } from '../syntax/ast.ts';
import type { Cursor } from '../syntax/cursor.ts';
import { parseExpression } from '../syntax/expression.ts';

/** A command that was read and can be planned, once for each run. */
export type PlannedCommand = (planner: Planner) => void;

export interface Command {
  /** The first name is the command's own, the others stand for it. */
  readonly names: readonly string[];
  /** Reads what follows the name. Throws a QueryFault. */
  readonly read: (cursor: Cursor) => PlannedCommand;
}

/** `a, b, c`, each read by `one`. */
export function readList<T>(cursor: Cursor, one: (cursor: Cursor) => T): readonly T[] {
  const items = [one(cursor)];
  while (cursor.takeSymbol(',')) items.push(one(cursor));
  return items;
}

/** An expression, perhaps with `as alias`. */
export function readItem(cursor: Cursor): Item {
  const expr = parseExpression(cursor);
  const alias: FieldExpr | null = cursor.takeWord('as') ? cursor.expectField() : null;
  const source = cursor.text.slice(expr.span.start, expr.span.end);
  const own = expr.kind === 'field' ? expr.name : source;
  return { expr, alias, name: alias?.name ?? own };
}
