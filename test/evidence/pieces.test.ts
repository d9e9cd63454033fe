// Pieces of texts: no text that holds a stretch is ruled out, and most that do not hold it are.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf, SearchedText } from '../../src/evidence/pieces.ts';

const text = fc.string({ unit: 'binary', maxLength: 60 });

test('a text that holds stretches is never ruled out for them', () => {
  fc.assert(
    fc.property(text, text, text, fc.nat(3_000), (before, one, other, gap) => {
      const searched = new SearchedText(`${before}${one}${' '.repeat(gap)}${other}`);
      expect(searched.mayHold(piecesOf([one, other]))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('most texts that hold no part of a stretch are ruled out', () => {
  const lines = Array.from(
    { length: 500 },
    (_, at) => `order ${at * 7919} was charged ${at} cents`,
  );
  const kept = lines.filter((line) =>
    new SearchedText(line).mayHold(piecesOf(['connection refused'])),
  );
  expect(kept).toEqual([]);
});

test('a stretch that is shorter than a piece rules out nothing', () => {
  expect(piecesOf(['abc', ''])).toEqual([]);
  expect(new SearchedText('').mayHold([])).toBe(true);
});
