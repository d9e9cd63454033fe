import { expect, test } from 'vitest';
import { contains, durationMs, HOUR_MS, isoTime } from '../../src/base/time-range.ts';

const range = { startMs: Date.UTC(2026, 0, 14, 12), endMs: Date.UTC(2026, 0, 14, 16) };

test('a range holds its start and not its end', () => {
  expect(
    [range.startMs - 1, range.startMs, range.endMs - 1, range.endMs].map((ms) =>
      contains(range, ms),
    ),
  ).toEqual([false, true, true, false]);
});

test('its duration is the difference', () => {
  expect(durationMs(range)).toBe(4 * HOUR_MS);
});

test('times are written in UTC with milliseconds', () => {
  expect(isoTime(range.startMs)).toBe('2026-01-14T12:00:00.000Z');
});
