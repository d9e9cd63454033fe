// The built-in server against the fake CloudWatch Logs: what each tool sends, and how answers and faults come back.
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { answer, type Canned, type FakeLogs, fault, startFakeLogs } from './fake-logs.ts';
import { openTools } from './open-tools.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(
  operations: Record<string, Canned>,
  settings: Parameters<typeof openTools>[1] = {},
) {
  const fake: FakeLogs = await startFakeLogs(operations);
  cleanups.push(() => fake.close());
  const opened = await openTools(fake.url, settings);
  cleanups.push(() => opened.close());
  return { ...opened, fake };
}

const START = {
  logGroupNames: ['/app/a'],
  startTime: 1_763_900_000,
  endTime: 1_763_907_200,
  queryString: 'fields @timestamp, @message',
};

describe('tools of cloudwatch-logs', () => {
  test('eight tools, all of them read-only, are offered in a stable order', async () => {
    const { tools } = await open({});
    const list = await tools.list();
    expect(list.map(({ name, server, readOnly }) => `${server} ${name} ${readOnly}`)).toEqual([
      'cloudwatch-logs describe-log-groups true',
      'cloudwatch-logs describe-log-streams true',
      'cloudwatch-logs start-query true',
      'cloudwatch-logs get-query-results true',
      'cloudwatch-logs stop-query true',
      'cloudwatch-logs filter-log-events true',
      'cloudwatch-logs get-log-events true',
      'cloudwatch-logs describe-queries true',
    ]);
  });

  test('descriptions and schemas state the units of times', async () => {
    const { tools } = await open({});
    const texts = new Map(
      (await tools.list()).map((tool) => [
        tool.name,
        `${tool.description} ${JSON.stringify(tool.inputSchema)}`,
      ]),
    );
    expect(texts.get('start-query')).toContain('epoch SECONDS');
    expect(texts.get('start-query')).toContain('epoch seconds, inclusive');
    expect(texts.get('filter-log-events')).toContain('epoch milliseconds, inclusive');
    expect(texts.get('get-log-events')).toContain('epoch milliseconds, exclusive');
  });

  const cases: [tool: string, operation: string, args: object, reply: object][] = [
    [
      'describe-log-groups',
      'DescribeLogGroups',
      { logGroupNamePattern: 'payment', limit: 50, nextToken: 't1' },
      {
        logGroups: [
          {
            logGroupName: '/app/payment',
            creationTime: 1_763_000_000_000,
            retentionInDays: 30,
            storedBytes: 12,
            logGroupClass: 'STANDARD',
            arn: 'arn:aws:logs:us-west-2:123456789012:log-group:/app/payment:*',
          },
        ],
        nextToken: 't2',
      },
    ],
    [
      'describe-log-streams',
      'DescribeLogStreams',
      { logGroupName: '/app/a', orderBy: 'LastEventTime', descending: true, limit: 10 },
      { logStreams: [{ logStreamName: 's', lastEventTimestamp: 1_763_900_000_000 }] },
    ],
    ['start-query', 'StartQuery', { ...START, limit: 100 }, { queryId: 'q1' }],
    [
      'get-query-results',
      'GetQueryResults',
      { queryId: 'q1', maxItems: 500, nextToken: 'n1' },
      {
        status: 'Failed',
        results: [[{ field: '@message', value: 'boom' }]],
        statistics: { recordsMatched: 1, recordsScanned: 10.5, bytesScanned: 2_000 },
        nextToken: 'n2',
      },
    ],
    [
      'filter-log-events',
      'FilterLogEvents',
      {
        logGroupName: '/app/a',
        logStreamNames: ['s'],
        startTime: 1_763_900_000_000,
        endTime: 1_763_900_001_000,
        filterPattern: '?ERROR ?WARN',
        limit: 5,
      },
      {
        events: [
          {
            logStreamName: 's',
            timestamp: 1_763_900_000_500,
            message: 'ERROR x',
            ingestionTime: 1_763_900_000_900,
            eventId: 'e1',
          },
        ],
        nextToken: 'more',
      },
    ],
    [
      'get-log-events',
      'GetLogEvents',
      {
        logGroupName: '/app/a',
        logStreamName: 's',
        startTime: 1_763_900_000_000,
        endTime: 1_763_900_001_000,
        startFromHead: true,
        limit: 5,
      },
      {
        events: [{ timestamp: 1_763_900_000_500, message: 'ERROR x' }],
        nextForwardToken: 'f/1',
        nextBackwardToken: 'b/1',
      },
    ],
  ];

  test.each(cases)(
    '%s passes AWS arguments and answers on as they are',
    async (tool, operation, args, reply) => {
      const { call, fake } = await open({ [operation]: () => answer(reply) });
      const result = await call(tool, { ...args });
      expect(result).toEqual({
        isError: false,
        content: reply,
        text: '',
        errorCode: null,
        requestId: 'request-1',
      });
      expect(fake.seen).toEqual([{ operation, region: 'us-west-2', body: args }]);
    },
  );

  test('a region argument goes to that region, not into the request', async () => {
    const { call, fake } = await open({ DescribeLogGroups: () => answer({ logGroups: [] }) });
    await call('describe-log-groups', { region: 'eu-central-1' });
    await call('describe-log-groups', {});
    expect(fake.seen.map(({ region, body }) => ({ region, body }))).toEqual([
      { region: 'eu-central-1', body: {} },
      { region: 'us-west-2', body: {} },
    ]);
  });

  test('stop-query stops a query of its own and refuses those of others', async () => {
    const { call, fake } = await open({
      StartQuery: () => answer({ queryId: 'mine' }),
      StopQuery: () => answer({ success: true }),
    });
    await call('start-query', START);
    const own = await call('stop-query', { queryId: 'mine' });
    const foreign = await call('stop-query', { queryId: 'theirs' });
    expect(own.content).toEqual({ success: true });
    expect(foreign.errorCode).toBe('ForeignQuery');
    expect(fake.seen.map(({ operation }) => operation)).toEqual(['StartQuery', 'StopQuery']);
  });

  test.each([
    ['milliseconds for start-query', 'start-query', { ...START, endTime: 1_763_907_200_000 }],
    ['an argument that does not exist', 'describe-log-groups', { logGroupNamePatern: 'a' }],
    ['a missing argument', 'describe-log-streams', {}],
    ['a limit beyond the page', 'describe-log-groups', { limit: 51 }],
    ['a region that is no name', 'describe-log-groups', { region: 'evil.example/' }],
  ])('refuses %s without asking AWS', async (_, tool, args) => {
    const { call, fake } = await open({});
    const result = await call(tool, args);
    expect({
      isError: result.isError,
      errorCode: result.errorCode,
      content: result.content,
    }).toEqual({
      isError: true,
      errorCode: 'ProtocolError',
      content: null,
    });
    expect(fake.seen).toEqual([]);
  });
});

describe('what a data protection policy masks', () => {
  const UNMASKING = [
    'fields @message | unmask @message',
    'fields unmask(@message)',
    'fields @message|UNMASK@message',
    // Where one reader sees a comment or a string, another may see a command.
    'fields @message # x\r| unmask @message',
    'filter @message like "a\\" | unmask @message | filter "b"',
    'filter @message like /a["]/ | \u017fort x | unma\u017fk @message',
    'filter id in (SOURCE "x" | fields unmask(@message))',
  ];

  test.each(UNMASKING)('stays masked: no query of AWS may hold %j', async (queryString) => {
    const { tools, close } = await openTools('', { endpoint: null });
    const signal = new AbortController().signal;
    const asked = { ...START, queryString };
    const result = await tools.call('start-query', asked, { signal, timeoutMs: 5_000 });
    await close();
    expect(result).toMatchObject({ isError: true, errorCode: 'OperationRefused' });
    expect(result.text).toContain('logs:Unmask');
  });

  test('is no matter of local logs, and the word can be looked for', async () => {
    const { call, fake } = await open({ StartQuery: () => answer({ queryId: 'q1' }) });
    for (const queryString of ['fields unmask(@message)', 'filter @message like /unmas[k]ed?/'])
      expect(await call('start-query', { ...START, queryString })).toMatchObject({
        isError: false,
      });
    expect(fake.seen).toHaveLength(2);
  });
});

describe('faults of AWS', () => {
  test.each([
    'AccessDeniedException',
    'ResourceNotFoundException',
    'ExpiredTokenException',
    'UnrecognizedClientException',
    'ThrottlingException',
    'InvalidParameterException',
    'UnknownOperationException',
  ])('%s is an error result with name, message and request id', async (name) => {
    const { call } = await open({ DescribeLogGroups: () => fault(name, `what ${name} says`) });
    expect(await call('describe-log-groups', {})).toEqual({
      isError: true,
      content: null,
      text: `what ${name} says`,
      errorCode: name,
      requestId: 'request-1',
    });
  });

  test('a malformed query says where', async () => {
    const { call } = await open({
      StartQuery: () =>
        fault('MalformedQueryException', 'unexpected symbol found', {
          queryCompileError: {
            location: { startCharOffset: 9, endCharOffset: 13 },
            message: 'unexpected symbol found',
          },
        }),
    });
    const result = await call('start-query', { ...START, queryString: 'fields | bogus' });
    expect([result.errorCode, result.text]).toEqual([
      'MalformedQueryException',
      'unexpected symbol found (characters 9 to 13 of the query)',
    ]);
  });

  test('throttling is tried again, as often as told', async () => {
    const { call, fake } = await open(
      {
        DescribeLogGroups: (_, nth) =>
          nth === 1 ? fault('ThrottlingException', 'Rate exceeded') : answer({ logGroups: [] }),
      },
      { maxAttempts: 2 },
    );
    expect((await call('describe-log-groups', {})).isError).toBe(false);
    expect(fake.seen).toHaveLength(2);
  });

  test('a refused connection has the code of the system', async () => {
    const opened = await openTools(`http://127.0.0.1:${await freePort()}`);
    cleanups.push(() => opened.close());
    const result = await opened.call('describe-log-groups', {});
    expect([result.isError, result.errorCode]).toEqual([true, 'ECONNREFUSED']);
  });

  test('an answer that does not come is TimeoutError', async () => {
    const { call } = await open(
      { DescribeLogGroups: () => new Promise(() => undefined) },
      { requestTimeoutMs: 50 },
    );
    expect((await call('describe-log-groups', {})).errorCode).toBe('TimeoutError');
  });

  test('a missing credential is CredentialsProviderError', async () => {
    const { call } = await open({}, { credentials: null, profile: 'no-such-profile-anywhere' });
    expect((await call('describe-log-groups', {})).errorCode).toBe('CredentialsProviderError');
  });

  test('an abort ends the call under way at AWS', async () => {
    const abort = new AbortController();
    const { call } = await open({
      DescribeLogGroups: () => {
        abort.abort();
        return new Promise(() => undefined);
      },
    });
    const result = await call('describe-log-groups', {}, abort.signal);
    expect([result.isError, result.errorCode]).toEqual([true, 'Aborted']);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
