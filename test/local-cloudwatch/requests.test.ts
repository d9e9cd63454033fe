// What requests may look like on the wire, and how CloudWatch words what is wrong with one.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { call, folderOf, NOON_MS, put, type Reply, serveStanding } from './served.ts';

const errorOf = ({ body }: Reply) => `${body.__type}: ${body.message}`;

describe('a body packed with gzip', () => {
  const post = async (body: Buffer, encoding = 'gzip') => {
    const served = await serveStanding();
    await put(served, '/app', ['first']);
    const response = await fetch(served.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'content-encoding': encoding,
        'x-amz-target': 'Logs_20140328.FilterLogEvents',
      },
      body: new Uint8Array(body),
    });
    const text = await response.text();
    return { httpStatus: response.status, headers: response.headers, body: JSON.parse(text), text };
  };

  test('is unpacked', async () => {
    const { body } = await post(gzipSync('{"logGroupName":"/app"}'));
    expect(body.events).toMatchObject([{ message: 'first' }]);
  });

  test('is refused where it is none, or larger than allowed once unpacked', async () => {
    expect(errorOf(await post(Buffer.from('{}')))).toBe(
      'SerializationException: The body is not what gzip writes.',
    );
    const bomb = await post(gzipSync(Buffer.alloc(10_000_000, 32)));
    expect([bomb.httpStatus, bomb.body.__type]).toEqual([413, 'RequestEntityTooLargeException']);
    expect(errorOf(await post(Buffer.from('{}'), 'br'))).toBe(
      'SerializationException: The content encoding br is not known.',
    );
  });
});

describe('failed validations', () => {
  test.each([
    ['CreateLogGroup', 'null', 'SerializationException: The body is not a JSON object.'],
    [
      'CreateLogGroup',
      '{"logGroupName":"a b"}',
      "InvalidParameterException: 1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [.\\-_/#A-Za-z0-9]+",
    ],
    [
      'PutRetentionPolicy',
      '{"logGroupName":"a","retentionInDays":2}',
      /^InvalidParameterException: 1 validation error detected: Value '2' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: \[1, 3, /,
    ],
    [
      'GetLogEvents',
      '{"limit":0}',
      "InvalidParameterException: 2 validation errors detected: Value null at 'logStreamName' failed to satisfy constraint: Member must not be null; Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'PutLogEvents',
      '{"logGroupName":"a","logStreamName":"b","logEvents":[{"timestamp":1,"message":"x"},{"timestamp":2,"message":""}]}',
      /at 'logEvents\.2\.member\.message' failed/,
    ],
    [
      'CreateLogGroup',
      '{"logGroupName":"a","deletionProtectionEnabled":true}',
      /at 'deletionProtectionEnabled' failed/,
    ],
    [
      'ListLogGroups',
      '{"fieldIndexNames":["a"]}',
      'InvalidParameterException: fieldIndexNames is not supported on local logs.',
    ],
  ])('%s of %s', async (operation, body, message) => {
    const reply = await call(await serveStanding(), operation, body);
    expect(errorOf(reply)).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
  });
});

describe('log groups are chosen', () => {
  const served = async () => {
    const record = {
      messageType: 'DATA_MESSAGE',
      owner: '210987654321',
      logGroup: '/linked',
      logStream: 's',
      subscriptionFilters: ['f'],
      logEvents: [{ id: '1', timestamp: NOON_MS, message: 'x' }],
    };
    const standing = await serveStanding({}, [folderOf({ 'a.json': JSON.stringify(record) })]);
    const groups = [
      { logGroupName: '/a', logGroupClass: 'INFREQUENT_ACCESS', tags: { team: 'x' } },
      { logGroupName: '/b', logGroupClass: 'ESSENTIALS', tags: { team: 'y' } },
      { logGroupName: '/c' },
    ];
    for (const group of groups) await call(standing, 'CreateLogGroup', group);
    return standing;
  };

  test.each(['DescribeLogGroups', 'ListLogGroups'])('by class and account: %s', async (name) => {
    const standing = await served();
    const names = async (body: object) =>
      (await call(standing, name, body)).body.logGroups.map(
        (group: { logGroupName: string }) => group.logGroupName,
      );
    expect(await names({ logGroupClass: 'ESSENTIALS' })).toEqual(['/a', '/b']);
    expect(await names({ logGroupClass: 'INFREQUENT_ACCESS' })).toEqual(['/a', '/b']);
    expect(await names({ logGroupClass: 'STANDARD' })).toEqual(['/c', '/linked']);
    const accountIdentifiers = ['210987654321'];
    expect(await names({ accountIdentifiers, includeLinkedAccounts: true })).toEqual(['/linked']);
    expect(await names({ accountIdentifiers })).toHaveLength(4);
  });

  test('by tags', async () => {
    const logGroupTags = [{ key: 'team', values: ['x', 'z'] }];
    const { body } = await call(await served(), 'ListLogGroups', { logGroupTags });
    expect(body.logGroups).toMatchObject([{ logGroupName: '/a' }]);
  });
});

test('FilterLogEvents refuses log streams that do not exist', async () => {
  const served = await serveStanding();
  await put(served, '/app', ['1']);
  const read = (...logStreamNames: string[]) =>
    call(served, 'FilterLogEvents', { logGroupName: '/app', logStreamNames });
  expect((await read('main')).body.events).toHaveLength(1);
  expect(errorOf(await read('main', 'none'))).toBe(
    'ResourceNotFoundException: The specified log stream does not exist.',
  );
});

describe('FilterLogEvents from the end', () => {
  const messages = ({ body }: Reply) =>
    body.events.map(({ message }: { message: string }) => message);

  test('begins with the latest, and its token keeps the direction, whatever is said beside it', async () => {
    const served = await serveStanding();
    await put(served, '/app', ['1', '2', '3', '4', '5']);
    const group = { logGroupName: '/app', limit: 2 };
    const last = await call(served, 'FilterLogEvents', { ...group, startFromHead: false });
    const { nextToken } = last.body;
    const before = await call(served, 'FilterLogEvents', { ...group, nextToken });
    const same = { ...group, nextToken, startFromHead: true };
    const again = await call(served, 'FilterLogEvents', same);
    expect([last, before, again].map((reply) => messages(reply))).toEqual([
      ['5', '4'],
      ['3', '2'],
      ['3', '2'],
    ]);
  });

  test('is refused for a start before 2024', async () => {
    const served = await serveStanding();
    await put(served, '/app', ['1']);
    const backward = { logGroupName: '/app', startFromHead: false };
    const early = { ...backward, startTime: Date.UTC(2023, 11, 31) };
    expect(errorOf(await call(served, 'FilterLogEvents', early))).toContain('Jan 1, 2024');
    const late = { ...backward, startTime: Date.UTC(2024, 0, 1) };
    expect(messages(await call(served, 'FilterLogEvents', late))).toEqual(['1']);
  });
});
