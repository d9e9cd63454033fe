// What holds for all queries and texts, tried on random ones.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../../src/insights/compile.ts';
import { rows, START_MS } from './query.ts';
import { anyQuery, anyText, plainEvents, plainQuery, rowsOf, textOf } from './random-queries.ts';

/** Texts that the parser must outlive in the gate. */
const TEXTS = 40_000;

test('any text compiles or is refused with an error, and nothing throws', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { query, diagnostics } = compile(text);
      const refused = diagnostics.some(({ severity }) => severity === 'error');
      const placed = diagnostics.every(
        ({ span }) =>
          span !== null && 0 <= span.start && span.start <= span.end && span.end <= text.length,
      );
      return (query === null) === refused && placed;
    }),
    { numRuns: TEXTS },
  );
}, 240_000);

test('random queries over random events give what a plain evaluation gives', () => {
  fc.assert(
    fc.property(plainQuery, plainEvents, (query, events) => {
      expect(rows(textOf(query), events)).toEqual(rowsOf(query, events, START_MS));
    }),
    { numRuns: 1_200 },
  );
}, 60_000);

test('a query that is written out and read again is the same query', () => {
  let compiled = 0;
  fc.assert(
    fc.property(anyQuery, (text) => {
      const { query } = compile(text);
      if (query === null) return;
      compiled++;
      const printed = query.print();
      const again = compile(printed).query;
      expect([printed, again?.print()]).toEqual([printed, printed]);
      expect(again?.commands).toEqual(query.commands);
      const events = [{ k: 'a', n: 1, list: [{ k: 2 }] }, { k: '["x"]', n: '5' }, 'k=v  7, "8"'];
      if (query.subqueries.length === 0) expect(rows(printed, events)).toEqual(rows(text, events));
    }),
    { numRuns: 1_200 },
  );
  expect(compiled).toBeGreaterThan(600);
}, 60_000);
