import { describe, expect, test } from 'vitest';
import { cutWords } from '../../src/base/cut-words.ts';

describe('text that is too long', () => {
  test.each([
    ['fits', 'fits'],
    ['one two three four', 'one two three four'],
    ['one two three four five', 'one two three four…'],
    ['one two three fourteen five', 'one two three…'],
    ['one two three… andmore', 'one two three…'],
    ['Error: /var/lib/data/snapshots/7', 'Error: /var/lib/dat…'],
    ['averyveryverylongword', 'averyveryverylongwo…'],
    ['one two three 44444😀 five', 'one two three…'],
    ['oneoneoneoneoneone😀😀', 'oneoneoneoneoneone…'],
  ])('ends with a word, unless that is too long itself: %s', (text, cut) => {
    expect(cutWords(text, 20)).toBe(cut);
    expect(cut.length).toBeLessThanOrEqual(20);
  });

  test('is cut in a time that its length bounds', () => {
    const started = performance.now();
    for (const text of [' '.repeat(1e6), 'a'.repeat(1e6), 'a '.repeat(5e5), '…'.repeat(1e6)])
      expect(cutWords(text, 500).length).toBeLessThanOrEqual(500);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
