// What an account tells beside its logs: the tools that ask for it, and the IAM action of each, in AWS's spelling.

export interface SignalTool {
  /** As IAM's actions begin. */
  readonly service: string;
  readonly tool: string;
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

export const LIST_VERSIONS: SignalTool = {
  service: 'lambda',
  tool: 'list-versions-by-function',
  action: 'lambda:ListVersionsByFunction',
};
export const LIST_ALIASES: SignalTool = {
  service: 'lambda',
  tool: 'list-aliases',
  action: 'lambda:ListAliases',
};
export const LIST_CLUSTERS: SignalTool = {
  service: 'ecs',
  tool: 'list-clusters',
  action: 'ecs:ListClusters',
};
export const LIST_SERVICES: SignalTool = {
  service: 'ecs',
  tool: 'list-services',
  action: 'ecs:ListServices',
};
export const DESCRIBE_SERVICES: SignalTool = {
  service: 'ecs',
  tool: 'describe-services',
  action: 'ecs:DescribeServices',
};

export const DESCRIBE_STACK_RESOURCES: SignalTool = {
  service: 'cloudformation',
  tool: 'describe-stack-resources',
  action: 'cloudformation:DescribeStackResources',
};
export const DESCRIBE_STACK_EVENTS: SignalTool = {
  service: 'cloudformation',
  tool: 'describe-stack-events',
  action: 'cloudformation:DescribeStackEvents',
};

/** What runs since when. */
export const DEPLOYMENT_TOOLS: readonly SignalTool[] = [
  LIST_VERSIONS,
  LIST_ALIASES,
  LIST_CLUSTERS,
  LIST_SERVICES,
  DESCRIBE_SERVICES,
  DESCRIBE_STACK_RESOURCES,
  DESCRIBE_STACK_EVENTS,
];
