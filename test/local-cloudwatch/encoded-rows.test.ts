import { expect, test } from 'vitest';
import type { Row } from '../../src/insights/types.ts';
import {
  encodeFirst,
  encodeRows,
  NO_ROWS,
  rowsText,
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
      expect(JSON.parse(rowsText(encoded, from, to))).toEqual(rows.slice(from, to));
    }
  },
);

test('large results take less memory than their text', () => {
  const { chunks } = encodeRows(rowsOf(10_000));
  const keptBytes = chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
  expect(keptBytes).toBeLessThan(JSON.stringify(rowsOf(10_000)).length / 4);
});

test('no rows are an empty array', () => {
  expect(rowsText(NO_ROWS, 0, 10)).toBe('[]');
});

test('of a running query the first rows are shown, as far as they are not too long', () => {
  const row = (chars: number) => [{ field: '@message', value: 'x'.repeat(chars) }];
  const shown = (rows: readonly Row[]) => encodeFirst(rows).count;
  expect(shown(Array.from({ length: 3_000 }, () => row(10)))).toBe(1_000);
  expect(shown(Array.from({ length: 10 }, () => row(100_000)))).toBe(2);
  expect(shown([row(300_000), row(1)])).toBe(0);
});
