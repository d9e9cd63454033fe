// The tool `stop-query`: stops a query that this server started, and no other.
import { z } from 'zod';
import { regionArgument } from '../../aws-tool.ts';
import { ForeignQueryError, logsTool } from '../logs-tool.ts';

export const stopQuery = logsTool({
  name: 'stop-query',
  title: 'Stop a query',
  description: [
    'Stops a query that start-query of this server started, so that it scans (and costs) no more.',
    'Queries of others are refused. A query that has ended already answers InvalidParameterException.',
  ].join(' '),
  input: z.strictObject({ region: regionArgument, queryId: z.string().min(1).max(256) }),
  output: z.looseObject({ success: z.boolean().optional() }),
  call: async (api, args, signal, { ownQueries }) => {
    if (!ownQueries.has(args.queryId))
      throw new ForeignQueryError(args.queryId, 'so it is not stopped here.');
    return api.stopQuery(args, signal);
  },
});
