// One test for each choice of src/insights/choices.ts: what AWS does not document.
import { describe, expect, test } from 'vitest';
import { codes, column, event, rows } from './query.ts';

describe('choices where AWS is silent', () => {
  test('sort without a direction is ascending', () => {
    expect(column('sort v | display v as r', [{ v: 2 }, { v: 1 }])).toEqual(['1', '2']);
  });

  test('absent values sort first in asc and last in desc', () => {
    const records = [{ v: 'x', i: 1 }, { i: 2 }, { v: 3, i: 3 }];
    expect(column('sort v asc | display i as r', records)).toEqual(['2', '1', '3']);
    expect(column('sort v desc | display i as r', records)).toEqual(['3', '1', '2']);
  });

  test('an absent field passes !=, not like and not in', () => {
    for (const condition of ['v != "x"', 'v not like "x"', 'v not like /x/', 'v not in ["x"]']) {
      expect([
        condition,
        ...column(`filter ${condition} | fields i as r`, [{ i: 1 }, { v: 'x', i: 2 }]),
      ]).toEqual([condition, '1']);
    }
  });

  test('stats over no event has no row', () => {
    expect(rows('filter @message = "none" | stats count(*) as n', ['x'])).toEqual([]);
  });

  test('equal times keep the order of arrival in asc, and turn round in desc', () => {
    const records = ['a', 'b', 'c'].map((message) => event(message, 0));
    expect(column('sort @timestamp asc | display @message as r', records)).toEqual(['a', 'b', 'c']);
    expect(column('sort @timestamp desc | display @message as r', records)).toEqual([
      'c',
      'b',
      'a',
    ]);
    expect(column('display @message as r', records)).toEqual(['c', 'b', 'a']);
  });

  test('groups without a sort come in ascending order of their keys', () => {
    expect(column('stats count(*) by bin(1s) as r', [event('x', 2), event('x', 1)])).toEqual([
      '2026-01-01 00:00:01.000',
      '2026-01-01 00:00:02.000',
    ]);
  });

  test('a JSON true shows as 1 and equals 1, true and "true"', () => {
    expect(rows('fields f', [{ f: true }])).toEqual([{ f: '1' }]);
    for (const one of ['1', '"1"', 'true', '"true"', '"True"']) {
      expect([
        one,
        ...column(`filter f = ${one} | fields i as r`, [
          { f: true, i: 1 },
          { f: false, i: 2 },
        ]),
      ]).toEqual([one, '1']);
    }
    expect(
      column('filter f in ["false"] | fields i as r', [
        { f: true, i: 1 },
        { f: false, i: 2 },
      ]),
    ).toEqual(['2']);
  });

  test('a number and a text that is none cannot be ordered', () => {
    expect(
      column('filter v >= 400 or v < 400 | fields v as r', [{ v: 'OK' }, { v: '500' }]),
    ).toEqual(['500']);
  });

  test('computed numbers have four decimals without trailing zeros', () => {
    expect(rows('stats avg(v) as a, sum(v) as s', [{ v: 1 }, { v: 2 }, { v: 2 }])).toEqual([
      { a: '1.6667', s: '5' },
    ]);
  });

  test('pct is the nearest rank, median the mean of the middle two, stddev divides by n', () => {
    const values = [{ v: 1 }, { v: 2 }, { v: 3 }, { v: 10 }];
    expect(rows('stats pct(v, 50) as p, median(v) as m, variance(v) as w', values)).toEqual([
      { p: '2', m: '2.5', w: '12.5' },
    ]);
  });

  test('division by zero is absent', () => {
    expect(rows('fields 1 / 0 as a, 0 / 0 as b, 1 % 0 as c', ['x'])).toEqual([{}]);
  });

  test('min and max of a time are times', () => {
    expect(rows('stats max(@timestamp) as t', ['x'])).toEqual([{ t: '2026-01-01 00:00:00.000' }]);
  });

  test('/…/i is taken, with a warning', () => {
    expect(column('filter @message like /ERR/i | fields @message as r', ['an err'])).toEqual([
      'an err',
    ]);
    expect(codes('filter @message like /ERR/i')).toEqual([['regex-flag', 'i']]);
  });

  test('=~ with a string looks for a part', () => {
    expect(column('filter @message =~ "a.b" | fields @message as r', ['xa.by', 'aab'])).toEqual([
      'xa.by',
    ]);
  });

  test('an alias may not stand for a field that is already shown or defined', () => {
    expect(codes('fields a, b as a')).toEqual([['alias-redefined', 'a']]);
    expect(codes('fields b as x | fields c as x')).toEqual([['alias-redefined', 'x']]);
    expect(codes('fields 1 as @message')).toEqual([['alias-redefined', '@message']]);
    expect(codes('fields if(ispresent(a), a, "none") as a')).toEqual([]);
  });
});
