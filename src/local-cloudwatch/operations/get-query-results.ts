// GetQueryResults: status, statistics and rows, also while a query runs; up to 100,000 rows by paging.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html
import { z } from 'zod';
import { pageOf, writeToken } from '../page-token.ts';
import { type Account, type Answer, notFound, WrittenJson } from '../protocol.ts';
import { validate } from '../validation.ts';
import { type EncodedRows, pageEnd, rowsJson } from '../work/encoded-rows.ts';

/** Rows of one page. */
const MAX_PAGE_ROWS = 10_000;
/**
 * JSON of the rows of a page that is one of several: on its way it stands in memory several times. Only for who says how
 * long pages may be, and so knows that there are some: who does not gets all rows at once, as ever.
 */
const MAX_PAGE_BYTES = 2_097_152;
const REQUEST = z.object({
  queryId: z.string().max(256),
  nextToken: z.string().min(1).optional(),
  maxItems: z.int().min(1).max(MAX_PAGE_ROWS).optional(),
});

export async function getQueryResults(
  body: unknown,
  { jobs, patienceMs }: Account,
  signal: AbortSignal,
): Promise<Answer> {
  const { queryId, nextToken, maxItems } = validate(REQUEST, body);
  await jobs.ended(queryId, patienceMs, signal);
  const view = jobs.view(queryId);
  if (view === null)
    throw notFound(`Query '${queryId}' does not exist or its results are no longer kept.`);
  const { start, end, ...next } = pageWithin(view.rows, nextToken, maxItems);
  // The rows of a running query change from poll to poll: a token into them would promise too much.
  const ended = view.status !== 'Scheduled' && view.status !== 'Running';
  if (ended && next.nextToken === undefined) jobs.markFetched(queryId);
  return {
    queryLanguage: 'CWLI',
    results: new WrittenJson(rowsJson(view.rows, start, end)),
    statistics: {
      recordsMatched: view.recordsMatched,
      recordsScanned: view.recordsScanned,
      estimatedRecordsSkipped: 0,
      bytesScanned: view.bytesScanned,
      estimatedBytesSkipped: 0,
      logGroupsScanned: view.logGroupsScanned,
      resultCount: view.rows.count,
    },
    status: view.status,
    ...(ended ? next : {}),
    // Beyond CloudWatch's answer, which does not say why.
    ...(view.failure === null ? {} : { failure: view.failure }),
  };
}

function pageWithin(
  rows: EncodedRows,
  token: string | undefined,
  maxItems: number | undefined,
): ReturnType<typeof pageOf> {
  const page = pageOf(rows.count, token, maxItems ?? MAX_PAGE_ROWS);
  if (maxItems === undefined) return page;
  const end = pageEnd(rows, page.start, page.end, MAX_PAGE_BYTES);
  return end === page.end ? page : { start: page.start, end, nextToken: writeToken([end]) };
}
