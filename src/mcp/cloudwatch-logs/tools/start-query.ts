// The tool `start-query`: starts a Logs Insights query. The one operation of the API that takes seconds.
import type { StartQueryCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { z } from 'zod';
import { isArn } from '../../../base/log-group-arn.ts';
import { regionArgument } from '../../aws-tool.ts';
import { logsTool } from '../logs-tool.ts';

/** Seconds beyond this are the year 5138: the caller means milliseconds. */
const MAX_EPOCH_SECONDS = 1e11;
const MAX_LOG_GROUPS = 50;
const MAX_QUERY_CHARS = 10_000;
const MAX_ROWS = 100_000;

const epochSeconds = z
  .number()
  .int()
  .min(0)
  .lt(MAX_EPOCH_SECONDS, 'this looks like milliseconds: start-query takes epoch seconds');

export const startQuery = logsTool({
  name: 'start-query',
  title: 'Start a Logs Insights query',
  description: [
    'Starts a CloudWatch Logs Insights query over 1 to 50 log groups and answers its queryId at once; get-query-results reads its rows.',
    'startTime and endTime are epoch SECONDS (not milliseconds), both inclusive.',
    'unmask is refused.',
    'limit is the number of rows, default 10,000, at most 100,000. Count with stats, not by rows: rows stop at the limit.',
  ].join(' '),
  input: z.strictObject({
    region: regionArgument,
    logGroupNames: z
      .array(z.string().min(1).max(512))
      .min(1)
      .max(MAX_LOG_GROUPS)
      .optional()
      .describe(
        'exact names, or ARNs of log groups of linked accounts, 1 to 50; left out where the query names them with SOURCE',
      ),
    startTime: epochSeconds.describe('epoch seconds, inclusive'),
    endTime: epochSeconds.describe('epoch seconds, inclusive'),
    queryString: z
      .string()
      .min(1)
      .max(MAX_QUERY_CHARS)
      .describe('Logs Insights QL, at most 10,000 characters'),
    limit: z
      .number()
      .int()
      .min(1)
      .max(MAX_ROWS)
      .optional()
      .describe('rows, default 10,000, at most 100,000'),
  }),
  output: z.looseObject({ queryId: z.string() }),
  // Each call is a query of its own.
  annotations: { idempotentHint: false },
  call: async (api, args, signal, { ownQueries, border, clients }) => {
    if ((clients.isAws || border !== null) && UNMASK.test(args.queryString)) throw new Unmasking();
    const answer = await api.startQuery(identified(args), signal);
    if (answer.queryId !== undefined) ownQueries.add(answer.queryId);
    return answer;
  },
});

/**
 * Wherever it stands, in a string too: what of a query is one, AWS's own reading decides, not ours. Local logs are masked
 * by nobody, and whoever reads their own may write the word.
 */
const UNMASK = /(?<![\p{L}_])unmask(?![\p{L}\p{N}_])/iu;

class Unmasking extends Error {
  override readonly name = 'OperationRefused';

  constructor() {
    super(
      'unmask is refused: it uncovers what a data protection policy masks (and needs logs:Unmask), and masked data stays masked. To look for the word itself write /unmas[k]/.',
    );
  }
}

/** AWS takes ARNs by another name. */
function identified({ logGroupNames, ...rest }: StartQueryCommandInput): StartQueryCommandInput {
  if (logGroupNames === undefined) return rest;
  return logGroupNames.some(isArn)
    ? { ...rest, logGroupIdentifiers: logGroupNames }
    : { ...rest, logGroupNames };
}
