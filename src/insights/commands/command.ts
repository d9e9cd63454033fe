// What a command is: how its text is read and written, and how it joins the plan.
import type { Planner } from '../plan/planner.ts';
import type { FieldExpr, Item } from '../syntax/ast.ts';
import type { Cursor } from '../syntax/cursor.ts';
import { parseExpression } from '../syntax/expression.ts';
import { printExpr, printField } from '../syntax/print.ts';

/** A command that was read: it can be planned, once for each run, and written out. */
export interface ReadCommand {
  readonly plan: (planner: Planner) => void;
  /** As text that reads the same; without comments, in one line. */
  readonly print: () => string;
}

export interface Command {
  /** The first name is the command's own, the others stand for it. */
  readonly names: readonly string[];
  /** Its form and what it does, for the documentation. */
  readonly usage: string;
  readonly effect: string;
  /** Reads what follows the name. Throws a QueryFault. */
  readonly read: (cursor: Cursor) => ReadCommand;
}

interface Definition<N> extends Omit<Command, 'read'> {
  readonly read: (cursor: Cursor) => N;
  readonly plan: (planner: Planner, node: N) => void;
  /** What stands behind the name. */
  readonly print: (node: N) => string;
}

export function command<N>({ read, plan, print, ...rest }: Definition<N>): Command {
  return {
    ...rest,
    read: (cursor) => {
      const node = read(cursor);
      return {
        plan: (planner) => plan(planner, node),
        print: () => `${rest.names[0]} ${print(node)}`.trimEnd(),
      };
    },
  };
}

/** `a, b, c`, each read by `one`. */
export function readList<T>(cursor: Cursor, one: (cursor: Cursor) => T): readonly T[] {
  const items = [one(cursor)];
  while (cursor.takeSymbol(',')) items.push(one(cursor));
  return items;
}

/** `a b, c`: separated by blanks or commas; at least one. */
export function readFields(cursor: Cursor): readonly FieldExpr[] {
  const fields = [cursor.expectField()];
  while (!cursor.atStageEnd()) {
    cursor.takeSymbol(',');
    fields.push(cursor.expectField());
  }
  return fields;
}

/** An expression, perhaps with `as alias`. */
export function readItem(cursor: Cursor): Item {
  const expr = parseExpression(cursor);
  const alias = readAlias(cursor);
  const source = cursor.text.slice(expr.span.start, expr.span.end);
  const own = expr.kind === 'field' ? expr.name : source;
  return { expr, alias, name: alias?.name ?? own };
}

/** `as name`, or null. */
export function readAlias(cursor: Cursor): FieldExpr | null {
  return cursor.takeWord('as') ? cursor.expectField() : null;
}

/** An item without an alias is called by its own text, which therefore stays as it is. */
function printItem({ expr, alias, name }: Item): string {
  if (alias !== null) return `${printExpr(expr)} as ${printField(alias)}`;
  return expr.kind === 'field' ? printField(expr) : name;
}

export function printItems(items: readonly Item[]): string {
  return items.map(printItem).join(', ');
}

export function printFields(fields: readonly FieldExpr[]): string {
  return fields.map(printField).join(', ');
}
