import { describe, expect, test } from 'vitest';
import { mergedPattern } from '../../src/evidence/merged-pattern.ts';

describe('patterns as one', () => {
  test('have what they begin alike written once', () => {
    expect(mergedPattern(['stock\\s+is\\s+low', 'stock\\s+is\\s+lost', 'cart'])).toBe(
      '(?:stock\\s+is\\s+lo(?:w|st)|cart)',
    );
  });

  test('are the pattern itself where there is one', () => {
    expect(mergedPattern(['a.+b'])).toBe('a.+b');
  });

  test('are parted between what belongs together, never within it', () => {
    expect(mergedPattern(['a.+b', 'a.+?c', 'a.{0,3}d', 'a[\\]s]+e', 'a[\\]s]f'])).toBe(
      'a(?:.+b|.+?c|.{0,3}d|[\\]s]+e|[\\]s]f)',
    );
    expect(mergedPattern(['\\s(?:ERROR|FATAL)\\sx', '\\s(?:WARN)\\sx'])).toBe(
      '\\s(?:(?:ERROR|FATAL)\\sx|(?:WARN)\\sx)',
    );
    expect(mergedPattern(['x(?:[?\\s")]|$)', 'x(?:[?\\s")]|$)y'])).toBe('x(?:[?\\s")]|$)');
  });

  test('leave out what a shorter one of them matches anyway', () => {
    expect(mergedPattern(['stock is low today', 'stock is low'])).toBe('stock is low');
    expect(mergedPattern(['stock is low', 'stock is low today'])).toBe('stock is low');
  });

  test('match what one of them matches, and nothing else', () => {
    const words = ['stock', '\\s+', '.+', 'cart', '[0-9a-f]+', '\\.', '(?:WARN|ERROR)\\b', 'x?'];
    const texts = [
      'stock cart',
      'stock 3f.',
      'ERROR cart',
      'WARN .stock',
      'x cart',
      'stockcart',
      '',
    ];
    let state = 7;
    const next = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    for (let round = 0; round < 300; round++) {
      const patterns = Array.from({ length: 1 + next(6) }, () =>
        Array.from({ length: 1 + next(4) }, () => words[next(words.length)]).join(''),
      );
      const merged = new RegExp(mergedPattern(patterns));
      for (const text of texts) {
        const isAny = patterns.some((pattern) => new RegExp(pattern).test(text));
        expect([patterns, text, merged.test(text)]).toEqual([patterns, text, isAny]);
      }
    }
  });
});
