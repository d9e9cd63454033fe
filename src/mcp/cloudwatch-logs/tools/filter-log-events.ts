// The tool `filter-log-events`: raw events of one log group across its streams, by CloudWatch's filter patterns.
import { z } from 'zod';
import { pageTokenArgument, regionArgument } from '../../aws-tool.ts';
import { logGroupNameArgument, logsTool } from '../logs-tool.ts';

const MAX_PAGE_EVENTS = 10_000;
const MAX_STREAMS = 100;
const MAX_PATTERN_CHARS = 1_024;

export const filterLogEvents = logsTool({
  name: 'filter-log-events',
  title: 'Filter log events',
  description: [
    'Reads events of a log group, sorted by time. startTime and endTime are epoch milliseconds, both inclusive.',
    'filterPattern is a CloudWatch filter pattern, not a Logs Insights query: words are case-sensitive and all needed, "a phrase", ?A ?B for either.',
    'At most 10,000 events or 1 MB a page. A page may be empty and still have a nextToken: the end is where there is none.',
    'Log groups of the class INFREQUENT_ACCESS do not support it: query them.',
  ].join(' '),
  input: z.strictObject({
    region: regionArgument,
    logGroupName: logGroupNameArgument,
    logStreamNames: z
      .array(z.string().min(1).max(512))
      .min(1)
      .max(MAX_STREAMS)
      .optional()
      .describe('only these streams, at most 100'),
    startTime: z.number().int().min(0).optional().describe('epoch milliseconds, inclusive'),
    endTime: z.number().int().min(0).optional().describe('epoch milliseconds, inclusive'),
    filterPattern: z
      .string()
      .max(MAX_PATTERN_CHARS)
      .optional()
      .describe('CloudWatch filter pattern, at most 1,024 characters'),
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
          logStreamName: z.string().optional(),
          timestamp: z.number().optional().describe('epoch milliseconds'),
          message: z.string().optional(),
          ingestionTime: z.number().optional().describe('epoch milliseconds'),
          eventId: z.string().optional(),
        }),
      )
      .optional(),
    nextToken: z.string().optional().describe('there is another page'),
  }),
  call: (api, args, signal) => api.filterLogEvents(args, signal),
});
