// The size of an answer against that of its text.
import { describe, expect, test } from 'vitest';
import { jsonBytes } from '../../src/run/content-size.ts';

describe('jsonBytes', () => {
  const values: readonly unknown[] = [
    null,
    true,
    -1.5,
    '',
    'größer',
    [],
    {},
    [1, 'a', [null]],
    { status: 'Complete', results: [[{ field: '@message', value: 'x' }]], statistics: { n: 3 } },
    { left: undefined, kept: 1 },
  ];

  test.each(values.map((value) => [JSON.stringify(value), value]))('%s', (text, value) => {
    expect(jsonBytes(value)).toBe(Buffer.byteLength(String(text)));
  });

  test('escapes are not counted', () => {
    expect(jsonBytes('a\nb')).toBe('"a\nb"'.length);
  });
});
