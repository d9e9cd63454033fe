// Answers in a size that the clients of other programs take.
import { expect, test } from 'vitest';
import { boundedContent } from '../../src/mcp/bounded-content.ts';

const rows = Array.from({ length: 100 }, (_, index) => ({ message: `line ${index}` }));

test('an answer that fits stays as it is', () => {
  const content = { results: rows, status: 'Complete' };
  expect(boundedContent(content, 10_000)).toEqual(content);
});

test('of a longer one the first rows stay, and how many there are is told', () => {
  const content = { status: 'Complete', statistics: { recordsMatched: 100 }, results: rows };
  const bounded = boundedContent(content, 1_000);
  const shown = (bounded.results as unknown[]).length;
  expect(JSON.stringify(bounded.results).length).toBeLessThan(1_000);
  expect(shown).toBeGreaterThan(10);
  expect(bounded).toMatchObject({
    status: 'Complete',
    results: rows.slice(0, shown),
    leftOut: { member: 'results', shown, of: 100, help: expect.stringContaining('smaller page') },
  });
});

test('a single row that is too long is left out', () => {
  const bounded = boundedContent({ events: ['x'.repeat(2_000)] }, 1_000);
  expect(bounded).toMatchObject({ events: [], leftOut: { shown: 0, of: 1 } });
});
