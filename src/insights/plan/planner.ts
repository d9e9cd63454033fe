// The state of turning commands into a pipeline: which names are known, what a row shows, and the
// segments built so far. A segment is a set of filters and the collector that they feed.
import type { Diagnostic } from '../../base/diagnostic.ts';
import type { Collector } from '../run/collector.ts';
import type { EventRow } from '../run/event-row.ts';
import { type Budget, MAX_EXACT_NUMBERS } from '../run/number-bag.ts';
import { MAX_EXACT_TEXTS } from '../run/text-bag.ts';
import type { Expr } from '../syntax/ast.ts';
import type { CompiledQuery, QueryContext, Source, Subquery } from '../types.ts';
import type { Kind, Value } from '../values.ts';

/** A compiled expression. */
export interface Code {
  readonly kind: Kind;
  readonly read: (row: EventRow) => Value;
}

export type Condition = (row: EventRow) => boolean;

/** One column of the result; `code` is looked up when all names are known. */
export interface Column {
  readonly name: string;
  readonly code: () => Code;
  /** Shown because `parse` made it, after what `fields` names. */
  readonly parsed: boolean;
}

export interface SortKey {
  readonly code: Code;
  readonly descending: boolean;
}

export interface Segment {
  readonly conditions: readonly Condition[];
  readonly collect: () => Collector;
  /** Slots of the rows that enter. */
  readonly slotCount: () => number;
  /** Whether it tells rows of one log group apart by nothing but their time. */
  readonly coarse: boolean;
}

/** The names of one stretch of the query: events, or the groups of a `stats`. */
export interface Era {
  readonly kind: 'events' | 'groups';
  readonly names: Map<string, Code>;
  /** Names that commands put into the result so far, for the check of double definitions. */
  readonly shown: Set<string>;
  readonly columns: Column[];
  display: readonly Column[] | null;
  slotCount: number;
}

/** How expressions are compiled; handed in, because expressions contain each other. */
export interface Compilers {
  readonly value: (planner: Planner, expr: Expr) => Code;
  readonly condition: (planner: Planner, expr: Expr) => Condition;
}

/** Lives while one query is planned. */
export interface Planner {
  readonly compilers: Compilers;
  readonly text: string;
  readonly context: QueryContext;
  readonly diagnostics: Diagnostic[];
  /** Literal lists, one for each filter over the events as they come. */
  readonly literals: (readonly string[] | null)[];
  /** The filters over the events as they come. */
  readonly filters: Expr[];
  readonly segments: Segment[];
  readonly budget: Budget;
  /** Log groups that the query names. */
  source: Source | null;
  /** Queries inside it, in the order of their places in the text. */
  readonly subqueries: Subquery[];
  earlierMs: CompiledQuery['earlierMs'];
  era: Era;
  conditions: Condition[];
  sort: readonly SortKey[] | null;
  statsStages: number;
  hasLimit: boolean;
  /** Set by `dedup`, after which only `limit` may follow: the most rows that anything after it uses. */
  dedupBound: { rows: number } | null;
  /** In a `stats` after another, unknown names are errors. */
  strictNames: boolean;
}

export const ABSENT: Code = { kind: 'any', read: () => undefined };

export function newEra(kind: Era['kind']): Era {
  return {
    kind,
    names: new Map(),
    shown: new Set(),
    columns: [],
    display: null,
    slotCount: 0,
  };
}

export function newPlanner(text: string, context: QueryContext, compilers: Compilers): Planner {
  return {
    compilers,
    text,
    context,
    diagnostics: [],
    literals: [],
    filters: [],
    segments: [],
    budget: { numbers: MAX_EXACT_NUMBERS, texts: MAX_EXACT_TEXTS, notes: new Set() },
    source: null,
    subqueries: [],
    earlierMs: null,
    era: newEra('events'),
    conditions: [],
    sort: null,
    statsStages: 0,
    hasLimit: false,
    dedupBound: null,
    strictNames: false,
  };
}

/** The code of an expression. */
export function codeOf(planner: Planner, expr: Expr): Code {
  return planner.compilers.value(planner, expr);
}

/** The code of a condition. */
export function conditionOf(planner: Planner, expr: Expr): Condition {
  return planner.compilers.condition(planner, expr);
}

/** Ends the present segment with a collector. */
export function closeSegment(planner: Planner, collect: () => Collector, coarse = false): void {
  const { era, conditions } = planner;
  planner.segments.push({ conditions, collect, slotCount: () => era.slotCount, coarse });
  planner.conditions = [];
  planner.sort = null;
}
