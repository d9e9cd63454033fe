// Whose lines a log group holds.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { surveyOf } from '../../src/evidence/survey.ts';
import { logGroupOfWriter, serviceOfWriter, writersOf } from '../../src/evidence/writers.ts';
import { event, FOUR_HOURS, START_MS } from './support.ts';

const line = (logStream: string, message: string, logGroup = 'shop') =>
  event(message, { logGroup, logStream });
const lines = (logStream: string, messages: readonly string[], count = 12) =>
  Array.from({ length: count }, (_, at) => line(logStream, messages[at % messages.length] ?? ''));
const writers = (events: readonly LogEvent[]) => [...new Set(events.map(writersOf(events)))];

describe('who writes', () => {
  test('is the service, where streams of one log group are named after several', () => {
    const events = [line('api-1', 'served'), line('api-2', 'served'), line('db-1', 'checkpoint')];
    expect(writers(events)).toEqual(['shop, service api', 'shop, service db']);
    expect(writers(events).map(serviceOfWriter)).toEqual(['api', 'db']);
    expect(writers(events).map(logGroupOfWriter)).toEqual(['shop', 'shop']);
  });

  test.each([
    ['ids', ['2026/11/20/[$LATEST]0a1b2c3d4e5f', '2026/11/20/[$LATEST]f5e4d3c2b1a0']],
    ['instances of one service', ['api-1', 'api-2', 'ecs/api/0123456789abcdef']],
    ['hosts', ['ip-10-0-3-7', 'i-0abc1234def567890']],
  ])('is the log group, where its streams are %s', (_, streams) => {
    expect(writers(streams.map((stream) => line(stream, 'served')))).toEqual(['shop']);
  });

  test('is the log group of hosts with names of their own: they say the same', () => {
    const said = ['request 7 served', 'job 9 done', 'cache of 3 pages warmed'];
    const events = [...lines('zeus', said), ...lines('hera', said)];
    expect(writers(events)).toEqual(['shop']);
    expect(writers([...events, ...lines('db-1', ['checkpoint']), line('cron', 'started')])).toEqual(
      ['shop', 'shop, service db', 'shop, service cron'],
    );
  });

  test('is told of services that share no more than how requests are logged', () => {
    const events = [
      ...lines('api-1', ['request completed']),
      ...lines('web', ['request completed']),
    ];
    expect(writers(events)).toEqual(['shop, service api', 'shop, service web']);
  });

  test('is the log group of a stream without a name among those that have one', () => {
    const events = [line('api-1', 'a'), line('db-1', 'b'), line('0123456789abcdef', 'c')];
    expect(writers(events)).toEqual(['shop, service api', 'shop, service db', 'shop']);
  });
});

test('lines of two services are of two kinds, though they read alike', () => {
  const events = [...lines('api-1', ['request served']), ...lines('db-1', ['request served'])];
  expect(surveyOf(events, true).kinds.map(({ logGroup, writer }) => [logGroup, writer])).toEqual([
    ['shop', 'shop, service api'],
    ['shop', 'shop, service db'],
  ]);
});

describe('what stands out in the errors of a service', () => {
  const failing = (stream: string) =>
    Array.from({ length: 20 }, () => line(stream, 'ERROR order 7 failed: no stock'));
  const dimensions = (events: readonly LogEvent[]) =>
    analyze(prepare(events, FOUR_HOURS)).findings[0]?.dimensions.map(({ value }) => value);

  test('is not that they stand in its only stream', () => {
    const others = [...lines('api-1', ['INFO order served']), ...lines('db-1', ['checkpoint'], 40)];
    expect(dimensions([...others, ...failing('api-1')])).toEqual([]);
  });

  test('is the one instance that has them', () => {
    const others = [
      ...lines('api-1', ['INFO order served'], 20),
      ...lines('api-2', ['INFO order served'], 20),
      ...lines('db-1', ['checkpoint'], 40),
    ];
    expect(dimensions([...others, ...failing('api-2')])).toEqual(['api-2']);
  });
});

test('a finding tells from which streams it was read', () => {
  const at = (logStream: string, timestampMs: number) =>
    event('ERROR no stock', { logStream, timestampMs });
  const events = [at('db-1', START_MS + 1), at('api-1', START_MS + 2), at('api-1', START_MS + 3)];
  expect(analyze(prepare(events, FOUR_HOURS)).findings[0]?.logStreams).toEqual([
    { logGroup: '/shop/orders', logStream: 'api-1', count: 2 },
    { logGroup: '/shop/orders', logStream: 'db-1', count: 1 },
  ]);
});
