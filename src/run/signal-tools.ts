// What an account tells beside its logs: the tools that ask for it, and the IAM action of each, in AWS's spelling.

export interface SignalTool {
  /** As IAM's actions begin. */
  readonly service: string;
  readonly tool: string;
  readonly action: string;
}

/** Tools are called as their operations are. */
function toolOf(service: string, operation: string): SignalTool {
  const tool = operation.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return { service, tool, action: `${service}:${operation}` };
}

export const LOOKUP_EVENTS = toolOf('cloudtrail', 'LookupEvents');
export const GET_METRIC_DATA = toolOf('cloudwatch', 'GetMetricData');
export const DESCRIBE_ALARMS = toolOf('cloudwatch', 'DescribeAlarms');
export const DESCRIBE_ALARM_HISTORY = toolOf('cloudwatch', 'DescribeAlarmHistory');

export const SIGNAL_TOOLS: readonly SignalTool[] = [
  LOOKUP_EVENTS,
  GET_METRIC_DATA,
  DESCRIBE_ALARMS,
  DESCRIBE_ALARM_HISTORY,
];

export const LIST_VERSIONS = toolOf('lambda', 'ListVersionsByFunction');
export const LIST_ALIASES = toolOf('lambda', 'ListAliases');
export const LIST_CLUSTERS = toolOf('ecs', 'ListClusters');
export const LIST_SERVICES = toolOf('ecs', 'ListServices');
export const DESCRIBE_SERVICES = toolOf('ecs', 'DescribeServices');

export const DESCRIBE_STACK_RESOURCES = toolOf('cloudformation', 'DescribeStackResources');
export const DESCRIBE_STACK_EVENTS = toolOf('cloudformation', 'DescribeStackEvents');

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
