// The AWS SDK for JavaScript against the endpoint: what the program's own tools do.
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  GetQueryResultsCommand,
  paginateFilterLogEvents,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect, onTestFinished, test } from 'vitest';
import { folderOf, KEY, NOON_MS, serve } from './served.ts';

const NOON_S = NOON_MS / 1000;

async function client(accessKeyId = KEY) {
  const content = [0, 1, 2]
    .map((index) =>
      JSON.stringify({ timestamp: NOON_MS + index, logGroup: '/app', message: `event ${index}` }),
    )
    .join('\n');
  const { url } = await serve(folderOf({ 'a.jsonl': content }));
  const logs = new CloudWatchLogsClient({
    endpoint: url,
    region: 'us-west-2',
    credentials: { accessKeyId, secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  onTestFinished(() => logs.destroy());
  return logs;
}

test('lists, queries and filters', async () => {
  const logs = await client();
  const { logGroups, $metadata } = await logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePattern: 'app' }),
  );
  expect(logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(['/app']);
  expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  const { queryId } = await logs.send(
    new StartQueryCommand({
      logGroupNames: ['/app'],
      startTime: NOON_S,
      endTime: NOON_S + 1,
      queryString: 'stats count(*) as n',
    }),
  );
  let answer = await logs.send(new GetQueryResultsCommand({ queryId }));
  while (answer.status === 'Running')
    answer = await logs.send(new GetQueryResultsCommand({ queryId }));
  expect([answer.status, answer.results, answer.statistics]).toEqual([
    'Complete',
    [[{ field: 'n', value: '3' }]],
    {
      recordsMatched: 3,
      recordsScanned: 3,
      estimatedRecordsSkipped: 0,
      bytesScanned: 21,
      estimatedBytesSkipped: 0,
      logGroupsScanned: 1,
      resultCount: 1,
    },
  ]);
  const messages: (string | undefined)[] = [];
  for await (const page of paginateFilterLogEvents(
    { client: logs },
    { logGroupName: '/app', limit: 2 },
  )) {
    messages.push(...(page.events ?? []).map(({ message }) => message));
  }
  expect(messages).toEqual(['event 0', 'event 1', 'event 2']);
});

test('refusals arrive as the exceptions of the service', async () => {
  const logs = await client();
  const query = { logGroupNames: ['/app'], startTime: NOON_S, endTime: NOON_S + 1 };
  await expect(
    logs.send(new StartQueryCommand({ ...query, queryString: 'nonsense' })),
  ).rejects.toMatchObject({
    name: 'MalformedQueryException',
    queryCompileError: { location: { startCharOffset: 0, endCharOffset: 8 } },
  });
  const missing = { ...query, logGroupNames: ['/none'], queryString: 'stats count(*)' };
  await expect(logs.send(new StartQueryCommand(missing))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  const stranger = await client('AKIASOMEONEELSE');
  await expect(stranger.send(new DescribeLogGroupsCommand({}))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
});
