// The AWS SDK for JavaScript as a client that writes: what it creates, puts, pages over and deletes.
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogStreamsCommand,
  GetLogRecordCommand,
  GetQueryResultsCommand,
  ListLogGroupsCommand,
  MalformedQueryException,
  PutLogEventsCommand,
  paginateFilterLogEvents,
  ResourceAlreadyExistsException,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect, onTestFinished, test } from 'vitest';
import { NOON_MS, serveStanding } from './served.ts';

const NOON_S = NOON_MS / 1000;
const group = { logGroupName: '/app' };
const stream = { ...group, logStreamName: 'main' };

async function client(standing: Parameters<typeof serveStanding>[0] = {}, maxAttempts = 1) {
  const { url } = await serveStanding(standing);
  const logs = new CloudWatchLogsClient({
    endpoint: url,
    region: 'us-west-2',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts,
  });
  onTestFinished(() => logs.destroy());
  await logs.send(new CreateLogGroupCommand(group));
  await logs.send(new CreateLogStreamCommand(stream));
  return logs;
}

async function put(logs: CloudWatchLogsClient, count: number) {
  const logEvents = Array.from({ length: count }, (_, index) => ({
    timestamp: NOON_MS + index,
    message: `{"n":${index}}`,
  }));
  return logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
}

const window = { startTime: NOON_S, endTime: NOON_S + 60 };

test('writes, pages, queries, reads a record and deletes', async () => {
  const logs = await client();
  await put(logs, 25);
  // The SDK writes into the request that it pages with.
  const pages = paginateFilterLogEvents({ client: logs, pageSize: 10 }, { ...group });
  const found: (string | undefined)[] = [];
  for await (const { events } of pages) {
    found.push(...(events ?? []).map(({ message }) => message));
  }
  expect(found).toEqual(Array.from({ length: 25 }, (_, index) => `{"n":${index}}`));
  const { logStreams } = await logs.send(new DescribeLogStreamsCommand(group));
  expect(logStreams).toMatchObject([{ logStreamName: 'main', lastEventTimestamp: NOON_MS + 24 }]);
  const queryString = 'filter n = 7 | fields n';
  const { queryId } = await logs.send(new StartQueryCommand({ ...group, ...window, queryString }));
  let answer = await logs.send(new GetQueryResultsCommand({ queryId }));
  while (answer.status !== 'Complete')
    answer = await logs.send(new GetQueryResultsCommand({ queryId }));
  const logRecordPointer = answer.results?.[0]?.at(-1)?.value;
  const { logRecord } = await logs.send(new GetLogRecordCommand({ logRecordPointer }));
  expect(logRecord).toMatchObject({ n: '7', '@message': '{"n":7}' });
  await logs.send(new DeleteLogGroupCommand(group));
  expect((await logs.send(new ListLogGroupsCommand({}))).logGroups).toEqual([]);
});

test('reads rows beyond 10,000 page by page', async () => {
  const logs = await client();
  for (let batch = 0; batch < 3; batch++) await put(logs, 4_000);
  const queryString = 'fields n | limit 12000';
  const { queryId } = await logs.send(new StartQueryCommand({ ...group, ...window, queryString }));
  let answer = await logs.send(new GetQueryResultsCommand({ queryId }));
  while (answer.status !== 'Complete')
    answer = await logs.send(new GetQueryResultsCommand({ queryId }));
  expect(answer.results).toHaveLength(10_000);
  let rows = answer.results?.length ?? 0;
  for (let { nextToken } = answer; nextToken !== undefined; ) {
    const page = await logs.send(new GetQueryResultsCommand({ queryId, nextToken }));
    rows += page.results?.length ?? 0;
    nextToken = page.nextToken;
  }
  expect(rows).toBe(12_000);
});

test('gets exceptions of their own kinds, with the place of a fault in a query', async () => {
  const logs = await client();
  await expect(logs.send(new CreateLogGroupCommand(group))).rejects.toThrow(
    ResourceAlreadyExistsException,
  );
  const bad = new StartQueryCommand({ ...group, ...window, queryString: 'fields a | flter b' });
  const fault = await logs.send(bad).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(MalformedQueryException);
  expect((fault as MalformedQueryException).queryCompileError).toEqual({
    location: { startCharOffset: 11, endCharOffset: 16 },
    message: 'unknown command flter (did you mean filter?)',
  });
});

test('retries what is throttled or cut', async () => {
  const fault = { operation: 'PutLogEvents', times: 1, delayMs: 0 };
  const faults = [
    { ...fault, kind: 'throttle' as const },
    { ...fault, kind: 'cut' as const },
  ];
  const logs = await client({ faults }, 4);
  expect((await put(logs, 3)).nextSequenceToken).toEqual(expect.any(String));
});
