// Bins and dispersion against the slow way and against noise whose dispersion is known.
import { describe, expect, test } from 'vitest';
import { binsOf, dispersionOf, evenWeights } from '../../../src/evidence/burst/bins.ts';
import { FOUR_HOURS, MINUTE, merged, random, START_MS, scattered } from '../support.ts';

/** Events minute by minute, the rate of each minute drawn anew: an exponential times `mean`. */
function varying(mean: number, seed: number): number[] {
  const next = random(seed);
  return Array.from({ length: 240 }, (_, minute) => {
    const count = Math.round(-Math.log(1 - next()) * mean);
    return scattered(count, minute, minute + 1, seed * 1_000 + minute);
  }).flat();
}

describe('binsOf', () => {
  test('bins cover the window without a gap, and each event is in its bin', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const spike = scattered(seed * 3, 50, 50.02, seed);
      const times = merged(scattered(20 + seed * 20, 0, 240, seed + 100), spike);
      const { edgesMs, counts } = binsOf(times, FOUR_HOURS);
      expect([edgesMs[0], edgesMs.at(-1)]).toEqual([FOUR_HOURS.startMs, FOUR_HOURS.endMs]);
      counts.forEach((count, at) => {
        const [from = 0, to = 0] = edgesMs.slice(at, at + 2);
        expect(to).toBeGreaterThan(from);
        expect(count).toBe(times.filter((time) => time >= from && time < to).length);
      });
      expect(evenWeights({ edgesMs, counts }).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    }
  });

  test('bins are narrower where events crowd', () => {
    const times = merged(scattered(30, 0, 240, 1), scattered(40, 100, 100.02, 2));
    const { edgesMs, counts } = binsOf(times, FOUR_HOURS);
    const widths = edgesMs.slice(1).map((edge, at) => edge - (edgesMs[at] ?? 0));
    const hottest = counts.indexOf(Math.max(...counts));
    expect(widths[hottest]).toBeLessThan(MINUTE / 10);
    expect(Math.max(...widths)).toBeCloseTo(MINUTE, 6);
  });

  test('a window of a millisecond has a bin', () => {
    const window = { startMs: START_MS, endMs: START_MS + 1 };
    expect(binsOf([START_MS], window).counts).toEqual([1]);
  });
});

describe('dispersionOf', () => {
  test('is 1 where events come by chance alone, bursts or not, but for a few unlucky series', () => {
    const told = Array.from({ length: 60 }, (_, seed) => {
      const even = scattered(80 + seed * 30, 0, 240, seed + 1);
      const bursting = merged(even, scattered(400, 60, 70, seed + 100));
      return dispersionOf(seed % 2 === 0 ? even : bursting, FOUR_HOURS);
    });
    expect(told.filter((value) => value === 1).length).toBeGreaterThan(48);
    expect(Math.max(...told)).toBeLessThan(4);
  });

  test.each([4, 16, 64])('tells about how much the rate varies around %i a minute', (mean) => {
    // The count of a minute whose rate is exponential has a variance of its mean times one plus the mean.
    const told = Array.from({ length: 20 }, (_, seed) =>
      dispersionOf(varying(mean, seed + 1), FOUR_HOURS),
    );
    const average = told.reduce((a, b) => a + b, 0) / told.length / (mean + 1);
    expect(average).toBeGreaterThan(0.5);
    expect(average).toBeLessThan(1.5);
  });

  test.each([0.05, 0.2, 0.4])(
    'tells of lines that come by fours within %f of the window',
    (share) => {
      const told = Array.from({ length: 20 }, (_, seed) => {
        const failures = scattered(400, 240 * (1 - share), 239.9, seed + 1);
        const lines = failures.flatMap((time) => [0, 100, 200, 300].map((ms) => time + ms));
        return dispersionOf(merged(lines, scattered(5, 0, 240, seed + 100)), FOUR_HOURS);
      });
      const average = told.reduce((a, b) => a + b, 0) / told.length;
      expect(average).toBeGreaterThan(3);
      expect(average).toBeLessThan(6);
    },
  );

  test('few events at other times do not make a burst uneven', () => {
    const told = Array.from({ length: 40 }, (_, seed) => {
      const burst = scattered(600, 120, 170, seed + 1);
      return dispersionOf(merged(burst, scattered(25, 0, 240, seed + 100)), FOUR_HOURS);
    });
    expect(told.filter((value) => value === 1).length).toBeGreaterThan(32);
  });

  test('the turn of the day is no unevenness, over several days either', () => {
    const days = { startMs: START_MS, endMs: START_MS + 4 * 1_440 * MINUTE };
    const told = Array.from({ length: 20 }, (_, seed) => {
      const next = random(seed + 1);
      const times = Array.from({ length: 900 }, () => Math.floor(next() * 4 * 1_440));
      const kept = times.filter(
        (minute) => next() * 2 < 1 + 0.9 * Math.sin((2 * Math.PI * minute) / 1_440),
      );
      return dispersionOf(merged(kept.map((minute) => START_MS + minute * MINUTE)), days);
    });
    expect(told.filter((value) => value === 1).length).toBeGreaterThan(16);
  });

  test('beside bursts that are known it is that of the rest', () => {
    const bursts = [20, 60, 100, 140, 180].map((minute) => ({
      startMs: START_MS + minute * MINUTE,
      endMs: START_MS + (minute + 12) * MINUTE,
    }));
    const told = Array.from({ length: 20 }, (_, seed) => {
      const inside = [20, 60, 100, 140, 180].map((minute) =>
        scattered(60 + 40 * (seed % 3), minute, minute + 12, seed * 10 + minute),
      );
      const times = merged(scattered(400, 0, 240, seed + 1), ...inside);
      return [dispersionOf(times, FOUR_HOURS), dispersionOf(times, FOUR_HOURS, bursts)] as const;
    });
    expect(told.filter(([, beside]) => beside === 1).length).toBeGreaterThan(16);
    expect(told.filter(([all, beside]) => beside < all).length).toBeGreaterThan(8);
  });
});
