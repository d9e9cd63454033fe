// GetLogEvents: the events of one stream, the newest page first unless startFromHead; endTime is excluded.
// Tokens are never null: the one that was given comes back at the end of the stream.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
import { z } from 'zod';
import type { InsightsRecord } from '../../insights/types.ts';
import { type Place, placeOf } from '../event-pages.ts';
import { readGroupPage } from '../group-page.ts';
import { checkEventsClass } from '../log-classes.ts';
import { existingStream, requestedGroup } from '../log-groups.ts';
import { readToken, writeToken } from '../page-token.ts';
import { type Account, type Answer, invalidParameter } from '../protocol.ts';
import { validate } from '../validation.ts';

const REQUEST = z.object({
  logGroupName: z.string().min(1).max(512).optional(),
  logGroupIdentifier: z.string().min(1).max(2048).optional(),
  logStreamName: z.string().min(1).max(512),
  startTime: z.int().min(0).default(0),
  endTime: z.int().min(0).default(Number.MAX_SAFE_INTEGER),
  nextToken: z.string().min(1).optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
  startFromHead: z.boolean().default(false),
});
type Request = z.infer<typeof REQUEST>;
const PLACE = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** Where a page begins: after a place, or before it. */
interface Start {
  readonly direction: 'forward' | 'backward';
  readonly from: Place | null;
}

export async function getLogEvents(
  body: unknown,
  account: Account,
  signal: AbortSignal,
): Promise<Answer> {
  const request = validate(REQUEST, body);
  const { logStreamName, startTime, endTime, limit } = request;
  const group = requestedGroup(account, request);
  checkEventsClass(group, 'GetLogEvents');
  existingStream(group, logStreamName);
  const start = startOf(request);
  const { events } = await readGroupPage(account, group, {
    ...start,
    selection: { logGroups: new Set([group.name]), startMs: startTime, endMs: endTime - 1 },
    limit,
    literals: null,
    wants: ({ logStream }) => logStream === logStreamName,
    signal,
  });
  const first = events[0];
  const last = events.at(-1);
  const tokens =
    first === undefined || last === undefined
      ? tokensAtEnd(start, startTime)
      : {
          nextForwardToken: token('f', placeOf(last)),
          nextBackwardToken: token('b', placeOf(first)),
        };
  return { events: events.map(output), ...tokens };
}

function startOf({ nextToken, startFromHead }: Request): Start {
  if (nextToken === undefined) {
    return { direction: startFromHead ? 'forward' : 'backward', from: null };
  }
  const [kind, content] = nextToken.split('/');
  if ((kind !== 'f' && kind !== 'b') || content === undefined) {
    throw invalidParameter('The specified nextToken is invalid.');
  }
  return { direction: kind === 'f' ? 'forward' : 'backward', from: readToken(content, PLACE) };
}

/** No events that way: the same token again, and one that leads back over the place. */
function tokensAtEnd({ direction, from }: Start, startTime: number) {
  const [ms, file, offset, index] = from ?? [startTime, -1, -1, -1];
  const over: Place = [ms, file, offset, direction === 'forward' ? index + 1 : index - 1];
  const here: Place = [ms, file, offset, index];
  return direction === 'forward'
    ? { nextForwardToken: token('f', here), nextBackwardToken: token('b', over) }
    : { nextForwardToken: token('f', over), nextBackwardToken: token('b', here) };
}

function token(kind: 'f' | 'b', place: Place): string {
  return `${kind}/${writeToken(place)}`;
}

function output(record: InsightsRecord): Answer {
  return {
    timestamp: record.timestampMs,
    message: record.message,
    ingestionTime: record.ingestionTimeMs,
  };
}
