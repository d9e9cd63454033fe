// One session as a user might have it: create, put, describe, filter, tail, query, poll, stop, delete. Told to any
// client; what it answers is brought to a form that can be compared between clients word for word.
import type { Call, Client, Fault } from './clients.ts';

/** 2026-11-20T14:00:00Z */
export const NOON_MS = Date.UTC(2026, 10, 20, 14);
const GROUP = { logGroupName: '/shop/orders' };
const STREAM = { ...GROUP, logStreamName: 'main' };
const WINDOW = { ...GROUP, startTime: NOON_MS / 1_000, endTime: NOON_MS / 1_000 + 3_600 };

type Row = Readonly<Record<string, string>>;
interface Event {
  readonly timestamp: number;
  readonly message: string;
  readonly eventId: string;
}

/** Events from the `first` one on: every fifth is an error. */
export function events(first: number, count: number) {
  return Array.from({ length: count }, (_, index) => {
    const n = first + index;
    const level = n % 5 === 0 ? 'ERROR' : 'INFO';
    const message = JSON.stringify({ level, n, ms: n % 13, text: 'caf\u00e9 \u{1f680}' });
    return { timestamp: NOON_MS + n * 1_000, message };
  });
}

type Ask = (operation: string, input: object, pageSize?: number) => ReturnType<typeof answerOf>;

async function answerOf(client: Client, call: Call) {
  const reply = await client.call(call);
  if ('fault' in reply) throw new Error(`${call.operation}: ${JSON.stringify(reply.fault)}`);
  return reply.answer;
}

async function faultOf(client: Client, operation: string, input: object): Promise<Fault> {
  const reply = await client.call({ operation, input: { ...input } });
  if ('fault' in reply) return reply.fault;
  throw new Error(`${operation} was not refused`);
}

async function results(ask: Ask, queryString: string) {
  const { queryId } = await ask('StartQuery', { ...WINDOW, queryString });
  for (;;) {
    const { status, results, statistics } = await ask('GetQueryResults', { queryId });
    if (status === 'Scheduled' || status === 'Running') continue;
    const rows: Row[] = results.map((row: { field: string; value: string }[]) =>
      Object.fromEntries(row.map(({ field, value }) => [field, value])),
    );
    const { recordsMatched, recordsScanned } = statistics;
    return { queryId, rows, statistics: [recordsMatched, recordsScanned] };
  }
}

/** Looks from the time of the last event on, again and again, and tells what it had not seen. */
function tailOf(ask: Ask): () => Promise<readonly string[]> {
  const seen = new Set<string>();
  let startTime = NOON_MS;
  return async () => {
    const found: readonly Event[] = (await ask('FilterLogEvents', { ...GROUP, startTime })).events;
    const fresh = found.filter(({ eventId }) => !seen.has(eventId));
    for (const { eventId, timestamp } of fresh) {
      seen.add(eventId);
      startTime = Math.max(startTime, timestamp);
    }
    return fresh.map(({ message }) => message);
  };
}

const messages = (found: readonly Event[]) => found.map(({ message }) => message);
const withoutPointer = ({ '@ptr': _, ...row }: Row): Row => row;

/** The first query that is asked has to be one that the server holds. */
export async function session(client: Client) {
  const ask: Ask = (operation, input, pageSize) =>
    answerOf(client, {
      operation,
      input: { ...input },
      ...(pageSize === undefined ? {} : { pageSize }),
    });
  await ask('CreateLogGroup', { ...GROUP, tags: { team: 'a' } });
  await ask('CreateLogStream', STREAM);
  await ask('PutLogEvents', { ...STREAM, logEvents: events(0, 30) });
  await ask('PutRetentionPolicy', { ...GROUP, retentionInDays: 30 });
  const { logGroups } = await ask('DescribeLogGroups', { logGroupNamePrefix: '/shop' });
  const { logStreams } = await ask('DescribeLogStreams', GROUP);
  const filterPattern = '{ $.ms > 10 }';
  const filtered = await ask('FilterLogEvents', { ...GROUP, filterPattern }, 3);
  const look = tailOf(ask);
  const tailed = [await look()];
  await ask('PutLogEvents', { ...STREAM, logEvents: events(30, 2) });
  tailed.push(await look(), await look());
  const read = await ask('GetLogEvents', { ...STREAM, startFromHead: true });

  const { queryId } = await ask('StartQuery', { ...WINDOW, queryString: 'fields @message' });
  const held = await ask('GetQueryResults', { queryId });
  const { success } = await ask('StopQuery', { queryId });
  const after = await ask('GetQueryResults', { queryId });
  const errors = await results(ask, 'filter level = "ERROR" | fields n, text | sort n desc');
  const counts = await results(ask, 'stats count(*) as n, sum(ms) by level | sort level asc');
  const logRecordPointer = errors.rows[0]?.['@ptr'];
  const { logRecord } = await ask('GetLogRecord', { logRecordPointer });
  const { queries } = await ask('DescribeQueries', {});
  const again = await faultOf(client, 'CreateLogGroup', GROUP);
  const ended = await faultOf(client, 'StopQuery', { queryId: counts.queryId });
  const queryString = 'filter @message lik /x/';
  const malformed = await faultOf(client, 'StartQuery', { ...WINDOW, queryString });

  const { tags } = await ask('ListTagsLogGroup', GROUP);
  await ask('DeleteLogStream', STREAM);
  await ask('DeleteLogGroup', GROUP);
  const left = await ask('DescribeLogGroups', {});
  return {
    groups: logGroups.map((group: Record<string, unknown>) => [
      group.logGroupName,
      group.retentionInDays,
      group.creationTime,
    ]),
    tags,
    streams: logStreams.map((stream: Record<string, unknown>) => [
      stream.logStreamName,
      stream.firstEventTimestamp,
      stream.lastEventTimestamp,
    ]),
    filtered: messages(filtered.events),
    tailed,
    read: messages(read.events),
    stopped: [held.status, success, after.status],
    errors: errors.rows.map(withoutPointer),
    counts: [counts.rows, counts.statistics],
    record: withoutPointer(logRecord),
    queries: queries.map(({ queryString, status }: Row) => [queryString, status]),
    faults: { again, ended: ended.code, malformed },
    left: left.logGroups,
  };
}
