// How many candidates are read where findings are then counted by query.
import { describe, expect, test } from 'vitest';
import { sampleRows } from '../../src/evidence/sample.ts';
import { sketcher } from '../../src/evidence/sketch.ts';
import { event } from './support.ts';

const WORDS = ['stock', 'price', 'cart', 'order', 'parcel', 'refund', 'coupon', 'tax'];
/** The nth of so many messages that share no template. */
const message = (kind: number) =>
  `ERROR ${WORDS[kind % 8]} ${WORDS[(kind >> 3) % 8]}er could not be ${WORDS[kind % 5]}ed`;

function rowsFor(lines: number, kinds: number, text: (kind: number) => string = message): number {
  const seen = sketcher();
  seen.lookAhead(Array.from({ length: lines }, (_, index) => event(text(index % kinds))));
  return sampleRows(seen.seen());
}

describe('the sample', () => {
  test('is small where its first rows show fifty occurrences a kind, on average', () => {
    expect(rowsFor(500, 8)).toBe(2_500);
  });

  test('is twice as large where they show fewer', () => {
    expect(rowsFor(500, 60)).toBe(5_000);
    expect(rowsFor(40, 1)).toBe(5_000);
  });

  test('is large where nothing was looked at yet, or where no error was seen', () => {
    expect(sampleRows(null)).toBe(5_000);
    expect(rowsFor(0, 1)).toBe(5_000);
    expect(rowsFor(500, 1, () => 'INFO order placed')).toBe(5_000);
  });

  test('takes many places of one message for one kind', () => {
    const thrown = (place: number) =>
      `ERROR cannot price order\njava.lang.IllegalStateException: locked\n\tat com.shop.Cart.step${'abcdefghij'[place % 10]}${'abcdefghij'[Math.floor(place / 10)]}(Cart.java:${place + 1})`;
    expect(rowsFor(500, 100, thrown)).toBe(2_500);
  });
});
