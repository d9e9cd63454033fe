// The tool `get-log-events`: raw events of one stream, forwards or backwards.
import { z } from 'zod';
import { pageTokenArgument, regionArgument } from '../../aws-tool.ts';
import { logGroupNameArgument, logsTool } from '../logs-tool.ts';

const MAX_PAGE_EVENTS = 10_000;

export const getLogEvents = logsTool({
  name: 'get-log-events',
  title: 'Get log events',
  description: [
    'Reads the events of one log stream. startTime (inclusive) and endTime (exclusive) are epoch milliseconds.',
    'By default the latest events come; startFromHead true begins with the earliest.',
    'Page on with nextForwardToken or nextBackwardToken as nextToken; the end is where the same token comes back.',
    'At most 10,000 events or 1 MB a page. Log groups of the class INFREQUENT_ACCESS do not support it: query them.',
  ].join(' '),
  input: z.strictObject({
    region: regionArgument,
    logGroupName: logGroupNameArgument,
    logStreamName: z.string().min(1).max(512).describe('exact name of the stream'),
    startTime: z.number().int().min(0).optional().describe('epoch milliseconds, inclusive'),
    endTime: z.number().int().min(0).optional().describe('epoch milliseconds, exclusive'),
    startFromHead: z.boolean().optional().describe('earliest first, default false'),
    nextToken: pageTokenArgument,
    limit: z
      .number()
      .int()
      .min(1)
      .max(MAX_PAGE_EVENTS)
      .optional()
      .describe('events a page, at most 10,000'),
  }),
  output: z.looseObject({
    events: z
      .array(
        z.looseObject({
          timestamp: z.number().optional().describe('epoch milliseconds'),
          message: z.string().optional(),
          ingestionTime: z.number().optional().describe('epoch milliseconds'),
        }),
      )
      .optional(),
    nextForwardToken: z.string().optional(),
    nextBackwardToken: z.string().optional(),
  }),
  call: (api, args, signal) => api.getLogEvents(args, signal),
});
