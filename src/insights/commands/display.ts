// `display e [as a], …`: the columns of the result; the last one wins.
import { resolveField } from '../plan/names.ts';
import { type Column, codeOf, type Planner } from '../plan/planner.ts';
import type { Item } from '../syntax/ast.ts';
import { type Command, readItem, readList } from './command.ts';

export const DISPLAY: Command = {
  names: ['display'],
  read: (cursor) => {
    const items = readList(cursor, readItem);
    return (planner) => {
      const names = new Set<string>();
      planner.era.display = items
        .filter(({ name }) => !names.has(name) && names.add(name))
        .map((item) => columnOf(planner, item));
    };
  },
};

function columnOf(planner: Planner, { expr, name }: Item): Column {
  if (expr.kind !== 'field') {
    const code = codeOf(planner, expr);
    return { name, code: () => code, parsed: false };
  }
  return { name, code: () => resolveField(planner, expr), parsed: false };
}
