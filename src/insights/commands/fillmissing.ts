// `fillmissing [with v for f, …]`: rows for the bins between the first and the last one that `stats … by bin()` found
// no event in, for each combination of the other keys.
import { arrangeRows } from '../plan/collect.ts';
import { resolveField } from '../plan/names.ts';
import { replaceField } from '../plan/new-fields.ts';
import { newSlot, type Planner, slotCode, type TimeBins } from '../plan/planner.ts';
import { type EventRow, newRow } from '../run/event-row.ts';
import type { FieldExpr, LiteralExpr } from '../syntax/ast.ts';
import type { Cursor } from '../syntax/cursor.ts';
import { parseExpression } from '../syntax/expression.ts';
import { errorAt } from '../syntax/fault.ts';
import { printField, printLiteral } from '../syntax/print.ts';
import { command, readList } from './command.ts';

interface Fill {
  readonly value: LiteralExpr;
  readonly field: FieldExpr;
}

/** Rows that come out at most. */
const MAX_ROWS = 100_000;

export const FILLMISSING = command({
  names: ['fillmissing'],
  usage: 'fillmissing [with v for f, …]',
  effect: 'rows for the empty bins of `stats … by bin()`',
  read: (cursor): readonly Fill[] => (cursor.takeWord('with') ? readList(cursor, readFill) : []),
  print: (fills) =>
    fills.length === 0
      ? ''
      : `with ${fills.map(({ value, field }) => `${printLiteral(value)} for ${printField(field)}`).join(', ')}`,
  plan: planFillmissing,
});

function readFill(cursor: Cursor): Fill {
  cursor.takeWord('with');
  const value = parseExpression(cursor);
  if (value.kind !== 'literal') throw cursor.unexpected('a constant value');
  if (!cursor.takeWord('for')) throw cursor.unexpected('"for" and a field');
  return { value, field: cursor.expectField() };
}

function planFillmissing(planner: Planner, fills: readonly Fill[]): void {
  const { bins } = planner.era;
  if (bins === null) {
    const message = 'fillmissing follows a stats … by bin(period)';
    planner.diagnostics.push(errorAt('no-bins', message, planner.stage));
    return;
  }
  const filled = fills.map(({ value, field }) => {
    const code = resolveField(planner, field);
    return { name: field.name, code, value: value.value, slot: newSlot(planner) };
  });
  const { era, budget } = planner;
  arrangeRows(planner, (rows) => {
    for (const { code, slot } of filled) {
      for (const row of rows) row.slots[slot] = code.read(row);
    }
    const blank = () => {
      const row = newRow(era.slotCount);
      for (const { slot, value } of filled) row.slots[slot] = value;
      return row;
    };
    return withMissing(rows, bins, blank, budget.notes);
  });
  for (const { name, code, slot } of filled) replaceField(planner, name, slotCode(slot, code.kind));
}

function withMissing(
  rows: readonly EventRow[],
  bins: TimeBins,
  blank: () => EventRow,
  notes: Set<string>,
): readonly EventRow[] {
  const times = allBins(rows, bins, notes);
  const made = [...combinations(rows, bins).values()].flatMap(({ example, present }) =>
    times
      .filter((ms) => !present.has(ms))
      .map((ms) => {
        const row = blank();
        for (const key of bins.otherKeys) row.slots[key] = example.slots[key];
        row.slots[bins.slot] = ms;
        return row;
      }),
  );
  const all = [...rows, ...made];
  if (made.length > 0) all.sort((a, b) => Number(a.slots[bins.slot]) - Number(b.slots[bins.slot]));
  if (all.length > MAX_ROWS) notes.add(`fillmissing makes at most ${MAX_ROWS} rows`);
  return all.slice(0, MAX_ROWS);
}

/** From the first to the last one that a row has. */
function allBins(rows: readonly EventRow[], bins: TimeBins, notes: Set<string>): readonly number[] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    first = Math.min(first, Number(row.slots[bins.slot]));
    last = Math.max(last, Number(row.slots[bins.slot]));
  }
  const times: number[] = [];
  for (let ms = first; ms <= last; ms = bins.next(ms)) {
    if (times.length === MAX_ROWS) {
      notes.add(`fillmissing makes at most ${MAX_ROWS} rows`);
      break;
    }
    times.push(ms);
  }
  return times;
}

/** The different values of the other keys, and the bins that each has. */
function combinations(rows: readonly EventRow[], bins: TimeBins) {
  const found = new Map<string, { readonly example: EventRow; readonly present: Set<number> }>();
  for (const row of rows) {
    const key = JSON.stringify(bins.otherKeys.map((slot) => row.slots[slot] ?? null));
    const known = found.get(key) ?? { example: row, present: new Set() };
    known.present.add(Number(row.slots[bins.slot]));
    found.set(key, known);
  }
  return found;
}
