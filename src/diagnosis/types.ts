// The shapes of a judgement: verdict, root causes, actions, fixes, monitoring. Plain data.
import type { LogEvent } from '../base/log-event.ts';
import type { TimeRange } from '../base/time-range.ts';
import type { Survey } from '../evidence/survey.ts';
import type { Analysis, Comparison, Location } from '../evidence/types.ts';
import type { AccountChange } from './account/change.ts';
import type { Mark } from './mark.ts';
import type { TriggerKind } from './trigger-kinds.ts';

export type Verdict = 'confirmed' | 'likely' | 'inconclusive' | 'no-incident';
export type CauseType = 'application-code' | 'infrastructure' | 'configuration' | 'dependency';

/** A log group as findings and events call it, and as AWS does. */
export interface LogGroupPlace {
  readonly label: string;
  readonly name: string;
  readonly region: string;
  /** When its last event was logged at the latest, and its events in the window; null where it is not known. */
  readonly lastEventMs?: number | null;
  readonly events?: number | null;
}

/** A normal time, and how the errors of the window stand against it. */
export interface Baseline {
  readonly range: TimeRange;
  /** `before`: nobody asked for it, it is the time just before the window; it may be part of the incident. */
  readonly source: 'before' | 'range' | 'path';
  /** The path of its logs, where they are others than the window's. */
  readonly logs: string | null;
  /** Events of any level scanned in it, by whole seconds; null where CloudWatch did not say. */
  readonly events: number | null;
  /** Of its candidates, how many were read, 0..1. */
  readonly readShare: number;
  readonly bytesScanned: number;
  /** Ids of the tool results that hold it. */
  readonly evidence: readonly string[];
  /** One for each finding. */
  readonly comparisons: readonly Comparison[];
}

/** All that the rules may look at. */
export interface Case {
  readonly application: string;
  /** The first region; `local` where the logs are local and no region was given. */
  readonly region: string;
  readonly window: TimeRange;
  readonly logGroups: readonly LogGroupPlace[];
  readonly analysis: Analysis;
  /**
   * Events of any level around first occurrences and in the minutes before the onset, ascending.
   * They also hold error events; the rules tell them apart.
   */
  readonly context: readonly LogEvent[];
  /** What was changed in the account in the hours before the onset; left out where nobody was asked. */
  readonly changes?: readonly AccountChange[];
  /** True where the run was interrupted before all of them were read: that one is not seen says nothing then. */
  readonly isCutOff?: boolean;
  /** What the lines of any level show together: drifts, outliers, lines that are new. */
  readonly survey: Survey;
  /** All events in the window, where counted. */
  readonly totalEvents: number | null;
  /** Null where there is no normal time to hold the errors against. */
  readonly baseline: Baseline | null;
  /** Why the end of the window was not seen whole, as a clause; null where it was. */
  readonly unseenEnd?: string | null;
}

export interface Quote {
  /** Evidence id. */
  readonly id: string;
  /** Verbatim from that evidence, at most MAX_QUOTE_CHARS. */
  readonly quote: string;
  /** When it was logged. */
  readonly timestampMs?: number;
  /** Where its line is too long to be quoted whole: at which ends it goes on. */
  readonly cut?: 'before' | 'after' | 'both';
}

/** A line that says something, and where. */
export interface Said {
  readonly timestampMs: number;
  readonly logGroup: string;
  readonly message: string;
}

export interface Trigger {
  readonly timestampMs: number;
  readonly logGroup: string;
  readonly message: string;
  /** The date that the line names, where the failure sets in then and not when the line was written. */
  readonly momentMs?: number | null;
  /** The line that says that the change was taken back. */
  readonly undone?: Said | null;
  /** What kind of change it is, with how it is undone. */
  readonly kind: TriggerKind;
  /**
   * What holds it to the failure: `tied` by more than the order in time; `suspect`: a strong kind of change to what
   * fails, no more; `loose`: neither. Undefined where a model names it.
   */
  readonly hold?: 'tied' | 'suspect' | 'loose';
}

/** A change with which a failure ended. */
export interface EndedWith {
  /** The first finding of what the change set off. */
  readonly finding: string;
  /** The change, as a sentence says it, and when it was logged. */
  readonly noun: string;
  readonly changeMs: number;
  readonly endMs: number;
}

export interface RootCause {
  readonly rank: number;
  readonly title: string;
  /** The service, host, build or dependency at fault, as the logs write it. */
  readonly component: string | null;
  readonly type: CauseType;
  /** False where nothing shows the type, which is then a default. */
  readonly typeShown?: boolean;
  /** A field value that nearly all of its errors carry and few other events do. */
  readonly mark?: Mark;
  readonly confidence: 'confirmed' | 'likely' | 'possible';
  readonly impact: 'high' | 'medium' | 'low';
  readonly urgency: 'critical' | 'high' | 'medium' | 'low';
  /** Finding ids, the cause's own first. */
  readonly findings: readonly string[];
  /** Only warnings tell of it, of something that fills up: nothing failed yet. */
  readonly nothingFailed?: true;
  /** Ids of the warnings that told of it before it failed, the first one first; absent where there are none. */
  readonly heralds?: readonly string[];
  /** The first sentence is the answer; at most 2,000 characters. */
  readonly explanation: string;
  /** At most MAX_QUOTES. */
  readonly evidence: readonly Quote[];
  readonly trigger: Trigger | null;
  /** The line that says why its errors ended. */
  readonly end?: Said | null;
  /** The change that set another cause off, and with which this one ended. */
  readonly endedWith?: EndedWith | null;
  readonly location: Location | null;
  /** Name of the signature that recognised it, or null for the general rule. */
  readonly signature: string | null;
}

/** How things stood at the end of the window. */
export interface Outlook {
  /**
   * `others`: the primary cause is over, errors that it does not explain go on; `due`: it was quiet for no longer than
   * it is between two occurrences; `unseen`: the logs do not show it.
   */
  readonly kind: 'over' | 'others' | 'peak-over' | 'ongoing' | 'due' | 'unseen';
  /** Of what it speaks: errors, or warnings where there are no errors. */
  readonly severity: 'error' | 'warning';
  /** Last occurrence of any, and of what the primary cause explains. */
  readonly lastMs: number;
  readonly lastOfCauseMs: number | null;
  /** So many in the last `tailMs` of the window. */
  readonly tailErrors: number;
  readonly tailMs: number;
  /** Whether that is no more than the time outside the peaks had. */
  readonly isUsual: boolean;
  /** How often it comes back; `nextMs` is null where it was due within the window. */
  readonly recurs: {
    readonly everyMs: number;
    readonly isPeriodic: boolean;
    readonly nextMs: number | null;
  } | null;
  /** Why the logs do not show it, as a clause. */
  readonly unseen: string | null;
}

export interface RuledOut {
  readonly hypothesis: string;
  readonly because: string;
}

export type Horizon = 'immediate' | 'short-term' | 'long-term';

export interface Action {
  readonly horizon: Horizon;
  readonly title: string;
  readonly reason: string;
  /** Ranks of the root causes it serves. */
  readonly rootCauses: readonly number[];
  readonly steps: readonly string[];
  readonly commands: readonly string[];
  readonly rollback: string | null;
  /** Pages that say more, each with the evidence that named it. */
  readonly references?: readonly Reference[];
}

export interface Reference {
  readonly url: string;
  readonly evidence: string;
}

export interface Fix {
  readonly title: string;
  readonly kind: 'code' | 'configuration';
  /** Rank of the root cause. */
  readonly rootCause: number;
  /** Info string of the fenced block (`java`, `json`, …), or null. */
  readonly language: string | null;
  readonly text: string;
}

export interface MonitoringItem {
  readonly title: string;
  readonly kind: 'metric-filter' | 'alarm' | 'dashboard' | 'prevention';
  readonly commands: readonly string[];
}

export interface Diagnosis {
  readonly verdict: Verdict;
  readonly rootCauses: readonly RootCause[];
  readonly ruledOut: readonly RuledOut[];
}

export interface Advice {
  readonly actions: readonly Action[];
  readonly fixes: readonly Fix[];
  readonly monitoring: readonly MonitoringItem[];
  readonly nextSteps: readonly string[];
}
