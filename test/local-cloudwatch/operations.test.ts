// The seven operations: parameters, order, paging, times, refusals in CloudWatch's words.
import { describe, expect, test } from 'vitest';
import { call, folderOf, NOON_MS, query, serve } from './served.ts';

const NOON_S = NOON_MS / 1000;

/** Three groups; /app/b has two streams whose events alternate. */
function logs(): string {
  const event = (logGroup: string, logStream: string, offsetMs: number, message: string) =>
    `${JSON.stringify({ logGroup, logStream, timestamp: NOON_MS + offsetMs, message })}\n`;
  const alternating = Array.from({ length: 10 }, (_, index) =>
    event('/app/b', index % 2 === 0 ? 'even' : 'odd', index * 1000, `b${index}`),
  );
  return folderOf({
    'a.jsonl': `${event('/app/a', 's', 0, 'hello')}${alternating.reverse().join('')}${event('/Other', 's', 0, 'x')}`,
  });
}

const messagesOf = (body: { events: { message: string }[] }) =>
  body.events.map(({ message }) => message);

describe('DescribeLogGroups', () => {
  test('tells every field of a group', async () => {
    const { body } = await call(await serve(logs()), 'DescribeLogGroups', {
      logGroupNamePrefix: '/app/a',
    });
    const logGroupArn = 'arn:aws:logs:us-west-2:000000000000:log-group:/app/a';
    expect(body).toEqual({
      logGroups: [
        {
          logGroupName: '/app/a',
          creationTime: NOON_MS,
          arn: `${logGroupArn}:*`,
          logGroupArn,
          metricFilterCount: 0,
          storedBytes: 5,
          logGroupClass: 'STANDARD',
        },
      ],
    });
  });

  test('a pattern is a case-sensitive part of the name', async () => {
    const served = await serve(logs());
    const names = async (request: object) =>
      (await call(served, 'DescribeLogGroups', request)).body.logGroups.map(
        ({ logGroupName }: { logGroupName: string }) => logGroupName,
      );
    expect(await names({})).toEqual(['/Other', '/app/a', '/app/b']);
    expect(await names({ logGroupNamePattern: 'the' })).toEqual(['/Other']);
    expect(await names({ logGroupNamePattern: 'other' })).toEqual([]);
    expect(await names({ logGroupNamePattern: 'app*' })).toEqual([]);
    expect(await names({ logGroupNamePrefix: 'app' })).toEqual([]);
    expect(await names({ logGroupClass: 'INFREQUENT_ACCESS' })).toEqual([]);
    expect(
      await names({
        logGroupIdentifiers: ['arn:aws:logs:us-west-2:000000000000:log-group:/app/b'],
      }),
    ).toEqual(['/app/b']);
  });

  test('of several accounts gives those that a monitoring account names', async () => {
    const of = (account: string, name: string) =>
      JSON.stringify({ '@log': `${account}:${name}`, timestamp: NOON_MS, message: 'x' });
    const served = await serve(
      folderOf({ 'a.jsonl': `${of('210987654321', '/web')}\n${of('123456789012', '/api')}\n` }),
    );
    const request = { includeLinkedAccounts: true, accountIdentifiers: ['210987654321'] };
    const { body } = await call(served, 'DescribeLogGroups', request);
    expect(body.logGroups).toMatchObject([
      { logGroupArn: 'arn:aws:logs:us-west-2:210987654321:log-group:/web' },
    ]);
  });

  test('pages', async () => {
    const served = await serve(logs());
    const first = await call(served, 'DescribeLogGroups', { limit: 2 });
    const second = await call(served, 'DescribeLogGroups', {
      limit: 2,
      nextToken: first.body.nextToken,
    });
    expect([
      first.body.logGroups.length,
      second.body.logGroups.length,
      second.body.nextToken,
    ]).toEqual([2, 1, undefined]);
  });

  test.each([
    [
      { logGroupNamePrefix: 'a', logGroupNamePattern: 'b' },
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    ],
    [
      { limit: 51 },
      "1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
    ],
    [
      { limit: 0 },
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [{ nextToken: 'made up' }, 'The specified nextToken is invalid.'],
  ])('refuses %j', async (request, message) => {
    const { httpStatus, body } = await call(await serve(logs()), 'DescribeLogGroups', request);
    expect([httpStatus, body]).toEqual([400, { __type: 'InvalidParameterException', message }]);
  });
});

describe('DescribeLogStreams', () => {
  const even = {
    logStreamName: 'even',
    creationTime: NOON_MS,
    firstEventTimestamp: NOON_MS,
    lastEventTimestamp: NOON_MS + 8000,
    lastIngestionTime: NOON_MS + 8000,
    uploadSequenceToken: '0',
    arn: 'arn:aws:logs:us-west-2:000000000000:log-group:/app/b:log-stream:even',
    storedBytes: 0,
  };

  test('orders by name or last event, pages and takes a prefix', async () => {
    const served = await serve(logs());
    const ask = async (request: object) =>
      (await call(served, 'DescribeLogStreams', { logGroupName: '/app/b', ...request })).body;
    const last = await ask({ orderBy: 'LastEventTime', descending: true, limit: 1 });
    expect(
      last.logStreams.map((stream: typeof even) => [
        stream.logStreamName,
        stream.lastEventTimestamp,
      ]),
    ).toEqual([['odd', NOON_MS + 9000]]);
    const next = {
      orderBy: 'LastEventTime',
      descending: true,
      limit: 1,
      nextToken: last.nextToken,
    };
    expect(await ask(next)).toEqual({ logStreams: [even] });
    expect(await ask({ logStreamNamePrefix: 'e' })).toEqual({ logStreams: [even] });
    expect(
      (await ask({ descending: true })).logStreams.map(
        (stream: typeof even) => stream.logStreamName,
      ),
    ).toEqual(['odd', 'even']);
  });

  test.each([
    [
      { logGroupName: 'none' },
      'ResourceNotFoundException',
      'The specified log group does not exist.',
    ],
    [
      { logGroupName: '/app/b', logGroupIdentifier: '/app/b' },
      'ValidationException',
      'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
    ],
    [
      { logGroupName: '/app/b', orderBy: 'Size' },
      'InvalidParameterException',
      "1 validation error detected: Value 'Size' at 'orderBy' failed to satisfy constraint: Member must satisfy enum value set: [LogStreamName, LastEventTime]",
    ],
    [
      { logGroupName: '/app/b', orderBy: 'LastEventTime', logStreamNamePrefix: 'e' },
      'InvalidParameterException',
      'Cannot order by LastEventTime with a logStreamNamePrefix.',
    ],
    [{ logGroupName: 17 }, 'SerializationException', "'logGroupName' must be of type string"],
  ])('refuses %j', async (request, code, message) => {
    const { body } = await call(await serve(logs()), 'DescribeLogStreams', request);
    expect(body).toEqual({ __type: code, message });
  });
});

describe('StartQuery and GetQueryResults', () => {
  test('both ends of the window are included to the millisecond .000', async () => {
    const served = await serve(logs());
    const scanned = async (startTime: number, endTime: number) =>
      (await query(served, ['/app/b'], 'stats count(*) as n', { startTime, endTime })).statistics
        .recordsScanned;
    expect(await scanned(NOON_S, NOON_S + 9)).toBe(10);
    expect(await scanned(NOON_S + 1, NOON_S + 8)).toBe(8);
    expect(await scanned(NOON_S + 10, NOON_S + 20)).toBe(0);
    expect(await scanned(NOON_MS + 1000, NOON_MS + 8500)).toBe(8);
  });

  test('answers rows with pointers and statistics as doubles', async () => {
    const served = await serve(logs());
    const text = 'fields @message | filter @message like "b3" | sort @timestamp asc | limit 5';
    const body = await query(served, ['/app/a', '/app/b', '/app/b'], text);
    expect(body).toMatchObject({
      status: 'Complete',
      statistics: {
        recordsMatched: 1,
        recordsScanned: 11,
        estimatedRecordsSkipped: 0,
        bytesScanned: 25,
        estimatedBytesSkipped: 0,
        logGroupsScanned: 2,
      },
    });
    const { body: started } = await call(served, 'StartQuery', {
      logGroupName: '/app/b',
      startTime: NOON_S,
      endTime: NOON_S,
      queryString: 'stats count(*) as n',
    });
    const ask = () => call(served, 'GetQueryResults', { queryId: started.queryId });
    let response = await ask();
    while (!response.text.includes('Complete')) response = await ask();
    expect(response.text).toContain('"recordsScanned":1.0,');
  });

  test('the pointer of a row is the event id of FilterLogEvents', async () => {
    const served = await serve(logs());
    const body = await query(
      served,
      ['/app/b'],
      'fields @message | filter @message like "b3" | limit 5',
    );
    const pointer = body.results[0].find(({ field }: { field: string }) => field === '@ptr').value;
    const filtered = await call(served, 'FilterLogEvents', {
      logGroupName: '/app/b',
      filterPattern: 'b3',
    });
    expect(filtered.body.events.map(({ eventId }: { eventId: string }) => eventId)).toEqual([
      pointer,
    ]);
  });

  test('rows are paged', async () => {
    const served = await serve(logs());
    const { body: started } = await call(served, 'StartQuery', {
      logGroupNames: ['/app/b'],
      startTime: NOON_S,
      endTime: NOON_S + 60,
      queryString: 'fields @message | sort @timestamp asc | limit 100',
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const pages: number[] = [];
    let nextToken: string | undefined;
    do {
      const { body } = await call(served, 'GetQueryResults', {
        ...started,
        maxItems: 4,
        nextToken,
      });
      pages.push(body.results.length);
      nextToken = body.nextToken;
    } while (nextToken !== undefined);
    expect(pages).toEqual([4, 4, 2]);
  });

  test('pages of long rows are shorter for who says how long they may be, and whole for who does not', async () => {
    const lines = Array.from({ length: 9 }, (_, index) =>
      JSON.stringify({ timestamp: NOON_MS + index, message: `${index} ${'.'.repeat(500_000)}` }),
    );
    const served = await serve(folderOf({ 'long.jsonl': lines.join('\n') }));
    const text = 'fields @message | sort @timestamp asc | limit 100';
    const whole = await query(served, ['long'], text);
    expect(whole).toMatchObject({ status: 'Complete', statistics: { resultCount: 9 } });
    expect(whole).not.toHaveProperty('nextToken');
    const { body: started } = await call(served, 'StartQuery', {
      logGroupNames: ['long'],
      startTime: NOON_S,
      endTime: NOON_S + 60,
      queryString: text,
    });
    const pages: unknown[][] = [];
    for (let nextToken: string | undefined; ; ) {
      const { body } = await call(served, 'GetQueryResults', {
        ...started,
        maxItems: 100,
        nextToken,
      });
      if (body.status !== 'Complete') continue;
      pages.push(body.results);
      nextToken = body.nextToken;
      if (nextToken === undefined) break;
    }
    expect(pages.map(({ length }) => length)).toEqual([4, 4, 1]);
    expect(pages.flat()).toEqual(whole.results);
  });

  const window = { startTime: NOON_S, endTime: NOON_S + 9, queryString: 'stats count(*) as n' };
  test.each([
    [
      { ...window, logGroupName: '/none' },
      'ResourceNotFoundException',
      "Log group '/none' does not exist.",
    ],
    [
      { ...window },
      'InvalidParameterException',
      'Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.',
    ],
    [
      { ...window, logGroupName: '/app/a', logGroupNames: ['/app/b'] },
      'InvalidParameterException',
      'Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.',
    ],
    [
      { ...window, logGroupName: '/app/a', endTime: NOON_S - 1 },
      'InvalidParameterException',
      'The start time must not be after the end time.',
    ],
    [
      { ...window, logGroupName: '/app/a', queryLanguage: 'SQL' },
      'InvalidParameterException',
      'Query language SQL is not supported on local logs.',
    ],
    [
      { ...window, logGroupName: '/app/a', limit: 100_001 },
      'InvalidParameterException',
      "1 validation error detected: Value '100001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100000",
    ],
    [
      { logGroupName: '/app/a', startTime: 1, endTime: 2 },
      'InvalidParameterException',
      "1 validation error detected: Value null at 'queryString' failed to satisfy constraint: Member must not be null",
    ],
  ])('refuses %j', async (request, code, message) => {
    const { body } = await call(await serve(logs()), 'StartQuery', request);
    expect(body).toEqual({ __type: code, message });
  });

  test('a query that does not compile is refused with its place', async () => {
    const queryString = 'fields @message | nonsense 17';
    const { body } = await call(await serve(logs()), 'StartQuery', {
      ...window,
      logGroupName: '/app/a',
      queryString,
    });
    expect(body).toEqual({
      __type: 'MalformedQueryException',
      message: expect.stringContaining('nonsense'),
      queryCompileError: {
        location: { startCharOffset: 18, endCharOffset: 26 },
        message: body.message,
      },
    });
  });

  test('unknown query ids and ended queries are refused', async () => {
    const served = await serve(logs());
    const unknown = { queryId: 'none' };
    expect((await call(served, 'GetQueryResults', unknown)).body.__type).toBe(
      'ResourceNotFoundException',
    );
    expect((await call(served, 'StopQuery', unknown)).body.__type).toBe(
      'ResourceNotFoundException',
    );
    const { body: started } = await call(served, 'StartQuery', {
      ...window,
      logGroupName: '/app/b',
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await call(served, 'StopQuery', started)).body).toEqual({
      __type: 'InvalidParameterException',
      message: `Query '${started.queryId}' has already ended and is not running.`,
    });
  });
});

describe('FilterLogEvents', () => {
  test('sorts by time, includes both ends, filters by pattern and streams, and pages', async () => {
    const served = await serve(logs());
    const ask = async (request: object) =>
      (await call(served, 'FilterLogEvents', { logGroupName: '/app/b', ...request })).body;
    const first = await ask({ startTime: NOON_MS + 1000, endTime: NOON_MS + 3000 });
    expect(first).toEqual({
      events: [1, 2, 3].map((index) => ({
        logStreamName: index % 2 === 0 ? 'even' : 'odd',
        timestamp: NOON_MS + index * 1000,
        ingestionTime: NOON_MS + index * 1000,
        message: `b${index}`,
        eventId: expect.stringMatching(/^0-\d+-0$/),
      })),
      searchedLogStreams: [],
    });
    expect(
      messagesOf(await ask({ logStreamNames: ['odd'], filterPattern: '?b3 ?b5 ?b6' })),
    ).toEqual(['b3', 'b5']);
    expect(messagesOf(await ask({ logStreamNamePrefix: 'ev' }))).toEqual([
      'b0',
      'b2',
      'b4',
      'b6',
      'b8',
    ]);
    const pages: string[][] = [];
    let nextToken: string | undefined;
    do {
      const body = await ask({ limit: 4, nextToken });
      pages.push(messagesOf(body));
      nextToken = body.nextToken;
    } while (nextToken !== undefined);
    expect(pages).toEqual([
      ['b0', 'b1', 'b2', 'b3'],
      ['b4', 'b5', 'b6', 'b7'],
      ['b8', 'b9'],
    ]);
    expect(messagesOf(await ask({ startFromHead: false, limit: 3 }))).toEqual(['b9', 'b8', 'b7']);
  });

  test.each([
    [{ logGroupName: '/none' }, 'ResourceNotFoundException'],
    [{}, 'InvalidParameterException'],
    [{ logGroupName: '/app/b', startTime: 2, endTime: 1 }, 'InvalidParameterException'],
    [
      { logGroupName: '/app/b', logStreamNames: ['a'], logStreamNamePrefix: 'b' },
      'InvalidParameterException',
    ],
    [{ logGroupName: '/app/b', filterPattern: '{ $.a = 1' }, 'InvalidParameterException'],
    [
      { logGroupIdentifier: 'arn:aws:logs:us-west-2:000000000000:log-group:/app/b:*' },
      'InvalidParameterException',
    ],
  ])('refuses %j', async (request, code) => {
    expect((await call(await serve(logs()), 'FilterLogEvents', request)).body.__type).toBe(code);
  });

  test('a page ends at 1 MB, and the rest follows in order', async () => {
    const sizes = [700_000, 10, 600_000, 20, 900_000];
    const events = sizes.map((size, index) =>
      JSON.stringify({ timestamp: NOON_MS + index, message: `${index}${'.'.repeat(size)}` }),
    );
    const served = await serve(folderOf({ 'a.jsonl': events.reverse().join('\n') }));
    const pages: string[][] = [];
    let nextToken: string | undefined;
    do {
      const { body } = await call(served, 'FilterLogEvents', { logGroupName: 'a', nextToken });
      pages.push(messagesOf(body).map((message) => message.charAt(0)));
      nextToken = body.nextToken;
    } while (nextToken !== undefined);
    expect(pages).toEqual([['0', '1'], ['2', '3'], ['4']]);
  });
});

describe('GetLogEvents', () => {
  test('excludes the end and gives the newest page first', async () => {
    const served = await serve(logs());
    const { body } = await call(served, 'GetLogEvents', {
      logGroupName: '/app/b',
      logStreamName: 'even',
      startTime: NOON_MS,
      endTime: NOON_MS + 8000,
      limit: 2,
    });
    expect(body.events).toEqual([
      { timestamp: NOON_MS + 4000, message: 'b4', ingestionTime: NOON_MS + 4000 },
      { timestamp: NOON_MS + 6000, message: 'b6', ingestionTime: NOON_MS + 6000 },
    ]);
  });

  test('tokens lead to the end and back; at the end the same token comes back', async () => {
    const served = await serve(logs());
    const ask = async (request: object) =>
      (
        await call(served, 'GetLogEvents', {
          logGroupName: '/app/b',
          logStreamName: 'odd',
          limit: 3,
          ...request,
        })
      ).body;
    const one = await ask({ startFromHead: true });
    const two = await ask({ startFromHead: true, nextToken: one.nextForwardToken });
    const three = await ask({ startFromHead: true, nextToken: two.nextForwardToken });
    expect([one, two, three].map(messagesOf)).toEqual([['b1', 'b3', 'b5'], ['b7', 'b9'], []]);
    expect(three.nextForwardToken).toBe(two.nextForwardToken);
    const back = await ask({ nextToken: three.nextBackwardToken });
    const start = await ask({ nextToken: back.nextBackwardToken });
    const before = await ask({ nextToken: start.nextBackwardToken });
    expect([back, start, before].map(messagesOf)).toEqual([['b5', 'b7', 'b9'], ['b1', 'b3'], []]);
    expect(before.nextBackwardToken).toBe(start.nextBackwardToken);
    expect(messagesOf(await ask({ nextToken: before.nextForwardToken }))).toEqual([
      'b1',
      'b3',
      'b5',
    ]);
  });

  test.each([
    [{ logGroupName: '/none', logStreamName: 's' }, 'The specified log group does not exist.'],
    [{ logGroupName: '/app/b', logStreamName: 's' }, 'The specified log stream does not exist.'],
    [
      { logGroupName: '/app/b', logStreamName: 'odd', nextToken: 'x/y' },
      'The specified nextToken is invalid.',
    ],
  ])('refuses %j', async (request, message) => {
    expect((await call(await serve(logs()), 'GetLogEvents', request)).body.message).toBe(message);
  });
});
