// Capacity of AWS services used up: DynamoDB, SQS, Step Functions, Kinesis, any other API.
import type { ActionText, Signature } from '../signature.ts';

export const RETRY: ActionText = {
  title: 'Try throttled calls again with back-off and jitter, and bound the callers',
  reason: 'Retries without a pause keep the throttling alive.',
  steps: [
    'Set the retry mode of the SDK to adaptive and bound the number of attempts.',
    'Bound the number of concurrent callers, so that a backlog can not become a storm.',
  ],
};
const QUOTA_WATCH: ActionText = {
  title: 'Plan capacity by the measured peak',
  reason: 'A quota that is watched is raised before it is reached.',
  steps: [
    'Put the use of the quota on a dashboard with an alarm at 80 percent, and ask for a higher quota in time.',
  ],
};

export const THROTTLING: readonly Signature[] = [
  {
    name: 'dynamodb-throttled',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /ProvisionedThroughputExceededException/,
      /level of configured provisioned throughput for the table was exceeded/i,
      /[Dd]ynamo(?:DB|Db|db)[^\n]{0,160}(?:ThrottlingException|Throttling|throttled)/,
      /(?:ThrottlingException|RequestLimitExceeded)[^\n]{0,160}[Dd]ynamo/,
    ],
    title: 'DynamoDB throttles {tableNamed|a table}',
    meaning:
      'DynamoDB refused reads or writes because the capacity of the table, of one of its indexes or of a single partition was used up. A hot key throttles a table whose total capacity looks free.',
    component: ['table'],
    checks: [
      'Compare the consumed with the provisioned capacity of the table and of its indexes around the onset.',
      'Look for a hot partition key with CloudWatch Contributor Insights.',
    ],
    immediate: {
      title: 'Raise the capacity of {table|the table}, or switch it to on-demand',
      reason: 'More capacity ends the throttling unless a single key takes it all.',
      steps: [
        'Switch to on-demand capacity if the load is not predictable; a table can be switched a few times a day only.',
      ],
      commands: [
        'aws dynamodb describe-table --table-name {table}',
        'aws cloudwatch get-metric-statistics --namespace AWS/DynamoDB --metric-name ReadThrottleEvents --dimensions Name=TableName,Value={table} --statistics Sum --period 300 --start-time {windowStart} --end-time {windowEnd}',
        'aws cloudwatch get-metric-statistics --namespace AWS/DynamoDB --metric-name WriteThrottleEvents --dimensions Name=TableName,Value={table} --statistics Sum --period 300 --start-time {windowStart} --end-time {windowEnd}',
        'aws dynamodb update-table --table-name {table} --billing-mode PAY_PER_REQUEST',
      ],
      rollback:
        'Switch the billing mode back to PROVISIONED with the capacity that describe-table printed.',
    },
    shortTerm: RETRY,
    longTerm: {
      title: 'Spread the load over the keys',
      reason: 'Capacity can not help where one key takes the load.',
      steps: [
        'Add a suffix to hot keys or a cache in front of them, and use auto scaling with a target below 70 percent.',
      ],
    },
    fix: 'back-off',
  },
  {
    name: 'sqs-throttled',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /(?:SQS|Sqs|sqs)[^\n]{0,160}(?:ThrottlingException|RequestThrottled|Throttl|OverLimit|Rate exceeded)/,
      /(?:ThrottlingException|RequestThrottled|OverLimit)\b[^\n]{0,160}(?:SQS|Sqs|sqs|(?:Send|Receive|Delete)Message)/,
    ],
    title: 'SQS throttles calls to {queue|a queue}',
    meaning:
      'SQS refused calls because the queue was called faster than its quota allows, or held too many messages in flight. FIFO queues have a quota of calls a second for each API action.',
    component: ['queue', 'function'],
    checks: [
      'Check the number of messages in flight and their age, and whether consumers delete what they have handled.',
    ],
    immediate: {
      title: 'Send and receive in batches of ten',
      reason: 'One batch counts as one call.',
      steps: ['Use the batch actions, and long polling of 20 seconds in the consumers.'],
      commands: ['aws sqs get-queue-attributes --queue-url {queue} --attribute-names All'],
      rollback: 'Go back to single calls.',
    },
    shortTerm: RETRY,
    longTerm: QUOTA_WATCH,
    fix: 'back-off',
  },
  {
    name: 'step-functions-throttled',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /(?:Step ?Functions|SFN|Sfn|StartExecution|StartSyncExecution|SendTask\w{4,9}|states\.amazonaws)[^\n]{0,160}(?:Throttl|Rate exceeded|ExecutionLimitExceeded)/,
      /(?:Throttl\w{0,12}|ExecutionLimitExceeded)\b[^\n]{0,160}(?:Step ?Functions|SFN\b|StartExecution|states:|stateMachine)/,
    ],
    title: 'Step Functions throttles {stateMachine|the start of executions}',
    meaning:
      'Step Functions refused calls because executions were started, or tasks were answered, faster than the quota of the account refills. The quotas are token buckets: a peak empties them and a steady rate above the refill keeps them empty.',
    component: ['stateMachine', 'function'],
    checks: [
      'Look at ThrottledEvents and at the number of executions started a second around the onset.',
    ],
    immediate: {
      title: 'Slow down the callers that start executions',
      reason: 'The bucket refills only if less is taken than is added.',
      steps: ['Bound the concurrency of the callers, and let a queue take the peak.'],
      commands: [
        'aws stepfunctions describe-state-machine --state-machine-arn {stateMachine}',
        'aws service-quotas list-service-quotas --service-code states',
      ],
      rollback: 'Take the bound away again.',
    },
    shortTerm: RETRY,
    longTerm: QUOTA_WATCH,
    fix: 'back-off',
  },
  {
    name: 'kinesis-throttled',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /Rate exceeded for shard (?<shard>[\w-]{3,40})/,
      /[Kk]inesis[^\n]{0,160}(?:ThroughputExceeded|Throttl|LimitExceeded)/,
    ],
    title: 'Kinesis throttles {shardNamed|a shard}',
    meaning:
      'Kinesis refused records because a shard took more than one megabyte or 1,000 records a second, or was read too often.',
    component: ['shard', 'function'],
    checks: [
      'Look at WriteProvisionedThroughputExceeded and at the spread of the partition keys over the shards.',
    ],
    immediate: {
      title: 'Add shards, or switch the stream to on-demand',
      reason: 'More shards take more records if the keys spread over them.',
      steps: [
        'Check the spread of the partition keys first: a single hot key stays on a single shard.',
      ],
    },
    shortTerm: RETRY,
    longTerm: QUOTA_WATCH,
    fix: 'back-off',
  },
  {
    name: 'aws-throttled',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\bThrottling(?:Exception)?: /,
      /\(ThrottlingException\)|\(Throttling\)|\(RequestLimitExceeded\)/,
      /\bRequestLimitExceeded\b/,
    ],
    unless: /REQUEST_LIMIT_EXCEEDED|\b429\b/,
    title: 'AWS throttles {operation|API calls}',
    meaning:
      'An AWS API refused calls because the account made more of them than its quota allows.',
    component: ['function'],
    checks: [
      'Find out which caller makes most of the calls: a polling loop or a retry storm is the usual one.',
    ],
    immediate: {
      title: 'Slow down the loop that makes the calls',
      reason: 'All callers of the account share the quota.',
      steps: ['Lengthen the polling interval and cache answers that seldom change.'],
    },
    shortTerm: RETRY,
    longTerm: QUOTA_WATCH,
    fix: 'back-off',
  },
];
