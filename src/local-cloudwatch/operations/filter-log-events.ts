// FilterLogEvents: events of a group by a filter pattern, in the order of time; both ends of the range included.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
import { z } from 'zod';
import type { InsightsRecord } from '../../insights/types.ts';
import { type PageRequest, placeOf } from '../event-pages.ts';
import { filterPattern } from '../filter/filter-pattern.ts';
import { readGroupPage } from '../group-page.ts';
import { checkEventsClass } from '../log-classes.ts';
import { existingStream, requestedGroup } from '../log-groups.ts';
import { readToken, writeToken } from '../page-token.ts';
import { type Account, type Answer, invalidParameter } from '../protocol.ts';
import { validate } from '../validation.ts';

const REQUEST = z.object({
  logGroupName: z.string().min(1).max(512).optional(),
  logGroupIdentifier: z.string().min(1).max(2048).optional(),
  logStreamNames: z.array(z.string().min(1).max(512)).min(1).max(100).optional(),
  logStreamNamePrefix: z.string().min(1).max(512).optional(),
  startTime: z.int().min(0).default(0),
  endTime: z.int().min(0).default(Number.MAX_SAFE_INTEGER),
  filterPattern: z.string().max(1024).default(''),
  nextToken: z.string().min(1).optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
  startFromHead: z.boolean().default(true),
});
type Request = z.infer<typeof REQUEST>;
const DIRECTION = z.enum(['forward', 'backward']);
const TOKEN = z.tuple([DIRECTION, z.number(), z.number(), z.number(), z.number()]);
/** Source: CloudWatch Logs API, FilterLogEvents, startFromHead. */
const BACKWARD_FROM_MS = Date.UTC(2024, 0, 1);

export async function filterLogEvents(
  body: unknown,
  account: Account,
  signal: AbortSignal,
): Promise<Answer> {
  const request = validate(REQUEST, body);
  if (request.startTime > request.endTime) {
    throw invalidParameter('startTime must not be after endTime.');
  }
  const group = requestedGroup(account, request);
  checkEventsClass(group, 'FilterLogEvents');
  const { direction, from } = wayOf(request);
  const pattern = filterPattern(request.filterPattern);
  const inStreams = streamTest(request);
  for (const name of request.logStreamNames ?? []) existingStream(group, name);
  const { events, more } = await readGroupPage(account, group, {
    selection: {
      logGroups: new Set([group.name]),
      startMs: request.startTime,
      endMs: request.endTime,
    },
    direction,
    from,
    limit: request.limit,
    literals: pattern.literals,
    wants: (record) => inStreams(record) && pattern.matches(record.message),
    signal,
  });
  const last = direction === 'forward' ? events.at(-1) : events[0];
  const nextToken =
    more && last !== undefined ? { nextToken: writeToken([direction, ...placeOf(last)]) } : {};
  const told = direction === 'forward' ? events : events.toReversed();
  return { events: told.map(filtered), searchedLogStreams: [], ...nextToken };
}

/** Which way the page goes and from where: a token says both, whatever the request says beside it. */
function wayOf({
  nextToken,
  startFromHead,
  startTime,
}: Request): Pick<PageRequest, 'direction' | 'from'> {
  if (nextToken !== undefined) {
    const [direction, ...from] = readToken(nextToken, TOKEN);
    return { direction, from };
  }
  if (startFromHead) return { direction: 'forward', from: null };
  // Without a start the window begins where the events do, which here may be long ago.
  if (startTime > 0 && startTime < BACKWARD_FROM_MS) {
    throw invalidParameter(
      'startFromHead false is supported only for a startTime on or after Jan 1, 2024 00:00:00 UTC.',
    );
  }
  return { direction: 'backward', from: null };
}

function streamTest({
  logStreamNames,
  logStreamNamePrefix,
}: Request): (record: InsightsRecord) => boolean {
  if (logStreamNames !== undefined && logStreamNamePrefix !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive.');
  }
  const names = logStreamNames === undefined ? null : new Set(logStreamNames);
  const prefix = logStreamNamePrefix ?? '';
  return ({ logStream }) => (names?.has(logStream) ?? true) && logStream.startsWith(prefix);
}

function filtered(record: InsightsRecord): Answer {
  return {
    logStreamName: record.logStream,
    timestamp: record.timestampMs,
    message: record.message,
    ingestionTime: record.ingestionTimeMs,
    eventId: record.ptr,
  };
}
