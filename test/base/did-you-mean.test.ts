import { expect, test } from 'vitest';
import { didYouMean } from '../../src/base/did-you-mean.ts';

const commands = ['list', 'show', 'lint', 'new', 'run-queries'];

test.each([
  ['lst', 'list'],
  ['LIST', 'list'],
  ['run-querys', 'run-queries'],
  ['nwe', 'new'],
  ['wen', null],
  ['investigate', null],
  ['', null],
])('for %j it is %j', (word, expected) => {
  expect(didYouMean(word, commands)).toBe(expected);
});

test('ties go to the earlier candidate', () => {
  expect(didYouMean('lit', commands)).toBe('list');
});
