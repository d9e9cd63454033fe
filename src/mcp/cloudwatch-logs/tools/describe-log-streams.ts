// The tool `describe-log-streams`: the streams of one log group, and when each was last written to.
import { z } from 'zod';
import { isArn } from '../../../base/log-group-arn.ts';
import { pageTokenArgument, regionArgument } from '../../aws-tool.ts';
import { logsTool } from '../logs-tool.ts';

const MAX_PAGE = 50;

export const describeLogStreams = logsTool({
  name: 'describe-log-streams',
  title: 'Describe log streams',
  description: [
    'Lists the streams of a log group, at most 50 a page. orderBy LastEventTime with descending true gives the latest first.',
    'All times are epoch milliseconds. lastEventTimestamp may lag behind by an hour or more: do not take it as the end of the data.',
  ].join(' '),
  input: z.strictObject({
    region: regionArgument,
    logGroupName: z
      .string()
      .min(1)
      .max(2048)
      .describe('exact name of the log group, or its ARN where it belongs to a linked account'),
    logStreamNamePrefix: z
      .string()
      .min(1)
      .max(512)
      .optional()
      .describe('beginning of the name; not together with orderBy LastEventTime'),
    orderBy: z
      .enum(['LogStreamName', 'LastEventTime'])
      .optional()
      .describe('default LogStreamName'),
    descending: z.boolean().optional().describe('default false'),
    nextToken: pageTokenArgument,
    limit: z.number().int().min(1).max(MAX_PAGE).optional().describe('streams a page, default 50'),
  }),
  output: z.looseObject({
    logStreams: z
      .array(
        z.looseObject({
          logStreamName: z.string().optional(),
          creationTime: z.number().optional().describe('epoch milliseconds'),
          firstEventTimestamp: z.number().optional().describe('epoch milliseconds'),
          lastEventTimestamp: z.number().optional().describe('epoch milliseconds, may lag behind'),
          lastIngestionTime: z.number().optional().describe('epoch milliseconds'),
          arn: z.string().optional(),
        }),
      )
      .optional(),
    nextToken: z.string().optional().describe('there is another page'),
  }),
  call: (api, { logGroupName, ...rest }, signal) =>
    api.describeLogStreams(
      isArn(logGroupName)
        ? { ...rest, logGroupIdentifier: logGroupName }
        : { ...rest, logGroupName },
      signal,
    ),
});
