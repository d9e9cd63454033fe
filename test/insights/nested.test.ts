// Queries inside queries: lists of values, joins, and the log groups that SOURCE names.
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/insights/compile.ts';
import { codes, event, nestedRows } from './query.ts';

const json = (value: object, index = 0, logGroup = '/app/orders') =>
  event(JSON.stringify(value), index, { logGroup });

describe('in (query)', () => {
  const events = [
    json({ id: 'a', path: '/x' }, 0),
    json({ id: 'b', path: '/y' }, 1),
    json({ id: 'b', kind: 'Timeout' }, 2, '/db'),
    json({ id: 'a', kind: 'Slow' }, 3, '/db'),
  ];

  test('takes the values that the query inside finds', () => {
    const inner = 'SOURCE \'/db\' | filter kind = "Timeout" | fields id';
    expect(nestedRows(`filter id in (${inner}) | fields path`, events)).toEqual([{ path: '/y' }]);
    expect(nestedRows(`filter id not in (${inner}) | fields path`, events)).toEqual([
      { path: '/x' },
    ]);
  });

  test('may aggregate, and reads the first column where none has the name', () => {
    const inner = "SOURCE '/db' | stats count(*) as n by id as key | filter n > 0 | display key";
    expect(nestedRows(`filter id in (${inner}) | stats count(*) as n`, events)).toEqual([
      { n: '2' },
    ]);
  });

  test('tells what is wrong with it at its place', () => {
    expect(codes('filter a in (SOURCE "x" | fields foo(b))')).toEqual([
      ['unknown-function', 'foo'],
    ]);
    expect(codes('filter a in (nonsense | limit 1)')).toEqual([['unknown-command', 'nonsense']]);
    expect(codes('filter a in (filter b in (fields c))')).toEqual([['syntax', '(']]);
    expect(codes('filter a in (fields b')).toEqual([['syntax', '']]);
    expect(codes('filter a in ("x")')).toEqual([['syntax', '(']]);
  });
});

describe('join', () => {
  const events = [
    json({ requestId: 'r1', status: 500, latency: 7 }, 0),
    json({ requestId: 'r2', status: 503, latency: 9 }, 1),
    json({ requestId: 'r1', duration: 70, memory: 128 }, 2, '/fn'),
    json({ requestId: 'r1', duration: 71 }, 3, '/fn'),
  ];
  const join = (type: string) =>
    `filter status >= 500 | join type=${type} left=api right=fn where api.requestId=fn.requestId (SOURCE '/fn')`;

  test('inner gives the pairs of the same key, with the fields of both sides', () => {
    const query = `${join('inner')} | fields api.requestId, api.latency, fn.duration, fn.memory | sort fn.duration asc`;
    expect(nestedRows(query, events)).toEqual([
      { 'api.requestId': 'r1', 'api.latency': '7', 'fn.duration': '70', 'fn.memory': '128' },
      { 'api.requestId': 'r1', 'api.latency': '7', 'fn.duration': '71' },
    ]);
  });

  test('left keeps events without a partner', () => {
    const query = `${join('left')} | filter !ispresent(fn.duration) | fields api.requestId as id`;
    expect(nestedRows(query, events)).toEqual([{ id: 'r2' }]);
    const counted = `${join('left')} | stats count(*) as n, sum(fn.duration) as d by requestId`;
    expect(nestedRows(counted, events)).toEqual([
      { requestId: 'r1', n: '2', d: '141' },
      { requestId: 'r2', n: '1' },
    ]);
  });

  test('reads the other side through its own commands', () => {
    const inner = "SOURCE '/fn' | stats max(duration) as top by requestId";
    const query = `join left=a right=b where b.requestId = a.requestId (${inner}) | fields b.top as top`;
    expect(nestedRows(query, events)).toEqual([{ top: '71' }]);
  });

  test('tells what is odd about a field of the other side at its place', () => {
    const query = "join left=a right=b where a.k = b.@x (SOURCE 'g' | fields k)";
    expect(codes(query)).toEqual([['unknown-system-field', 'b.@x']]);
  });

  test('refuses what it cannot do', () => {
    const one = 'join left=a right=b where a.x = b.x (SOURCE "g")';
    expect(codes(`${one} | ${one}`)).toEqual([['second-join', one]]);
    expect(codes('join type=outer left=a right=b where a.x = b.x (SOURCE "g")')).toEqual([
      ['join-type', 'outer'],
    ]);
    expect(codes('join left=a right=b where x = b.x (SOURCE "g")')).toEqual([['join-key', 'x']]);
    expect(codes('join left=a right=b where a.x > b.x (SOURCE "g")')).toEqual([['syntax', '>']]);
    expect(codes('join left=a where a.x = b.x (SOURCE "g")')).toEqual([['syntax', 'where']]);
  });
});

describe('SOURCE', () => {
  const source = (query: string) => compile(query).query?.source;
  const ANY = { prefixes: [], accounts: [], classes: ['STANDARD'], tags: [] };

  test('names log groups, in quotes or without', () => {
    expect(source('SOURCE \'/aws/lambda/a\', "b" | limit 1')?.names).toEqual([
      '/aws/lambda/a',
      'b',
    ]);
    expect(source('SOURCE /aws/lambda/my-fn#1 | limit 1')?.names).toEqual(['/aws/lambda/my-fn#1']);
    expect(source('limit 1')).toBeNull();
  });

  test('chooses log groups by prefix, account, class and tags', () => {
    expect(source('SOURCE logGroups()')?.selects).toEqual(ANY);
    expect(
      source(
        "SOURCE logGroups(namePrefix: ['a', 'b'], class: ['INFREQUENT_ACCESS'], accountIdentifiers: ['111122223333'])",
      )?.selects,
    ).toEqual({
      ...ANY,
      prefixes: ['a', 'b'],
      classes: ['INFREQUENT_ACCESS'],
      accounts: ['111122223333'],
    });
    expect(
      source('SOURCE logGroupTags([{"key":"team", "values":["a", "b"]}]) | fields x')?.selects,
    ).toEqual({ ...ANY, tags: [{ key: 'team', values: ['a', 'b'] }] });
  });

  test('may bring its own time range', () => {
    expect(source('SOURCE lg start=-1d end=now | limit 1')?.window(1e12)).toEqual({
      startMs: 1e12 - 86_400_000,
      endMs: 1e12,
    });
    expect(source('SOURCE lg start=100 end=200')?.window(1e12)).toEqual({
      startMs: 100_000,
      endMs: 200_000,
    });
    expect(source('SOURCE lg')?.window(1e12)).toBeNull();
  });

  test('stands at the beginning only, and is bounded', () => {
    expect(codes('limit 1 | SOURCE "a"')).toEqual([['source-place', 'SOURCE "a"']]);
    expect(codes('SOURCE')).toEqual([['syntax', '']]);
    expect(codes("SOURCE dataSource(['amazon_vpc.flow'])")).toEqual([
      ['unsupported-source', 'dataSource'],
    ]);
    expect(codes("SOURCE logGroups(prefix: ['a'])")).toEqual([['syntax', 'prefix']]);
    const six = "['a','b','c','d','e','f']";
    expect(codes(`SOURCE logGroups(namePrefix: ${six})`)).toEqual([['source-limit', ')']]);
  });
});
