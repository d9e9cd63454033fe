// What goes into a Logs Insights query and what comes out. Plain data, no I/O.
import type { Diagnostic } from '../base/diagnostic.ts';
import type { Literal } from './regex/literals.ts';

/** One log event as a query sees it. Times are UTC milliseconds. */
export interface InsightsRecord {
  readonly timestampMs: number;
  readonly ingestionTimeMs: number;
  readonly accountId: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly message: string;
  /** Opaque pointer, the value of `@ptr`. */
  readonly ptr: string;
  /** The message as UTF-8, where it stands so; see `QueryRun.keepsRecords`. */
  readonly raw?: Stretch;
}

/** bytes[start, end) */
export interface Stretch {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** One cell of a row; absent values have no cell. */
export interface Cell {
  readonly field: string;
  readonly value: string;
}

export type Row = readonly Cell[];

export interface QueryContext {
  /** The query's window, [startMs, endMs] in UTC milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  readonly nowMs: number;
  /** StartQuery's `limit`: a cap beside the query's own; null: none given. */
  readonly limit: number | null;
  /** Rows where the query has no limit of its own; absent: CloudWatch's default. */
  readonly defaultRows?: number;
  /** Rows of `CompiledQuery.subqueries`, in their order; absent: there are none. */
  readonly inputs?: readonly (readonly Row[])[];
}

/** Log groups that a query names itself. */
export interface Source {
  /** Written out. */
  readonly names: readonly string[];
  /** Chosen by what they are; empty lists leave it open; null: none are. */
  readonly selects: SourceSelects | null;
  /** Its own time range in UTC ms; null: the query's. */
  readonly window: (nowMs: number) => { readonly startMs: number; readonly endMs: number } | null;
}

export interface SourceSelects {
  readonly prefixes: readonly string[];
  readonly accounts: readonly string[];
  readonly classes: readonly string[];
  readonly tags: readonly { readonly key: string; readonly values: readonly string[] }[];
}

/** A query inside a query, which must have run before it. */
export interface Subquery {
  readonly query: CompiledQuery;
  /** null: the log groups of the query around it. */
  readonly source: Source | null;
  /** Rows that it may give. */
  readonly maxRows: number;
  /** Its offset in the text of the query around it. */
  readonly place: number;
}

export interface QueryOutput {
  readonly rows: readonly Row[];
  /** Events that passed all filters, before any limit. */
  readonly recordsMatched: number;
  /** Bounds that the run hit, as sentences; empty where the rows are complete and exact. */
  readonly notes?: readonly string[];
}

/** Events of one log group, none earlier than `first` and none later than `last`. */
export interface Span {
  readonly first: InsightsRecord;
  readonly last: InsightsRecord;
  readonly count: number;
}

/** The first events in time of all that are pushed, and no look at anything else of them. */
export interface FirstInTime {
  readonly newestFirst: boolean;
  readonly rows: number;
}

/** A running query: records are pushed one by one, in any order; memory is bounded by limits and groups. */
export interface QueryRun {
  push(record: InsightsRecord): void;
  /** The same of an event of which the screen said `true`: what it told is not asked again. */
  pushScreened(record: InsightsRecord): void;
  /** False: nothing of a record is looked at once it was pushed, so that it need not stand any longer. */
  readonly keepsRecords: boolean;
  /** Set where it keeps the first in time of the events that match. */
  readonly firsts: FirstInTime | null;
  /** Where `firsts` is set: other events that match are at this time or before it in that order, as many as it keeps. */
  prime(timestampMs: number): void;
  /**
   * Counts an event of which the screen said `true` and that comes too late in time to be kept; false: it was not
   * counted and is to be pushed.
   */
  pass(timestampMs: number): boolean;
  /** Whether `pushSpans` may take any: it tells events of one log group apart by their time only. */
  readonly coarse: boolean;
  /** Takes all events of these spans at once, where the query treats those of each alike; false: none was taken. */
  pushSpans(spans: readonly Span[]): boolean;
  /** What is pushed from now on are the events of the earlier window; see `CompiledQuery.earlierMs`. */
  beginEarlier(): void;
  /** null: it looks at more of an event than its time. */
  readonly takes: FirstInTime | null;
  /** Where `takes` is set: whether all events of these spans meet the filters. */
  covers(spans: readonly Span[]): boolean;
  /** Counts spans that are covered and of which none can be among what it takes. */
  passSpans(spans: readonly Span[]): void;
  /** The events that it keeps so far, in the order in which they came; null: it keeps something else than events. */
  kept(): readonly InsightsRecord[] | null;
  /** Takes over what another run of the query keeps of the events that come next, and how many of them matched. */
  adopt(kept: readonly InsightsRecord[], recordsMatched: number): void;
  /** Rows so far, or the final rows once every record was pushed. */
  finish(): QueryOutput;
}

/**
 * False: no event with the message bytes[from, to), in UTF-8, can match; true: it meets all filters that the screen looks
 * at; null: only a closer look can tell.
 */
export type Screen = (bytes: Uint8Array, from: number, to: number) => boolean | null;

/** A query that compiled. */
export interface CompiledQuery {
  readonly text: string;
  /** Tells most events that cannot match before they are decoded; null: their bytes do not tell. */
  readonly screen: Screen | null;
  /**
   * What rules events out by their bytes: what the screen tests, and the condition that `literals` are of. One of the same
   * name says the same in every query.
   */
  readonly screenTests: readonly string[];
  /** The screen for events that are known to pass some of its tests; null: it has no other. */
  screenBeyond(passed: ReadonlySet<string>): Screen | null;
  /**
   * Every record that can match holds at least one of these, compared without regard to ASCII case, with what stands
   * behind it; null where no such list can be told from the query. For skipping records before they are decoded.
   */
  readonly literals: readonly Literal[] | null;
  /**
   * Every record that can match holds at least one of these in its message: characters one after the other, each one of
   * those that stand at its place, all of them ASCII; null where `literals` tell enough, or no such list is known.
   */
  readonly runs: readonly (readonly string[])[] | null;
  /** Whether its runs may take events by spans: see `QueryRun.pushSpans`. */
  readonly coarse: boolean;
  /** Names of its commands, in their order. */
  readonly commands: readonly string[];
  /** null: the caller names the log groups. */
  readonly source: Source | null;
  readonly subqueries: readonly Subquery[];
  /** How far before the window a second one of the same length lies that is read too; null: there is none. */
  readonly earlierMs:
    | ((window: { readonly startMs: number; readonly endMs: number }) => number)
    | null;
  /** The query in one line, without comments; it means the same. */
  print(): string;
  run(context: QueryContext): QueryRun;
}

export interface Compilation {
  readonly query: CompiledQuery | null;
  /** Spans are character offsets into the query text. */
  readonly diagnostics: readonly Diagnostic[];
}
