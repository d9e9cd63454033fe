// What clients create and put: groups, streams, events, retention, tags; and what is refused, in AWS's words.
import { describe, expect, test } from 'vitest';
import {
  allEvents,
  call,
  folderOf,
  groupNames,
  NOON_MS,
  put,
  query,
  serve,
  serveStanding,
} from './served.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

async function refusal(...args: Parameters<typeof call>): Promise<string> {
  const { httpStatus, body } = await call(...args);
  return httpStatus === 400 ? `${body.__type}: ${body.message}` : `answered ${httpStatus}`;
}

describe('events that clients put', () => {
  test('are found by queries, FilterLogEvents and GetLogEvents', async () => {
    const served = await serveStanding();
    await put(served, '/app', ['ERROR one', 'INFO two', 'ERROR three']);
    const { results, statistics } = await query(
      served,
      ['/app'],
      'filter @message like /ERROR/ | fields @message, @logStream, @log | sort @timestamp asc',
    );
    expect(results.map((row: { value: string }[]) => row.map(({ value }) => value))).toEqual([
      ['ERROR one', 'main', '000000000000:/app', '1000000-0-0'],
      ['ERROR three', 'main', '000000000000:/app', '1000000-2-0'],
    ]);
    expect(statistics).toMatchObject({ recordsMatched: 2, recordsScanned: 3, bytesScanned: 28 });
    expect(await allEvents(served, '/app')).toHaveLength(3);
    const { body } = await call(served, 'GetLogEvents', {
      logGroupName: '/app',
      logStreamName: 'main',
      limit: 2,
    });
    expect(body.events.map((event: { message: string }) => event.message)).toEqual([
      'INFO two',
      'ERROR three',
    ]);
  });

  test('come in pages, forwards and backwards, each once', async () => {
    const served = await serveStanding();
    const messages = Array.from({ length: 25 }, (_, index) => `event ${index}`);
    await put(served, '/app', messages);
    for (const startFromHead of [true, false]) {
      const found: string[] = [];
      for (let nextToken: string | undefined; ; ) {
        const { body } = await call(served, 'FilterLogEvents', {
          logGroupName: '/app',
          limit: 10,
          startFromHead,
          ...(nextToken === undefined ? {} : { nextToken }),
        });
        found.push(...body.events.map((event: { message: string }) => event.message));
        nextToken = body.nextToken;
        if (nextToken === undefined) break;
      }
      expect(found).toEqual(startFromHead ? messages : messages.toReversed());
    }
  });

  test('may stand beside files in one query', async () => {
    const folder = folderOf({ 'shop.log': '2026-11-20 14:00:00 from the file\n' });
    const served = await serveStanding({}, [folder]);
    await put(served, '/app', ['from a client']);
    const { results } = await query(served, ['/app', 'shop'], 'stats count(*) as n by @log');
    expect(results).toHaveLength(2);
  });

  test('of one millisecond keep the order in which they came', async () => {
    const served = await serveStanding();
    await put(served, '/app', ['x']);
    const logEvents = ['a', 'b', 'c'].map((message) => ({ timestamp: NOON_MS + 5_000, message }));
    const stream = { logGroupName: '/app', logStreamName: 'main' };
    await call(served, 'PutLogEvents', { ...stream, logEvents });
    const events = await allEvents(served, '/app');
    expect(events.map(([, , message]) => message)).toEqual(['x', 'a', 'b', 'c']);
  });
});

describe('log groups', () => {
  test('are created once, described, and deleted with all they hold', async () => {
    const served = await serveStanding();
    const create = { logGroupName: '/app', tags: { team: 'a' } };
    expect((await call(served, 'CreateLogGroup', create)).body).toEqual({});
    expect(await refusal(served, 'CreateLogGroup', create)).toBe(
      'ResourceAlreadyExistsException: The specified log group already exists',
    );
    const { body } = await call(served, 'DescribeLogGroups', {});
    expect(body.logGroups).toEqual([
      {
        logGroupName: '/app',
        creationTime: NOON_MS,
        arn: 'arn:aws:logs:us-west-2:000000000000:log-group:/app:*',
        logGroupArn: 'arn:aws:logs:us-west-2:000000000000:log-group:/app',
        logGroupClass: 'STANDARD',
        metricFilterCount: 0,
        storedBytes: 0,
      },
    ]);
    await call(served, 'DeleteLogGroup', { logGroupName: '/app' });
    expect(await groupNames(served)).toEqual([]);
    expect(await refusal(served, 'DeleteLogGroup', { logGroupName: '/app' })).toBe(
      'ResourceNotFoundException: The specified log group does not exist.',
    );
  });

  test('have names of the letters that CloudWatch allows', async () => {
    const served = await serveStanding();
    const why = await refusal(served, 'CreateLogGroup', { logGroupName: 'a b' });
    expect(why).toContain("Value 'a b' at 'logGroupName' failed to satisfy constraint");
  });

  test('keep retention and tags', async () => {
    const served = await serveStanding();
    const logGroupName = '/app';
    await call(served, 'CreateLogGroup', { logGroupName });
    await call(served, 'PutRetentionPolicy', { logGroupName, retentionInDays: 7 });
    const described = async () =>
      (await call(served, 'DescribeLogGroups', {})).body.logGroups[0].retentionInDays;
    expect(await described()).toBe(7);
    expect(
      await refusal(served, 'PutRetentionPolicy', { logGroupName, retentionInDays: 8 }),
    ).toContain('enum value set');
    await call(served, 'DeleteRetentionPolicy', { logGroupName });
    expect(await described()).toBeUndefined();
    const resourceArn = 'arn:aws:logs:us-west-2:000000000000:log-group:/app:*';
    await call(served, 'TagResource', { resourceArn, tags: { team: 'a', env: 'b' } });
    await call(served, 'UntagResource', { resourceArn, tagKeys: ['env'] });
    await call(served, 'TagLogGroup', { logGroupName, tags: { stage: 'c' } });
    expect((await call(served, 'ListTagsForResource', { resourceArn })).body).toEqual({
      tags: { team: 'a', stage: 'c' },
    });
    await call(served, 'UntagLogGroup', { logGroupName, tags: ['team', 'stage'] });
    expect((await call(served, 'ListTagsLogGroup', { logGroupName })).body).toEqual({ tags: {} });
  });

  test('read from files are not changed', async () => {
    const folder = folderOf({ 'shop.log': '2026-11-20 14:00:00 x\n' });
    const served = await serveStanding({}, [folder]);
    for (const operation of ['DeleteLogGroup', 'DeleteRetentionPolicy']) {
      expect(await refusal(served, operation, { logGroupName: 'shop' })).toBe(
        'InvalidOperationException: The log group shop was read from local files and cannot be changed.',
      );
    }
    expect(await refusal(served, 'CreateLogGroup', { logGroupName: 'shop' })).toContain('exists');
  });

  test('of an investigation cannot be written to at all', async () => {
    const served = await serve(folderOf({ 'shop.log': '2026-11-20 14:00:00 x\n' }));
    expect(await refusal(served, 'CreateLogGroup', { logGroupName: 'a' })).toBe(
      'UnknownOperationException: Unknown operation CreateLogGroup',
    );
  });
});

describe('log streams', () => {
  const stream = { logGroupName: '/app', logStreamName: 'one' };

  test('are created once, described before their first event, and deleted', async () => {
    const served = await serveStanding();
    await call(served, 'CreateLogGroup', { logGroupName: '/app' });
    await call(served, 'CreateLogStream', stream);
    expect(await refusal(served, 'CreateLogStream', stream)).toBe(
      'ResourceAlreadyExistsException: The specified log stream already exists',
    );
    const described = await call(served, 'DescribeLogStreams', { logGroupName: '/app' });
    expect(described.body.logStreams[0]).toMatchObject({ creationTime: NOON_MS, storedBytes: 0 });
    expect(described.body.logStreams[0]).not.toHaveProperty('lastEventTimestamp');
    await put(served, '/app', ['kept'], 'two');
    await call(served, 'DeleteLogStream', { logGroupName: '/app', logStreamName: 'two' });
    expect(await allEvents(served, '/app')).toEqual([]);
    expect(
      await refusal(served, 'DeleteLogStream', { logGroupName: '/app', logStreamName: 'two' }),
    ).toBe('ResourceNotFoundException: The specified log stream does not exist.');
    const bad = { logGroupName: '/app', logStreamName: 'a:b' };
    expect(await refusal(served, 'CreateLogStream', bad)).toContain("at 'logStreamName'");
  });
});

describe('PutLogEvents refuses', () => {
  const event = (offsetMs: number, message = 'x') => ({ timestamp: NOON_MS + offsetMs, message });
  const batch = (logEvents: readonly object[]) => ({
    logGroupName: '/app',
    logStreamName: 'main',
    logEvents,
  });

  test.each([
    [
      'events out of order',
      [event(1), event(0)],
      'InvalidParameterException: Log events in a single PutLogEvents request must be in chronological order.',
    ],
    [
      'more than a day at once',
      [event(0), event(DAY_MS + 1)],
      'InvalidParameterException: The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    ],
    [
      'more than a megabyte, 26 bytes counted for each event',
      [event(0, 'a'.repeat(600_000)), event(1, 'b'.repeat(448_525))],
      'InvalidParameterException: Upload too large: 1048577 bytes exceeds limit of 1048576',
    ],
    [
      'an empty message',
      [event(0, '')],
      "InvalidParameterException: 1 validation error detected: Value '' at 'logEvents.1.member.message' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'no event',
      [],
      "InvalidParameterException: 1 validation error detected: Value '[]' at 'logEvents' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ])('%s', async (_name, logEvents, message) => {
    const served = await serveStanding();
    await put(served, '/app', ['x']);
    expect(await refusal(served, 'PutLogEvents', batch(logEvents))).toBe(message);
  });

  test('an unknown stream', async () => {
    const served = await serveStanding();
    await put(served, '/app', ['x']);
    expect(
      await refusal(served, 'PutLogEvents', { ...batch([event(0)]), logStreamName: 'none' }),
    ).toBe('ResourceNotFoundException: The specified log stream does not exist.');
  });

  test('only with enforced ages what is too old, expired or too new, and takes the rest', async () => {
    const ages = [-40 * DAY_MS, -39.5 * DAY_MS];
    const free = await serveStanding();
    await put(free, '/app', ['x']);
    const old = batch(ages.map((ms) => event(ms)));
    expect((await call(free, 'PutLogEvents', old)).body).not.toHaveProperty(
      'rejectedLogEventsInfo',
    );
    const strict = await serveStanding({ enforceAge: true });
    await put(strict, '/app', ['x']);
    expect((await call(strict, 'PutLogEvents', old)).body.rejectedLogEventsInfo).toEqual({
      tooOldLogEventEndIndex: 2,
    });
    const around = batch([event(0, 'taken'), event(2 * HOUR_MS, 'taken'), event(2 * HOUR_MS + 1)]);
    expect((await call(strict, 'PutLogEvents', around)).body.rejectedLogEventsInfo).toEqual({
      tooNewLogEventStartIndex: 2,
    });
    await call(strict, 'PutRetentionPolicy', { logGroupName: '/app', retentionInDays: 1 });
    const expired = batch([event(-1.5 * DAY_MS), event(-1 * DAY_MS, 'taken')]);
    expect((await call(strict, 'PutLogEvents', expired)).body.rejectedLogEventsInfo).toEqual({
      expiredLogEventEndIndex: 1,
    });
    const messages = (await allEvents(strict, '/app')).map(([, , message]) => message);
    expect(messages).toEqual(['taken', 'x', 'taken', 'taken']);
  });
});

test('a window before the group was made is refused only with enforced ages', async () => {
  const window = { startTime: NOON_MS / 1000 - 7_200, endTime: NOON_MS / 1000 - 3_600 };
  const body = { logGroupName: '/app', queryString: 'limit 1', ...window };
  const free = await serveStanding();
  await put(free, '/app', ['x']);
  expect((await call(free, 'StartQuery', body)).httpStatus).toBe(200);
  const strict = await serveStanding({ enforceAge: true });
  await put(strict, '/app', ['x']);
  expect(await refusal(strict, 'StartQuery', body)).toContain(
    "MalformedQueryException: Query's end date and time is either before the log groups creation time",
  );
});

test('with enforced ages a query sees nothing from before the group was made, or beyond its retention', async () => {
  const seen = async (enforceAge: boolean) => {
    const served = await serveStanding({ enforceAge });
    await put(served, '/app', ['x']);
    const logEvents = [{ timestamp: NOON_MS - HOUR_MS, message: 'before' }];
    const stream = { logGroupName: '/app', logStreamName: 'main' };
    await call(served, 'PutLogEvents', { ...stream, logEvents });
    const { results } = await query(served, ['/app'], 'stats count(*) as n');
    const { logGroups } = (await call(served, 'DescribeLogGroups', {})).body;
    const { logStreams } = (await call(served, 'DescribeLogStreams', { logGroupName: '/app' }))
      .body;
    return [results[0][0].value, logGroups[0].creationTime, logStreams[0].creationTime];
  };
  expect(await seen(false)).toEqual(['2', NOON_MS - HOUR_MS, NOON_MS - HOUR_MS]);
  expect(await seen(true)).toEqual(['1', NOON_MS, NOON_MS]);
});
