// What many errors are called: the words that all share.
import { describe, expect, test } from 'vitest';
import { commonTitle, saysLittle } from '../../src/evidence/common-title.ts';

const CASES: readonly (readonly [given: readonly string[], title: string])[] = [
  [['Read timed out', 'Read timed out'], 'Read timed out'],
  [
    ['TimeoutError: gave up after 3012 ms', 'TimeoutError: gave up after 9 ms'],
    'TimeoutError: gave up after <*> ms',
  ],
  [['KeyError: id=17 of shard 4', 'KeyError: id=42 of shard 4'], 'KeyError: id=<*> of shard 4'],
  [["KeyError: 'blue' is missing", "KeyError: 'red' is missing"], "KeyError: '<*>' is missing"],
  [["no Post with 'id'=17", "no Post with 'id'=42"], "no Post with 'id'=<*>"],
  [['no user Ann Lee found', 'no user Bo found'], 'no user <*> found'],
  [['a b c d', 'w x y z'], 'a b c d'],
];

describe('the title of many', () => {
  test.each(CASES)('%j', (titles, title) => {
    expect(commonTitle(titles)).toBe(title);
  });
});

test.each([
  ['RunPodSandbox for <*>', true],
  ['no user <*>', true],
  ['KeyError: <*>', false],
  ['no user <*> found', false],
  ['could not read the <*>', false],
])('whether two words and an open end are left of it: %s', (title, little) => {
  expect(saysLittle(title)).toBe(little);
});
