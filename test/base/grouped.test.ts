import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grouped } from '../../src/base/grouped.ts';

test('numbers are written as toLocaleString writes them', () => {
  const number = fc.oneof(fc.maxSafeNat(), fc.nat(), fc.integer(), fc.double());
  fc.assert(
    fc.property(number, (value) => {
      expect(grouped(value)).toBe((value + 0).toLocaleString('en-US'));
    }),
  );
});

test.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [1_234_567, '1,234,567'],
])('%d is %s', (value, text) => {
  expect(grouped(value)).toBe(text);
});
