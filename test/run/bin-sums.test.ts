import { expect, test } from 'vitest';
import { BinSums } from '../../src/run/bin-sums.ts';

test('of a count of which nothing is left, all ends are read', () => {
  const sums = new BinSums(60_000, new Map([['g', [5]]]));
  sums.add('g', 0, 3);
  sums.settle(0, []);
  expect([sums.total(), sums.isRead('first'), sums.isRead('last')]).toEqual([0, true, true]);
});
