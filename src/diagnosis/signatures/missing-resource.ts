// Resources of AWS that do not exist where they are looked for: secrets, buckets, objects, tables.
// The call was allowed; the name, the account or the region is wrong, or the resource was deleted.
import type { ActionText, Signature } from '../signature.ts';

const CHECK_AT_START: ActionText = {
  title: 'Check at start that each configured resource exists',
  reason: 'A wrong name is certain to fail, so one call finds it.',
  steps: [
    'Look each resource up once before the instance takes traffic, and name it in the error.',
  ],
};
const ONE_SOURCE: ActionText = {
  title: 'Create resources and the settings that name them from one source',
  reason: 'Names that are written twice drift apart.',
  steps: [
    'Hand the names from the infrastructure code to the application, and guard against deletion.',
  ],
};

export const MISSING_RESOURCE: readonly Signature[] = [
  {
    name: 'secret-missing',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [
      /Secrets Manager can(?:'|’)?(?:t|not) find the specified secret/,
      /ResourceNotFoundException[^\n]{0,120}(?:GetSecretValue|DescribeSecret)/,
    ],
    title: 'The secret {secret|that the application asks for} does not exist',
    meaning:
      'Secrets Manager does not know a secret of this name in this account and region: it was renamed or deleted, or the name in the settings is wrong. The role is not what is at fault.',
    component: ['secret', 'function'],
    checks: [
      'Check that the secret exists under this name in the same region, and that it is not scheduled for deletion.',
    ],
    immediate: {
      title: 'Point the application to a secret that exists, or restore the secret',
      reason: 'Each call fails until the name that is used and what exists agree.',
      steps: [
        'Compare name, account and region in the settings of the application with what exists, and mend the one that is wrong.',
      ],
      commands: ['aws secretsmanager describe-secret --secret-id {secret}'],
      rollback: 'Put back the name that was set before.',
    },
    shortTerm: CHECK_AT_START,
    longTerm: ONE_SOURCE,
  },
  {
    name: 's3-bucket-missing',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [/\bNoSuchBucket\b|The specified bucket does not exist/],
    title: 'The bucket {bucket|that the application asks for} does not exist',
    meaning:
      'S3 knows no bucket of this name: it was deleted, or the name in the settings is wrong.',
    component: ['bucket', 'function'],
    checks: [
      'Check the name of the bucket in the settings, and in CloudTrail whether it was deleted.',
    ],
    immediate: {
      title: 'Point the application to a bucket that exists',
      reason: 'Each call fails until the name that is used and what exists agree.',
      steps: [
        'Compare name, account and region in the settings of the application with what exists, and mend the one that is wrong.',
      ],
      commands: ['aws s3api head-bucket --bucket {bucket}'],
      rollback: 'Put back the name that was set before.',
    },
    shortTerm: CHECK_AT_START,
    longTerm: ONE_SOURCE,
  },
  {
    name: 's3-object-missing',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [/\bNoSuchKey\b|The specified key does not exist/],
    title: 'An object does not exist in {bucket|its bucket}',
    meaning:
      'The bucket has no object under the key that was asked for: it was not written yet, was deleted or expired, or the key is built wrongly.',
    component: ['bucket', 'function'],
    checks: [
      'Check whether the object was ever written, and which lifecycle rules the bucket has.',
    ],
    immediate: {
      title: 'Find out which key is missing, and write the object or mend the key',
      reason: 'Each call fails until the name that is used and what exists agree.',
      steps: [
        'Compare name, account and region in the settings of the application with what exists, and mend the one that is wrong.',
      ],
      commands: ['aws s3api get-bucket-lifecycle-configuration --bucket {bucket}'],
      rollback: 'Put back the name that was set before.',
    },
    shortTerm: CHECK_AT_START,
    longTerm: ONE_SOURCE,
  },
  {
    name: 'sns-topic-missing',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [/\bTopic does not exist\b/],
    title: 'The SNS topic {topic|that the application publishes to} does not exist',
    meaning:
      'SNS knows no such topic in this account and region: it was deleted, or the ARN in the settings is wrong. What was published meanwhile is lost unless the publisher kept it.',
    component: ['topic', 'function'],
    checks: ['Check in CloudTrail whether the topic was deleted (DeleteTopic), and by whom.'],
    immediate: {
      title: 'Point the application to a topic that exists, or make the topic again',
      reason: 'Each call fails until the name that is used and what exists agree.',
      steps: [
        'Compare name, account and region in the settings of the application with what exists, and mend the one that is wrong.',
        'A topic that is made again has no subscriptions: restore these too.',
      ],
      commands: ['aws sns get-topic-attributes --topic-arn {topic}'],
      rollback: 'Put back the name that was set before.',
    },
    shortTerm: CHECK_AT_START,
    longTerm: ONE_SOURCE,
  },
  {
    name: 'sqs-queue-missing',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [
      /\bNonExistentQueue\b|\bQueueDoesNotExist(?:Exception)?\b|The specified queue does not exist/,
    ],
    title: 'The SQS queue {queue|that the application asks for} does not exist',
    meaning:
      'SQS knows no such queue in this account and region: it was deleted, or the URL in the settings is wrong.',
    component: ['queue', 'function'],
    checks: [
      'Check the URL of the queue in the settings, and in CloudTrail whether the queue was deleted (DeleteQueue).',
    ],
    immediate: {
      title: 'Point the application to a queue that exists, or make the queue again',
      reason: 'Each call fails until the name that is used and what exists agree.',
      steps: [
        'Compare name, account and region in the settings of the application with what exists, and mend the one that is wrong.',
        'The name of a deleted queue can be used again after a minute.',
      ],
      commands: ['aws sqs get-queue-attributes --queue-url {queue} --attribute-names All'],
      rollback: 'Put back the name that was set before.',
    },
    shortTerm: CHECK_AT_START,
    longTerm: ONE_SOURCE,
  },
  {
    name: 'dynamodb-table-missing',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [
      /[Dd]ynamo(?:DB|Db|db)?[^\n]{0,200}ResourceNotFoundException/,
      /ResourceNotFoundException[^\n]{0,200}(?:[Dd]ynamo|Requested resource not found|(?:Get|Put|Update|Delete|BatchGet|BatchWrite)Item|[Tt]able)/,
    ],
    title: 'The DynamoDB table {table|that the application asks for} does not exist',
    meaning:
      'DynamoDB knows no such table or index in this account and region: it was deleted, is still being created, or the name in the settings is wrong.',
    component: ['table', 'function'],
    checks: ['Check that the table exists in the region of the call, and is active.'],
    immediate: {
      title: 'Point the application to a table that exists, or restore the table',
      reason: 'Each call fails until the name that is used and what exists agree.',
      steps: [
        'Compare name, account and region in the settings of the application with what exists, and mend the one that is wrong.',
      ],
      commands: ['aws dynamodb describe-table --table-name {table}'],
      rollback: 'Put back the name that was set before.',
    },
    shortTerm: CHECK_AT_START,
    longTerm: ONE_SOURCE,
  },
];
