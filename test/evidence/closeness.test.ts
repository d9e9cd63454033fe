// Closeness of two series of times, against the slow way: every time with every other.
import { describe, expect, test } from 'vitest';
import { coverage, NEAR_MS, nearShare, usualLag } from '../../src/evidence/closeness.ts';
import { FOUR_HOURS, MINUTE, random, START_MS, scattered } from './support.ts';

/** The nearest of the others, signed, by looking at all of them; null where none is near. */
function nearestByTrying(others: readonly number[], time: number): number | null {
  const lags = others.map((other) => other - time).filter((lag) => Math.abs(lag) <= NEAR_MS);
  const [nearest] = lags.sort((a, b) => Math.abs(a) - Math.abs(b) || b - a);
  return nearest ?? null;
}

const some = (seed: number) => scattered(1 + Math.floor(random(seed)() * 60), 0, 240, seed);

describe('closeness', () => {
  test('the share of near times is that of looking at every pair', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const [times, others] = [some(seed), some(seed + 100)];
      const near = times.filter((time) => nearestByTrying(others, time) !== null).length;
      expect(nearShare(times, others)).toBeCloseTo(near / times.length, 12);
    }
  });

  test('coverage is the share of the window’s seconds that are near', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const times = some(seed);
      const seconds = Array.from({ length: 240 * 60 }, (_, at) => START_MS + at * 1_000 + 500);
      const near = seconds.filter((second) => nearestByTrying(times, second) !== null).length;
      expect(coverage(times, FOUR_HOURS)).toBeCloseTo(near / seconds.length, 2);
    }
  });

  test('the usual lag is the median of the signed distances', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const times = some(seed);
      const lagMs = Math.round((random(seed)() - 0.5) * 20_000);
      const others = times.map((time) => time + lagMs).sort((a, b) => a - b);
      const lags = times
        .flatMap((time) => nearestByTrying(others, time) ?? [])
        .sort((a, b) => a - b);
      const told = usualLag(times, others);
      if (told !== 0) expect(told).toBe(lags[lags.length >> 1]);
    }
    const times = scattered(50, 0, 240, 3);
    expect(
      usualLag(
        times,
        times.map((time) => time + 700),
      ),
    ).toBe(700);
    expect(
      usualLag(
        times,
        times.map((time) => time - 4_000),
      ),
    ).toBe(-4_000);
  });

  test('where one comes before the other as often as after, the lag is 0', () => {
    const times = Array.from({ length: 60 }, (_, at) => START_MS + at * 3 * MINUTE);
    const others = times.map((time, at) => time + (at % 2 === 0 ? 9_000 : -9_000));
    expect(usualLag(times, others)).toBe(0);
    expect(usualLag(times, times)).toBe(0);
  });

  test('nothing is near nothing', () => {
    expect([
      nearShare([], [1]),
      nearShare([1], []),
      usualLag([], [1]),
      coverage([], FOUR_HOURS),
    ]).toEqual([0, 0, 0, 0]);
  });
});
