// The report model: every fact of a report. report.json is this, as it stands; report.md is rendered from it.
// The contract is docs/report.schema.json: times are ISO 8601 UTC with milliseconds, shares 0..1.

import type {
  Action,
  Baseline,
  CauseType,
  Fix,
  MonitoringItem,
  Outlook,
  RuledOut,
  Verdict,
} from '../diagnosis/types.ts';
import type {
  Category,
  Comparison,
  Dimension,
  Location,
  LogGroupCount,
  Rhythm,
} from '../evidence/types.ts';
import type { ReportAlarm, ReportChange, ReportMetric } from './account-types.ts';
import type { ReportTotals } from './totals.ts';

export interface Report {
  readonly schemaVersion: '1';
  readonly run: ReportRun;
  /** SOP parameters by name, as used. */
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly verdict: Verdict;
  /** What of a whole analysis was not done; left out where all of it was. */
  readonly notDone?: readonly NotDone[];
  readonly steps: readonly ReportStep[];
  readonly window: ReportWindow;
  readonly logGroups: readonly ReportLogGroup[];
  readonly totals: ReportTotals;
  /** A normal time that the errors were held against; null where there is none. */
  readonly baseline: ReportBaseline | null;
  readonly timeline: ReportTimeline;
  /** How things stood at the end of the window; null where there is nothing to speak of. */
  readonly outlook?: ReportOutlook | null;
  readonly findings: readonly ReportFinding[];
  readonly correlations: readonly ReportCorrelation[];
  /** Pairs of log groups whose errors go together, by name. */
  readonly logGroupCorrelations?: readonly ReportCorrelation[];
  readonly rootCauses: readonly ReportRootCause[];
  /** By time; absent where nobody was asked. */
  readonly changes?: readonly ReportChange[];
  /** Those in ALARM; absent where nobody was asked. */
  readonly alarms?: readonly ReportAlarm[];
  readonly metrics?: readonly ReportMetric[];
  /** Metrics that were asked for: those that `metrics` lacks have no data in the window. */
  readonly metricsAsked?: number;
  readonly ruledOut: readonly RuledOut[];
  readonly actions: readonly Action[];
  readonly fixes: readonly Fix[];
  readonly monitoring: readonly MonitoringItem[];
  readonly nextSteps: readonly string[];
  /** Results of the SOP's own query blocks. */
  readonly queries: readonly ReportQuery[];
  readonly evidence: readonly ReportEvidence[];
  readonly gaps: readonly Gap[];
  readonly usage: ReportUsage;
}

/** What no step of the SOP does, what an interruption kept from being read, or what a query failed to give. */
export type NotDone =
  | { readonly part: LeftOut; readonly why: 'no-step' }
  | { readonly part: Unread; readonly why: 'interrupted' }
  | { readonly part: Unread; readonly why: 'failed'; readonly logGroups: readonly string[] };

export type LeftOut = 'errors' | 'causes' | 'advice';

/** `candidates`: lines that may tell of errors; `survey`: lines of any level; `context`: those around an onset. */
export type Unread =
  | 'log-groups'
  | 'log-streams'
  | 'candidates'
  | 'events'
  | 'queries'
  | 'counts'
  | 'survey'
  | 'context'
  | 'baseline'
  | 'model';

interface ReportRun {
  readonly id: string;
  readonly sop: string;
  readonly analyst: 'rules' | 'model';
  readonly model: string | null;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly version: string;
  /** True where the logs were read from local files: nothing was scanned at AWS's price. */
  readonly local: boolean;
  /** Whether somebody confirmed the log groups at a terminal; false is said in the report. */
  readonly confirmed: boolean;
  /** True where Ctrl-C or a signal ended the run early. */
  readonly interrupted: boolean;
}

export interface ReportStep {
  readonly number: number;
  readonly name: string;
  readonly procedure: string | null;
  readonly status: 'done' | 'incomplete' | 'skipped';
  readonly constraints: readonly ReportConstraint[];
  /** What a model found, where it carried the step out. */
  readonly note?: StepNote;
}

export interface StepNote {
  readonly summary: string;
  readonly claims: readonly {
    readonly text: string;
    readonly standing: 'grounded' | 'hypothesis';
    readonly quotes: readonly { readonly id: string; readonly quote: string }[];
  }[];
}

export interface ReportConstraint {
  readonly text: string;
  readonly status: 'satisfied' | 'not-applicable' | 'gap';
  /** The evidence id or the reason that shows it. */
  readonly by: string | null;
  /** Set where nobody looked at it; only of what is no MUST: that would be a gap. */
  readonly checked?: false;
}

export interface ReportRange {
  readonly start: string;
  readonly end: string;
}

interface ReportWindow {
  readonly requested: ReportRange;
  readonly analyzed: ReportRange;
  /** A sentence for each change from requested to analyzed. */
  readonly adjustments: readonly string[];
  /** What local logs hold outside the window, as a sentence; null where that is nothing. */
  readonly outside: string | null;
  /** That the clock of the machine differs from that of AWS, as a sentence. */
  readonly clock?: string;
}

export interface ReportLogGroup {
  readonly name: string;
  /** Where it is named by its ARN: the account that it belongs to. */
  readonly account?: string;
  readonly region: string;
  readonly status: 'analyzed' | 'empty' | 'excluded' | 'failed';
  readonly relevance: string;
  readonly errors: number;
  readonly share: number;
  readonly events: number | null;
  /** Ids of what shows it: its description, its log streams, what was read of it. */
  readonly evidence?: readonly string[];
  readonly lastEventTime: string | null;
}

export interface ReportBurst extends ReportRange {
  readonly errors: number;
}

export interface ReportTimeline {
  readonly binSeconds: number;
  readonly bins: readonly { readonly start: string; readonly errors: number }[];
  /** The one with the most errors. */
  readonly peak: ReportBurst | null;
  /** All of them, the largest first. */
  readonly peaks?: readonly ReportBurst[];
  /** Outside the peaks and their edges. */
  readonly baselinePerHour: number;
  /** Errors just outside the peaks that belong to the same bursts. */
  readonly edgeErrors?: number;
}

export type ReportComparison = Omit<Comparison, 'begunMs'> & { readonly begun?: string };

export type ReportBaseline = Omit<Baseline, 'range' | 'comparisons'> & {
  readonly range: ReportRange;
  readonly comparisons: readonly ReportComparison[];
};

/** As `Outlook` of diagnosis. */
export interface ReportOutlook
  extends Pick<Outlook, 'kind' | 'severity' | 'tailErrors' | 'isUsual' | 'unseen'> {
  readonly last: string;
  readonly lastOfCause: string | null;
  readonly tailSeconds: number;
  readonly recurs: {
    readonly everySeconds: number;
    readonly isPeriodic: boolean;
    readonly next: string | null;
  } | null;
}

export interface ReportFinding {
  readonly id: string;
  readonly title: string;
  readonly severity: 'error' | 'warning';
  readonly category: Category;
  readonly categoryRule: string;
  readonly count: number;
  readonly share: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Only a part of what may be of it was read: its count is a lower bound, first and last are of those read, its rhythm says nothing. */
  readonly readInPart?: true;
  readonly rhythm: Rhythm;
  readonly periodSeconds: number | null;
  readonly burst: ReportBurst | null;
  /** All intervals in which it crowds, and how often it comes outside of them. */
  readonly bursts?: readonly ReportBurst[];
  readonly baselinePerHour?: number;
  readonly logGroups: readonly LogGroupCount[];
  readonly template: string;
  readonly templateId: string;
  readonly sample: {
    readonly timestamp: string;
    readonly logGroup: string;
    readonly logStream: string;
    readonly message: string;
  };
  readonly location: Location | null;
  /** Where its traces come from more places than it is told apart by: how many of them those name that were read. */
  readonly places?: number;
  /** Of the rarest: so many distinct messages that are not listed one by one, beyond a limit of each severity. */
  readonly kinds?: { readonly count: number; readonly limit: number };
  readonly stackTrace: readonly Location[];
  readonly dimensions: readonly Dimension[];
  readonly evidence: readonly string[];
}

export interface ReportCorrelation {
  readonly first: string;
  readonly second: string;
  readonly share: number;
  readonly lagSeconds: number;
  /** The lag is that between occurrences, not between beginnings. */
  readonly each?: boolean;
}

export interface ReportQuote {
  readonly id: string;
  readonly quote: string;
  /** When it was logged. */
  readonly timestamp?: string;
  /** Where its line is too long to be quoted whole: at which ends it goes on. */
  readonly cut?: 'before' | 'after' | 'both';
}

/** A line that says something, and where. */
export interface ReportSaid {
  readonly timestamp: string;
  readonly logGroup: string;
  /** Whose it is, where log streams of several services make up the log group. */
  readonly service?: string;
  readonly message: string;
}

export interface ReportRootCause {
  readonly rank: number;
  readonly title: string;
  readonly component: string | null;
  readonly type: CauseType;
  readonly typeShown?: boolean;
  /** A field value that nearly all of its errors carry and few other events do: shares of both, 0..1. */
  readonly mark?: {
    readonly field: string;
    readonly value: string;
    readonly share: number;
    readonly baselineShare: number;
    readonly known: 'whole' | 'least';
  };
  readonly confidence: 'confirmed' | 'likely' | 'possible';
  readonly impact: 'high' | 'medium' | 'low';
  readonly urgency: 'critical' | 'high' | 'medium' | 'low';
  readonly findings: readonly string[];
  /** Only warnings tell of it, of something that fills up: nothing failed yet. */
  readonly nothingFailed?: true;
  /** Ids of the warnings that told of it before it failed. */
  readonly heralds?: readonly string[];
  readonly explanation: string;
  readonly evidence: readonly ReportQuote[];
  readonly trigger: {
    readonly timestamp: string;
    readonly logGroup: string;
    /** Whose line it is, where log streams of several services make up the log group. */
    readonly service?: string;
    readonly message: string;
    /** The date that the line names, where the failure sets in then and not when the line was written. */
    readonly moment?: string;
    /** The line that says that the change was taken back. */
    readonly undone?: ReportSaid;
    /** False where only the order in time speaks for it, whatever else is sure of the cause. */
    readonly tied?: boolean;
  } | null;
  /** The line that says why its errors ended. */
  readonly end?: ReportSaid;
  readonly location: Location | null;
}

export interface ReportQuery {
  readonly name: string;
  readonly text: string;
  readonly evidence: string;
  readonly columns: readonly string[];
  /** At most MAX_QUERY_ROWS rows; `matched` says how many there were. */
  readonly rows: readonly (readonly string[])[];
  readonly matched: number;
}

export interface ReportEvidence {
  readonly id: string;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly summary: string;
  readonly queryId: string | null;
  readonly statistics: Readonly<Record<string, number>> | null;
  readonly truncated: boolean;
}

/** Something asked for that could not be seen or counted. */
export interface Gap {
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  /** What is missing may lie at the end of the window. */
  readonly mayHideEnd?: boolean;
  /** No event of the logs is missing by it: counts are what they are. */
  readonly countsStand?: boolean;
}

interface ReportUsage {
  /** Without those that only saw that a query still runs: how many these are is chance. */
  readonly toolCalls: number;
  readonly bytesScanned: number;
  /** Of these, the search for errors: one pass over the window. Left out where it did not go through to the end. */
  readonly onePassBytes?: number;
  /** What was thought beforehand; left out for local logs, which cost nothing. */
  readonly scan?: {
    /** Of the log groups whose size was known. */
    readonly estimatedBytes: number;
    /** US dollars for the bytes scanned. */
    readonly usd: number;
    readonly estimatedUsd: number;
    /** Log groups whose size was not known beforehand. */
    readonly unknown: number;
    /** Queries that --max-scan-gb kept from being started, or stopped. */
    readonly refused: number;
    readonly maxScanGb: number;
  };
  readonly modelTurns: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly seconds: number;
  /** Only where a model was asked. */
  readonly model?: ModelUsage;
}

/** What a model was used for, how its claims held, and what the run might have used at most. */
export interface ModelUsage {
  /** Numbers of the steps in which its answer stands. */
  readonly steps: readonly number[];
  readonly claims: {
    readonly grounded: number;
    readonly hypothesis: number;
    readonly dropped: number;
  };
  /** Of several conclusions on the same evidence, how many name the same primary cause. */
  readonly consensus?: { readonly runs: number; readonly agree: number };
  readonly cachedTokens: number;
  /** US dollars by list price; null where the price is not known. */
  readonly usd: number | null;
  /** Seconds of the conversations, with the tools that they used; absent in older reports. */
  readonly seconds?: number;
  /** The model's own queries; absent in older reports. */
  readonly scan?: {
    readonly queries: number;
    /** Not started, as they would have passed the limit. */
    readonly refused: number;
    /** What was told beforehand, of the log groups whose size was known. */
    readonly estimatedBytes: number;
    /** Log groups whose size was not known beforehand. */
    readonly unknown: number;
    readonly bytesScanned: number;
  };
  readonly limits: {
    readonly usd: number;
    readonly turns: number;
    readonly tokens: number;
    readonly seconds: number;
    readonly scanGb: number;
  };
}
