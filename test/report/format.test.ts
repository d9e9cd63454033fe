import { describe, expect, test } from 'vitest';
import { percent } from '../../src/base/percent.ts';
import {
  clockOf,
  count,
  duration,
  enumeration,
  number,
  percentOf,
  period,
  rankWord,
  size,
} from '../../src/report/format.ts';

const day = (time: string, date = '2026-01-14') => `${date}T${time}.000Z`;

describe('numbers', () => {
  test('have thousands separators and at most two decimals', () => {
    expect([0, 999, 48_210, 1_234_567.891].map(number)).toEqual([
      '0',
      '999',
      '48,210',
      '1,234,567.89',
    ]);
  });

  test('agree with their noun', () => {
    expect([0, 1, 2, 1_000].map((value) => count(value, 'error'))).toEqual([
      'no errors',
      '1 error',
      '2 errors',
      '1,000 errors',
    ]);
    expect(count(2, 'query', 'queries')).toBe('2 queries');
  });

  test('percentages never say nothing or all where it is not so', () => {
    expect([0, 0.001, 0.154, 0.999, 1].map(percent)).toEqual([
      '0 %',
      'under 1 %',
      '15 %',
      'over 99 %',
      '100 %',
    ]);
  });

  test('a part of nothing is nothing', () => {
    expect([percentOf(464, 606), percentOf(0, 0), percentOf(1, 998)]).toEqual([
      '77 %',
      '0 %',
      'under 1 %',
    ]);
  });

  test('sizes are read at a glance', () => {
    expect([0, 1, 999, 1_500, 2_400_000, 1_240_000_000, 3e15].map(size)).toEqual([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1.5 KB',
      '2.4 MB',
      '1.2 GB',
      '3 PB',
    ]);
  });

  test('ranks have words as far as anybody needs them', () => {
    expect([1, 2, 3, 4, 9].map(rankWord)).toEqual([
      'Primary',
      'Secondary',
      'Tertiary',
      'Fourth',
      'No. 9',
    ]);
  });

  test('lists end in "and"', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(enumeration)).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });
});

describe('duration', () => {
  test.each([
    [0, '0 seconds'],
    [400, '0.4 seconds'],
    [1_000, '1 second'],
    [45_400, '45 seconds'],
    [59_700, '1 minute'],
    [149_000, '2 minutes 29 seconds'],
    [1_800_000, '30 minutes'],
    [3_599_900, '1 hour'],
    [5_400_000, '1 hour 30 minutes'],
    [14_400_000, '4 hours'],
    [183_600_000, '2 days 3 hours'],
  ])('%d ms is %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
});

describe('times', () => {
  test('a period carries its dates', () => {
    expect(period({ start: day('12:00:00'), end: day('16:00:00') })).toBe(
      '2026-01-14 12:00–16:00 UTC',
    );
    expect(period({ start: day('23:30:00'), end: day('00:30:05', '2026-01-15') })).toBe(
      '2026-01-14 23:30:00 – 2026-01-15 00:30:05 UTC',
    );
  });

  test('within one day the date is left out, beyond it is not', () => {
    const clock = clockOf({ start: day('12:00:00'), end: day('00:00:00', '2026-01-15') });
    expect(clock.at(day('14:15:07'))).toBe('14:15:07 UTC');
    expect(clock.short(day('23:10:00', '2026-01-13'))).toBe('2026-01-13 23:10:00');
    expect(clock.span({ start: day('14:15:00'), end: day('14:45:00') })).toBe('14:15–14:45 UTC');
    expect(clock.span({ start: day('14:15:00', '2026-01-13'), end: day('14:45:00') })).toBe(
      '2026-01-13 14:15 – 2026-01-14 14:45 UTC',
    );
  });

  test('over midnight every time has its date', () => {
    const clock = clockOf({ start: day('23:30:00'), end: day('00:30:00', '2026-01-15') });
    expect(clock.at(day('23:59:00'))).toBe('2026-01-14 23:59:00 UTC');
    expect(clock.span({ start: day('23:40:00'), end: day('23:50:00') })).toBe(
      '2026-01-14 23:40–23:50 UTC',
    );
  });
});
