// Rank statistics against slow, simple references.
import { describe, expect, test } from 'vitest';
import {
  chanceOfShare,
  changePoint,
  median,
  separation,
  trendOf,
} from '../../../src/evidence/survey/statistics.ts';
import { random } from '../support.ts';

const sample = (count: number, seed: number, most = 10) => {
  const next = random(seed);
  return Array.from({ length: count }, () => Math.floor(next() * most));
};

describe('separation', () => {
  test.each([1, 2, 3])('is the share of pairs that are larger, ties half (seed %i)', (seed) => {
    const [before, after] = [sample(13, seed), sample(9, seed + 50)];
    let sum = 0;
    for (const a of before) for (const b of after) sum += b > a ? 1 : b === a ? 0.5 : 0;
    expect(separation(before, after)).toBeCloseTo(sum / (before.length * after.length), 10);
  });
});

describe('changePoint', () => {
  test.each([1, 2, 3])('is the largest sum of signs between its sides (seed %i)', (seed) => {
    const values = [...sample(20, seed), ...sample(25, seed + 9).map((value) => value + 6)];
    const sums = values.map((_, at) => {
      let sum = 0;
      for (const a of values.slice(0, at))
        for (const b of values.slice(at)) sum += Math.sign(a - b);
      return Math.abs(sum);
    });
    const inside = sums.map((sum, at) => (at >= 4 && at <= values.length - 4 ? sum : -1));
    expect(changePoint(values, 4)?.at).toBe(inside.indexOf(Math.max(...inside)));
  });

  test('a series without a change has none that is unlikely', () => {
    const chances = Array.from(
      { length: 200 },
      (_, seed) => changePoint(sample(60, seed), 4)?.chance ?? 1,
    );
    expect(chances.filter((chance) => chance < 0.01).length).toBeLessThanOrEqual(4);
  });

  test('a short series has none', () => {
    expect(changePoint([1, 1, 9, 9], 4)).toBeNull();
  });
});

describe('trendOf', () => {
  test('is one for a rise, minus one for a fall, near nothing for noise', () => {
    expect(trendOf([1, 2, 5, 9, 80])).toBeCloseTo(1, 10);
    expect(trendOf([9, 7, 3, 1])).toBeCloseTo(-1, 10);
    expect(Math.abs(trendOf(sample(300, 4, 1_000)))).toBeLessThan(0.2);
    expect(trendOf([3, 3, 3, 3])).toBe(0);
  });
});

describe('chanceOfShare', () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);

  test.each([
    [3, 5, 2, 20],
    [5, 5, 5, 10],
    [0, 4, 3, 8],
    [7, 9, 1, 30],
  ])('is the hypergeometric tail (%i of %i against %i of %i)', (hits, own, otherHits, others) => {
    const marked = hits + otherHits;
    let tail = 0;
    for (let count = hits; count <= Math.min(own, marked); count++) {
      if (own - count > own + others - marked) continue;
      tail +=
        (choose(marked, count) * choose(own + others - marked, own - count)) /
        choose(own + others, own);
    }
    expect(chanceOfShare(hits, own, otherHits, others)).toBeCloseTo(tail, 8);
  });
});

test('the median is the middle value', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([])).toBe(0);
});
