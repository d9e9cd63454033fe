// `unnest list into x` and `expand f`: a row for each element of a list.
import { parseContainer } from '../fields/document.ts';
import { resolveField } from '../plan/names.ts';
import { replaceField } from '../plan/new-fields.ts';
import { type Code, codeOf, expandRows, newSlot, type Planner, slotCode } from '../plan/planner.ts';
import { copyOf } from '../run/event-row.ts';
import { parseExpression } from '../syntax/expression.ts';
import { printExpr, printField } from '../syntax/print.ts';
import type { Value } from '../values.ts';
import { command } from './command.ts';

export const UNNEST = command({
  names: ['unnest'],
  usage: 'unnest list into x',
  effect: 'a row for each element of a list of jsonParse; anything else is a list of one',
  read: (cursor) => {
    const list = parseExpression(cursor);
    if (!cursor.takeWord('into')) throw cursor.unexpected('"into"', 'unnest list into name');
    return { list, into: cursor.expectField() };
  },
  print: ({ list, into }) => `${printExpr(list)} into ${printField(into)}`,
  plan: (planner, { list, into }) =>
    eachElement(planner, codeOf(planner, list), into.name, (value) => {
      if (value === undefined) return [];
      return Array.isArray(value) ? value : [value];
    }),
});

export const EXPAND = command({
  names: ['expand'],
  usage: 'expand f',
  effect: 'a row for each element of a field that is a JSON array; other rows stay',
  read: (cursor) => cursor.expectField(),
  print: printField,
  plan: (planner, field) =>
    eachElement(planner, resolveField(planner, field), field.name, (value) => {
      const list = typeof value === 'string' ? parseContainer(value) : value;
      return Array.isArray(list) ? list : [value];
    }),
});

function eachElement(
  planner: Planner,
  { read }: Code,
  name: string,
  elementsOf: (value: Value) => readonly unknown[],
): void {
  const slot = newSlot(planner);
  replaceField(planner, name, slotCode(slot, 'any'));
  expandRows(planner, (row, emit) => {
    for (const element of elementsOf(read(row))) {
      const copy = copyOf(row);
      copy.slots[slot] = element === null ? undefined : (element as Value);
      emit(copy);
    }
  });
}
