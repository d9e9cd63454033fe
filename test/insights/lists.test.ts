// A row for each element of a list, and values out of texts of other forms.
import { describe, expect, test } from 'vitest';
import { codes, column, event, rows } from './query.ts';

describe('unnest', () => {
  const events = [
    {
      events: [
        { name: 'a', n: 1 },
        { name: 'b', n: 2 },
      ],
      host: 'h1',
    },
  ];

  test('gives a row for each element, with all other fields', () => {
    expect(
      rows(
        'fields jsonParse(@message) as m | unnest m.events into e | display e.name, host',
        events,
      ),
    ).toEqual([
      { 'e.name': 'a', host: 'h1' },
      { 'e.name': 'b', host: 'h1' },
    ]);
  });

  test('is followed by filters and stats over the elements', () => {
    expect(
      rows(
        'fields jsonParse(@message) as m | unnest m.events into e | filter e.n > 1 | stats sum(e.n) as s by e.name',
        events,
      ),
    ).toEqual([{ 'e.name': 'b', s: '2' }]);
  });

  test('takes anything that is no list for a list of one, and an empty or absent list for none', () => {
    const query =
      'fields jsonParse(@message) as m | unnest m.x into y | stats count(*) as n, count(y)';
    expect(rows(query, [{ x: 'text' }, { x: [] }, { z: 1 }, { x: { a: 1 } }])).toEqual([
      { n: '2', 'count(y)': '2' },
    ]);
  });

  test('counts events, not rows, as matched, and needs "into"', () => {
    expect(codes('unnest a')).toEqual([['syntax', '']]);
  });
});

test('expand puts the elements of a JSON array in the place of the field', () => {
  const found = rows('expand items | stats count(*) as n by items, host', [
    { items: ['apple', 'banana'], host: 'web-01' },
    { items: 'no list', host: 'web-02' },
  ]);
  expect(found).toEqual([
    { items: 'apple', host: 'web-01', n: '1' },
    { items: 'banana', host: 'web-01', n: '1' },
    { items: 'no list', host: 'web-02', n: '1' },
  ]);
  expect(rows('fields items | expand items', [{ items: [1, null] }])).toEqual([{ items: '1' }, {}]);
});

describe('parse', () => {
  test('multi gives a row for each match, and leaves events without one', () => {
    expect(
      rows('parse @message /(\\d+\\.\\d+)/ as ip multi | stats count(*) as n by ip', [
        'from 1.1 to 2.2 and 1.1',
        'none',
      ]),
    ).toEqual([{ n: '1' }, { ip: '1.1', n: '2' }, { ip: '2.2', n: '1' }]);
    expect(rows('parse @message /(?<k>\\w)=(?<v>\\w)/ multi | display k, v', ['a=1 b=2'])).toEqual([
      { k: 'a', v: '1' },
      { k: 'b', v: '2' },
    ]);
    expect(column('parse @message /(x*)/ as r multi', ['axa'])).toEqual(['', 'x', '', '']);
  });

  test('logfmt gives a map of the pairs', () => {
    const [row] = rows('parse @message logfmt as m | display m.level, m.msg, m.done, m.none', [
      'level=info msg="a \\"b\\" c" done ms=5',
    ]);
    expect(row).toEqual({ 'm.level': 'info', 'm.msg': 'a "b" c', 'm.done': 'true' });
    expect(column('parse @message logfmt as m | fields ispresent(m) as r', ['no pairs'])).toEqual([
      '0',
    ]);
  });

  test('csv gives the columns in order', () => {
    const query = 'parse @message csv as a, b, c | display a, b, c';
    expect(rows(query, ['x,"y, ""z""",3,4', 'one', ''])).toEqual([
      { a: '' },
      { a: 'one' },
      { a: 'x', b: 'y, "z"', c: '3' },
    ]);
  });
});

test('json takes values out of a JSON text by their paths', () => {
  const context = { requestContext: '{"identity":{"sourceIp":"10.0.0.1"},"list":[{"a":1}]}' };
  expect(
    rows(
      'json field=requestContext "identity.sourceIp" as ip, "list[0].a" as a, "x" as x | display ip, a, x',
      [context],
    ),
  ).toEqual([{ ip: '10.0.0.1', a: '1' }]);
  expect(column('json "k" as r', [{ k: 'v' }])).toEqual(['v']);
  expect(codes('json field=a b as c')).toEqual([['syntax', 'b']]);
  expect(codes('json field=a "b"')).toEqual([['syntax', '']]);
});

describe('the rows of expanded events', () => {
  const events = [0, 1, 1].map((second, index) => {
    const message = JSON.stringify({ n: index, list: ['a', 'b'] });
    return event(message, second, { ptr: `ptr-${index}` });
  });
  const NEWEST_FIRST = ['2a', '2b', '1a', '1b', '0a', '0b'];

  test.each([
    'expand list | fields concat(n, list) as r',
    'unnest jsonParse(list) into x | fields concat(n, x) as r',
    'parse list /(?<x>[ab])/ multi | fields concat(n, x) as r',
    'expand list | sort @timestamp desc | fields concat(n, list) as r',
    'sort @timestamp desc | expand list | fields concat(n, list) as r',
  ])('%s: newest first, as they stand in the event', (query) => {
    expect(column(query, events)).toEqual(NEWEST_FIRST);
    expect(column(`${query} | limit 3`, events)).toEqual(NEWEST_FIRST.slice(0, 3));
  });

  test('stay in the order that a limit before it made', () => {
    const query = 'sort n asc | limit 2 | expand list | fields concat(n, list) as r';
    expect(column(query, events)).toEqual(['0a', '0b', '1a', '1b']);
  });
});
