// The tool `get-query-results`: status, statistics and rows of a query.
import { z } from 'zod';
import { pageTokenArgument, regionArgument } from '../../aws-tool.ts';
import { ForeignQueryError, logsTool } from '../logs-tool.ts';

const MAX_PAGE_ROWS = 10_000;

export const getQueryResults = logsTool({
  name: 'get-query-results',
  title: 'Get query results',
  description: [
    'Reads what a query has found so far. status is Scheduled, Running, Complete, Failed, Cancelled, Timeout or Unknown;',
    'rows of a query that is not Complete are partial: ask again. Each row is a list of {field, value}, all values text;',
    'a field without a value is left out of its row. Times in rows are UTC text.',
    'statistics.recordsMatched counts the matching events, also beyond the limit. At most 10,000 rows a page; nextToken is valid for an hour.',
  ].join(' '),
  input: z.strictObject({
    region: regionArgument,
    queryId: z.string().min(1).max(256),
    nextToken: pageTokenArgument,
    maxItems: z
      .number()
      .int()
      .min(1)
      .max(MAX_PAGE_ROWS)
      .optional()
      .describe('rows a page, at most 10,000'),
  }),
  output: z.looseObject({
    status: z.string().optional(),
    results: z
      .array(z.array(z.looseObject({ field: z.string().optional(), value: z.string().optional() })))
      .optional(),
    statistics: z.record(z.string(), z.number()).optional(),
    nextToken: z.string().optional().describe('there is another page'),
  }),
  call: async (api, args, signal, { ownQueries, border }) => {
    // What a query took apart is redacted by its text.
    if (border !== null && !ownQueries.has(args.queryId))
      throw new ForeignQueryError(args.queryId, 'so its rows are not handed on: start it here.');
    return api.getQueryResults(args, signal);
  },
});
