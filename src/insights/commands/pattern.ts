// `pattern f`: the texts of a field grouped by what they have in common; `diff`: the same, compared with an earlier
// window of equal length.
import { type Code, closeSegment, codeOf, newEra, type Planner } from '../plan/planner.ts';
import { newRow } from '../run/event-row.ts';
import { differenceText, type FoundPattern, Patterns } from '../run/patterns.ts';
import type { Expr } from '../syntax/ast.ts';
import type { Cursor } from '../syntax/cursor.ts';
import { parseExpression } from '../syntax/expression.ts';
import { errorAt } from '../syntax/fault.ts';
import { printExpr } from '../syntax/print.ts';
import { type Kind, textOf, type Value } from '../values.ts';
import { command } from './command.ts';

interface Column {
  readonly name: string;
  readonly kind: Kind;
  readonly value: (found: FoundPattern, total: number) => Value;
  /** Only where two windows are compared. */
  readonly compared: boolean;
}

const COLUMNS: readonly Column[] = [
  { name: '@pattern', kind: 'text', value: ({ text }) => text, compared: false },
  {
    name: '@ratio',
    kind: 'number',
    value: ({ count }, total) => (total === 0 ? 0 : count / total),
    compared: false,
  },
  { name: '@sampleCount', kind: 'number', value: ({ count }) => count, compared: false },
  {
    name: '@severityLabel',
    kind: 'text',
    value: ({ severity }) => severity ?? undefined,
    compared: false,
  },
  {
    name: '@differenceCount',
    kind: 'number',
    value: ({ count, before }) => count - before,
    compared: true,
  },
  {
    name: '@differenceDescription',
    kind: 'text',
    value: ({ count, before }) => differenceText(count, before),
    compared: true,
  },
];

export const PATTERN = command({
  names: ['pattern'],
  usage: 'pattern f',
  effect: '`@pattern @ratio @sampleCount @severityLabel`, the most frequent first',
  read: parseExpression,
  print: printExpr,
  plan: (planner, expr) => planPattern(planner, codeOf(planner, expr)),
});

type Period = 'previousDay' | 'previousWeek' | 'previousMonth';
const PERIODS: readonly Period[] = ['previousDay', 'previousWeek', 'previousMonth'];
const DAY_MS = 86_400_000;

export const DIFF = command({
  names: ['diff'],
  usage: 'diff [previousDay|previousWeek|previousMonth]',
  effect:
    'patterns compared with the window before: `@differenceCount @differenceDescription` beside those of `pattern`',
  read: readPeriod,
  print: (period) => period ?? '',
  plan: planDiff,
});

function readPeriod(cursor: Cursor): Period | null {
  const period = PERIODS.find((one) => cursor.atWord(one.toLowerCase())) ?? null;
  if (period !== null) cursor.take();
  else if (!cursor.atStageEnd()) throw cursor.unexpected(PERIODS.join(', '));
  return period;
}

function planDiff(planner: Planner, period: Period | null): void {
  if (planner.era.kind === 'events') planPattern(planner, codeOf(planner, MESSAGE));
  if (!planner.era.names.has('@pattern')) {
    const message = 'diff follows commands over events, or pattern';
    planner.diagnostics.push(errorAt('diff-place', message, planner.stage));
    return;
  }
  if (ofRows.has(planner.era)) {
    const message = 'diff compares all events of both windows: sort and limit come behind it';
    planner.diagnostics.push(errorAt('diff-place', message, planner.stage));
    return;
  }
  planner.earlierMs = ({ startMs, endMs }) => {
    switch (period) {
      case null:
        return endMs - startMs + 1;
      case 'previousDay':
        return DAY_MS;
      case 'previousWeek':
        return 7 * DAY_MS;
      case 'previousMonth':
        return startMs - monthBefore(startMs);
    }
  };
  for (const [slot, column] of COLUMNS.entries()) {
    if (column.compared) addColumn(planner, column, slot);
  }
}

const MESSAGE: Expr = {
  kind: 'field',
  parts: ['@message'],
  name: '@message',
  span: { start: 0, end: 0 },
};

/** The same day of the month before, or its last one. */
function monthBefore(ms: number): number {
  const date = new Date(ms);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay);
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, day);
  return midnight + (ms % DAY_MS);
}

/** Patterns of rows that were collected before: which window each of these comes from is not known any more. */
const ofRows = new WeakSet<Planner['era']>();

function planPattern(planner: Planner, { kind, read }: Code): void {
  const era = newEra('groups');
  const { phase, budget } = planner;
  if (planner.segments.some(({ expand }) => expand === null)) ofRows.add(era);
  closeSegment(planner, () => {
    const patterns = new Patterns(budget.notes);
    return {
      add(row) {
        const text = textOf(read(row), kind);
        if (text !== undefined) patterns.add(text, phase.earlier);
        return false;
      },
      rows: () => patterns.found().map((found) => patternRow(found, patterns.total, era.slotCount)),
    };
  });
  planner.era = era;
  for (const [slot, column] of COLUMNS.entries()) {
    era.slotCount++;
    if (!column.compared) addColumn(planner, column, slot);
  }
}

function patternRow(found: FoundPattern, total: number, slotCount: number) {
  const row = newRow(slotCount);
  for (const [slot, { value }] of COLUMNS.entries()) row.slots[slot] = value(found, total);
  return row;
}

function addColumn({ era }: Planner, { name, kind }: Column, slot: number): void {
  const code: Code = { kind, read: (row) => row.slots[slot] as Value };
  era.names.set(name, code);
  era.shown.add(name);
  era.columns.push({ name, code: () => code, parsed: false });
}
