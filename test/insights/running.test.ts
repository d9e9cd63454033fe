// Commands that need all rows in order: running sums, values of rows before, filled gaps, totals.
import { describe, expect, test } from 'vitest';
import { codes, column, event, output, rows, START_MS } from './query.ts';

const BYTES = [{ bytes: 1 }, { bytes: 2 }, { host: 'x' }, { bytes: 4 }];
const IN_ORDER = 'fields bytes, host | sort @timestamp asc';

describe('accum', () => {
  test('sums the field row after row, in the present order', () => {
    expect(column(`${IN_ORDER} | accum bytes as r`, BYTES)).toEqual(['1', '3', '3', '7']);
    expect(column('fields bytes | accum bytes as r', BYTES)).toEqual(['4', '4', '6', '7']);
  });

  test('replaces the field where no name is given', () => {
    expect(column(`${IN_ORDER} | accum bytes`, BYTES, 'bytes')).toEqual(['1', '3', '3', '7']);
  });

  test('follows stats, and is followed by filters', () => {
    const query =
      'stats sum(bytes) as b by bin(1s) as t | accum b as total | filter total > 1 | display total as r';
    expect(column(query, BYTES)).toEqual(['3', '3', '7']);
  });
});

describe('autoregress', () => {
  test('gives values of the rows before', () => {
    expect(
      rows(`${IN_ORDER} | autoregress bytes p=1-2 | display bytes, bytes_p1, bytes_p2`, BYTES),
    ).toEqual([
      { bytes: '1' },
      { bytes: '2', bytes_p1: '1' },
      { bytes_p1: '2', bytes_p2: '1' },
      { bytes: '4', bytes_p2: '2' },
    ]);
  });

  test('takes a name, and a depth of one by default', () => {
    expect(column(`${IN_ORDER} | autoregress bytes as r`, BYTES)).toEqual([
      undefined,
      '1',
      '2',
      undefined,
    ]);
    expect(column(`${IN_ORDER} | autoregress bytes as r p=2`, BYTES)[2]).toBe('1');
    expect(codes('autoregress a p=0')).toEqual([['lag', 'p=0']]);
    expect(codes('autoregress a p=3-2')).toEqual([['lag', 'p=3-2']]);
  });
});

describe('filldown', () => {
  const GAPS = [{ host: 'a', cpu_user: 1 }, { cpu_sys: 2 }, { host: 'b' }];
  const query = 'fields host, cpu_user, cpu_sys | sort @timestamp asc | filldown';

  test('carries the last value of the named fields, and of those that a star finds', () => {
    expect(rows(`${query} host`, GAPS)).toEqual([
      { host: 'a', cpu_user: '1' },
      { host: 'a', cpu_sys: '2' },
      { host: 'b' },
    ]);
    expect(rows(`${query} cpu*`, GAPS)[2]).toEqual({ host: 'b', cpu_user: '1', cpu_sys: '2' });
  });

  test('fills all columns where none is named', () => {
    expect(rows(query, GAPS)[2]).toEqual({ host: 'b', cpu_user: '1', cpu_sys: '2' });
  });
});

describe('fillmissing', () => {
  const events = [event('{"ms":4}', 0), event('{"ms":6}', 3)];

  test('gives rows for the bins between, with the values that are asked for', () => {
    expect(
      rows('stats avg(ms) as a, count(*) as n by bin(1s) as t | fillmissing with 0 for n', events),
    ).toEqual([
      { t: '2026-01-01 00:00:00.000', a: '4', n: '1' },
      { t: '2026-01-01 00:00:01.000', n: '0' },
      { t: '2026-01-01 00:00:02.000', n: '0' },
      { t: '2026-01-01 00:00:03.000', a: '6', n: '1' },
    ]);
  });

  test('fills each combination of the other keys', () => {
    const hosts = [event('{"h":"a"}', 0), event('{"h":"b"}', 2), event('{"h":"a"}', 2)];
    const found = rows('stats count(*) as n by bin(1s) as t, h | fillmissing with 0 for n', hosts);
    expect(found.map(({ h, n }) => `${h}${n}`).sort()).toEqual([
      'a0',
      'a1',
      'a1',
      'b0',
      'b0',
      'b1',
    ]);
  });

  test('needs bins, and bounds what it makes', () => {
    expect(codes('fields a | fillmissing')).toEqual([['no-bins', 'fillmissing']]);
    expect(codes('stats count(*) by a | fillmissing')).toEqual([['no-bins', 'fillmissing']]);
    const far = [event('x', 0), event('x', 0, { timestampMs: START_MS + 1e9 })];
    expect(rows('stats count(*) by bin(1ms) | fillmissing', far)).toHaveLength(10_000);
  });
});

describe('addtotals', () => {
  const AB = [{ a: 1, b: 2, c: 'x' }, { a: 10 }];

  test('adds the sum of the shown numbers', () => {
    expect(column('fields a, b, c | addtotals', AB, 'Total')).toEqual(['10', '3']);
    expect(column('fields a, b | addtotals fieldname=r b', AB)).toEqual([undefined, '2']);
  });

  test('adds a last row with the sum of each column', () => {
    expect(rows('fields a, b | addtotals row=false col=true', AB)).toEqual([
      { a: '10' },
      { a: '1', b: '2' },
      { a: '11', b: '2' },
    ]);
    expect(rows('fields @timestamp, a, c | addtotals row=false col=true a', AB).at(-1)).toEqual({
      a: '11',
    });
  });

  test('says what an option takes', () => {
    expect(codes('addtotals row=1')).toEqual([['syntax', '1']]);
  });
});

test('countFrequent counts combinations, the most frequent first', () => {
  const events = [
    { m: 'GET', s: 200 },
    { m: 'PUT', s: 200 },
    { m: 'GET', s: 200 },
  ];
  expect(rows('fields m, s | countFrequent m, s', events)).toEqual([
    { m: 'GET', s: '200', _approxcount: '2' },
    { m: 'PUT', s: '200', _approxcount: '1' },
  ]);
  expect(rows('count_frequent m | limit 1', events)).toEqual([{ m: 'GET', _approxcount: '2' }]);
});

test('tail gives the last rows in the present order', () => {
  const records = ['a', 'b', 'c'];
  expect(column('fields @message as r | sort @timestamp asc | tail 2', records)).toEqual([
    'b',
    'c',
  ]);
  expect(column('fields @message as r | tail 2', records)).toEqual(['b', 'a']);
});

test('rows beyond 100,000 are told, not silently dropped', () => {
  const records = Array.from({ length: 100_001 }, (_, index) => event('x', index));
  const { notes } = output('accum bytes as r | limit 1', records);
  expect(notes).toEqual(['rows beyond the first 100,000 are left out']);
});

test('filterIndex filters by equality, and refuses other conditions', () => {
  const events = [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }];
  expect(column('filterIndex ip in ["10.0.0.1"] | fields ip as r', events)).toEqual(['10.0.0.1']);
  expect(column('filterIndex ip = "10.0.0.2" | fields ip as r', events)).toEqual(['10.0.0.2']);
  expect(codes('filterIndex ip like "1"')).toEqual([['filter-index', 'ip like "1"']]);
});

test('unmask changes nothing', () => {
  expect(rows('fields a | unmask a', [{ a: 1 }])).toEqual([{ a: '1' }]);
  expect(column('fields unmask(a) as r', [{ a: 1 }])).toEqual(['1']);
});
