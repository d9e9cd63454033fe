// Aggregates of `stats`: one row each. Absent values are left out everywhere.
// Source: CloudWatch Logs User Guide, "stats" (aggregation functions).
import { varianceDivisor } from '../choices.ts';
import type { Code } from '../plan/planner.ts';
import type { Accumulator } from '../run/groups.ts';
import { compareNatural, type SortValue, sortValue } from '../run/natural-order.ts';
import { type Budget, NumberBag } from '../run/number-bag.ts';
import { TextBag } from '../run/text-bag.ts';
import type { CallExpr } from '../syntax/ast.ts';
import { numberOf, textOf, type Value } from '../values.ts';
import type { Aggregate, AggregateSite } from './aggregate.ts';
import { seriesAggregates } from './series.ts';

const COUNT: Aggregate = {
  name: 'count',
  arity: [0, 1],
  usage: 'count(*), count(field)',
  kind: 'number',
  presence: true,
  make: count,
};
const SUM: Aggregate = {
  name: 'sum',
  arity: [1, 1],
  usage: 'sum(field)',
  kind: 'number',
  make: overNumbers(sum),
};
const PCT: Aggregate = {
  name: 'pct',
  arity: [2, 2],
  usage: 'pct(field, percent from 0 to 100)',
  kind: 'number',
  check: (call) =>
    percentOf(call) === null ? `${call.name} takes a field and a number from 0 to 100` : null,
  make: percentile,
};

const ROWS: readonly Aggregate[] = [
  COUNT,
  {
    name: 'count_distinct',
    arity: [1, 1],
    usage: 'count_distinct(field)',
    kind: 'number',
    make: countDistinct,
  },
  {
    name: 'countDistinct',
    arity: [1, 1],
    usage: 'countDistinct(field)',
    kind: 'number',
    make: countDistinct,
  },
  SUM,
  { name: 'avg', arity: [1, 1], usage: 'avg(field)', kind: 'number', make: overNumbers(average) },
  {
    name: 'stddev',
    arity: [1, 1],
    usage: 'stddev(field)',
    kind: 'number',
    make: overNumbers(() => spread(Math.sqrt)),
  },
  {
    name: 'variance',
    arity: [1, 1],
    usage: 'variance(field)',
    kind: 'number',
    make: overNumbers(() => spread((variance) => variance)),
  },
  { name: 'min', arity: [1, 1], usage: 'min(field)', kind: null, make: extreme(-1, true) },
  { name: 'max', arity: [1, 1], usage: 'max(field)', kind: null, make: extreme(1, true) },
  {
    name: 'sortsFirst',
    arity: [1, 1],
    usage: 'sortsFirst(field)',
    kind: null,
    make: extreme(-1, false),
  },
  {
    name: 'sortsLast',
    arity: [1, 1],
    usage: 'sortsLast(field)',
    kind: null,
    make: extreme(1, false),
  },
  {
    name: 'earliest',
    arity: [1, 1],
    usage: 'earliest(field): its value in the first event',
    kind: null,
    byTime: true,
    make: byTime((candidate, held) => candidate < held),
  },
  {
    name: 'latest',
    arity: [1, 1],
    usage: 'latest(field): its value in the last event',
    kind: null,
    byTime: true,
    make: byTime((candidate, held) => candidate >= held),
  },
  PCT,
  { ...PCT, name: 'percentile', usage: 'percentile(field, percent): as pct' },
  { name: 'median', arity: [1, 1], usage: 'median(field)', kind: 'number', make: median },
  ...seriesAggregates(COUNT, SUM),
];

/** By name in lower case: names are not case-sensitive. */
export const AGGREGATES: ReadonlyMap<string, Aggregate> = new Map(
  ROWS.map((row) => [row.name.toLowerCase(), row]),
);

/** The percent of a `pct` call; null where it is no number from 0 to 100. */
function percentOf(call: CallExpr): number | null {
  const arg = call.args[1];
  if (arg?.kind !== 'literal' || typeof arg.value !== 'number') return null;
  return arg.value >= 0 && arg.value <= 100 ? arg.value : null;
}

function count({ call, field }: AggregateSite): () => Accumulator {
  const all = call.star || call.args.length === 0;
  const { read } = field;
  return () => {
    let seen = 0;
    return {
      add(row) {
        if (all || read(row) !== undefined) seen++;
      },
      addMany(count) {
        seen += count;
      },
      value: () => seen,
    };
  };
}

function countDistinct({ field, budget }: AggregateSite): () => Accumulator {
  const { kind, read } = field;
  return () => {
    const bag = new TextBag(budget);
    return {
      add(row) {
        const text = textOf(read(row), kind);
        if (text !== undefined) bag.add(text);
      },
      value: () => bag.count(),
    };
  };
}

interface Numbers {
  add(value: number): void;
  value(): number | undefined;
}

function overNumbers(make: () => Numbers) {
  return ({ field }: AggregateSite): (() => Accumulator) => {
    const { read } = field;
    return () => {
      const numbers = make();
      return {
        add(row) {
          const number = numberOf(read(row));
          if (!Number.isNaN(number)) numbers.add(number);
        },
        value: () => numbers.value(),
      };
    };
  };
}

function sum(): Numbers {
  let total: number | undefined;
  return {
    add(value) {
      total = (total ?? 0) + value;
    },
    value: () => total,
  };
}

function average(): Numbers {
  let [total, seen] = [0, 0];
  return {
    add(value) {
      total += value;
      seen++;
    },
    value: () => (seen === 0 ? undefined : total / seen),
  };
}

/** Welford's method: no loss of digits where values are large and close together. */
function spread(finish: (variance: number) => number): Numbers {
  let [seen, mean, squares] = [0, 0, 0];
  return {
    add(value) {
      seen++;
      const difference = value - mean;
      mean += difference / seen;
      squares += difference * (value - mean);
    },
    value: () => (seen === 0 ? undefined : finish(squares / varianceDivisor(seen))),
  };
}

/** Smallest or largest in natural order. `numbersFirst`: texts count only where there is no number. */
function extreme(direction: 1 | -1, numbersFirst: boolean) {
  const better = (a: SortValue, b: SortValue) => {
    const textual = Number(typeof b === 'string') - Number(typeof a === 'string');
    if (numbersFirst && textual !== 0) return textual > 0;
    return compareNatural(a, b) * direction > 0;
  };
  return ({ field }: AggregateSite): (() => Accumulator) => {
    const { kind, read } = field;
    return () => {
      let best: Value;
      let bestPlace: SortValue;
      return {
        add(row) {
          const value = read(row);
          if (value === undefined || typeof value === 'object') return;
          const place = sortValue(value, kind);
          if (best !== undefined && !better(place, bestPlace)) return;
          best = value;
          bestPlace = place;
        },
        value: () => best,
      };
    };
  };
}

function byTime(better: (candidateMs: number, heldMs: number) => boolean) {
  return ({ field }: AggregateSite): (() => Accumulator) => {
    const { read } = field;
    return () => {
      let best: Value;
      let bestMs = Number.NaN;
      return {
        add(row) {
          const { timestampMs } = row.record;
          if (!Number.isNaN(bestMs) && !better(timestampMs, bestMs)) return;
          const value = read(row);
          if (value === undefined) return;
          best = value;
          bestMs = timestampMs;
        },
        value: () => best,
      };
    };
  };
}

function percentile({ call, field, budget }: AggregateSite): () => Accumulator {
  const percent = percentOf(call) ?? 0;
  return fromBag(field, budget, (bag) => bag.percentile(percent));
}

function median({ field, budget }: AggregateSite): () => Accumulator {
  return fromBag(field, budget, (bag) => bag.median());
}

function fromBag(field: Code, budget: Budget, read: (bag: NumberBag) => number | undefined) {
  return (): Accumulator => {
    const bag = new NumberBag(budget);
    return {
      add(row) {
        const number = numberOf(field.read(row));
        if (!Number.isNaN(number)) bag.add(number);
      },
      value: () => read(bag),
    };
  };
}
