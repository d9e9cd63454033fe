// The operations that are served, by the name in the X-Amz-Target header. A new one is a file and a row.
import type { Operation } from '../protocol.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { describeLogStreams } from './describe-log-streams.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import { getQueryResults } from './get-query-results.ts';
import { startQuery } from './start-query.ts';
import { stopQuery } from './stop-query.ts';

export const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['DescribeLogGroups', describeLogGroups],
  ['DescribeLogStreams', describeLogStreams],
  ['FilterLogEvents', filterLogEvents],
  ['GetLogEvents', getLogEvents],
  ['GetQueryResults', getQueryResults],
  ['StartQuery', startQuery],
  ['StopQuery', stopQuery],
]);
