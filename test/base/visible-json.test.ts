import { expect, test } from 'vitest';
import { visibleJson } from '../../src/base/visible-json.ts';

test('what a terminal obeys or other programs take for a line end is escaped and comes back as it was', () => {
  const value = { m: 'a\u009b2Jb\u0085c\u2028d\u202ee\u200bf\u{e0041}g é 漢 😀' };
  const text = visibleJson(JSON.stringify(value));
  expect(text).toBe('{"m":"a\\u009b2Jb\\u0085c\\u2028d\\u202ee\\u200bf\\udb40\\udc41g é 漢 😀"}');
  expect(JSON.parse(text)).toEqual(value);
});
