// What an aggregate of `stats` is.
import type { Code } from '../plan/planner.ts';
import type { Accumulator } from '../run/groups.ts';
import type { Budget } from '../run/number-bag.ts';
import type { CallExpr } from '../syntax/ast.ts';
import type { Kind } from '../values.ts';

export interface AggregateSite {
  readonly call: CallExpr;
  /** The argument that is aggregated, over the rows that enter. */
  readonly field: Code;
  readonly budget: Budget;
}

export interface Aggregate {
  readonly name: string;
  readonly arity: readonly [number, number];
  readonly usage: string;
  /** Kind of the result; null: that of the field. */
  readonly kind: Kind | null;
  readonly make: (site: AggregateSite) => () => Accumulator;
  /** Which argument is aggregated; absent: the first. */
  readonly fieldAt?: number;
  /** Whether it asks of a value no more than whether there is one. */
  readonly presence?: boolean;
  /** Whether it goes by @timestamp, which rows lose in a `stats`. */
  readonly byTime?: boolean;
  /** Whether it stands in a `stats` of its own, without `by`. */
  readonly alone?: boolean;
  /** What is wrong with the arguments beside the field, in words; null: nothing. */
  readonly check?: (call: CallExpr) => string | null;
}
