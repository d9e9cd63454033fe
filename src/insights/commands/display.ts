// `display e [as a], …`: the columns of the result; the last one wins.
import { resolveField } from '../plan/names.ts';
import { type Column, codeOf, type Planner } from '../plan/planner.ts';
import type { Item } from '../syntax/ast.ts';
import { command, printItems, readItem, readList } from './command.ts';

export const DISPLAY = command({
  names: ['display'],
  usage: 'display e [as a], …',
  effect: 'the columns of the result; the last one wins',
  read: (cursor) => readList(cursor, readItem),
  print: printItems,
  plan: (planner, items) => {
    const names = new Set<string>();
    planner.era.display = items
      .filter(({ name }) => !names.has(name) && names.add(name))
      .map((item) => columnOf(planner, item));
  },
});

function columnOf(planner: Planner, { expr, name }: Item): Column {
  if (expr.kind !== 'field') {
    const code = codeOf(planner, expr);
    return { name, code: () => code, parsed: false };
  }
  return { name, code: () => resolveField(planner, expr), parsed: false };
}
