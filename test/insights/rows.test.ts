import { describe, expect, test } from 'vitest';
import { compile } from '../../src/insights/compile.ts';
import { CONTEXT, event, output, rows, START_MS } from './query.ts';

const THREE = ['first', 'second', 'third'];

describe('rows of events', () => {
  test('without fields a row shows time, message and pointer, newest first', () => {
    expect(output('filter @message like "s"', THREE)).toEqual({
      rows: [
        [
          { field: '@timestamp', value: '2026-01-01 00:00:01.000' },
          { field: '@message', value: 'second' },
          { field: '@ptr', value: 'ptr-1' },
        ],
        [
          { field: '@timestamp', value: '2026-01-01 00:00:00.000' },
          { field: '@message', value: 'first' },
          { field: '@ptr', value: 'ptr-0' },
        ],
      ],
      recordsMatched: 2,
      notes: [],
    });
  });

  test('records may come in any order', () => {
    const shuffled = [event('b', 1), event('c', 2), event('a', 0)];
    expect(rows('fields @message', shuffled)).toEqual([
      { '@message': 'c' },
      { '@message': 'b' },
      { '@message': 'a' },
    ]);
  });

  test('several fields add up, an absent field has no cell', () => {
    expect(rows('fields a | fields b, a', [{ a: 1 }, { b: 'x' }])).toEqual([
      { b: 'x' },
      { a: '1' },
    ]);
  });

  test('the last display wins', () => {
    expect(rows('fields a, b | display a | display b, a + b as c', [{ a: 1, b: 2 }])).toEqual([
      { b: '2', c: '3' },
    ]);
  });

  test('an expression without alias is called by its source text', () => {
    expect(rows('fields abs( -3 ), 2+2', ['x'])).toEqual([{ 'abs( -3 )': '3', '2+2': '4' }]);
  });

  test('an alias can be used by what follows it', () => {
    expect(
      rows('fields a * 2 as b, b + 1 as c | filter c > 4 | sort b', [{ a: 1 }, { a: 3 }, { a: 2 }]),
    ).toEqual([
      { b: '4', c: '5' },
      { b: '6', c: '7' },
    ]);
  });

  test('@ptr stands once, where it is asked for', () => {
    expect(output('fields @ptr, @message', ['x']).rows).toEqual([
      [
        { field: '@ptr', value: 'ptr-0' },
        { field: '@message', value: 'x' },
      ],
    ]);
  });
});

describe('limit and recordsMatched', () => {
  test('limit keeps the first rows; recordsMatched counts what passed the filters', () => {
    const { rows: found, recordsMatched } = output('sort @timestamp asc | limit 2', THREE);
    expect([found.length, recordsMatched, found[0]?.[1]?.value]).toEqual([2, 3, 'first']);
  });

  test('head is limit, "any" is accepted', () => {
    expect([rows('head 1', THREE).length, rows('limit any 2', THREE).length]).toEqual([1, 2]);
  });

  test('commands after limit see only its rows', () => {
    expect(rows('limit 2 | stats count(*) as n', THREE)).toEqual([{ n: '2' }]);
  });

  test('the limit of StartQuery is a second cap', () => {
    expect(rows('limit 2', THREE, { ...CONTEXT, limit: 1 }).length).toBe(1);
    expect(rows('limit 2', THREE, { ...CONTEXT, limit: 3 }).length).toBe(2);
  });

  test('no more rows are kept for a limit at the end than StartQuery lets through', () => {
    const keptRows = (query: string) =>
      compile(query).query?.run({ ...CONTEXT, limit: 1 }).firsts?.rows;
    expect(keptRows('sort @timestamp asc | limit 9')).toBe(1);
    expect(keptRows('sort @timestamp asc | limit 9 | sort @message asc')).toBe(9);
  });

  test('10,000 rows without a limit, more with one', () => {
    const many = Array.from({ length: 10_002 }, (_, index) => event('x', index));
    const plain = output('fields @message', many);
    expect([plain.rows.length, plain.recordsMatched]).toEqual([10_000, 10_002]);
    expect(output('limit 100000', many).rows.length).toBe(10_002);
    expect(output('fields @message', many, { ...CONTEXT, limit: 10_001 }).rows.length).toBe(10_000);
  });

  test('filters after a limit do not change recordsMatched', () => {
    const found = output('limit 2 | filter @message = "third"', THREE);
    expect([found.rows.length, found.recordsMatched]).toEqual([1, 3]);
  });
});

describe('the shape of a query', () => {
  test('comments, blank lines and a leading | are skipped', () => {
    const query = `# all events
      | fields @message # the text | limit 1
      # | filter @message = "never"
      | filter @message like "#" # not a comment inside a string
      | filter @message like /[#]/`;
    expect(rows(query, ['a # b', 'c'])).toEqual([{ '@message': 'a # b' }]);
  });

  test('| inside strings, backticks and regular expressions separates nothing', () => {
    const query = 'filter @message like /a|b/ and `x|y` = "p|q" | fields `x|y`';
    const found = event('{"x|y":"p|q","t":"a"}');
    expect(rows(query, [found])).toEqual([{ 'x|y': 'p|q' }]);
  });

  test('keywords, functions and operators are not case-sensitive, field names are', () => {
    const query =
      'FILTER Status IN [200] AND NOT IsPresent(status) | STATS COUNT(*) AS n BY BIN(5m)';
    expect(rows(query, [{ Status: 200 }, { status: 200 }])).toEqual([
      { n: '1', 'BIN(5m)': '2026-01-01 00:00:00.000' },
    ]);
  });

  test('words of the language are field names where a field stands', () => {
    const record = { count: 1, limit: 2, fields: { x: 3 }, stats: 4 };
    expect(rows('fields count, limit, fields.x, stats', [record])).toEqual([
      { count: '1', limit: '2', 'fields.x': '3', stats: '4' },
    ]);
  });

  test('one compiled query serves several runs with windows of their own', () => {
    expect(
      rows('fields queryStartTime() as s, now() as n', ['x'], { ...CONTEXT, startMs: 5 }),
    ).toEqual([{ s: '5', n: String((START_MS + 7_200_000) / 1_000) }]);
  });
});
