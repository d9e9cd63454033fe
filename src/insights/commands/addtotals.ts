// `addtotals [fieldname=Total] [row=true] [col=false] f…`: a column with the sum of each row, a last row with the sum of
// each column.
import { arrangeRows } from '../plan/collect.ts';
import { resolveField } from '../plan/names.ts';
import { defineField, replaceField } from '../plan/new-fields.ts';
import { type Code, newSlot, type Planner, slotCode } from '../plan/planner.ts';
import { type EventRow, newRow } from '../run/event-row.ts';
import type { FieldExpr } from '../syntax/ast.ts';
import type { Cursor } from '../syntax/cursor.ts';
import { printField } from '../syntax/print.ts';
import { numberOf } from '../values.ts';
import { command, readFields } from './command.ts';

interface Addtotals {
  readonly total: FieldExpr | null;
  readonly row: boolean;
  readonly col: boolean;
  readonly fields: readonly FieldExpr[];
}

export const ADDTOTALS = command({
  names: ['addtotals'],
  usage: 'addtotals [fieldname=Total] [row=true] [col=false] [f, …]',
  effect: 'the sum of each row, and with `col=true` a last row with the sum of each column',
  read: readAddtotals,
  print: ({ total, row, col, fields }) =>
    [
      ...(total === null ? [] : [`fieldname=${printField(total)}`]),
      `row=${row}`,
      `col=${col}`,
      ...fields.map(printField),
    ].join(' '),
  plan: planAddtotals,
});

function readAddtotals(cursor: Cursor): Addtotals {
  let total: FieldExpr | null = null;
  let [row, col] = [true, false];
  while (isOption(cursor)) {
    const option = cursor.expectField().name.toLowerCase();
    cursor.expectSymbol('=');
    if (option === 'fieldname') total = cursor.expectField();
    else if (option === 'row') row = readFlag(cursor);
    else col = readFlag(cursor);
  }
  return { total, row, col, fields: cursor.atStageEnd() ? [] : readFields(cursor) };
}

function isOption(cursor: Cursor): boolean {
  if (!cursor.atWord('fieldname', 'row', 'col')) return false;
  return /^\w+\s*=/.test(cursor.text.slice(cursor.token.span.start));
}

function readFlag(cursor: Cursor): boolean {
  if (cursor.takeWord('true')) return true;
  if (cursor.takeWord('false')) return false;
  throw cursor.unexpected('true or false');
}

function planAddtotals(planner: Planner, { total, row, col, fields }: Addtotals): void {
  const summed = fields.length > 0 ? named(planner, fields) : shown(planner);
  const codes = summed.map(({ code }) => code);
  if (row) {
    const name = total ?? { name: 'Total', span: { start: 0, end: 0 } };
    defineField(planner, name, { kind: 'number', read: (one) => sumOf(codes, one) }, 'addtotals');
  }
  if (col) addRow(planner, summed);
}

interface Summed {
  readonly name: string;
  readonly code: Code;
}

function named(planner: Planner, fields: readonly FieldExpr[]): readonly Summed[] {
  return fields.map((field) => ({ name: field.name, code: resolveField(planner, field) }));
}

/** All columns, but those that CloudWatch makes and times. */
function shown(planner: Planner): readonly Summed[] {
  return planner.era.columns
    .filter(({ name }) => !name.startsWith('@'))
    .map(({ name, code }) => ({ name, code: code() }))
    .filter(({ code }) => code.kind !== 'time');
}

function sumOf(codes: readonly Code[], row: EventRow): number | undefined {
  let total: number | undefined;
  for (const { read } of codes) {
    const number = numberOf(read(row));
    if (!Number.isNaN(number)) total = (total ?? 0) + number;
  }
  return total;
}

/** The columns live in slots from here on, so that the last row can hold their sums. */
function addRow(planner: Planner, summed: readonly Summed[]): void {
  const { era } = planner;
  const others = era.columns.filter(({ name }) => !summed.some((one) => one.name === name));
  const held = summed.map(({ name, code }) => ({ name, code, slot: newSlot(planner) }));
  const blank = others.map(({ name, code }) => ({ name, code: code(), slot: newSlot(planner) }));
  arrangeRows(planner, (rows) => {
    const last = newRow(era.slotCount);
    last.slots.fill(undefined);
    for (const { code, slot } of held) {
      for (const row of rows) row.slots[slot] = code.read(row);
      last.slots[slot] = rows.reduce<number | undefined>((sum, row) => {
        const number = numberOf(code.read(row));
        return Number.isNaN(number) ? sum : (sum ?? 0) + number;
      }, undefined);
    }
    for (const { code, slot } of blank) for (const row of rows) row.slots[slot] = code.read(row);
    return [...rows, last];
  });
  for (const { name, code, slot } of [...held, ...blank]) {
    replaceField(planner, name, slotCode(slot, code.kind));
  }
}
