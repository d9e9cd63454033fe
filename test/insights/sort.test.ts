import { describe, expect, test } from 'vitest';
import { column, event, rows } from './query.ts';

const sorted = (values: readonly unknown[], direction: string) =>
  column(
    `sort v ${direction} | display v as r`,
    values.map((v) => (v === undefined ? {} : { v })),
  );

describe('natural order', () => {
  const NATURAL = [
    '!:',
    '#',
    '*%04',
    '0#',
    '5A',
    '111A',
    '2345_',
    '@',
    '@_',
    'A',
    'A9876fghj',
    'a12345hfh',
    '0',
    '01',
    '1',
    '2',
    '3',
  ];

  test('texts before numbers, digit runs by length and value', () => {
    expect(sorted([...NATURAL].reverse(), 'asc')).toEqual(NATURAL);
  });

  test('desc is the exact reverse', () => {
    expect(sorted(NATURAL, 'desc')).toEqual([...NATURAL].reverse());
  });

  test('numbers go by value, whatever their form', () => {
    expect(sorted([10, '9', -1, '2.5', '1e1'], 'asc')).toEqual(['-1', '2.5', '9', '10', '1e1']);
  });
});

describe('sort', () => {
  test('several keys with directions of their own', () => {
    const records = [
      { a: 'x', b: 1 },
      { a: 'y', b: 2 },
      { a: 'x', b: 3 },
    ];
    expect(rows('fields a, b | sort by a desc, b desc', records)).toEqual([
      { a: 'y', b: '2' },
      { a: 'x', b: '3' },
      { a: 'x', b: '1' },
    ]);
  });

  test('times sort as times', () => {
    const records = [event('late', 100), event('early', 9)];
    expect(column('sort @timestamp asc | display @message as r', records)).toEqual([
      'early',
      'late',
    ]);
  });

  test('the last sort counts, and filters may follow it', () => {
    const records = [{ v: 1 }, { v: 3 }, { v: 2 }];
    expect(column('sort v desc | filter v > 1 | sort v asc | display v as r', records)).toEqual([
      '2',
      '3',
    ]);
  });

  test('an unknown field leaves all rows', () => {
    expect(column('sort nope asc | display @message as r', ['a', 'b'])).toEqual(['a', 'b']);
  });

  test('a limit keeps the right rows out of many, in any order of arrival', () => {
    const values = Array.from({ length: 2_000 }, (_, index) => (index * 7_919) % 2_000);
    const expected = Array.from({ length: 50 }, (_, index) => String(1_999 - index));
    const query = 'sort v desc | limit 50 | display v as r';
    expect(
      column(
        query,
        values.map((v) => ({ v })),
      ),
    ).toEqual(expected);
  });
});

describe('dedup', () => {
  const RECORDS = [
    { host: 'a', n: 1 },
    { host: 'b', n: 2 },
    { host: 'a', n: 3 },
    { n: 4 },
    { n: 5 },
  ];

  test('keeps the newest of each, and all rows without the field', () => {
    expect(column('fields n as r | dedup host', RECORDS)).toEqual(['5', '4', '3', '2']);
  });

  test('keeps the first in the order of a sort before it', () => {
    expect(column('fields n as r | sort @timestamp asc | dedup host', RECORDS)).toEqual([
      '1',
      '2',
      '4',
      '5',
    ]);
  });

  test('by several fields', () => {
    const records = [
      { a: 1, b: 1 },
      { a: 1, b: 2 },
      { a: 1, b: 1 },
    ];
    expect(column('fields concat(a, b) as r | sort @timestamp asc | dedup a, b', records)).toEqual([
      '11',
      '12',
    ]);
  });

  test('a limit after it counts what is left', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({
      host: `h${(index * 37) % 100}`,
      n: index,
    }));
    expect(column('fields host as r | sort n asc | dedup host | limit 3', many)).toEqual([
      'h0',
      'h37',
      'h74',
    ]);
    expect(rows('dedup host', many).length).toBe(100);
  });
});
