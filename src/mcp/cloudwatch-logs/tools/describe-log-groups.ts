// The tool `describe-log-groups`: which log groups there are.
import { z } from 'zod';
import { isArn } from '../../../base/log-group-arn.ts';
import { pageTokenArgument, regionArgument } from '../../aws-tool.ts';
import { logsTool } from '../logs-tool.ts';

const MAX_PAGE = 50;

export const describeLogGroups = logsTool({
  name: 'describe-log-groups',
  title: 'Describe log groups',
  description: [
    'Lists log groups, sorted by name, at most 50 a page.',
    'Filter by logGroupNamePattern (a case-sensitive part of the name, no wildcards) or by logGroupNamePrefix, not both.',
    'A pattern may leave retention and class out of the answer. creationTime is epoch milliseconds.',
    'A prefix also finds longer names: compare whole names where one group is meant.',
  ].join(' '),
  input: z.strictObject({
    region: regionArgument,
    logGroupNamePattern: z
      .string()
      .min(1)
      .max(512)
      .optional()
      .describe('part of the name, case-sensitive, no wildcards'),
    logGroupNamePrefix: z
      .string()
      .min(1)
      .max(2048)
      .optional()
      .describe('beginning of the name, or the ARN of a log group of a linked account'),
    includeLinkedAccounts: z
      .boolean()
      .optional()
      .describe('from a monitoring account: those of accounts that are linked to it, too'),
    nextToken: pageTokenArgument,
    limit: z.number().int().min(1).max(MAX_PAGE).optional().describe('groups a page, default 50'),
  }),
  output: z.looseObject({
    logGroups: z
      .array(
        z.looseObject({
          logGroupName: z.string().optional(),
          creationTime: z.number().optional().describe('epoch milliseconds'),
          retentionInDays: z.number().optional().describe('absent: kept for ever'),
          logGroupClass: z.string().optional(),
          storedBytes: z.number().optional(),
          arn: z.string().optional(),
        }),
      )
      .optional(),
    nextToken: z.string().optional().describe('there is another page'),
  }),
  call: (api, { logGroupNamePrefix: prefix, ...rest }, signal) =>
    api.describeLogGroups(
      prefix === undefined
        ? rest
        : isArn(prefix)
          ? { ...rest, logGroupIdentifiers: [prefix] }
          : { ...rest, logGroupNamePrefix: prefix },
      signal,
    ),
});
