// One test for each choice of src/insights/choices.ts: what AWS does not document.
import { describe, expect, test } from 'vitest';
import { CHOICES } from '../../src/insights/choices.ts';
import { call, NOON_MS, put, query, serveStanding } from '../local-cloudwatch/served.ts';
import { codes, column, comparedRows, event, nestedRows, rows, value } from './query.ts';

const NUMBERS = [{ v: 1 }, { v: 2 }, { v: 3 }, { v: 10 }];

/** The question as CHOICES puts it → what holds the answer. */
const CHECKS: Readonly<Record<string, () => void | Promise<void>>> = {
  '`sort f` without a direction': () => {
    expect(column('sort v | display v as r', [{ v: 2 }, { v: 1 }])).toEqual(['1', '2']);
  },
  'absent values in `sort`': () => {
    const records = [{ v: 'x', i: 1 }, { i: 2 }, { v: 3, i: 3 }];
    expect(column('sort v asc | display i as r', records)).toEqual(['2', '1', '3']);
    expect(column('sort v desc | display i as r', records)).toEqual(['3', '1', '2']);
  },
  '`!=`, `not like`, `not in` on an absent field': () => {
    for (const condition of ['v != "x"', 'v not like "x"', 'v not like /x/', 'v not in ["x"]']) {
      const query = `filter ${condition} | fields i as r`;
      expect([condition, ...column(query, [{ i: 1 }, { v: 'x', i: 2 }])]).toEqual([condition, '1']);
    }
  },
  '`stats` over no event, without `by`': () => {
    expect(rows('filter @message = "none" | stats count(*) as n', ['x'])).toEqual([]);
  },
  'an aggregate without any value': () => {
    expect(rows('stats sum(v) as s, max(v) as m, count(v) as n', ['x'])).toEqual([{ n: '0' }]);
  },
  'a group key that is absent': () => {
    expect(rows('stats count(*) as n by v', [{ v: 1 }, { w: 1 }])).toEqual([
      { n: '1' },
      { v: '1', n: '1' },
    ]);
  },
  'order of groups without `sort`': () => {
    expect(column('stats count(*) by bin(1s) as r', [event('x', 2), event('x', 1)])).toEqual([
      '2026-01-01 00:00:01.000',
      '2026-01-01 00:00:02.000',
    ]);
  },
  'events with equal sort keys': () => {
    const records = ['a', 'b', 'c'].map((message) => event(message, 0));
    const sorted = (order: string) => column(`${order} display @message as r`, records);
    expect(sorted('sort @timestamp asc |')).toEqual(['a', 'b', 'c']);
    expect(sorted('sort @timestamp desc |')).toEqual(['c', 'b', 'a']);
    expect(sorted('')).toEqual(['c', 'b', 'a']);
  },
  'JSON `true` and `false`': () => {
    const flags = [
      { f: true, i: 1 },
      { f: false, i: 2 },
    ];
    expect(column('sort i | display f as r', flags)).toEqual(['1', '0']);
    for (const one of ['1', '"1"', 'true', '"true"', '"True"']) {
      expect([one, ...column(`filter f = ${one} | fields i as r`, flags)]).toEqual([one, '1']);
    }
    expect(column('filter f in ["false"] | fields i as r', flags)).toEqual(['2']);
  },
  'JSON `null`': () => {
    expect(column('fields ispresent(v) as r', [{ v: null }])).toEqual(['0']);
  },
  'a number and a text that is none': () => {
    const query = 'filter v >= 400 or v < 400 or v = 400 | fields v as r';
    expect(column(query, [{ v: 'OK' }, { v: '500' }])).toEqual(['500']);
  },
  'a field that is an object or a list': () => {
    expect(rows('fields o, l', [{ o: { a: 1 }, l: [1] }])).toEqual([{ o: '{"a":1}', l: '[1]' }]);
  },
  'computed numbers': () => {
    expect(rows('stats avg(v) as a, sum(v) as s', [{ v: 1 }, { v: 2 }, { v: 2 }])).toEqual([
      { a: '1.6667', s: '5' },
    ]);
    expect(column('fields v as r', [{ v: '1.50000' }])).toEqual(['1.50000']);
  },
  'division by zero': () => {
    expect(rows('fields 1 / 0 as a, 0 / 0 as b, 1 % 0 as c', ['x'])).toEqual([{}]);
  },
  '`pct`, `median`, `stddev`, `variance`': () => {
    const query = 'stats pct(v, 50) as p, median(v) as m, variance(v) as w, stddev(v) as s';
    expect(rows(query, NUMBERS)).toEqual([{ p: '2', m: '2.5', w: '12.5', s: '3.5355' }]);
  },
  '`min`, `max`': () => {
    expect(rows('stats max(@timestamp) as t', ['x'])).toEqual([{ t: '2026-01-01 00:00:00.000' }]);
    expect(rows('stats min(v) as a, max(v) as b', [{ v: 'x' }, { v: 5 }, { v: 40 }])).toEqual([
      { a: '5', b: '40' },
    ]);
    expect(rows('stats min(v) as a', [{ v: 'x10' }, { v: 'x9' }])).toEqual([{ a: 'x9' }]);
  },
  '`@timestamp` in arithmetic': () => {
    expect(value('@timestamp + 1h')).toBe('1767229200000');
  },
  'weeks, months, quarters, years in `bin`': () => {
    const start = '2026-01-01 00:00:00.000';
    expect(value('bin(1w)')).toBe('2025-12-29 00:00:00.000');
    expect([value('bin(1mo)'), value('bin(1q)'), value('bin(1y)')]).toEqual([start, start, start]);
  },
  'columns without `fields`': () => {
    expect(rows('parse @message "*=*" as k, v', ['a=b'])).toEqual([
      { '@timestamp': '2026-01-01 00:00:00.000', '@message': 'a=b', k: 'a', v: 'b' },
    ]);
  },
  'a name that `stats` dropped': () => {
    expect(codes('stats count(*) as n | filter a = 1')).toEqual([['lost-field', 'a']]);
    expect(codes('stats count(*) as n | stats max(a)')).toEqual([['unknown-symbol', 'a']]);
  },
  'an alias that is already a field shown or defined': () => {
    expect(codes('fields a, b as a')).toEqual([['alias-redefined', 'a']]);
    expect(codes('fields b as x | fields c as x')).toEqual([['alias-redefined', 'x']]);
    expect(codes('fields 1 as @message')).toEqual([['alias-redefined', '@message']]);
    expect(codes('fields if(ispresent(a), a, "none") as a')).toEqual([]);
  },
  '`/…/i`': () => {
    const query = 'filter @message like /ERR/i | fields @message as r';
    expect(column(query, ['an err'])).toEqual(['an err']);
    expect(codes('filter @message like /ERR/i')).toEqual([['regex-flag', 'i']]);
  },
  '`=~ "text"`': () => {
    expect(column('filter @message =~ "a.b" | fields @message as r', ['xa.by', 'aab'])).toEqual([
      'xa.by',
    ]);
  },
  '`$` and `.` in a regular expression': () => {
    const holds = (pattern: string) => column(`fields @message like ${pattern} as r`, ['ab\n'])[0];
    expect([holds('/b$/'), holds('/ab./'), holds('/(?s)ab./')]).toEqual(['1', '0', '1']);
  },
  'names of functions and commands': () => {
    expect(column('FIELDS STRLEN(@message) AS r', ['abc'])).toEqual(['3']);
  },
  '`percentile(f, p)`': () => {
    expect(rows('stats percentile(v, 50) as p', NUMBERS)).toEqual([{ p: '2' }]);
  },
  '`tail n`': () => {
    expect(column('sort v asc | tail 2 | display v as r', NUMBERS)).toEqual(['3', '10']);
  },
  '`unnest` of an absent field or an empty list': () => {
    expect(rows('fields jsonParse(@message) as m | unnest m.l into e', [{ l: [] }, 'x'])).toEqual(
      [],
    );
    expect(rows('fields l | expand l', [{ l: 'x' }, { l: [] }])).toEqual([{ l: 'x' }]);
  },
  '`parse … multi` without a match': () => {
    expect(rows('parse @message /(\\d)/ as d multi | stats count(*) as n', ['x'])).toEqual([
      { n: '1' },
    ]);
  },
  '`accum f` without a name': () => {
    expect(column('fields v | sort v asc | accum v', NUMBERS, 'v')).toEqual(['1', '3', '6', '16']);
  },
  '`autoregress f as a p=1-2`': () => {
    const query = 'fields v | sort v asc | autoregress v as a p=1-2 | display a_p1, a_p2';
    expect(rows(query, NUMBERS)[2]).toEqual({ a_p1: '2', a_p2: '1' });
    expect(rows('fields v | sort v | autoregress v as a p=2 | display a', NUMBERS)[2]).toEqual({
      a: '1',
    });
  },
  '`filldown` without fields': () => {
    const records = [{ a: 1, b: 2 }, { b: 3 }];
    expect(rows('fields a, b | sort b | filldown', records)[1]).toEqual({ a: '1', b: '3' });
  },
  '`fillmissing`': () => {
    const records = [event('x', 0), event('y', 2)];
    const query = 'stats count(*) as n by bin(1s), @message as m | fillmissing with 0 for n';
    expect(rows(query, records)).toHaveLength(6);
  },
  '`addtotals` without fields': () => {
    expect(column('fields @timestamp, v | addtotals', [{ v: 2, w: 5 }], 'Total')).toEqual(['2']);
  },
  '`countFrequent`': () => {
    const found = rows('countFrequent v', [{ v: 'b' }, { v: 'a' }, { v: 'b' }, { v: 'c' }]);
    expect(found.map(({ v, _approxcount }) => `${v}${_approxcount}`)).toEqual(['b2', 'a1', 'c1']);
  },
  '`pattern`': () => {
    const patterns = (texts: readonly string[]) =>
      column('pattern @message | display @pattern as r', texts);
    expect(patterns(['user a in', 'user b in'])).toHaveLength(2);
    expect(patterns(['user a in', 'user b in', 'user c in'])).toEqual(['user <Token-1> in']);
  },
  '`diff`': () => {
    expect(comparedRows('diff', ['a'], ['b'])).toEqual([
      {
        '@pattern': 'a',
        '@ratio': '1',
        '@sampleCount': '1',
        '@differenceCount': '1',
        '@differenceDescription': 'new',
      },
      {
        '@pattern': 'b',
        '@ratio': '0',
        '@sampleCount': '0',
        '@differenceCount': '-1',
        '@differenceDescription': 'gone',
      },
    ]);
  },
  '`stats … by bin() offset 1d`': () => {
    expect(column('stats count(*) by bin(1h) as r offset 1d', ['x'])).toEqual([
      '2026-01-02 00:00:00.000',
    ]);
  },
  '`rate(f, 1m)`': () => {
    const records = [event('{"v":10}', 0), event('{"v":99}', 10), event('{"v":20}', 30)];
    expect(column('stats rate(v, 1m) as r', records)).toEqual(['20']);
  },
  '`values`, `topk`, `histogram`': () => {
    const records = [{ v: 'b' }, { v: 'a' }, { v: 'b' }, { v: 'c' }];
    expect(column('stats values(v) as r', records)).toEqual(['["b","a","c"]']);
    expect(column('stats topk(2, v) as r', records)).toEqual(['["b","a"]']);
    expect(column('stats histogram(v, 2) as r', NUMBERS)).toEqual(['{"1-5.5":3,"5.5-10":1}']);
  },
  '`in (query)`': () => {
    const records = [event('{"a":1,"b":2}', 0), event('{"a":2,"b":1}', 1)];
    const found = (inner: string) =>
      nestedRows(`filter a in (${inner}) | fields a`, records).map(({ a }) => a);
    expect(found('filter b = 2 | fields b, a')).toEqual(['1']);
    expect(found('filter b = 2 | fields b as c')).toEqual(['2']);
  },
  '`join` and several partners': () => {
    const records = [
      event('{"k":"1"}', 0),
      event('{"k":1,"n":1}', 1, { logGroup: 'g' }),
      event('{"k":"1","n":2}', 2, { logGroup: 'g' }),
      event('{"k":"1.0","n":3}', 3, { logGroup: 'g' }),
    ];
    const query = 'join left=a right=b where a.k = b.k (SOURCE "g") | fields b.n as n | sort n asc';
    expect(nestedRows(query, records)).toEqual([{ n: '1' }, { n: '2' }]);
  },
  'patterns of `parseDate` and `formatDate`': () => {
    expect(value('formatDate(0, "%H")')).toBe('00');
    expect(codes('fields formatDate(0, f)')).toEqual([['date-pattern', 'f']]);
    expect(codes('fields parseDate(a, "c")')).toEqual([['date-pattern', '"c"']]);
  },
  'groups in `regexReplace`': () => {
    expect(value('regexReplace("ab", "(a)(b)", "$2\\1$0")')).toBe('baab');
  },
  'a time of StartQuery of 1e11 and more': async () => {
    const notices: string[] = [];
    const served = await serveStanding({ onNotice: (text) => notices.push(text) });
    await put(served, '/app', ['x', 'y']);
    const read = async (startTime: number, endTime: number) =>
      (await query(served, ['/app'], 'fields @message', { startTime, endTime })).results.length;
    expect(await read(NOON_MS, NOON_MS)).toBe(1);
    expect(notices).toEqual([expect.stringContaining('read as milliseconds')]);
    expect(await read(NOON_MS / 1_000, NOON_MS / 1_000 + 1)).toBe(2);
    expect(notices).toHaveLength(1);
  },
  'the last second of a query': async () => {
    const served = await serveStanding();
    await put(served, '/app', ['x']);
    const late = { logGroupName: '/app', logStreamName: 'main' };
    const logEvents = [{ timestamp: NOON_MS + 1, message: 'within the second' }];
    await call(served, 'PutLogEvents', { ...late, logEvents });
    const window = { startTime: NOON_MS / 1_000, endTime: NOON_MS / 1_000 };
    expect((await query(served, ['/app'], 'fields @message', window)).results).toHaveLength(1);
  },
};

describe('choices where AWS is silent', () => {
  test.each(CHOICES)('$question: $answer', async ({ question }) => {
    await CHECKS[question]?.();
  });

  test('every choice has its test, and every test its choice', () => {
    expect(Object.keys(CHECKS).sort()).toEqual(CHOICES.map(({ question }) => question).sort());
  });
});
