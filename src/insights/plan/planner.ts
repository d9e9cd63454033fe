// The state of turning commands into a pipeline: which names are known, what a row shows, and the
// segments built so far. A segment is a set of filters and the collector that they feed.
import type { Diagnostic, Span } from '../../base/diagnostic.ts';
import type { RegexNode } from '../regex/ast.ts';
import type { Literal } from '../regex/literals.ts';
import type { Collector } from '../run/collector.ts';
import { type EventRow, PENDING } from '../run/event-row.ts';
import { type Budget, MAX_EXACT_NUMBERS } from '../run/number-bag.ts';
import { MAX_EXACT_TEXTS } from '../run/text-bag.ts';
import type { Expr, FieldExpr, NestedQuery } from '../syntax/ast.ts';
import type { CompiledQuery, FirstInTime, QueryContext, Source, Subquery } from '../types.ts';
import type { Kind, Value } from '../values.ts';
import { Occurrences } from './occurrences.ts';

/** A compiled expression. */
export interface Code {
  readonly kind: Kind;
  readonly read: (row: EventRow) => Value;
  /** Has a value in exactly those rows in whose message this pattern matches; absent: only the value tells. */
  readonly matched?: RegexNode;
}

/** A value that a row holds from the start. */
export function newSlot(planner: Planner): number {
  return planner.era.slotCount++;
}

export function slotCode(slot: number, kind: Kind): Code {
  return {
    kind,
    read: (row) => {
      const held = row.slots[slot];
      return held === PENDING ? undefined : (held as Value);
    },
  };
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

/** Gives the rows that stand in the place of one; each is a row of its own. */
export type Expand = (row: EventRow, emit: (row: EventRow) => void) => void;

export interface Segment {
  readonly conditions: readonly Condition[];
  readonly collect: () => Collector;
  /** The rows go on to the next segment one by one, instead of into a collector; null: they do not. */
  readonly expand: Expand | null;
  /** Slots of the rows that enter. */
  readonly slotCount: () => number;
  /** Whether it tells rows of one log group apart by nothing but their time. */
  readonly coarse: boolean;
  /** Set where it takes the first rows in time of those that meet its conditions. */
  readonly firsts: FirstInTime | null;
  /** The same, set where it takes them whatever they hold. */
  readonly takes: FirstInTime | null;
}

/** A query inside, compiled. */
export interface Nested {
  /** null: it has errors. */
  readonly query: CompiledQuery | null;
  /** Spans are offsets into the whole text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** One side of a `join`: what its fields are, their side's name among their parts. */
export interface Side {
  readonly resolve: (planner: Planner, field: FieldExpr) => Code;
}

export interface TimeBins {
  /** Holds the bin's time in UTC ms. */
  readonly slot: number;
  readonly otherKeys: readonly number[];
  /** The bin after this one. */
  readonly next: (ms: number) => number;
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
  /** Names that stand before fields after a `join`. */
  readonly sides: Map<string, Side>;
  /** The bins of a `stats … by bin()`; null: it has none. */
  bins: TimeBins | null;
}

/** How expressions and queries inside are compiled; handed in, because they contain each other. */
export interface Compilers {
  readonly nested: (nested: NestedQuery, extra: () => readonly FieldExpr[]) => Nested;
  readonly value: (planner: Planner, expr: Expr) => Code;
  readonly condition: (planner: Planner, expr: Expr) => Condition;
}

/** Lives while one query is planned. */
export interface Planner {
  readonly compilers: Compilers;
  readonly text: string;
  readonly context: QueryContext;
  readonly diagnostics: Diagnostic[];
  /** Literal lists, one for each filter over the events as they come; told when they are asked for. */
  readonly literals: (() => readonly Literal[] | null)[];
  /** The filters over the events as they come, each condition that must be met apart. */
  readonly filters: Expr[];
  /** Those parts of them that ask for the time and nothing else. */
  readonly times: Condition[];
  readonly segments: Segment[];
  /** Patterns of which only this is asked whether they match. */
  readonly occurrences: Occurrences;
  readonly budget: Budget;
  /** Log groups that the query names. */
  source: Source | null;
  /** Queries inside it, in the order of their places in the text. */
  readonly subqueries: Subquery[];
  earlierMs: CompiledQuery['earlierMs'];
  /** Whether the events that come now are those of the earlier window. */
  readonly phase: { earlier: boolean };
  era: Era;
  conditions: Condition[];
  sort: readonly SortKey[] | null;
  statsStages: number;
  /** The command that is planned, and how many there were with it. */
  stage: Span;
  stageCount: number;
  hasLimit: boolean;
  /** How many rows are used of what the command that is planned gives; infinite where commands follow. */
  mostRows: number;
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
    sides: new Map(),
    bins: null,
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
    times: [],
    segments: [],
    occurrences: new Occurrences(),
    budget: { numbers: MAX_EXACT_NUMBERS, texts: MAX_EXACT_TEXTS, notes: new Set() },
    source: null,
    subqueries: [],
    earlierMs: null,
    phase: { earlier: false },
    era: newEra('events'),
    conditions: [],
    sort: null,
    statsStages: 0,
    stage: { start: 0, end: 0 },
    stageCount: 0,
    hasLimit: false,
    mostRows: Number.POSITIVE_INFINITY,
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
export function closeSegment(
  planner: Planner,
  collect: () => Collector,
  {
    coarse = false,
    firsts = null,
    takes = null,
  }: Partial<Pick<Segment, 'coarse' | 'firsts' | 'takes'>> = {},
): void {
  const { era, conditions } = planner;
  const slotCount = () => era.slotCount;
  planner.segments.push({ conditions, collect, expand: null, slotCount, coarse, firsts, takes });
  planner.conditions = [];
  planner.sort = null;
}

/** Ends the present segment with a command that puts any number of rows in the place of one. */
export function expandRows(planner: Planner, expand: Expand): void {
  const { era, conditions } = planner;
  const slotCount = () => era.slotCount;
  const collect = () => {
    throw new Error('rows that are expanded are not collected');
  };
  const nothing = { coarse: false, firsts: null, takes: null };
  planner.segments.push({ conditions, collect, expand, slotCount, ...nothing });
  planner.conditions = [];
}
