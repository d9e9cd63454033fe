import { expect, test } from 'vitest';
import type { Row } from '../../src/insights/types.ts';
import {
  encodeFirst,
  encodeRows,
  NO_ROWS,
  pageEnd,
  rowsJson,
} from '../../src/local-cloudwatch/work/encoded-rows.ts';

const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => [{ field: 'n', value: `caf\u00e9 "${index}"` }]);

test.each([0, 1, 999, 1_000, 1_001, 5_000, 12_345])(
  'any page of %i rows is their JSON',
  (count) => {
    const rows = rowsOf(count);
    const encoded = encodeRows(rows);
    expect(encoded.count).toBe(count);
    for (const [from, to] of [
      [0, count],
      [0, 1],
      [count - 1, count],
      [995, 1_005],
      [Math.floor(count / 2), count],
      [count, count + 5],
    ] as const) {
      if (from < 0) continue;
      expect(JSON.parse(rowsJson(encoded, from, to).join(''))).toEqual(rows.slice(from, to));
    }
  },
);

test('large results take less memory than their text', () => {
  const { chunks } = encodeRows(rowsOf(10_000));
  const keptBytes = chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
  expect(keptBytes).toBeLessThan(JSON.stringify(rowsOf(10_000)).length / 4);
});

const LONG = [400_000, 2_000_000, 10, 900_000, 900_000, 10].map(
  (chars, index): Row => [{ field: '@message', value: `${index}`.repeat(chars) }],
);

test('long rows are written in chunks of about a megabyte, and kept as they are', () => {
  const encoded = encodeRows(LONG);
  expect(encoded.chunks.map(({ ends }) => ends.length)).toEqual([2, 3, 1]);
  expect(encoded.chunks.map(({ deflated }) => deflated)).not.toContain(true);
  for (let from = 0; from < LONG.length; from++)
    for (let to = from; to <= LONG.length; to++)
      expect(JSON.parse(rowsJson(encoded, from, to).join('')) as Row[]).toEqual(
        LONG.slice(from, to),
      );
});

test('a page ends before its bytes are too many, and holds one row at least', () => {
  const encoded = encodeRows(LONG);
  const end = (from: number, to: number) => pageEnd(encoded, from, to, 1_000_000);
  expect([0, 1, 2, 3, 4, 5].map((from) => end(from, 6))).toEqual([1, 2, 4, 4, 6, 6]);
  expect([end(0, 0), end(2, 3), end(5, 100), end(6, 100)]).toEqual([0, 3, 6, 6]);
  const many = encodeRows(rowsOf(12_345));
  const rowBytes = rowsJson(many, 2_500, 2_501).join('').length;
  expect(pageEnd(many, 2_500, 12_345, 1_700 * rowBytes)).toBeCloseTo(4_165, -2);
});

test('no rows are an empty array', () => {
  expect(rowsJson(NO_ROWS, 0, 10).join('')).toBe('[]');
});

test('of a running query the first rows are shown, as far as they are not too long', () => {
  const row = (chars: number) => [{ field: '@message', value: 'x'.repeat(chars) }];
  const shown = (rows: readonly Row[]) => encodeFirst(rows).count;
  expect(shown(Array.from({ length: 3_000 }, () => row(10)))).toBe(1_000);
  expect(shown(Array.from({ length: 10 }, () => row(100_000)))).toBe(2);
  expect(shown([row(300_000), row(1)])).toBe(0);
});
