import { describe, expect, test } from 'vitest';
import { codes, event, problems, rows, value } from './query.ts';

describe('fields of a JSON message', () => {
  test('are found by dot paths, list indexes and keys in backticks', () => {
    const record = { a: { b: [{ c: 7 }, 'x'] }, 'foo-bar': 1, 'd.e': 2, f: { 'g.h': 3 } };
    expect(rows('fields a.b.0.c, a.b[1], `foo-bar`, d.e, f.g.h, f.`g.h`', [record])).toEqual([
      { 'a.b.0.c': '7', 'a.b.1': 'x', 'foo-bar': '1', 'd.e': '2', 'f.g.h': '3' },
    ]);
  });

  test('are found behind an index, also in what jsonParse gives', () => {
    const record = { a: [{ b: 1, c: [{ d: 2 }] }] };
    const query =
      'fields a[0].b as w, a[0].c[0].d as x, jsonParse(@message) as m | fields m.a[0].`b` as y, m.a[0].c.0.d as z';
    expect(rows(`${query} | display w, x, y, z`, [record])).toEqual([
      { w: '1', x: '2', y: '1', z: '2' },
    ]);
    expect(codes('filter a in[1]')).toEqual([]);
    expect(codes('fields a[0]b').map(([code]) => code)).toEqual(['syntax']);
  });

  test('a key that begins with @ is found as @@', () => {
    expect(value('@@time', { '@time': 5 })).toBe('5');
  });

  test('values keep their form: no rounding, no loss of digits', () => {
    expect(
      rows('fields x, y, z, s', ['{"x":0.123456789,"y":12345678901234567890,"z":-1,"s":"1.50"}']),
    ).toEqual([{ x: '0.123456789', y: '12345678901234567890', z: '-1', s: '1.50' }]);
  });

  test('computed numbers have at most four decimals', () => {
    expect(rows('fields 1/3 as a, 2.50 * 1 as b, 0.00001 / 1 as c, 1e15 * 10 as d', ['x'])).toEqual(
      [{ a: '0.3333', b: '2.5', c: '0', d: '10000000000000000' }],
    );
  });

  test('null is absent, an empty text is not', () => {
    expect(
      rows('fields ispresent(n) as a, ispresent(e) as b, e as t', [{ n: null, e: '' }]),
    ).toEqual([{ a: '0', b: '1', t: '' }]);
  });

  test('objects and lists are their JSON text', () => {
    expect(value('o', { o: { a: [1] } })).toBe('{"a":[1]}');
  });

  test('JSON inside a string is plain text', () => {
    expect(value('s.a', { s: '{"a":1}' })).toBeUndefined();
  });

  test('names of JavaScript objects are no fields', () => {
    expect(
      rows('fields constructor, toString, length, a.length, __proto__.x', [{ a: [1] }]),
    ).toEqual([{}]);
  });

  test('a text around JSON hides it, broken JSON has no fields', () => {
    expect(value('a', 'INFO {"a":1}')).toBeUndefined();
    expect(value('a', '{"a":1')).toBeUndefined();
    expect(value('a', '  {"a":1}\n')).toBe('1');
  });

  test("in Lambda's log groups the first JSON object in the text is read", () => {
    const lambda = (message: string) => event(message, 0, { logGroup: '/aws/lambda/pay' });
    expect(value('a', lambda('2026-01-01T00:00:00Z\tid\tINFO\t{"a":1,"s":"}"}\n'))).toBe('1');
    expect(value('a', lambda('map {x=1} then {"a":2} and {"a":3}'))).toBe('2');
    expect(value('a', lambda('no json { at all'))).toBeUndefined();
  });
});

describe('fields of CloudWatch', () => {
  test('of every event', () => {
    expect(rows('fields @timestamp, @ingestionTime, @logStream, @log, @message', ['x'])).toEqual([
      {
        '@timestamp': '2026-01-01 00:00:00.000',
        '@ingestionTime': '2026-01-01 00:00:00.500',
        '@logStream': 'main',
        '@log': '123456789012:/app/orders',
        '@message': 'x',
      },
    ]);
  });

  test("of Lambda's REPORT line: milliseconds, and bytes", () => {
    const id = '6f747a63-d2c1-4a34-9f3a-7f5a1d2c3b4e';
    const report = `REPORT RequestId: ${id}\tDuration: 102.25 ms\tBilled Duration: 103 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\tInit Duration: 200.50 ms\t\nXRAY TraceId: 1-abc\tSegmentId: 7f\tSampled: true\n`;
    const query =
      'fields @type, @requestId, @duration, @billedDuration, @initDuration, @memorySize, @maxMemoryUsed, @maxMemoryUsed / 1000 / 1000 as mb, @xrayTraceId, @xraySegmentId';
    expect(rows(query, [report])).toEqual([
      {
        '@type': 'REPORT',
        '@requestId': id,
        '@duration': '102.25',
        '@billedDuration': '103',
        '@initDuration': '200.5',
        '@memorySize': '128000000',
        '@maxMemoryUsed': '64000000',
        mb: '64',
        '@xrayTraceId': '1-abc',
        '@xraySegmentId': '7f',
      },
    ]);
  });

  test("of Lambda's other lines", () => {
    const id = '6f747a63-d2c1-4a34-9f3a-7f5a1d2c3b4e';
    const query = 'fields @type, @requestId, @duration';
    expect(rows(query, [`START RequestId: ${id} Version: $LATEST\n`])).toEqual([
      { '@type': 'START', '@requestId': id },
    ]);
    expect(rows(query, [`2026-01-01T00:00:00Z\t${id}\tERROR\tDuration: 5 ms`])).toEqual([
      { '@requestId': id },
    ]);
  });

  test('an unknown one is absent, with a warning and the nearest name', () => {
    expect(problems('fields @mesage')).toEqual([
      {
        code: 'unknown-system-field',
        severity: 'warning',
        at: '@mesage',
        message: '@mesage is not known here: it is absent in every event',
        help: 'did you mean @message?',
      },
    ]);
  });

  test('a time compared with a date is never equal, and a warning says so', () => {
    expect(rows('filter @timestamp > "2026-01-01 00:00:00"', ['x'])).toEqual([]);
    expect(codes('filter @timestamp > "2026-01-01 00:00:00"')).toEqual([
      ['time-as-text', '"2026-01-01 00:00:00"'],
    ]);
  });

  test('a path has at most 32 parts', () => {
    const long = Array.from({ length: 33 }, () => 'a').join('.');
    expect(codes(`fields ${long}`)).toEqual([['field-path', long]]);
  });
});
