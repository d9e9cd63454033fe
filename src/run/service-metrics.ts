// The standard metrics of the services that log groups are named after: one table. Sources are the services' pages of
// metrics and dimensions in the AWS documentation.

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

interface ServiceRow {
  /** Matches the name of a log group; its named groups are told to `dimensions`. */
  readonly logGroup: RegExp;
  readonly namespace: string;
  /** Dimension → named group of `logGroup`. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Name and statistic. */
  readonly metrics: readonly (readonly [name: string, statistic: string])[];
}

const RDS_METRICS = [
  ['DatabaseConnections', 'Maximum'],
  ['CPUUtilization', 'Average'],
  ['FreeableMemory', 'Minimum'],
  ['FreeStorageSpace', 'Minimum'],
  ['ReadLatency', 'Average'],
  ['WriteLatency', 'Average'],
] as const;
/** Of Aurora and of Multi-AZ clusters: storage is the cluster's, what is free of an instance is local. */
const RDS_CLUSTER_METRICS = [
  ['DatabaseConnections', 'Maximum'],
  ['CPUUtilization', 'Average'],
  ['FreeableMemory', 'Minimum'],
  ['FreeLocalStorage', 'Minimum'],
  ['ReadLatency', 'Average'],
  ['WriteLatency', 'Average'],
] as const;
const REST_API_METRICS = [
  ['Count', 'Sum'],
  ['4XXError', 'Sum'],
  ['5XXError', 'Sum'],
  ['Latency', 'Average'],
  ['IntegrationLatency', 'Average'],
] as const;
/** HTTP APIs are known by their id, which may look like a name, and call their errors otherwise. */
const HTTP_API_METRICS = [
  ['Count', 'Sum'],
  ['4xx', 'Sum'],
  ['5xx', 'Sum'],
  ['Latency', 'Average'],
  ['IntegrationLatency', 'Average'],
] as const;

const ROWS: readonly ServiceRow[] = [
  {
    logGroup: /^\/aws\/lambda\/(?<name>[\w-]{1,140})$/,
    namespace: 'AWS/Lambda',
    dimensions: { FunctionName: 'name' },
    metrics: [
      ['Invocations', 'Sum'],
      ['Errors', 'Sum'],
      ['Throttles', 'Sum'],
      ['Duration', 'Maximum'],
      ['ConcurrentExecutions', 'Maximum'],
    ],
  },
  {
    // `welcome` is written by the service itself.
    logGroup: /^\/aws\/(?:apigateway|api-gateway)\/(?!welcome$)(?<name>[^/]{1,128})/,
    namespace: 'AWS/ApiGateway',
    dimensions: { ApiName: 'name' },
    metrics: REST_API_METRICS,
  },
  {
    logGroup: /^\/aws\/(?:apigateway|api-gateway|http-api)\/(?<id>[a-z0-9]{10})(?:\/|$)/,
    namespace: 'AWS/ApiGateway',
    dimensions: { ApiId: 'id' },
    metrics: HTTP_API_METRICS,
  },
  {
    logGroup: /^(?:\/aws)?\/ecs\/(?<cluster>[\w-]{1,255})\/(?<service>[\w-]{1,255})$/,
    namespace: 'AWS/ECS',
    dimensions: { ClusterName: 'cluster', ServiceName: 'service' },
    metrics: [
      ['CPUUtilization', 'Average'],
      ['MemoryUtilization', 'Maximum'],
    ],
  },
  {
    logGroup: /^\/aws\/ecs\/containerinsights\/(?<cluster>[\w-]{1,255})\/performance$/,
    namespace: 'AWS/ECS',
    dimensions: { ClusterName: 'cluster' },
    metrics: [
      ['CPUUtilization', 'Average'],
      ['MemoryUtilization', 'Maximum'],
    ],
  },
  {
    logGroup: /^\/aws\/rds\/instance\/(?<name>[\w-]{1,63})\//,
    namespace: 'AWS/RDS',
    dimensions: { DBInstanceIdentifier: 'name' },
    metrics: RDS_METRICS,
  },
  {
    logGroup: /^\/aws\/rds\/cluster\/(?<name>[\w-]{1,63})\//,
    namespace: 'AWS/RDS',
    dimensions: { DBClusterIdentifier: 'name' },
    metrics: RDS_CLUSTER_METRICS,
  },
  {
    logGroup: /^\/aws\/dynamodb\/(?:tables?\/)?(?<name>[\w.-]{3,255})/,
    namespace: 'AWS/DynamoDB',
    dimensions: { TableName: 'name' },
    metrics: [
      ['ReadThrottleEvents', 'Sum'],
      ['WriteThrottleEvents', 'Sum'],
      ['ConsumedReadCapacityUnits', 'Sum'],
      ['ConsumedWriteCapacityUnits', 'Sum'],
    ],
  },
  {
    logGroup: /^\/aws\/sqs\/(?<name>[\w.-]{1,80})/,
    namespace: 'AWS/SQS',
    dimensions: { QueueName: 'name' },
    metrics: [
      ['NumberOfMessagesSent', 'Sum'],
      ['NumberOfMessagesDeleted', 'Sum'],
      ['ApproximateNumberOfMessagesVisible', 'Maximum'],
      ['ApproximateAgeOfOldestMessage', 'Maximum'],
    ],
  },
  {
    logGroup: /^\/aws\/(?:alb|elasticloadbalancing)\/(?<name>app\/[\w-]{1,32}\/[0-9a-f]{16})/,
    namespace: 'AWS/ApplicationELB',
    dimensions: { LoadBalancer: 'name' },
    metrics: [
      ['RequestCount', 'Sum'],
      ['HTTPCode_ELB_5XX_Count', 'Sum'],
      ['HTTPCode_Target_5XX_Count', 'Sum'],
      ['TargetConnectionErrorCount', 'Sum'],
      ['RejectedConnectionCount', 'Sum'],
      ['TargetResponseTime', 'Average'],
    ],
  },
];

/** The metrics of the service that a log group is named after; none where its name tells none. */
export function metricsOf(logGroupName: string): readonly Metric[] {
  return ROWS.flatMap(({ logGroup, namespace, dimensions, metrics }) => {
    const groups = logGroup.exec(logGroupName)?.groups;
    // Container Insights are no service's own log group.
    if (groups === undefined || groups.cluster === 'containerinsights') return [];
    const named = Object.entries(dimensions).map(([name, group]) => [name, groups[group] ?? '']);
    const of: Readonly<Record<string, string>> = Object.fromEntries(named);
    return metrics.map(([name, statistic]) => ({ namespace, name, dimensions: of, statistic }));
  });
}

/** One text for one metric. */
export function keyOf({ namespace, name, dimensions, statistic }: Metric): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, sorted, statistic]);
}
