// The order of rows: the keys of `sort`, or newest first, or as they came; never undecided.
import { tieOrder } from '../choices.ts';
import { SYSTEM_FIELDS } from '../fields/system.ts';
import type { SortKey } from '../plan/planner.ts';
import type { EventRow } from './event-row.ts';
import { compareNatural, type SortValue, sortValue } from './natural-order.ts';

const NO_KEYS: readonly SortValue[] = [];

/** A row in a list, with what its place depends on. */
export interface Entry {
  readonly row: EventRow;
  readonly keys: readonly SortValue[];
  /** Number of the row in the order in which rows came in. */
  readonly sequence: number;
}

export interface RowOrder {
  readonly keysOf: (row: EventRow) => readonly SortValue[];
  /** Below 0: a stands before b. */
  readonly compare: (a: Entry, b: Entry) => number;
}

/** `@timestamp` descending, the order of events without a `sort`. */
export const NEWEST_FIRST: RowOrder = byTime(-1);

/** As they came: for rows that a collector before has put in order. */
export const AS_THEY_CAME: RowOrder = {
  keysOf: () => NO_KEYS,
  compare: (a, b) => a.sequence - b.sequence,
};

/** `stable`: equal rows stay as they came; otherwise they turn with the direction of the first key. */
export function orderBy(sort: readonly SortKey[], stable: boolean): RowOrder {
  const [first] = sort;
  if (!stable && sort.length === 1 && first?.code === SYSTEM_FIELDS.get('@timestamp')) {
    return byTime(first?.descending ? -1 : 1);
  }
  const signs = sort.map((key) => (key.descending ? -1 : 1));
  const tie = stable ? 1 : tieOrder(first?.descending ?? false);
  return {
    keysOf: (row) => sort.map(({ code }) => sortValue(code.read(row), code.kind)),
    compare: (a, b) => {
      for (let index = 0; index < signs.length; index++) {
        const difference = compareNatural(a.keys[index], b.keys[index]);
        if (difference !== 0) return difference * (signs[index] ?? 1);
      }
      return inTie(a, b, tie);
    },
  };
}

/** The order of most queries: no keys to make, two numbers to compare. */
function byTime(direction: 1 | -1): RowOrder {
  const tie = tieOrder(direction === -1);
  return {
    keysOf: () => NO_KEYS,
    compare: (a, b) =>
      (a.row.record.timestampMs - b.row.record.timestampMs) * direction || inTie(a, b, tie),
  };
}

/** Rows that one event was expanded to stay as they are, whichever way the events turn. */
function inTie(a: Entry, b: Entry, tie: 1 | -1): number {
  return (a.sequence - b.sequence) * (a.row.record === b.row.record ? 1 : tie);
}
