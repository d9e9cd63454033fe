// `stats`: one accumulator for each aggregate and group; memory is bounded by the number of groups.
import { grouped } from '../../base/grouped.ts';
import { GROUPS_DESCENDING } from '../choices.ts';
import type { Code } from '../plan/planner.ts';
import { detached, textOf, type Value } from '../values.ts';
import type { Collector } from './collector.ts';
import { type EventRow, newRow } from './event-row.ts';
import { compareNatural, sortValue } from './natural-order.ts';

/** Groups of one stats; events of further groups are left out, and a note says so. */
export const MAX_GROUPS = 100_000;

/** Lives as long as its group. */
export interface Accumulator {
  add(row: EventRow): void;
  /** Adds a row as often as it stands for; counts alone can. */
  addMany?(count: number): void;
  value(): Value;
}

export interface Aggregation {
  readonly make: () => Accumulator;
  /** It counts the rows in which this one of `occurrences` matches; null: it looks at each row. */
  readonly pattern: number | null;
}

export interface Grouping {
  readonly by: readonly Code[];
  readonly aggregates: readonly Aggregation[];
  /** Tells of the patterns of a row; null: all aggregates are to look at it themselves. */
  readonly occurrences: { foundIn(row: EventRow): readonly number[] | null };
  /** Slots of the rows that come out: keys, then aggregates, then what later commands define. */
  readonly slotCount: () => number;
  readonly notes: Set<string>;
}

interface Group {
  readonly keys: readonly Value[];
  readonly accumulators: readonly Accumulator[];
  /** Those that look at each row. */
  readonly plain: readonly Accumulator[];
  /** The others, by the pattern whose matches they count. */
  readonly matched: readonly (readonly Accumulator[])[];
}

/** A collector of one row for each group. */
export function groupRows(grouping: Grouping): Collector {
  const groups = new Map<string | number, Group>();
  const keyOf = groupKey(grouping.by);
  const { aggregates, occurrences } = grouping;
  const hasPatterns = aggregates.some(({ pattern }) => pattern !== null);
  return {
    readsAtOnce: true,
    add(row) {
      const key = keyOf(row);
      const group = groups.get(key) ?? open(groups, grouping, key, row);
      if (group === null) return false;
      for (const accumulator of group.plain) accumulator.add(row);
      if (hasPatterns) addMatched(group, row, occurrences.foundIn(row));
      return false;
    },
    addSpans(spans) {
      if (spans.some(({ first, last }) => keyOf(first) !== keyOf(last))) return false;
      for (const { first, count } of spans) {
        const key = keyOf(first);
        const group = groups.get(key) ?? open(groups, grouping, key, first);
        for (const accumulator of group?.accumulators ?? []) accumulator.addMany?.(count);
      }
      return true;
    },
    rows: () => outputRows(grouping, groups),
  };
}

function addMatched({ matched }: Group, row: EventRow, found: readonly number[] | null): void {
  if (found === null) {
    for (const accumulators of matched) for (const one of accumulators) one.add(row);
    return;
  }
  for (const pattern of found) for (const one of matched[pattern] ?? []) one.addMany?.(1);
}

function open(
  groups: Map<string | number, Group>,
  { by, aggregates, notes }: Grouping,
  key: string | number,
  row: EventRow,
): Group | null {
  if (groups.size >= MAX_GROUPS) {
    notes.add(`events beyond the first ${grouped(MAX_GROUPS)} groups are left out`);
    return null;
  }
  const keys = by.map(({ read }) => {
    const value = read(row);
    return typeof value === 'string' ? detached(value) : value;
  });
  const group = { keys, ...accumulatorsOf(aggregates) };
  groups.set(typeof key === 'string' ? detached(key) : key, group);
  return group;
}

function accumulatorsOf(aggregates: readonly Aggregation[]) {
  const plain: Accumulator[] = [];
  const matched: Accumulator[][] = [];
  const accumulators = aggregates.map(({ make, pattern }) => {
    const made = make();
    if (pattern === null) plain.push(made);
    else {
      while (matched.length <= pattern) matched.push([]);
      matched[pattern]?.push(made);
    }
    return made;
  });
  return { accumulators, plain, matched };
}

function groupKey(by: readonly Code[]): (row: EventRow) => string | number {
  const [only] = by;
  if (only === undefined) return () => '';
  if (by.length === 1 && only.kind === 'time') {
    return (row) => Number(only.read(row) ?? Number.NaN);
  }
  return (row) => {
    let key = '';
    for (const { kind, read } of by) {
      const value = read(row);
      const part = typeof value === 'number' ? String(value) : textOf(value, kind);
      key += part === undefined ? '-;' : `${part.length};${part}`;
    }
    return key;
  };
}

function outputRows({ by, slotCount }: Grouping, groups: ReadonlyMap<unknown, Group>) {
  const kinds = by.map((code) => code.kind);
  const direction = GROUPS_DESCENDING ? -1 : 1;
  return [...groups.values()]
    .map((group) => ({
      group,
      order: group.keys.map((key, i) => sortValue(key, kinds[i] ?? 'any')),
    }))
    .sort((a, b) => direction * compareKeys(a.order, b.order))
    .map(({ group }) => outputRow(group, slotCount()));
}

function compareKeys(
  a: readonly ReturnType<typeof sortValue>[],
  b: readonly ReturnType<typeof sortValue>[],
): number {
  for (let index = 0; index < a.length; index++) {
    const difference = compareNatural(a[index], b[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function outputRow(group: Group, slotCount: number): EventRow {
  const row = newRow(slotCount);
  group.keys.forEach((key, index) => {
    row.slots[index] = key;
  });
  group.accumulators.forEach((accumulator, index) => {
    row.slots[group.keys.length + index] = accumulator.value();
  });
  return row;
}
