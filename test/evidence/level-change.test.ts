// Series of numbers that leave their level, or keep it.
import { describe, expect, test } from 'vitest';
import { levelChange } from '../../src/evidence/survey/level-change.ts';

/** The same wobble each time. */
const around = (level: number, count: number) =>
  Array.from({ length: count }, (_, index) => level + ((index * 7) % 5) - 2);

describe('a level', () => {
  test('that is left for good is told with the place of the turn', () => {
    const change = levelChange([...around(20, 70), ...around(98, 50)], 10);
    expect(change).toEqual({ at: 70, end: 120, from: 20, to: 98 });
  });

  test('that is left for a while is told with both ends', () => {
    const values = [...around(200, 50), ...around(900, 20), ...around(200, 50)];
    expect(levelChange(values, 10)).toEqual({ at: 50, end: 70, from: 200, to: 900 });
  });

  test('that is back just before the end is no new one', () => {
    const values = [...around(200, 90), ...around(900, 35), ...around(200, 8)];
    expect(levelChange(values, 10)).toEqual({ at: 90, end: 125, from: 200, to: 900 });
  });

  test('that falls a part of the way back is left for good', () => {
    const values = [...around(200, 90), ...around(900, 35), ...around(600, 8)];
    expect(levelChange(values, 10)).toMatchObject({ at: 90, end: 133, from: 200 });
  });

  test('of nothing may be left', () => {
    const values = [...Array(60).fill(0), ...around(12, 60)];
    expect(levelChange(values, 10)).toMatchObject({ at: 60, from: 0, to: 12 });
  });

  test('is left by few values that part cleanly, too', () => {
    const change = levelChange([...around(400, 16), ...around(30_000, 7)], 5);
    expect(change).toEqual({ at: 16, end: 23, from: 400, to: 30_000 });
    expect(levelChange([...around(400, 16), ...around(30_000, 6), 401], 5)).toBeNull();
  });

  test.each([
    ['wobbles', around(20, 120)],
    ['changes by little', [...around(100, 60), ...around(110, 60)]],
    ['has one odd value', [...around(20, 60), 500, ...around(20, 60)]],
    ['is always nothing', Array(120).fill(0)],
    ['is short', [1, 1, 1, 9, 9, 9]],
    ['is empty', []],
  ])('that %s is kept', (_, values) => {
    expect(levelChange(values, 10)).toBeNull();
  });
});
