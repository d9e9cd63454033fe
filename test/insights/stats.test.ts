import { describe, expect, test } from 'vitest';
import { MAX_GROUPS } from '../../src/insights/run/groups.ts';
import { codes, event, output, problems, rows } from './query.ts';

const CALLS = [
  { svc: 'api', ms: 100, status: 200, user: 'a' },
  { svc: 'api', ms: 300, status: 500, user: 'b' },
  { svc: 'db', ms: 50, status: 200, user: 'a' },
  { svc: 'db', ms: 'n/a', status: 200 },
];

describe('aggregates', () => {
  test('count everything, or what is present', () => {
    expect(rows('stats count(*) as a, count() as b, count(user) as c', CALLS)).toEqual([
      { a: '4', b: '4', c: '3' },
    ]);
  });

  test('sum, avg, min and max leave out what is no number', () => {
    expect(rows('stats sum(ms) as s, avg(ms) as a, min(ms) as lo, max(ms) as hi', CALLS)).toEqual([
      { s: '450', a: '150', lo: '50', hi: '300' },
    ]);
  });

  test('over texts alone min and max are the first and last in natural order', () => {
    expect(rows('stats min(svc) as lo, max(svc) as hi', CALLS)).toEqual([{ lo: 'api', hi: 'db' }]);
    expect(rows('stats sortsFirst(ms) as a, sortsLast(ms) as b', CALLS)).toEqual([
      { a: 'n/a', b: '300' },
    ]);
  });

  test('different values are counted as text, under both names', () => {
    const query = 'stats count_distinct(user) as a, countDistinct(status) as b';
    expect(rows(query, [...CALLS, { user: 'a', status: '200' }])).toEqual([{ a: '2', b: '2' }]);
  });

  test('earliest and latest go by @timestamp, whatever the order of the records', () => {
    const records = [
      event('{"v":"b"}', 1),
      event('{"v":"c"}', 2),
      event('{"v":"a"}', 0),
      event('{}', 9),
    ];
    expect(
      rows('stats earliest(v) as e, latest(v) as l, latest(@timestamp) as t', records),
    ).toEqual([{ e: 'a', l: 'c', t: '2026-01-01 00:00:09.000' }]);
  });

  test('pct is the nearest rank, median the middle', () => {
    const values = [15, 20, 35, 40, 50].map((v) => ({ v }));
    const query =
      'stats pct(v, 5) as a, pct(v, 30) as b, pct(v, 40) as c, pct(v, 100) as d, median(v) as m';
    expect(rows(query, values)).toEqual([{ a: '15', b: '20', c: '20', d: '50', m: '35' }]);
    expect(rows('stats median(v) as m', values.slice(1))).toEqual([{ m: '37.5' }]);
  });

  test('stddev and variance are those of the whole population', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9].map((v) => ({ v }));
    expect(rows('stats stddev(v) as s, variance(v) as w', values)).toEqual([{ s: '2', w: '4' }]);
  });

  test('conditions are summed as 1 and 0', () => {
    const query =
      'stats sum(status >= 500) as errors, sum(strcontains(@message, "api")) / count(*) * 100 as share';
    expect(rows(query, CALLS)).toEqual([{ errors: '1', share: '50' }]);
  });

  test('aggregates stand in arithmetic and functions, and use aliases before them', () => {
    const query = 'stats max(ms) as hi, min(ms) as lo, hi - lo as range, ceil(avg(ms) / 100) as c';
    expect(rows(query, CALLS)).toEqual([{ hi: '300', lo: '50', range: '250', c: '2' }]);
  });

  test('no value at all leaves the cell out', () => {
    const query = 'stats sum(nope) as s, avg(nope) as a, pct(nope, 50) as p, count(nope) as c';
    expect(rows(query, CALLS)).toEqual([{ c: '0' }]);
  });
});

describe('groups', () => {
  test('by several expressions: keys first, in the order of their values', () => {
    expect(rows('stats count(*) as n by svc, status', CALLS)).toEqual([
      { svc: 'api', status: '200', n: '1' },
      { svc: 'api', status: '500', n: '1' },
      { svc: 'db', status: '200', n: '2' },
    ]);
  });

  test('an absent key makes a group of its own, without the cell', () => {
    expect(rows('stats count(*) as n by user', CALLS)).toEqual([
      { n: '1' },
      { user: 'a', n: '2' },
      { user: 'b', n: '1' },
    ]);
  });

  test('an empty text and an absent key are different groups', () => {
    expect(rows('stats count(*) as n by v', [{ v: '' }, {}])).toEqual([
      { n: '1' },
      { v: '', n: '1' },
    ]);
  });

  test('columns without alias are called by their source text', () => {
    expect(rows('stats count(*), avg(ms) by bin(5m)', CALLS)).toEqual([
      { 'bin(5m)': '2026-01-01 00:00:00.000', 'count(*)': '4', 'avg(ms)': '150' },
    ]);
  });

  test('results are sorted and filtered by alias or by text', () => {
    const query = 'stats count( * ) by svc | filter count(*) > 1 | sort COUNT(*) desc, svc desc';
    expect(rows(query, CALLS)).toEqual([
      { svc: 'db', 'count( * )': '2' },
      { svc: 'api', 'count( * )': '2' },
    ]);
    expect(
      rows('stats count(*) as n by bin(1m) as t | sort t desc | limit 1', [
        event('x', 0),
        event('x', 70),
      ]),
    ).toEqual([{ t: '2026-01-01 00:01:00.000', n: '1' }]);
  });

  test('by an expression with an alias in backticks', () => {
    expect(rows('stats count(*) as `how many` by concat(svc, "!") as s', CALLS)).toEqual([
      { s: 'api!', 'how many': '2' },
      { s: 'db!', 'how many': '2' },
    ]);
  });

  test('without events there is no row', () => {
    expect(output('stats count(*)', [])).toEqual({ rows: [], recordsMatched: 0, notes: [] });
  });

  test('beyond the bound on groups a note says what is missing', () => {
    const many = Array.from({ length: MAX_GROUPS + 2 }, (_, index) => event(String(index)));
    const found = output('stats count(*) by @message | limit 100000', many);
    expect([found.rows.length, found.recordsMatched, found.notes]).toEqual([
      MAX_GROUPS,
      MAX_GROUPS + 2,
      ['events beyond the first 100,000 groups are left out'],
    ]);
  });
});

describe('stats after stats', () => {
  const DAY = [0, 30, 90, 150].map((index) => event('xx', index));

  test('works on the results of the first', () => {
    const query =
      'stats sum(strlen(@message)) as bytes by bin(1m) | stats max(bytes) as m, count(*) as n';
    expect(rows(query, DAY)).toEqual([{ m: '4', n: '3' }]);
  });

  test('a result without alias is addressed by its text', () => {
    expect(rows('stats count(*) by bin(1m) | stats max(count(*)) as m', DAY)).toEqual([{ m: '2' }]);
  });

  test('a time that is handed on can be rounded again', () => {
    const query = 'stats count(*) as n by bin(1m) as @t | stats sum(n) as m by dateceil(@t, 2m)';
    expect(rows(query, DAY)).toEqual([
      { 'dateceil(@t, 2m)': '2026-01-01 00:00:00.000', m: '2' },
      { 'dateceil(@t, 2m)': '2026-01-01 00:02:00.000', m: '2' },
    ]);
  });

  test('fields and display after stats add and pick columns', () => {
    expect(rows('stats count(*) as n by @logStream | fields n * 2 as d', DAY)).toEqual([
      { '@logStream': 'main', n: '4', d: '8' },
    ]);
    expect(rows('stats count(*) as n by @logStream | display n', DAY)).toEqual([{ n: '4' }]);
  });

  test('bin needs a @timestamp, which the results must hand on', () => {
    expect(codes('stats count(*) by @log | stats count(*) by bin(5m)')).toEqual([
      ['bin-without-timestamp', 'bin(5m)'],
    ]);
    expect(
      codes('stats max(@timestamp) as @timestamp by @log | stats count(*) by bin(5m)'),
    ).toEqual([]);
  });

  test('a name that the first did not hand on is an error in the second', () => {
    expect(problems('stats count(*) as hits by svc | stats max(hitz)')).toEqual([
      {
        code: 'unknown-symbol',
        severity: 'error',
        at: 'hitz',
        message: 'Unknown symbols found in or after stats: hitz',
        help: 'did you mean hits?',
      },
    ]);
  });

  test('elsewhere after stats it is absent, with a warning', () => {
    expect(rows('stats count(*) as n by svc | filter kind = "x" | sort n', CALLS)).toEqual([]);
    expect(codes('stats count(*) as n by svc | filter kind = "x"')).toEqual([
      ['lost-field', 'kind'],
    ]);
  });

  test('ten are allowed', () => {
    const ten = Array.from({ length: 10 }, () => 'stats count(*) as n').join('|');
    expect(rows(ten, CALLS)).toEqual([{ n: '1' }]);
    expect(codes(`${ten} | stats max(n)`)).toEqual([['too-many-stats', 'max(n)']]);
  });
});

describe('what stats refuses', () => {
  test.each([
    ['stats svc, count(*)', [['unknown-symbol', 'svc']]],
    ['stats count(*) as n, sum(ms) as n', [['alias-redefined', 'n']]],
    ['stats sum(*)', [['argument-count', 'sum(*)']]],
    ['stats avg()', [['argument-count', 'avg()']]],
    ['stats pct(ms, 101)', [['aggregate-argument', '101']]],
    ['stats pct(ms, "99")', [['aggregate-argument', '"99"']]],
    ['stats sum(avg(ms))', [['misplaced-aggregate', 'avg(ms)']]],
    ['filter count(*) > 3', [['misplaced-aggregate', 'count(*)']]],
    ['stats topk(3, a), count(*)', [['aggregate-alone', 'topk(3, a)']]],
    ['stats topk(3, a) by b', [['aggregate-alone', 'topk(3, a)']]],
    ['stats topk(0, a)', [['aggregate-argument', 'a']]],
    ['stats rate(a, 5)', [['aggregate-argument', '5']]],
    ['stats histogram(a, 0)', [['aggregate-argument', '0']]],
    ['stats by svc', [['syntax', 'by']]],
    ['stats count(*) by bin(1m) offset 1', [['syntax', '1']]],
  ])('%s', (query, expected) => {
    expect(codes(query)).toEqual(expected);
  });
});
