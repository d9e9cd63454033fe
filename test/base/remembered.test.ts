import { expect, test } from 'vitest';
import { remembered } from '../../src/base/remembered.ts';

/** How often a function was computed. */
function counting(most: number) {
  let computed = 0;
  const lengthOf = remembered((text) => {
    computed++;
    return text.length;
  }, most);
  return { lengthOf, computed: () => computed };
}

test('a text that comes again is not computed again', () => {
  const { lengthOf, computed } = counting(10);
  expect(['a', 'bb', 'a', 'bb', 'a'].map(lengthOf)).toEqual([1, 2, 1, 2, 1]);
  expect(computed()).toBe(2);
});

test('of more texts than are remembered those before are forgotten', () => {
  const { lengthOf, computed } = counting(2);
  expect(['a', 'bb', 'ccc', 'a'].map(lengthOf)).toEqual([1, 2, 3, 1]);
  expect(computed()).toBe(4);
});

test('long texts are forgotten sooner, however few there are', () => {
  const { lengthOf, computed } = counting(1_000);
  const long = ['x', 'y', 'z', 'x'].map((letter) => letter.repeat(4_000_000));
  expect(long.map(lengthOf)).toEqual(long.map(({ length }) => length));
  expect(computed()).toBe(4);
});
