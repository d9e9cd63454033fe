import { expect, test } from 'vitest';
import { exactEdges } from '../../src/run/plan.ts';
import { slices } from '../../src/run/search-windows.ts';

test('a window is cut at whole seconds, without gap or overlap', () => {
  const parts = slices({ startMs: 500, endMs: 10_250 }, 3);
  expect(parts).toEqual([
    { startMs: 500, endMs: 4_000 },
    { startMs: 4_000, endMs: 7_000 },
    { startMs: 7_000, endMs: 10_250 },
  ]);
});

test('a window of a second or less is not cut', () => {
  expect(slices({ startMs: 1_000, endMs: 2_000 }, 8)).toEqual([{ startMs: 1_000, endMs: 2_000 }]);
});

test('a count over the window is exact at both edges', () => {
  expect(exactEdges({ startMs: 1_000, endMs: 2_000 })).toBe('filter @timestamp < 2000\n| ');
  expect(exactEdges({ startMs: 1_001, endMs: 2_000 })).toBe(
    'filter @timestamp >= 1001 and @timestamp < 2000\n| ',
  );
});
