// What the account tells beside the logs, as the report holds it: changes, alarms, metrics. Part of the contract.

/** What was changed in the account in the hours before the onset. */
export interface ReportChange {
  readonly timestamp: string;
  readonly region: string;
  /** Who tells of it: CloudTrail, the changed service, or both. */
  readonly sources: readonly string[];
  /** User, role or service; null where nobody says. */
  readonly who: string | null;
  /** Service and call. */
  readonly action: string;
  readonly resource: string | null;
  /** What was set. */
  readonly settings: readonly string[];
  /** Kind of trigger that it may be; null where none is known. */
  readonly kind: string | null;
  /** Words that it shares with the trigger of the primary cause, which was logged just after it: it may be the same. */
  readonly sharedWithTrigger?: readonly string[];
  /** The line that the evidence holds. */
  readonly message: string;
  /** Commands that take it back or show what was before. */
  readonly rollback: readonly string[];
  readonly evidence: string;
  /** Evidence of the second one that tells of it. */
  readonly moreEvidence?: string;
}

/** An alarm that is about the application. */
export interface ReportAlarm {
  readonly name: string;
  readonly region: string;
  readonly state: string;
  readonly since: string | null;
  /** When it went into ALARM within the window, ascending. */
  readonly raised: readonly string[];
  readonly reason: string;
  readonly evidence: string;
}

/** A metric of a service of the application, in the analyzed window. */
export interface ReportMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly region: string;
  readonly periodSeconds: number;
  readonly minimum: number;
  readonly maximum: number;
  /** From which level to which, and when; null where it kept its level. */
  readonly change: {
    readonly from: number;
    readonly to: number;
    readonly at: string;
    readonly until: string | null;
  } | null;
  /** Of one that left its level: its values by the bins of the timeline; null where a bin has none. */
  readonly bins?: readonly (number | null)[];
  readonly evidence: string;
}
