// Commands that carry values from row to row, in the present order: `accum`, `autoregress`, `filldown`.
import { arrangeRows } from '../plan/collect.ts';
import { resolveField } from '../plan/names.ts';
import { defineField, replaceField } from '../plan/new-fields.ts';
import { type Code, newSlot, type Planner, slotCode } from '../plan/planner.ts';
import type { EventRow } from '../run/event-row.ts';
import type { FieldExpr } from '../syntax/ast.ts';
import type { Cursor } from '../syntax/cursor.ts';
import { errorAt, QueryFault } from '../syntax/fault.ts';
import { printField } from '../syntax/print.ts';
import { numberOf, type Value } from '../values.ts';
import { command, readAlias } from './command.ts';

export const ACCUM = command({
  names: ['accum'],
  usage: 'accum f [as a]',
  effect: 'the sum of the field so far, row after row; without a name it replaces the field',
  read: (cursor) => ({ field: cursor.expectField(), alias: readAlias(cursor) }),
  print: ({ field, alias }) =>
    printField(field) + (alias === null ? '' : ` as ${printField(alias)}`),
  plan: (planner, { field, alias }) => {
    const { read } = resolveField(planner, field);
    const slot = newSlot(planner);
    inOrder(planner, (rows) => {
      let total: number | undefined;
      for (const row of rows) {
        const number = numberOf(read(row));
        if (!Number.isNaN(number)) total = (total ?? 0) + number;
        row.slots[slot] = total;
      }
    });
    const code = slotCode(slot, 'number');
    if (alias === null) replaceField(planner, field.name, code);
    else defineField(planner, alias, code, 'accum');
  },
});

const MAX_LAG = 100;

interface Autoregress {
  readonly field: FieldExpr;
  readonly alias: FieldExpr | null;
  readonly from: number;
  readonly to: number;
}

export const AUTOREGRESS = command({
  names: ['autoregress'],
  usage: 'autoregress f [as a] [p=n[-m]]',
  effect: 'the value of the nth row before, as `f_p1` or `a`',
  read: readAutoregress,
  print: ({ field, alias, from, to }) =>
    `${printField(field)}${alias === null ? '' : ` as ${printField(alias)}`} p=${from}${to === from ? '' : `-${to}`}`,
  plan: planAutoregress,
});

function readAutoregress(cursor: Cursor): Autoregress {
  const field = cursor.expectField();
  const before = readAlias(cursor);
  const { span } = cursor.token;
  const [from, to] = cursor.takeWord('p') ? readLags(cursor) : [1, 1];
  const alias = before ?? readAlias(cursor);
  if (from >= 1 && to >= from && to <= MAX_LAG) return { field, alias, from, to };
  const message = `p takes a number of rows, or a range of them, from 1 to ${MAX_LAG}`;
  throw new QueryFault(errorAt('lag', message, cursor.spanFrom(span.start)));
}

function readLags(cursor: Cursor): readonly [number, number] {
  cursor.expectSymbol('=');
  const from = readCount(cursor);
  return [from, cursor.takeSymbol('-') ? readCount(cursor) : from];
}

function readCount(cursor: Cursor): number {
  const { token } = cursor;
  if (token.kind !== 'number' || !Number.isInteger(token.value)) {
    throw cursor.unexpected('a number of rows');
  }
  cursor.take();
  return token.value;
}

function planAutoregress(planner: Planner, { field, alias, from, to }: Autoregress): void {
  const { kind, read } = resolveField(planner, field);
  const lags = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const slots = lags.map((lag) => ({ lag, slot: newSlot(planner) }));
  inOrder(planner, (rows) => {
    const values = rows.map(read);
    for (const [index, row] of rows.entries()) {
      for (const { lag, slot } of slots) row.slots[slot] = values[index - lag];
    }
  });
  const base = alias?.name ?? field.name;
  for (const { lag, slot } of slots) {
    const single = alias !== null && from === to;
    const name = single ? base : `${base}_p${lag}`;
    const { span } = alias ?? field;
    defineField(planner, { name, span }, slotCode(slot, kind), 'autoregress');
  }
}

export const FILLDOWN = command({
  names: ['filldown'],
  usage: 'filldown [f g* …]',
  effect:
    'the last value that was present stands in for absent ones; without fields in all columns',
  read: readPatterns,
  print: (patterns) => patterns.join(' '),
  plan: (planner, patterns) => {
    const filled = columnsLike(planner, patterns).map((name) => {
      const code = codeOfName(planner, name);
      return { name, code, slot: newSlot(planner) };
    });
    inOrder(planner, (rows) => {
      for (const { code, slot } of filled) fill(rows, code, slot);
    });
    for (const { name, code, slot } of filled) {
      replaceField(planner, name, slotCode(slot, code.kind));
    }
  },
});

function fill(rows: readonly EventRow[], { read }: Code, slot: number): void {
  let last: Value;
  for (const row of rows) {
    last = read(row) ?? last;
    row.slots[slot] = last;
  }
}

const WILDCARD = /[\p{L}\p{N}_@.*]+/u;

function readPatterns(cursor: Cursor): readonly string[] {
  const patterns: string[] = [];
  while (!cursor.atStageEnd()) {
    cursor.takeSymbol(',');
    const { token } = cursor;
    if (token.kind === 'word' && token.quoted) patterns.push(printField(cursor.expectField()));
    else {
      const found = cursor.takeText(WILDCARD);
      if (found === null) throw cursor.unexpected('a field, or a part of its name and *');
      patterns.push(found.text);
    }
  }
  return patterns;
}

/** Names of columns that a pattern finds, and names without a star as they are. */
function columnsLike(planner: Planner, patterns: readonly string[]): readonly string[] {
  const columns = planner.era.columns.map(({ name }) => name);
  if (patterns.length === 0) return columns;
  return [
    ...new Set(
      patterns.flatMap((pattern) => {
        const name = pattern.replaceAll('`', '');
        if (!name.includes('*')) return [name];
        const parts = name.split('*').map((part) => part.replace(/[.\\+?^$()[\]{}|]/g, '\\$&'));
        const test = new RegExp(`^${parts.join('.*')}$`, 'u');
        return columns.filter((column) => test.test(column));
      }),
    ),
  ];
}

function codeOfName(planner: Planner, name: string): Code {
  const column = planner.era.columns.find((one) => one.name === name);
  if (column !== undefined) return column.code();
  const span = { start: 0, end: 0 };
  return resolveField(planner, { kind: 'field', parts: name.split('.'), name, span });
}

/** Fills slots of the rows, which all stay. */
function inOrder(planner: Planner, fillSlots: (rows: readonly EventRow[]) => void): void {
  arrangeRows(planner, (rows) => {
    fillSlots(rows);
    return rows;
  });
}
