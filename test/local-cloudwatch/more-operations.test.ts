// GetLogRecord, GetLogGroupFields, DescribeQueries, ListLogGroups, log classes, faults, and many clients at once.
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { call, folderOf, NOON_MS, put, query, serveStanding } from './served.ts';

const NOON_S = NOON_MS / 1000;

async function refusal(...args: Parameters<typeof call>): Promise<string> {
  const { httpStatus, body } = await call(...args);
  return httpStatus === 200 ? 'answered' : `${body.__type}: ${body.message}`;
}

describe('GetLogRecord', () => {
  test('gives all fields of an event that was put, and of one in a file', async () => {
    const folder = folderOf({
      'shop.log': '2026-11-20 14:00:00 first\n2026-11-20 14:00:01 {"a":1}\n',
    });
    const served = await serveStanding({}, [folder]);
    await put(served, '/app', ['{"level":"INFO","user":{"ids":[7,true]},"@x":null,"@y":"z"}']);
    const found = await query(served, ['/app'], 'fields @message');
    const pointer = found.results[0].at(-1).value;
    const { body } = await call(served, 'GetLogRecord', { logRecordPointer: pointer });
    expect(body.logRecord).toEqual({
      '@message': '{"level":"INFO","user":{"ids":[7,true]},"@x":null,"@y":"z"}',
      '@timestamp': String(NOON_MS),
      '@ingestionTime': String(NOON_MS),
      '@logStream': 'main',
      '@log': '000000000000:/app',
      '@ptr': pointer,
      level: 'INFO',
      'user.ids.0': '7',
      'user.ids.1': '1',
      '@@y': 'z',
    });
    const inFile = await query(served, ['shop'], 'fields @message | sort @timestamp asc | limit 1');
    const place = inFile.results[0].at(-1).value;
    const record = await call(served, 'GetLogRecord', { logRecordPointer: place });
    expect(record.body.logRecord['@message']).toBe('2026-11-20 14:00:00 first');
  });

  test('refuses what is no pointer, or leads nowhere', async () => {
    const served = await serveStanding();
    expect(await refusal(served, 'GetLogRecord', { logRecordPointer: 'x' })).toContain(
      'InvalidParameterException',
    );
    expect(await refusal(served, 'GetLogRecord', { logRecordPointer: '1000000-0-0' })).toContain(
      'ResourceNotFoundException',
    );
  });
});

test('GetLogGroupFields tells the share of events that have a field, around a time', async () => {
  const served = await serveStanding();
  await put(served, '/app', ['{"a":1,"b":1}', '{"a":1}', 'text']);
  const { body } = await call(served, 'GetLogGroupFields', { logGroupName: '/app', time: NOON_S });
  const own = body.logGroupFields.filter(({ name }: { name: string }) => !name.startsWith('@'));
  expect(own).toEqual([
    { name: 'a', percent: 67 },
    { name: 'b', percent: 33 },
  ]);
  expect(body.logGroupFields[0].percent).toBe(100);
  const later = { logGroupName: '/app', time: NOON_S + 3_600 };
  expect((await call(served, 'GetLogGroupFields', later)).body).toEqual({ logGroupFields: [] });
});

test('DescribeQueries lists queries, the latest first, by log group and status', async () => {
  const served = await serveStanding();
  await put(served, '/a', ['x']);
  await put(served, '/b', ['x']);
  await query(served, ['/a'], 'limit 1');
  await query(served, ['/b', '/a'], 'limit 2');
  const { body } = await call(served, 'DescribeQueries', {});
  expect(body.queries.map((one: { queryString: string }) => one.queryString)).toEqual([
    'limit 2',
    'limit 1',
  ]);
  expect(body.queries[1]).toEqual({
    queryId: expect.any(String),
    queryLanguage: 'CWLI',
    queryString: 'limit 1',
    status: 'Complete',
    createTime: NOON_MS,
    logGroupName: '/a',
    queryDuration: 0,
    bytesScanned: 1,
  });
  const ofB = await call(served, 'DescribeQueries', { logGroupName: '/b', status: 'Complete' });
  expect(ofB.body.queries).toHaveLength(1);
  expect((await call(served, 'DescribeQueries', { status: 'Running' })).body.queries).toEqual([]);
  const paged = await call(served, 'DescribeQueries', { maxResults: 1 });
  expect(paged.body.nextToken).toEqual(expect.any(String));
  const { queryId } = body.queries[0];
  expect((await call(served, 'ListLogGroupsForQuery', { queryId })).body).toEqual({
    logGroupIdentifiers: ['/b', '/a'],
  });
  expect(await refusal(served, 'ListLogGroupsForQuery', { queryId: 'x' })).toContain('NotFound');
});

test('ListLogGroups finds parts and beginnings of names', async () => {
  const served = await serveStanding();
  for (const logGroupName of ['/app/one', '/app/two', '/other/one']) {
    await call(served, 'CreateLogGroup', { logGroupName });
  }
  const names = async (body: object) =>
    (await call(served, 'ListLogGroups', body)).body.logGroups.map(
      (group: { logGroupName: string }) => group.logGroupName,
    );
  expect(await names({})).toEqual(['/app/one', '/app/two', '/other/one']);
  expect(await names({ logGroupNamePattern: '^/app' })).toEqual(['/app/one', '/app/two']);
  expect(await names({ logGroupNamePattern: 'two|^/other' })).toEqual(['/app/two', '/other/one']);
  expect(await names({ limit: 1 })).toEqual(['/app/one']);
  expect(await refusal(served, 'ListLogGroups', { logGroupNamePattern: 'a*' })).toContain(
    'regular expression pattern',
  );
});

test('cheaper log classes lack what CloudWatch says they lack', async () => {
  const served = await serveStanding();
  await call(served, 'CreateLogGroup', { logGroupName: '/ia', logGroupClass: 'INFREQUENT_ACCESS' });
  await call(served, 'CreateLogGroup', { logGroupName: '/delivery', logGroupClass: 'DELIVERY' });
  const start = (logGroupName: string, queryString: string) =>
    refusal(served, 'StartQuery', { logGroupName, queryString, startTime: 0, endTime: NOON_S });
  expect(await start('/ia', 'stats count(*)')).toBe('answered');
  expect(await start('/ia', 'pattern @message')).toContain('The command pattern is not supported');
  expect(await start('/delivery', 'limit 1')).toContain('class DELIVERY');
  expect(await refusal(served, 'FilterLogEvents', { logGroupName: '/ia' })).toContain(
    'class INFREQUENT_ACCESS',
  );
  const ia = await call(served, 'DescribeLogGroups', { logGroupClass: 'INFREQUENT_ACCESS' });
  expect(ia.body.logGroups).toHaveLength(1);
});

test('milliseconds at StartQuery are read as such, and told', async () => {
  const notices: string[] = [];
  const served = await serveStanding({ onNotice: (text) => notices.push(text) });
  await put(served, '/app', ['x']);
  const window = { startTime: NOON_MS - 1, endTime: NOON_MS + 1 };
  expect((await query(served, ['/app'], 'limit 5', window)).results).toHaveLength(1);
  expect(notices).toEqual([
    'StartQuery was given milliseconds; it takes seconds. They were read as milliseconds.',
  ]);
});

describe('faults on purpose', () => {
  const fault = (operation: string, kind: 'throttle' | 'deny' | 'delay' | 'cut', times = 1) => ({
    operation,
    kind,
    times,
    delayMs: 20,
  });

  test('throttle, deny, delay and cut the next calls', async () => {
    const served = await serveStanding({
      faults: [
        fault('DescribeLogGroups', 'throttle', 2),
        fault('DescribeLogStreams', 'deny'),
        fault('ListLogGroups', 'delay'),
        fault('*', 'cut'),
      ],
    });
    const groups = () => refusal(served, 'DescribeLogGroups', {});
    expect([await groups(), await groups()]).toEqual([
      'ThrottlingException: Rate exceeded',
      'ThrottlingException: Rate exceeded',
    ]);
    expect(await refusal(served, 'DescribeLogStreams', {})).toContain('AccessDeniedException');
    expect(await refusal(served, 'ListLogGroups', {})).toBe('answered');
    await expect(groups()).rejects.toThrow();
    expect(await groups()).toBe('answered');
  });

  test('end queries as failed or timed out', async () => {
    const of = (kind: 'fail' | 'timeout') => ({
      operation: 'StartQuery',
      kind,
      times: 1,
      delayMs: 0,
    });
    const served = await serveStanding({ faults: [of('fail'), of('timeout')] }, [
      folderOf({ 'shop.log': '2026-11-20 14:00:00 x\n' }),
    ]);
    const { status, failure } = await query(served, ['shop'], 'limit 1');
    expect([status, failure]).toEqual(['Failed', 'a fault that was asked for']);
    expect((await query(served, ['shop'], 'limit 1')).status).toBe('Timeout');
    expect((await query(served, ['shop'], 'limit 1')).status).toBe('Complete');
  });

  test('hold a query until it is stopped or its time is over', async () => {
    const hold = { operation: 'StartQuery', kind: 'hold', times: 2, delayMs: 0 } as const;
    const served = await serveStanding({ faults: [hold], queryTimeoutMs: 300 }, [
      folderOf({ 'shop.log': '2026-11-20 14:00:00 x\n' }),
    ]);
    const start = { logGroupName: 'shop', startTime: 0, endTime: 2e9, queryString: 'limit 1' };
    const { queryId } = (await call(served, 'StartQuery', start)).body;
    const status = async () => (await call(served, 'GetQueryResults', { queryId })).body.status;
    expect(await status()).toBe('Running');
    expect((await call(served, 'StopQuery', { queryId })).body).toEqual({ success: true });
    expect(await status()).toBe('Cancelled');
    expect((await query(served, ['shop'], 'limit 1')).status).toBe('Timeout');
    expect((await query(served, ['shop'], 'limit 1')).status).toBe('Complete');
  });
});

describe('bad input', () => {
  test('is refused in the words of AWS, and the server lives on', async () => {
    const served = await serveStanding();
    await put(served, '/app', ['x']);
    const bad = (bytes: string | Buffer, headers: Record<string, string> = {}) =>
      fetch(served.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'Logs_20140328.PutLogEvents',
          ...headers,
        },
        body: typeof bytes === 'string' ? bytes : new Uint8Array(bytes),
      }).then(async (response) => [
        response.status,
        ((await response.json()) as { __type: string }).__type,
      ]);
    expect(await bad('{"logGroupName":')).toEqual([400, 'SerializationException']);
    expect(await bad(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]))).toEqual([
      400,
      'SerializationException',
    ]);
    expect(await bad('{}', { 'content-type': 'text/plain' })).toEqual([
      400,
      'UnknownOperationException',
    ]);
    expect(await bad('{}', { 'x-amz-target': 'Logs_20140328.Nothing' })).toEqual([
      400,
      'UnknownOperationException',
    ]);
    expect(await bad('[]')).toEqual([400, 'SerializationException']);
    expect(await bad('x'.repeat(9_000_000))).toEqual([413, 'RequestEntityTooLargeException']);
    const window = { startTime: 0, endTime: 1 };
    const start = (body: object) => refusal(served, 'StartQuery', { ...window, ...body });
    expect(await start({ logGroupName: '/app', queryString: `#${'x'.repeat(10_000)}` })).toContain(
      'length less than or equal to 10000',
    );
    const groups = Array.from({ length: 51 }, (_, index) => `/g/${index}`);
    expect(await start({ logGroupNames: groups, queryString: 'limit 1' })).toContain(
      'length less than or equal to 50',
    );
    expect(await start({ logGroupName: '/app', queryString: 'limit 1', startTime: 2 })).toContain(
      'InvalidParameterException',
    );
    expect(await refusal(served, 'GetQueryResults', { queryId: 'none' })).toContain('NotFound');
    expect(await refusal(served, 'DescribeLogGroups', {})).toBe('answered');
  });
});

test('600 queries of 200 clients lose none; LimitExceeded is retried', async () => {
  const served = await serveStanding();
  await put(served, '/app', ['a', 'b', 'c']);
  const body = {
    logGroupName: '/app',
    queryString: 'stats count(*) as n',
    startTime: NOON_S - 60,
    endTime: NOON_S + 60,
  };
  const once = async (): Promise<string> => {
    for (let waitMs = 25; ; waitMs = Math.min(800, 2 * waitMs)) {
      const { body: started } = await call(served, 'StartQuery', body);
      if (started.queryId === undefined) {
        if (started.__type !== 'LimitExceededException') throw new Error(started.__type);
        await wait(waitMs * (0.5 + Math.random()));
        continue;
      }
      for (let pollMs = 25; ; pollMs = Math.min(400, 2 * pollMs)) {
        const { body: found } = await call(served, 'GetQueryResults', { queryId: started.queryId });
        if (found.status === 'Complete') return found.results[0][0].value;
        if (!['Scheduled', 'Running'].includes(found.status)) throw new Error(found.status);
        await wait(pollMs);
      }
    }
  };
  const client = async () => {
    const answers: string[] = [];
    for (let count = 0; count < 3; count++) answers.push(await once());
    return answers;
  };
  const answers = (await Promise.all(Array.from({ length: 200 }, client))).flat();
  expect(answers).toHaveLength(600);
  expect(new Set(answers)).toEqual(new Set(['3']));
}, 180_000);
