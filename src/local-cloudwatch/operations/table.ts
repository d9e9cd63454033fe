// The operations that are served, by the name in the X-Amz-Target header. A new one is a file and a row.
import type { Operation } from '../protocol.ts';
import { createLogGroup } from './create-log-group.ts';
import { createLogStream } from './create-log-stream.ts';
import { deleteLogGroup } from './delete-log-group.ts';
import { deleteLogStream } from './delete-log-stream.ts';
import { describeAlarmHistory, describeAlarms } from './describe-alarms.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { describeLogStreams } from './describe-log-streams.ts';
import { describeMetricFilters } from './describe-metric-filters.ts';
import { describeQueries, listLogGroupsForQuery } from './describe-queries.ts';
import { describeStacks } from './describe-stacks.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import { getLogGroupFields } from './get-log-group-fields.ts';
import { getLogRecord } from './get-log-record.ts';
import { getMetricData } from './get-metric-data.ts';
import { getQueryResults } from './get-query-results.ts';
import { listLogGroups } from './list-log-groups.ts';
import { lookupEvents } from './lookup-events.ts';
import { putLogEvents } from './put-log-events.ts';
import { deleteRetentionPolicy, putRetentionPolicy } from './retention-policy.ts';
import { startQuery } from './start-query.ts';
import { stopQuery } from './stop-query.ts';
import {
  listTagsForResource,
  listTagsLogGroup,
  tagLogGroup,
  tagResource,
  untagLogGroup,
  untagResource,
} from './tag-operations.ts';

type Rows = readonly (readonly [name: string, operation: Operation])[];

const READING: Rows = [
  ['DescribeLogGroups', describeLogGroups],
  ['DescribeLogStreams', describeLogStreams],
  ['DescribeMetricFilters', describeMetricFilters],
  ['DescribeQueries', describeQueries],
  ['FilterLogEvents', filterLogEvents],
  ['GetLogEvents', getLogEvents],
  ['GetLogGroupFields', getLogGroupFields],
  ['GetLogRecord', getLogRecord],
  ['GetQueryResults', getQueryResults],
  ['ListLogGroups', listLogGroups],
  ['ListLogGroupsForQuery', listLogGroupsForQuery],
  ['ListTagsForResource', listTagsForResource],
  ['ListTagsLogGroup', listTagsLogGroup],
  ['StartQuery', startQuery],
  ['StopQuery', stopQuery],
];

const WRITING: Rows = [
  ['CreateLogGroup', createLogGroup],
  ['CreateLogStream', createLogStream],
  ['DeleteLogGroup', deleteLogGroup],
  ['DeleteLogStream', deleteLogStream],
  ['DeleteRetentionPolicy', deleteRetentionPolicy],
  ['PutLogEvents', putLogEvents],
  ['PutRetentionPolicy', putRetentionPolicy],
  ['TagLogGroup', tagLogGroup],
  ['TagResource', tagResource],
  ['UntagLogGroup', untagLogGroup],
  ['UntagResource', untagResource],
];

const CLOUDWATCH: Rows = [
  ['DescribeAlarmHistory', describeAlarmHistory],
  ['DescribeAlarms', describeAlarms],
  ['GetMetricData', getMetricData],
];

const CLOUDTRAIL: Rows = [['LookupEvents', lookupEvents]];

const CLOUDFORMATION: Rows = [
  ['DescribeStackEvents', describeStacks],
  ['DescribeStackResources', describeStacks],
];

/** A service as IAM calls it, and what it lets do. */
interface Service {
  readonly prefix: string;
  readonly reading: ReadonlyMap<string, Operation>;
  readonly all: ReadonlyMap<string, Operation>;
}

/** By the service's name in the X-Amz-Target header, or as forms are told apart: query-protocol.ts. */
const SERVICES: ReadonlyMap<string, Service> = new Map([
  ['Logs_20140328', service('logs', READING, WRITING)],
  ['GraniteServiceVersion20100801', service('cloudwatch', CLOUDWATCH)],
  ['CloudTrail_20131101', service('cloudtrail', CLOUDTRAIL)],
  ['CloudFormation', service('cloudformation', CLOUDFORMATION)],
]);

function service(prefix: string, reading: Rows, writing: Rows = []): Service {
  return { prefix, reading: new Map(reading), all: new Map([...reading, ...writing]) };
}

/** An operation, and the IAM action that it needs. */
export interface NamedOperation {
  readonly action: string;
  readonly run: Operation;
}

/** `writable`: whether clients may put and change anything. */
export function operationNamed(
  serviceName: string,
  name: string,
  writable: boolean,
): NamedOperation | null {
  const service = SERVICES.get(serviceName);
  const run = (writable ? service?.all : service?.reading)?.get(name);
  return service === undefined || run === undefined
    ? null
    : { action: `${service.prefix}:${name}`, run };
}
