// JSON in parts is JSON as it is known.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonParts } from '../../src/run/json-parts.ts';

const joined = (value: unknown) => [...jsonParts(value)].join('');

test('the parts together are what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 7 }), (value) => {
      expect(joined(value)).toBe(JSON.stringify(value));
    }),
  );
  const odd = {
    a: undefined,
    b: [undefined, null],
    c: new Date(0),
    d: new Map([[1, 2]]),
    e: { f: undefined },
  };
  expect(joined(odd)).toBe(JSON.stringify(odd));
});

test('a large value comes in several parts', () => {
  const parts = [
    ...jsonParts({
      rows: Array.from({ length: 20_000 }, (_, at) => ({ at, text: 'x'.repeat(50) })),
    }),
  ];
  expect(parts.length).toBeGreaterThan(3);
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(300_000);
});
