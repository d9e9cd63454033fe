// The facts that evidence computes from log events: occurrences, findings, times. Plain data.
import type { LogEvent } from '../base/log-event.ts';
import type { TimeRange } from '../base/time-range.ts';

/** What stands before a line's own words: its level, and its characters. */
export interface LineHead {
  readonly level: Level | null;
  readonly end: number;
}

export type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** One message with its wrapping taken off. */
export interface Peeled {
  readonly level: Level | null;
  /** The message proper: without time, level, thread and logger; for JSON and logfmt the message field. */
  readonly text: string;
  readonly logger: string | null;
  readonly thread: string | null;
  readonly requestId: string | null;
  readonly service: string | null;
  /** Stack text found in a field of its own (`err.stack`, `exception`, `stack_trace`, …). */
  readonly stack: string | null;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  /** HTTP status where the event is an access record. */
  readonly status: number | null;
  /** Scalar fields of a JSON or logfmt message by dot path; empty for plain text. */
  readonly fields: Readonly<Record<string, string>>;
}

export type Language =
  | 'java'
  | 'javascript'
  | 'python'
  | 'go'
  | 'dotnet'
  | 'ruby'
  | 'php'
  | 'rust'
  | 'dart'
  | 'elixir'
  | 'cpp'
  | 'lua'
  | 'perl'
  | 'swift';

export interface Frame {
  /** File as the trace names it; null where the trace gives none. */
  readonly file: string | null;
  readonly line: number | null;
  readonly function: string | null;
  /** The application's own code, as opposed to a library, a framework or the runtime. */
  readonly own: boolean;
}

/** One exception of a chain; frames begin at the throw. */
export interface Thrown {
  readonly type: string | null;
  readonly message: string;
  readonly frames: readonly Frame[];
}

export interface StackTrace {
  readonly language: Language;
  /** The reported (outermost) exception first, its root cause last. At least one. */
  readonly chain: readonly Thrown[];
  /** Stable under new ids, messages and moved line numbers; differs between sites. */
  readonly fingerprint: string;
  /** The own-code frame nearest the throw of the reported exception; else of its cause; else null. */
  readonly location: Frame | null;
}

/** Events of one stream that belong together: one line, or a trace split over several events. */
export interface Block {
  /** In order; at least one. */
  readonly events: readonly LogEvent[];
  /** The events' messages joined by newlines. */
  readonly message: string;
  /** What stands at the head of a message of one line, where that was read already. */
  readonly header?: LineHead | null;
}

/** One error or warning that happened once, however many events it spans. */
export interface Occurrence {
  readonly block: Block;
  readonly timestampMs: number;
  readonly severity: Severity;
  readonly peeled: Peeled;
  readonly trace: StackTrace | null;
}

export type Severity = 'error' | 'warning';

export type Category =
  | 'application-exception'
  | 'connection'
  | 'authentication-authorization'
  | 'resource'
  | 'external-service'
  | 'configuration'
  | 'uncategorized';

export type Rhythm = 'burst' | 'onset' | 'periodic' | 'rising' | 'consistent' | 'sporadic';

/** An interval of unusually many errors. */
export interface Burst extends TimeRange {
  readonly errors: number;
}

export interface Location {
  readonly file: string;
  readonly line: number | null;
  readonly function: string | null;
}

/** Occurrences of those that were read, by log stream. */
export interface LogStreamCount {
  readonly logGroup: string;
  readonly logStream: string;
  readonly count: number;
}

export interface LogGroupCount {
  readonly name: string;
  readonly count: number;
}

/** A field value that stands out among a finding's events against all others; shares are 0..1. */
export interface Dimension {
  readonly field: string;
  readonly value: string;
  readonly share: number;
  readonly baselineShare: number;
}

/** One distinct error across all log groups. */
export interface Finding {
  /** `F1`, `F2`, … in order of importance. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly category: Category;
  /** The rule that decided the category. */
  readonly categoryRule: string;
  readonly count: number;
  /** Of all error occurrences, 0..1; 0 for warnings. */
  readonly share: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  readonly rhythm: Rhythm;
  readonly periodMs: number | null;
  /** The interval that holds the most of it. */
  readonly burst: Burst | null;
  /** All intervals in which it crowds, ascending. */
  readonly bursts?: readonly Burst[];
  /** Occurrences an hour outside of these intervals. */
  readonly baselinePerHour?: number;
  readonly logGroups: readonly LogGroupCount[];
  /** Of the occurrences that were read; of very many streams those with the most. */
  readonly logStreams?: readonly LogStreamCount[];
  /** The message with its variables masked (`<num>`, `<uuid>`, …). */
  readonly template: string;
  /** Stable across runs. */
  readonly templateId: string;
  /** The first occurrence. */
  readonly sample: Occurrence;
  /** Up to MAX_SAMPLES occurrences spread over time, the first included. */
  readonly samples: readonly Occurrence[];
  readonly location: Location | null;
  /** From how many places the traces that were read come, where these are too many to tell errors apart by them. */
  readonly places?: number;
  /** So many distinct messages that are not told one by one: it is none of them, and none of what they have is its own. */
  readonly kinds?: number;
  readonly stackTrace: readonly Location[];
  readonly dimensions: readonly Dimension[];
  /**
   * Only a part of the events that may be of it was read: it came at least so often. Its rhythm says nothing then,
   * `timesMs` is empty, and first and last are those that were read.
   */
  readonly readInPart?: true;
  /** UTC ms, ascending, one an occurrence; of those that a query counted, spread over their bins. */
  readonly timesMs: readonly number[];
  /** Of very many: how many occurrences each of the times stands for; left out where it is one. */
  readonly standsFor?: number;
  /** Ids of the tool results that any of it was counted from, that of the first occurrence first. */
  readonly evidence: readonly string[];
}

export interface Timeline {
  readonly binSeconds: number;
  readonly bins: readonly { readonly startMs: number; readonly errors: number }[];
  /** The one with the most errors. */
  readonly peak: Burst | null;
  /** All of them, the largest first; they do not overlap. */
  readonly peaks?: readonly Burst[];
  /** Errors an hour outside all peaks and their edges. */
  readonly baselinePerHour: number;
  /** Errors just before and after the peaks that belong to the same bursts of single findings. */
  readonly edgeErrors?: number;
}

/**
 * Two findings whose times go together: two errors, or a warning and the error that it comes just before; or two log
 * groups, by name, whose errors do. `first` leads.
 */
export interface Correlation {
  readonly first: string;
  readonly second: string;
  /** Of the rarer one's (after a warning: the error's) occurrences, how many have the other close by, 0..1. */
  readonly share: number;
  /** How much later `second` begins (after a warning, and with `each`: usually comes), in milliseconds; never negative. */
  readonly lagMs: number;
  /** The lag is that between occurrences, not between beginnings. */
  readonly each?: boolean;
}

/**
 * Against a normal time: `new` does not occur there, `risen` does, but less; `background` has about the same rate or less, by
 * itself or as the same words about something else; `rare` does not occur there, but comes too seldom to tell.
 */
export type Standing = 'new' | 'risen' | 'background' | 'rare';

/** A finding held against a normal time. Rates are occurrences an hour. */
export interface Comparison {
  /** Id of the finding. */
  readonly finding: string;
  readonly standing: Standing;
  /** Occurrences in the normal time. */
  readonly count: number;
  /** The same, of messages with the same words that name something else included. */
  readonly kindCount: number;
  readonly perHour: number;
  readonly baselinePerHour: number;
  readonly kindPerHour: number;
  /** The log group that nearly all of the difference lies in; null where it spreads. */
  readonly grownIn: string | null;
  /** How likely chance alone makes the difference, corrected for the number of findings; 0..1. */
  readonly chance: number;
  /** When it had begun where that was before the window: the normal time counts up to then only. */
  readonly begunMs?: number;
  /** The normal time had at least twice of it, and more than chance allows: something may have been wrong there. */
  readonly fallen?: boolean;
}

/** Of the events that may tell of errors, how many were read one by one, and how many there are. */
export interface Part {
  readonly read: number;
  readonly matched: number;
}

export interface Analysis {
  /** Errors in order of importance, then warnings. */
  readonly findings: readonly Finding[];
  readonly totalErrors: number;
  /** Of very many errors: each so many-th is placed in time, and what is told of intervals is good to about so many. */
  readonly placedEvery?: number;
  /** Where only a part was read: the course of all errors is not known, the timeline is that of those read. */
  readonly part?: Part;
  /** Errors by log group name. */
  readonly errorsByLogGroup: Readonly<Record<string, number>>;
  readonly timeline: Timeline;
  readonly correlations: readonly Correlation[];
  /** Pairs of log groups, by name. */
  readonly logGroupCorrelations?: readonly Correlation[];
}
