// A window without an event: nothing is said of its health, and no bound is set on what was not there.
import { expect, test } from 'vitest';
import { closingLines } from '../../src/report/closing-lines.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import type { Report } from '../../src/report/types.ts';
import { HEALTHY } from './reports.ts';

const EMPTY: Report = {
  ...HEALTHY,
  verdict: 'inconclusive',
  logGroups: HEALTHY.logGroups.map((group) => ({ ...group, events: 0 })),
};

test.each([
  ['exact', true],
  ['lower bounds', false],
])('nothing can be said of a window without events, its counts being %s', (_, exact) => {
  const report = { ...EMPTY, totals: { errors: 0, exact, searched: true } };
  const text = renderMarkdown(report);
  expect(text).toContain(
    'No log event was seen in the window, so nothing can be said of its health',
  );
  expect(text).toContain('**Errors:** nothing can be said, there is no event in the window');
  expect(text).toContain('**Counts:** none; there is no event to count');
  expect(text).not.toMatch(/Errors:\*\* none|lower bounds|No error was found|at least/);
  expect(closingLines(report)[0]).toBe('Inconclusive: no event in the window');
});

test('log groups whose events nobody counted are not called empty', () => {
  const logGroups = HEALTHY.logGroups.map((group) => ({ ...group, events: null }));
  const text = renderMarkdown({ ...EMPTY, logGroups });
  expect(text).toContain('No error was seen among the log events of');
  expect(text).not.toContain('No log event was seen');
});
