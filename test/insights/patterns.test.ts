// Texts grouped by what they have in common, and compared with the window before.
import { expect, test } from 'vitest';
import { codes, column, comparedRows, rows } from './query.ts';

const ORDERS = [
  'ERROR order 17 failed after 250ms',
  'ERROR order 23 failed after 31ms',
  'INFO user alice logged in from 10.0.0.1',
  'INFO user bob logged in from 10.0.0.2',
  'INFO user carol logged in from 10.0.0.3',
];

test('pattern names what varies, and counts', () => {
  expect(rows('pattern @message', ORDERS)).toEqual([
    {
      '@pattern': 'INFO user <Token-1> logged in from <IP-2>',
      '@ratio': '0.6',
      '@sampleCount': '3',
      '@severityLabel': 'Info',
    },
    {
      '@pattern': 'ERROR order <Number-1> failed after <Duration-2>',
      '@ratio': '0.4',
      '@sampleCount': '2',
      '@severityLabel': 'Error',
    },
  ]);
});

test('its results are sorted, filtered and cut like any others', () => {
  const query = 'filter @message like "" | pattern @message | sort @sampleCount asc | limit 1';
  expect(column(`${query} | display @sampleCount as r`, ORDERS)).toEqual(['2']);
});

test('any expression may be grouped; events without it are left out', () => {
  const parsed = 'parse @message "order * failed" as id | pattern id';
  expect(column(`${parsed} | display @pattern as r`, ORDERS)).toEqual(['<Number-1>']);
});

test('ids, hashes, times and quoted values are told apart from words', () => {
  const texts = [
    '2026-01-01T10:00:00.123Z [main] id=8f14e45fceea167a req=550e8400-e29b-41d4-a716-446655440000 took "5.5s"',
  ];
  expect(column('pattern @message | display @pattern as r', texts)).toEqual([
    '<Time-1> [main] id=<Hex-2> req=<UUID-3> took "<Duration-4>"',
  ]);
});

test('numbers inside words are tokens where they vary, and stay where they do not', () => {
  const texts = Array.from(
    { length: 30_000 },
    (_, index) => `[worker-${index % 7}] GET /api/v1/items/${index} HTTP/1.1 user=u${index % 99}`,
  );
  expect(column('pattern @message | display @pattern as r', texts)).toEqual([
    '[worker-<Number-1>] GET /api/v1/items/<Number-2> HTTP/1.1 user=u<Number-3>',
  ]);
});

test('diff compares with the window before', () => {
  const before = ['ERROR order 1 failed after 2ms', 'WARN disk full', 'WARN disk full'];
  const now = [...ORDERS.slice(0, 2), 'WARN disk full', 'INFO fresh line seen'];
  const found = comparedRows('fields @message | diff', now, before);
  const told = found.map((row) =>
    ['@pattern', '@sampleCount', '@differenceCount', '@differenceDescription'].map(
      (name) => row[name],
    ),
  );
  expect(told).toEqual([
    ['ERROR order <Number-1> failed after <Duration-2>', '2', '1', '100% more'],
    ['WARN disk full', '1', '-1', '50% fewer'],
    ['INFO fresh line seen', '1', '1', 'new'],
  ]);
  expect(found.map((row) => row['@ratio'])).toEqual(['0.5', '0.25', '0.25']);
});

test('diff may follow pattern, takes a period, and nothing else', () => {
  expect(comparedRows('pattern @message | diff previousDay', [], ['gone'])).toMatchObject([
    { '@differenceCount': '-1', '@differenceDescription': 'gone' },
  ]);
  expect(codes('stats count(*) as n | diff')).toEqual([['diff-place', 'diff']]);
  expect(codes('sort @timestamp desc | limit 5 | pattern @message | diff')).toEqual([
    ['diff-place', 'diff'],
  ]);
  expect(codes('limit 5 | diff')).toEqual([['diff-place', 'diff']]);
  expect(codes('pattern @message | sort @sampleCount desc | limit 5 | diff')).toEqual([]);
  expect(codes('diff yesterday')).toEqual([['syntax', 'yesterday']]);
});

// To look at each pair of places would take minutes.
test('takes time in proportion to the text, whatever it holds', () => {
  const long = `${'.'.repeat(200_000)}x ${'a="'.repeat(50_000)}`;
  expect(rows('pattern @message', [long])).toHaveLength(1);
  expect(rows('parse @message logfmt as m', [long])).toHaveLength(1);
});
