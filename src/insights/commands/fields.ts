// `fields e [as a], …`: names for expressions, and columns of the result. Several `fields` add up.
import { SYSTEM_FIELDS } from '../fields/system.ts';
import { canonical, remembered, resolveField } from '../plan/names.ts';
import { type Code, codeOf, type Planner } from '../plan/planner.ts';
import type { Expr, FieldExpr, Item } from '../syntax/ast.ts';
import { errorAt } from '../syntax/fault.ts';
import { command, printItems, readItem, readList } from './command.ts';

export const FIELDS = command({
  names: ['fields'],
  usage: 'fields e [as a], …',
  effect: 'names and columns; several add up; comparisons give 1 or 0',
  read: (cursor) => readList(cursor, readItem),
  print: printItems,
  plan: (planner, items) => {
    for (const item of items) addItem(planner, item);
  },
});

function addItem(planner: Planner, item: Item): void {
  const { expr, alias, name } = item;
  if (expr.kind === 'field' && alias === null) {
    showField(planner, expr);
    return;
  }
  if (alias !== null && !checkNewName(planner, alias)) return;
  const known = alias?.name ?? canonical(expr, planner.text);
  const code = planner.era.names.get(known) ?? newName(planner, known, expr);
  show(planner, name, () => code);
}

function newName(planner: Planner, name: string, expr: Expr): Code {
  const code = remembered(planner, codeOf(planner, expr));
  planner.era.names.set(name, code);
  return code;
}

/** A plain field is looked up at the end: a later `parse` may define it. */
function showField(planner: Planner, field: FieldExpr): void {
  show(planner, field.name, () => resolveField(planner, field));
}

function show(planner: Planner, name: string, code: () => Code): void {
  const { shown, columns } = planner.era;
  const parsed = columns.findIndex((column) => column.parsed && column.name === name);
  if (parsed !== -1) columns.splice(parsed, 1);
  else if (shown.has(name)) return;
  shown.add(name);
  columns.push({ name, code, parsed: false });
}

/** AWS refuses an alias that is already a field of the result or an alias. */
function checkNewName(planner: Planner, alias: FieldExpr): boolean {
  const { era } = planner;
  const taken = era.shown.has(alias.name) || era.names.has(alias.name);
  if (!taken && !(era.kind === 'events' && SYSTEM_FIELDS.has(alias.name))) return true;
  planner.diagnostics.push(
    errorAt(
      'alias-redefined',
      `Unknown symbols found in or after fields: ${alias.name} is already defined`,
      alias.span,
      'choose another alias',
    ),
  );
  return false;
}
