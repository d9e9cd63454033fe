import { expect, test } from 'vitest';
import { isNestedTooDeep, MAX_JSON_LEVELS } from '../../src/base/nesting.ts';

const nested = (levels: number) => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;

test('JSON is too deep beyond the named number of levels', () => {
  expect(isNestedTooDeep(nested(MAX_JSON_LEVELS))).toBe(false);
  expect(isNestedTooDeep(nested(MAX_JSON_LEVELS + 2))).toBe(true);
});

test('brackets beside each other and within strings do not count', () => {
  expect(isNestedTooDeep(`[${'[],'.repeat(1_000)}1]`)).toBe(false);
  expect(isNestedTooDeep(JSON.stringify({ m: `\\"${'['.repeat(1_000)}` }))).toBe(false);
});
