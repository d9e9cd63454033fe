// PutLogEvents: events in the order of time, taken all together or not at all; sequence tokens are ignored. Events of
// any age are taken, unless the endpoint enforces ages: then those too old or too new are left out and named.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
import { z } from 'zod';
import { MAX_HELD_BYTES } from '../held/held-logs.ts';
import { changeableGroup, GROUP_NAME, STREAM_NAME } from '../log-groups.ts';
import { type Account, type Answer, invalidParameter, notFound, Refusal } from '../protocol.ts';
import { validate } from '../validation.ts';

const DAY_MS = 86_400_000;
const MAX_EVENTS = 10_000;
const MAX_BATCH_BYTES = 1_048_576;
const MAX_EVENT_BYTES = 1_048_576;
/** Counted for each event beside its message. */
const EVENT_OVERHEAD_BYTES = 26;
const MAX_AHEAD_MS = 7_200_000;
const MAX_AGE_MS = 14 * DAY_MS;

const REQUEST = z.object({
  logGroupName: GROUP_NAME,
  logStreamName: STREAM_NAME,
  logEvents: z
    .array(z.object({ timestamp: z.int().min(0), message: z.string().min(1) }))
    .min(1)
    .max(MAX_EVENTS),
  sequenceToken: z.string().nullish(),
});
type Events = z.infer<typeof REQUEST>['logEvents'];

export function putLogEvents(body: unknown, account: Account): Answer {
  const { logGroupName, logStreamName, logEvents } = validate(REQUEST, body);
  const group = changeableGroup(account, logGroupName);
  const stream = group.streams.get(logStreamName);
  if (stream === undefined) throw notFound('The specified log stream does not exist.');
  checkSizes(logEvents);
  checkOrder(logEvents);
  const nowMs = account.now();
  const rejected = account.enforceAge
    ? rejection(logEvents, nowMs, group.retentionInDays)
    : NONE_REJECTED;
  const taken = logEvents
    .slice(rejected.from, rejected.to)
    .map(({ timestamp, message }) => ({ timestampMs: timestamp, message }));
  if (!account.held.put(group, stream, taken, nowMs)) {
    throw new Refusal(
      'ServiceUnavailableException',
      `This endpoint holds at most ${MAX_HELD_BYTES} bytes of messages.`,
    );
  }
  const { info } = rejected;
  return {
    nextSequenceToken: String(group.nextSequence).padStart(56, '0'),
    ...(info === null ? {} : { rejectedLogEventsInfo: info }),
  };
}

function checkSizes(events: Events): void {
  let batchBytes = 0;
  for (const { message } of events) {
    const sizeBytes = Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
    batchBytes += sizeBytes;
    if (sizeBytes - EVENT_OVERHEAD_BYTES > MAX_EVENT_BYTES) {
      throw invalidParameter(
        `Log event too large: ${sizeBytes} bytes exceeds limit of ${MAX_EVENT_BYTES}`,
      );
    }
  }
  if (batchBytes <= MAX_BATCH_BYTES) return;
  throw invalidParameter(
    `Upload too large: ${batchBytes} bytes exceeds limit of ${MAX_BATCH_BYTES}`,
  );
}

function checkOrder(events: Events): void {
  for (const [index, { timestamp }] of events.entries()) {
    if (timestamp >= (events[index - 1]?.timestamp ?? 0)) continue;
    throw invalidParameter(
      'Log events in a single PutLogEvents request must be in chronological order.',
    );
  }
  const span = (events.at(-1)?.timestamp ?? 0) - (events[0]?.timestamp ?? 0);
  if (span <= DAY_MS) return;
  throw invalidParameter(
    'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
  );
}

interface Rejection {
  /** Events [from, to) are taken. */
  readonly from: number;
  readonly to: number;
  readonly info: Answer | null;
}

const NONE_REJECTED: Rejection = { from: 0, to: MAX_EVENTS, info: null };

/** Ends of the lists are exclusive, the start is inclusive, as CloudWatch documents them. */
function rejection(events: Events, nowMs: number, retentionInDays: number | null): Rejection {
  const before = (ms: number) => events.filter(({ timestamp }) => timestamp < ms).length;
  const expired = retentionInDays === null ? 0 : before(nowMs - retentionInDays * DAY_MS);
  const tooOld = before(nowMs - MAX_AGE_MS);
  const to = before(nowMs + MAX_AHEAD_MS + 1);
  const info = {
    ...(to < events.length ? { tooNewLogEventStartIndex: to } : {}),
    ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
    ...(expired > 0 ? { expiredLogEventEndIndex: expired } : {}),
  };
  const from = Math.max(expired, tooOld);
  return { from, to, info: Object.keys(info).length === 0 ? null : info };
}
