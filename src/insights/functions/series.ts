// Aggregates over time and over values: rate, countOverTime, sumOverTime, histogram, values, topk.
// Source: CloudWatch Logs User Guide, "Time-series functions" and "stats".

import { periodMs } from '../periods.ts';
import type { Accumulator } from '../run/groups.ts';
import type { CallExpr } from '../syntax/ast.ts';
import { detached, finite, numberOf, textOf, type Value } from '../values.ts';
import type { Aggregate, AggregateSite } from './aggregate.ts';

/** Different values that `values` and `topk` keep for a group. */
const MAX_VALUES = 10_000;
const MAX_K = 10_000;
const MAX_BUCKETS = 1_000;

/** `count` and `sum` are those of the same name: the bins stand behind `by`. */
export function seriesAggregates(count: Aggregate, sum: Aggregate): readonly Aggregate[] {
  return [
    {
      name: 'rate',
      arity: [2, 2],
      usage: 'rate(field, 1m): its change in a period, from the first event to the last',
      kind: 'number',
      byTime: true,
      check: (call) =>
        call.args[1]?.kind === 'duration' ? null : 'rate takes a field and a period such as 1m',
      make: rate,
    },
    { ...count, name: 'countOverTime', usage: 'countOverTime(field): as count' },
    { ...sum, name: 'sumOverTime', usage: 'sumOverTime(field): as sum' },
    {
      name: 'histogram',
      arity: [2, 2],
      usage: 'histogram(field, buckets): how many values lie in each of so many equal ranges',
      kind: 'any',
      check: (call) =>
        wholeNumber(call, 1, MAX_BUCKETS) === null
          ? `histogram takes a field and a number of buckets from 1 to ${MAX_BUCKETS}`
          : null,
      make: histogram,
    },
    ...['values', 'collect_values'].map(
      (name): Aggregate => ({
        name,
        arity: [1, 1],
        usage: `${name}(field): its different values`,
        kind: 'any',
        make: (site) => countedValues(site, (counts) => [...counts.keys()]),
      }),
    ),
    {
      name: 'topk',
      arity: [2, 2],
      usage: 'topk(k, field): its most frequent values; alone, without by',
      kind: 'any',
      fieldAt: 1,
      alone: true,
      check: (call) =>
        wholeNumber(call, 0, MAX_K) === null ? `topk takes a number from 1 to ${MAX_K}` : null,
      make: topk,
    },
  ];
}

/** A whole number from 1 to `max` as this argument; null: it is none. */
function wholeNumber(call: CallExpr, at: number, max: number): number | null {
  const arg = call.args[at];
  if (arg?.kind !== 'literal' || typeof arg.value !== 'number') return null;
  return Number.isInteger(arg.value) && arg.value >= 1 && arg.value <= max ? arg.value : null;
}

function rate({ call, field }: AggregateSite): () => Accumulator {
  const period = call.args[1];
  const lengthMs = period?.kind === 'duration' ? periodMs(period) : Number.NaN;
  return () => {
    let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    let [first, last] = [0, 0];
    return {
      add(row) {
        const value = numberOf(field.read(row));
        if (Number.isNaN(value)) return;
        const { timestampMs } = row.record;
        if (timestampMs < firstMs) [firstMs, first] = [timestampMs, value];
        if (timestampMs >= lastMs) [lastMs, last] = [timestampMs, value];
      },
      value: () => finite(((last - first) / (lastMs - firstMs)) * lengthMs),
    };
  };
}

/** Counts the values of each group, kept as they come: the ranges are known at the end. */
function histogram({ call, field }: AggregateSite): () => Accumulator {
  const buckets = wholeNumber(call, 1, MAX_BUCKETS) ?? 1;
  return () => {
    const counts = new Map<number, number>();
    return {
      add(row) {
        const value = numberOf(field.read(row));
        if (!Number.isNaN(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
      },
      value: () => bucketCounts(counts, buckets),
    };
  };
}

function bucketCounts(counts: ReadonlyMap<number, number>, buckets: number): Value {
  if (counts.size === 0) return undefined;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of counts.keys()) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const width = (high - low) / buckets;
  const found = new Array<number>(width === 0 ? 1 : buckets).fill(0);
  for (const [value, count] of counts) {
    const at = width === 0 ? 0 : Math.min(buckets - 1, Math.floor((value - low) / width));
    found[at] = (found[at] ?? 0) + count;
  }
  const edge = (at: number) => Number((low + width * at).toPrecision(12));
  return Object.fromEntries(found.map((count, at) => [`${edge(at)}-${edge(at + 1)}`, count]));
}

function topk(site: AggregateSite): () => Accumulator {
  const k = wholeNumber(site.call, 0, MAX_K) ?? 1;
  return countedValues(site, (counts) =>
    [...counts]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, k)
      .map(([text]) => text),
  );
}

function countedValues(
  { call, field, budget }: AggregateSite,
  result: (counts: ReadonlyMap<string, number>) => readonly string[],
): () => Accumulator {
  const { kind, read } = field;
  return () => {
    const counts = new Map<string, number>();
    return {
      add(row) {
        const text = textOf(read(row), kind);
        if (text === undefined) return;
        const known = counts.get(text);
        if (known !== undefined) counts.set(text, known + 1);
        else if (counts.size < MAX_VALUES) counts.set(detached(text), 1);
        else budget.notes.add(`${call.name} keeps at most ${MAX_VALUES} different values`);
      },
      value: () => result(counts),
    };
  };
}
