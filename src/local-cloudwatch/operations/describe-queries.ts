// DescribeQueries and ListLogGroupsForQuery: the queries that were started, and what they read.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeQueries.html
import { z } from 'zod';
import { slicePage } from '../page-token.ts';
import { type Account, type Answer, notFound } from '../protocol.ts';
import type { QueryInfo } from '../query-jobs.ts';
import { validate } from '../validation.ts';

const STATUSES = ['Scheduled', 'Running', 'Complete', 'Failed', 'Cancelled', 'Timeout', 'Unknown'];
const QUERIES = z.object({
  logGroupName: z.string().min(1).max(512).optional(),
  status: z.enum(STATUSES).optional(),
  maxResults: z.int().min(1).max(1_000).default(1_000),
  nextToken: z.string().min(1).optional(),
  queryLanguage: z.enum(['CWLI', 'SQL', 'PPL']).optional(),
});
const GROUPS = z.object({
  queryId: z.string().max(256),
  maxResults: z.int().min(50).max(500).default(500),
  nextToken: z.string().min(1).optional(),
});

export function describeQueries(body: unknown, { jobs }: Account): Answer {
  const request = validate(QUERIES, body);
  const { logGroupName, status, queryLanguage } = request;
  const found = jobs
    .list()
    .filter((query) => logGroupName === undefined || query.logGroups.includes(logGroupName))
    .filter((query) => status === undefined || query.status === status)
    .filter(() => queryLanguage === undefined || queryLanguage === 'CWLI');
  const { page, ...next } = slicePage(found, request.nextToken, request.maxResults);
  return { queries: page.map(describe), ...next };
}

function describe({ id, text, logGroups, status, ...query }: QueryInfo): Answer {
  return {
    queryLanguage: 'CWLI',
    queryId: id,
    queryString: text,
    status,
    createTime: query.createdMs,
    ...(logGroups[0] === undefined ? {} : { logGroupName: logGroups[0] }),
    queryDuration: query.durationMs,
    bytesScanned: query.bytesScanned,
  };
}

export function listLogGroupsForQuery(body: unknown, { jobs }: Account): Answer {
  const { queryId, nextToken, maxResults } = validate(GROUPS, body);
  const names = jobs.logGroupsOf(queryId);
  if (names === null) throw notFound(`Query '${queryId}' does not exist.`);
  const { page, ...next } = slicePage(names, nextToken, maxResults);
  return { logGroupIdentifiers: page, ...next };
}
