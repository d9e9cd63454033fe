// What a text must hold to match a pattern of a finding.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixedParts } from '../../src/evidence/telling-pattern.ts';

test.each([
  ['\\blang\\.StateException\\b[\\s\\S]+\\bCart\\.run\\b', ['lang.StateException', 'Cart.run']],
  ['AccessDenied:\\s+not\\s+authorized', ['AccessDenied:', 'authorized']],
  [
    '^[^\\n]*Failed to.{1,200}open.+order x{0,2}yyyy[^\\n]*$',
    ['Failed to', 'open', 'order ', 'yyyy'],
  ],
  ['colou?rs and shapes* there', ['colo', 'rs and shape', ' there']],
  ['ab\\-cd ef\\/gh', ['ab-cd ef/gh']],
  ['\\bGET\\b /api/orders(?:[?\\s"]|$)', [' /api/orders']],
  ['\\b(?:FATAL|ERROR)\\b.*order lost', ['order lost']],
  ['closed|opened', []],
])('of %s', (pattern, parts) => {
  expect(fixedParts(pattern)).toEqual(parts);
});

const PIECES = [
  'order',
  '\\.',
  '\\s+',
  'x',
  '.+',
  '.{1,2}',
  'é',
  '[^"]+',
  'cart is',
  '\\(',
  '?',
  'ab*',
  '$',
];

test('whatever matches holds all of them', () => {
  const pieces = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 });
  const words = ['order', '.', ' ', 'x', 'é', 'cart is', 'cart i', '(', 'a', 'abb', 'orde', '"'];
  const texts = fc.array(fc.constantFrom(...words), { maxLength: 12 });
  let matched = 0;
  fc.assert(
    fc.property(pieces, texts, (parts, written) => {
      const pattern = parts.join('').replace(/^\?|(?<=[?+*}$])\?+/g, '');
      const text = written.join('');
      if (!new RegExp(pattern).test(text)) return;
      matched++;
      expect(fixedParts(pattern).filter((part) => !text.includes(part))).toEqual([]);
    }),
    { numRuns: 20_000, seed: 20_261_128 },
  );
  expect(matched).toBeGreaterThan(500);
});
