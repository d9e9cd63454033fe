// The tool `describe-queries`: which queries were started, for a run that was killed before it learnt the id of one.
import { z } from 'zod';
import { pageTokenArgument, regionArgument } from '../../aws-tool.ts';
import { logGroupNameArgument, logsTool } from '../logs-tool.ts';

const MAX_PAGE = 1_000;

export const describeQueries = logsTool({
  name: 'describe-queries',
  title: 'Describe queries',
  description: [
    'Lists the Logs Insights queries that were started over a log group, with their text, status and id, at most 1,000 a page.',
    'createTime is epoch milliseconds.',
  ].join(' '),
  input: z.strictObject({
    region: regionArgument,
    logGroupName: logGroupNameArgument,
    maxResults: z.number().int().min(1).max(MAX_PAGE).optional().describe('default 1,000'),
    nextToken: pageTokenArgument,
  }),
  output: z.looseObject({
    queries: z
      .array(
        z.looseObject({
          queryId: z.string().optional(),
          queryString: z.string().optional(),
          status: z.string().optional(),
          createTime: z.number().optional().describe('epoch milliseconds'),
          logGroupName: z.string().optional(),
        }),
      )
      .optional(),
    nextToken: z.string().optional().describe('there is another page'),
  }),
  call: (api, args, signal) => api.describeQueries(args, signal),
});
