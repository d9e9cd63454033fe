// Which operations only read. The table is closed: what it does not name is refused, whatever its name promises. An
// operation whose answer is a secret is refused although it reads.

/** By service, as the CLI names both. */
const READS: Readonly<Record<string, readonly string[]>> = {
  logs: words(`describe-log-groups describe-log-streams describe-metric-filters describe-subscription-filters
    describe-query-definitions describe-queries describe-account-policies describe-index-policies describe-field-indexes
    describe-deliveries describe-delivery-destinations describe-delivery-sources describe-destinations
    describe-export-tasks filter-log-events get-log-events get-log-group-fields get-log-record list-anomalies
    list-log-anomaly-detectors list-log-groups list-log-groups-for-query list-tags-for-resource`),
  cloudwatch:
    words(`describe-alarms describe-alarm-history describe-alarms-for-metric describe-anomaly-detectors
    describe-insight-rules get-dashboard get-insight-rule-report get-metric-data get-metric-statistics get-metric-stream
    list-dashboards list-metrics list-metric-streams list-tags-for-resource`),
  cloudtrail:
    words(`lookup-events describe-trails get-trail get-trail-status list-trails get-event-selectors
    get-insight-selectors list-tags`),
  sts: words('get-caller-identity get-access-key-info'),
  lambda:
    words(`list-functions get-function-configuration get-function-concurrency get-function-event-invoke-config
    get-function-url-config get-account-settings get-alias get-event-source-mapping get-layer-version-policy get-policy
    get-provisioned-concurrency-config get-runtime-management-config list-aliases list-event-source-mappings
    list-function-event-invoke-configs list-function-url-configs list-layers list-provisioned-concurrency-configs
    list-tags list-versions-by-function`),
  ecs: words(`describe-capacity-providers describe-clusters describe-container-instances describe-service-deployments
    describe-service-revisions describe-services describe-task-definition describe-task-sets describe-tasks
    list-attributes list-clusters list-container-instances list-service-deployments list-services
    list-services-by-namespace list-tags-for-resource list-task-definition-families list-task-definitions list-tasks
    list-account-settings`),
  acm: words('describe-certificate list-certificates'),
  apigateway: words(
    'get-rest-apis get-stages get-stage get-deployments get-resources get-usage-plans',
  ),
  apigatewayv2: words('get-apis get-stages get-deployments get-routes get-integrations'),
  autoscaling:
    words(`describe-auto-scaling-groups describe-scaling-activities describe-auto-scaling-instances
    describe-policies describe-scheduled-actions`),
  cloudformation:
    words(`describe-stacks describe-stack-events describe-stack-resources list-stacks list-stack-resources
    list-change-sets describe-change-set`),
  cloudfront: words('list-distributions get-distribution list-invalidations'),
  codedeploy: words(
    'list-deployments get-deployment get-deployment-group list-deployment-groups list-applications',
  ),
  dynamodb: words(
    'describe-table describe-limits describe-time-to-live describe-continuous-backups list-tables',
  ),
  ec2: words(`describe-instances describe-instance-status describe-network-interfaces describe-security-groups
    describe-subnets describe-vpcs describe-route-tables describe-nat-gateways describe-volumes describe-volume-status
    describe-availability-zones describe-regions describe-network-acls describe-vpc-endpoints describe-addresses
    describe-flow-logs`),
  eks: words(
    'describe-cluster list-clusters describe-nodegroup list-nodegroups list-updates describe-update list-addons',
  ),
  elasticache:
    words(`describe-cache-clusters describe-replication-groups describe-events describe-cache-parameters
    describe-service-updates`),
  elbv2:
    words(`describe-load-balancers describe-target-groups describe-target-health describe-listeners describe-rules
    describe-load-balancer-attributes describe-target-group-attributes`),
  events: words('list-rules describe-rule list-targets-by-rule list-event-buses'),
  health: words('describe-events describe-event-details describe-affected-entities'),
  iam: words(`get-role list-roles list-attached-role-policies list-role-policies get-role-policy get-policy
    get-policy-version list-policies list-account-aliases`),
  kinesis: words(
    'describe-stream describe-stream-summary list-streams list-shards list-stream-consumers',
  ),
  kms: words(
    'describe-key list-aliases list-keys get-key-policy list-grants get-key-rotation-status',
  ),
  rds: words(`describe-db-instances describe-db-clusters describe-events describe-db-parameters
    describe-db-log-files describe-pending-maintenance-actions describe-db-proxies describe-db-proxy-targets
    describe-db-cluster-parameters`),
  route53: words(
    'list-hosted-zones list-resource-record-sets list-health-checks get-health-check-status get-change',
  ),
  s3api: words(
    'list-buckets get-bucket-location get-bucket-policy get-bucket-versioning head-bucket',
  ),
  secretsmanager: words('list-secrets describe-secret'),
  'service-quotas': words(
    'list-service-quotas get-service-quota list-requested-service-quota-change-history',
  ),
  sns: words('list-topics get-topic-attributes list-subscriptions list-subscriptions-by-topic'),
  sqs: words('list-queues get-queue-attributes get-queue-url list-dead-letter-source-queues'),
  stepfunctions: words(
    'list-state-machines describe-state-machine list-executions describe-execution',
  ),
  xray: words('get-trace-summaries batch-get-traces get-service-graph get-insight-summaries'),
};

/** Reads too, but what they answer is a secret, or money; the way to take instead. */
const DENIED: Readonly<Record<string, string>> = {
  'logs start-query': 'use the tool that queries log groups, which keeps to the budget',
  'logs get-query-results': 'use the tool that queries log groups',
  'lambda get-function': 'its answer holds a link to the code; use get-function-configuration',
  'sts get-session-token': 'its answer is a credential',
  'sts assume-role': 'its answer is a credential',
  'secretsmanager get-secret-value': 'its answer is a secret',
  'ssm get-parameter': 'its answer may be a secret',
  'ssm get-parameters': 'its answer may be a secret',
  'ecr get-login-password': 'its answer is a credential',
  'ecr get-authorization-token': 'its answer is a credential',
  'kms decrypt': 'its answer is a secret',
};

export interface OperationRuling {
  readonly reads: boolean;
  /** Why it is refused; null where it is not. */
  readonly why: string | null;
}

/** `denied` are further `service operation` pairs, or whole services, of whoever runs this; they always win. */
export function ruleOnOperation(
  service: string,
  operation: string,
  denied: readonly string[] = [],
): OperationRuling {
  const name = `${service} ${operation}`;
  if (denied.includes(name) || denied.includes(service)) return no(`${name} is on the deny list`);
  const secret = own(DENIED, name);
  if (secret !== undefined) return no(`${name} is refused: ${secret}`);
  if (own(READS, service)?.includes(operation) === true) return { reads: true, why: null };
  return no(`${name} is not known to only read, and nothing else is carried out`);
}

export function readingServices(): readonly (readonly [
  service: string,
  operations: readonly string[],
])[] {
  return Object.entries(READS);
}

const no = (why: string): OperationRuling => ({ reads: false, why });

const own = <Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}
