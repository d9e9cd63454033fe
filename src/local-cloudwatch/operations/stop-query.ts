// StopQuery: ends a query that is scheduled or running; its rows so far stay.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StopQuery.html
import { z } from 'zod';
import { type Account, type Answer, invalidParameter, notFound } from '../protocol.ts';
import { validate } from '../validation.ts';

const REQUEST = z.object({ queryId: z.string().max(256) });

export function stopQuery(body: unknown, { jobs }: Account): Answer {
  const { queryId } = validate(REQUEST, body);
  const stopped = jobs.stop(queryId);
  if (stopped === null) throw notFound(`Query '${queryId}' does not exist.`);
  if (!stopped) throw invalidParameter(`Query '${queryId}' has already ended and is not running.`);
  return { success: true };
}
