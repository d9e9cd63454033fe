import { describe, expect, test } from 'vitest';
import { contrast, fieldsOf } from '../../src/evidence/contrast.ts';
import { peel } from '../../src/evidence/peel.ts';
import { event } from './support.ts';

const many = (count: number, fields: Record<string, string>) => new Array(count).fill(fields);

describe('contrast', () => {
  test('a value that the failures share and the others lack stands out', () => {
    expect(
      contrast(many(20, { host: 'web-2', region: 'eu' }), [
        ...many(30, { host: 'web-1', region: 'eu' }),
        ...many(10, { host: 'web-2', region: 'eu' }),
      ]),
    ).toEqual([{ field: 'host', value: 'web-2', share: 1, baselineShare: 0.25 }]);
  });

  test('so does one of two, where all failures hold it and no other one does', () => {
    const others = [...many(30, { host: 'app-a' }), ...many(26, { host: 'app-b' })];
    expect(contrast(many(40, { host: 'app-b' }), others)).toMatchObject([{ value: 'app-b' }]);
    const most = [...many(36, { host: 'app-b' }), ...many(4, { host: 'app-a' })];
    expect(contrast(most, others)).toEqual([]);
  });

  test('too few events mean nothing', () => {
    expect(contrast(many(4, { host: 'a' }), many(50, { host: 'b' }))).toEqual([]);
    expect(contrast(many(50, { host: 'a' }), many(4, { host: 'b' }))).toEqual([]);
  });

  test('a field that only the failures have says nothing', () => {
    expect(contrast(many(9, { cart: 'x', host: 'a' }), many(50, { host: 'a' }))).toEqual([]);
  });

  test('what names the error is no dimension', () => {
    expect(
      contrast(
        many(9, { level: 'error', 'err.code': 'E1', status: '500' }),
        many(9, { level: 'info', 'err.code': '', status: '200' }),
      ),
    ).toEqual([]);
  });

  test('a field that holds the message is none either', () => {
    const line = { event: 'plan is missing', level: 'error', site: 'north' };
    const block = { events: [event(JSON.stringify(line))], message: JSON.stringify(line) };
    const fields = fieldsOf(peel(block.message), block);
    expect(fields).toMatchObject({ site: 'north' });
    expect(fields).not.toHaveProperty('event');
  });

  test.each([
    'lvl',
    'levelname',
    'loglevel',
    'logLevel',
    'level_value',
    'record.level.name',
    'severityText',
    'errorSeverity',
    '@l',
    '@level',
  ])('a level is no dimension, whatever it is called: %s', (field) => {
    expect(
      contrast(
        many(20, { [field]: 'error', host: 'web-2' }),
        many(20, { [field]: 'info', host: 'web-1' }),
      ),
    ).toMatchObject([{ field: 'host' }]);
  });

  test.each([
    ['logger_name', 'com.shop.Consumer', 'com.shop.Api'],
    ['loggerName', 'com.shop.Consumer', 'com.shop.Api'],
    ['log.logger', 'com.shop.Consumer', 'com.shop.Api'],
    ['SourceContext', 'Shop.Consumer', 'Shop.Api'],
    ['thread_name', 'consumer-0', 'http-1'],
    ['process.thread.name', 'consumer-0', 'http-1'],
    ['lineno', '41', '12'],
    ['code.function', 'settle', 'list'],
    ['@mt', 'Invoice {Id} failed', 'Invoice {Id} sent'],
    ['@i', '8a6f91c0', '1be03d77'],
    ['rt', '1.002', '0.020'],
    ['urt', '3', '0'],
    ['requestTime', '12', '3'],
    ['took_ms', '12', '3'],
    ['t', '0.002', '0.119'],
  ])(
    'what a logger says of itself, and a measured time, is no dimension: %s',
    (field, own, other) => {
      expect(
        contrast(
          many(20, { [field]: own, host: 'web-2' }),
          many(20, { [field]: other, host: 'web-1' }),
        ),
      ).toMatchObject([{ field: 'host' }]);
    },
  );

  test.each(['hostname', 'runtime', 'instance_name', 'queue.name', 'part'])(
    'names that only end like those are dimensions: %s',
    (field) => {
      expect(contrast(many(20, { [field]: 'b' }), many(20, { [field]: 'a' }))).toMatchObject([
        { field },
      ]);
    },
  );

  test('what the words of the error alone hold is no dimension', () => {
    const of = (message: string) => fieldsOf(peel(message), { events: [event(message)], message });
    const own = of('2026-03-03T12:00:01Z ERROR pool empty (total=10, active=10) host=web-2');
    const other = of('2026-03-03T12:00:01Z INFO order placed host=web-1');
    expect(
      contrast(new Array(20).fill(own), new Array(200).fill(other)).map(({ field }) => field),
    ).toEqual(['host']);
  });

  test.each([
    ['stream', 'stderr', 'stdout'],
    ['at', 'error', 'info'],
    ['service', '30001ms', '31ms'],
    ['bytes', '0', '412'],
  ])(
    'the output that a line came by, a level or a measure is no dimension: %s',
    (field, own, other) => {
      expect(
        contrast(
          many(20, { [field]: own, host: 'web-2' }),
          many(20, { [field]: other, host: 'web-1' }),
        ),
      ).toMatchObject([{ field: 'host' }]);
    },
  );

  test('fields come from JSON, from key=value tokens and from the stream', () => {
    const of = (message: string) =>
      fieldsOf(peel(message), { events: [event(message, { logStream: 'app/9' })], message });
    expect(of('2026-03-03T12:00:01Z ERROR web build=9e1c77 tenant="blue" failed')).toMatchObject({
      build: '9e1c77',
      '@logStream': 'app/9',
    });
    expect(of('{"level":"error","msg":"x","tenant":"blue"}')).toMatchObject({ tenant: 'blue' });
  });

  test.each([
    ['drain of node n-7 failed', { node: 'n-7' }],
    ['message for tenant [t-8841] rejected', { tenant: 't-8841' }],
    ['peer 10.0.3.7:9092 closed the connection', { peer: '10.0.3.7:9092' }],
    ['write to shard 12 failed', { shard: '12' }],
    ['edge-4 signer: not yet valid', { name: 'edge-4' }],
  ])('names stand in plain text too: %s', (text, fields) => {
    const message = `2026-03-03T12:00:01Z ERROR ${text}`;
    expect(fieldsOf(peel(message), { events: [event(message)], message })).toMatchObject(fields);
  });

  test('numbers alone are no names', () => {
    const message = 'ERROR took 1200 ms after 3 tries';
    expect(fieldsOf(peel(message), { events: [event(message)], message })).toEqual({
      '@logStream': 'app/1',
    });
  });

  test('half of the failures stand out where hardly any other line has the value', () => {
    expect(
      contrast(
        [...many(12, { node: 'n-7' }), ...many(10, { node: 'n-1' })],
        [...many(2, { node: 'n-7' }), ...many(98, { node: 'n-1' })],
      ),
    ).toMatchObject([{ field: 'node', value: 'n-7' }]);
  });

  test('what chance would bring among many fields is no dimension', () => {
    const own = Array.from({ length: 5 }, () =>
      Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`f${at}`, 'a'])),
    );
    const others = Array.from({ length: 10 }, (_, index) =>
      Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`f${at}`, index < 4 ? 'a' : 'b'])),
    );
    expect(contrast(own, others)).toEqual([]);
  });
});
