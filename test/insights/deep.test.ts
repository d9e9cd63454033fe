import { expect, test } from 'vitest';
import { parseContainer } from '../../src/insights/fields/document.ts';

test('JSON that is nested too deep to be walked has no fields', () => {
  expect(parseContainer(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toBeNull();
  expect(parseContainer('{"a":[[1]]}')).toEqual({ a: [[1]] });
});
