// A tide takes the shape of slow counts, and no other shape that is allowed explains them better.
import { describe, expect, test } from 'vitest';
import type { Bins } from '../../../src/evidence/burst/bins.ts';
import { tideOf } from '../../../src/evidence/burst/tide.ts';
import { random, START_MS } from '../support.ts';

const HOUR = 3_600_000;

function binsWith(hours: number, rateAt: (hour: number) => number): Bins {
  const bins = 96;
  const widthMs = (hours * HOUR) / bins;
  const edgesMs = Array.from({ length: bins + 1 }, (_, at) => START_MS + at * widthMs);
  const counts = edgesMs.slice(1).map((_, at) => Math.round(rateAt(((at + 0.5) / bins) * hours)));
  return { edgesMs, counts };
}

const all = (bins: Bins) => bins.counts.map(() => true);
const daily = (hour: number) => 200 * Math.exp(0.7 * Math.sin((2 * Math.PI * hour) / 24 + 1));
const climbing = (share: number) => 200 * Math.exp(1.1 * share);

/** Log likelihood of the counts where the weights say what is expected. */
const likelihood = (counts: readonly number[], weights: readonly number[]) =>
  counts.reduce((sum, count, at) => sum + count * Math.log(weights[at] ?? 0), 0);

describe('tideOf', () => {
  test.each([
    ['a day', 24, daily],
    ['three days', 72, daily],
    ['a climb within an hour', 1, climbing],
  ])('explains %s nearly as well as the counts do themselves', (_, hours, rateAt) => {
    const bins = binsWith(hours, rateAt);
    const total = bins.counts.reduce((a, b) => a + b, 0);
    const { weights } = tideOf(bins, all(bins), 1);
    expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    const own = likelihood(
      bins.counts,
      bins.counts.map((count) => count / total),
    );
    expect(own - likelihood(bins.counts, weights)).toBeLessThan(1);
  });

  test('no tide bent at random is better than the one found', () => {
    const bins = binsWith(24, daily);
    const { weights } = tideOf(bins, all(bins), 1);
    const next = random(5);
    for (let tried = 0; tried < 200; tried++) {
      const [slope, phase, turns] = [next() - 0.5, next() * 6, 1 + Math.floor(next() * 2)];
      const bent = weights.map(
        (weight, at) =>
          weight * Math.exp(slope * Math.sin((2 * Math.PI * turns * at) / 96 + phase)),
      );
      const sum = bent.reduce((a, b) => a + b, 0);
      expect(
        likelihood(
          bins.counts,
          bent.map((weight) => weight / sum),
        ),
      ).toBeLessThan(likelihood(bins.counts, weights) + 0.5);
    }
  });

  test('bins that are left out do not bend it', () => {
    const bins = binsWith(24, daily);
    const spoiled = { ...bins, counts: bins.counts.map((count, at) => count + (at < 6 ? 900 : 0)) };
    const { weights } = tideOf(
      spoiled,
      bins.counts.map((_, at) => at >= 6),
      1,
    );
    const clean = tideOf(bins, all(bins), 1).weights;
    for (const [at, weight] of weights.entries()) {
      expect(weight / (clean[at] ?? 1)).toBeGreaterThan(0.9);
      expect(weight / (clean[at] ?? 1)).toBeLessThan(1.1);
    }
  });

  test('the stronger it is, the more it has to earn', () => {
    const flat = binsWith(24, () => 50);
    expect(tideOf(flat, all(flat), 1).cost).toBeLessThan(0.01);
    const strong = binsWith(24, daily);
    expect(tideOf(strong, all(strong), 1).cost).toBeGreaterThan(0.2);
  });
});
