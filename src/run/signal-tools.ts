// What an account tells beside its logs: the tools that ask for it, and the IAM action of each, in AWS's spelling.

export interface SignalTool {
  /** As IAM's actions begin. */
  readonly service: string;
  readonly tool: 'lookup-events' | 'get-metric-data' | 'describe-alarms' | 'describe-alarm-history';
  readonly action: string;
}

export const LOOKUP_EVENTS: SignalTool = {
  service: 'cloudtrail',
  tool: 'lookup-events',
  action: 'cloudtrail:LookupEvents',
};
export const GET_METRIC_DATA: SignalTool = {
  service: 'cloudwatch',
  tool: 'get-metric-data',
  action: 'cloudwatch:GetMetricData',
};
export const DESCRIBE_ALARMS: SignalTool = {
  service: 'cloudwatch',
  tool: 'describe-alarms',
  action: 'cloudwatch:DescribeAlarms',
};
export const DESCRIBE_ALARM_HISTORY: SignalTool = {
  service: 'cloudwatch',
  tool: 'describe-alarm-history',
  action: 'cloudwatch:DescribeAlarmHistory',
};

export const SIGNAL_TOOLS: readonly SignalTool[] = [
  LOOKUP_EVENTS,
  GET_METRIC_DATA,
  DESCRIBE_ALARMS,
  DESCRIBE_ALARM_HISTORY,
];
