// The operations that are served, by the name in the X-Amz-Target header. A new one is a file and a row.
import type { Operation } from '../protocol.ts';
import { createLogGroup } from './create-log-group.ts';
import { createLogStream } from './create-log-stream.ts';
import { deleteLogGroup } from './delete-log-group.ts';
import { deleteLogStream } from './delete-log-stream.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { describeLogStreams } from './describe-log-streams.ts';
import { describeQueries, listLogGroupsForQuery } from './describe-queries.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import { getLogGroupFields } from './get-log-group-fields.ts';
import { getLogRecord } from './get-log-record.ts';
import { getQueryResults } from './get-query-results.ts';
import { listLogGroups } from './list-log-groups.ts';
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

const READERS: ReadonlyMap<string, Operation> = new Map(READING);
const ALL: ReadonlyMap<string, Operation> = new Map([...READING, ...WRITING]);

/** `writable`: whether clients may put and change anything. */
export function operationNamed(name: string, writable: boolean): Operation | null {
  return (writable ? ALL : READERS).get(name) ?? null;
}
