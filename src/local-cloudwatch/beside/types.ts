// Metrics, changes and alarms as they are held: times in UTC milliseconds, all else as AWS names it.

export interface MetricSample {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly timestampMs: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly sampleCount: number;
  /** By name: `p99`. */
  readonly percentiles: Readonly<Record<string, number>>;
}

/** An event as LookupEvents gives it, but for its time. */
export interface ChangeEvent {
  readonly timestampMs: number;
  readonly fields: Readonly<Record<string, unknown>> & {
    readonly EventId: string;
    readonly EventName: string;
    readonly EventSource: string;
    readonly ReadOnly: string;
    readonly Username?: string | undefined;
    readonly AccessKeyId?: string | undefined;
    readonly Resources: readonly {
      readonly ResourceType?: string | undefined;
      readonly ResourceName?: string | undefined;
    }[];
    readonly CloudTrailEvent: string;
  };
}

/** As DescribeAlarms and DescribeAlarmHistory give them: times in epoch seconds. */
export interface Alarm {
  readonly AlarmName: string;
  readonly StateValue?: string | undefined;
  readonly [member: string]: unknown;
}

export interface AlarmHistoryItem {
  readonly AlarmName: string;
  readonly HistoryItemType: string;
  /** Epoch seconds. */
  readonly Timestamp: number;
  readonly [member: string]: unknown;
}

/** As DescribeMetricFilters gives it. */
export interface MetricFilter {
  readonly filterName: string;
  readonly logGroupName: string;
  readonly metricTransformations: readonly {
    readonly metricName: string;
    readonly metricNamespace: string;
  }[];
  readonly [member: string]: unknown;
}

export interface AlarmFile {
  readonly metricAlarms: readonly Alarm[];
  readonly compositeAlarms: readonly Alarm[];
  readonly history: readonly AlarmHistoryItem[];
  readonly metricFilters: readonly MetricFilter[];
}
