// A report of which only a part was read: figures are lower bounds, and nothing is told of when errors came.
import { describe, expect, test } from 'vitest';
import { closingLines } from '../../src/report/closing-lines.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import type { Report } from '../../src/report/types.ts';
import { EXAMPLE } from './reports.ts';

const part = { read: 2_496, matched: 1_200_000 };
const report: Report = {
  ...EXAMPLE,
  totals: { ...EXAMPLE.totals, exact: false, part },
  timeline: { ...EXAMPLE.timeline, peak: null, peaks: [], baselinePerHour: 0 },
  correlations: [],
  logGroupCorrelations: [],
  rootCauses: EXAMPLE.rootCauses.map((cause) => ({ ...cause, trigger: null })),
  findings: EXAMPLE.findings.map((finding) => ({
    ...finding,
    readInPart: true,
    rhythm: 'sporadic',
    periodSeconds: null,
    burst: null,
    bursts: [],
    baselinePerHour: 0,
  })),
};
const text = renderMarkdown(report);
const lineOf = (label: string) =>
  text.split('\n').find((line) => line.startsWith(`- **${label}:**`));
const READ = 'only 2,496 of the 1,200,000 events that the search for errors asked for were read';

describe('where only a part was read', () => {
  test('it is told how much matched and how much of it was read', () => {
    expect(lineOf('Errors')).toBe(`- **Errors:** at least 847 in 3 log groups; ${READ}`);
    expect(lineOf('Still going on')).toBe(`- **Still going on:** not known; ${READ}`);
    expect(lineOf('Course')).toContain(`not known; ${READ}`);
  });

  test('there is no peak, no baseline, no last error, no chart and no correlation', () => {
    for (const words of ['**Peak', '**Baseline', '**Burst', '**Last error', 'a row, times in UTC'])
      expect(text).not.toContain(words);
    expect(text).not.toContain('### Correlations');
    expect(text).not.toMatch(/now and then|all through the window/);
  });

  test('each figure is a lower bound', () => {
    expect(lineOf('Most affected')).toMatch(/, at least \d+ errors/);
    expect(text).toMatch(/\| analyzed \| at least \d+ \|/);
    expect(text).toMatch(/^\| F1 \| .* \| at least \d+ \| .* \| not known \|$/m);
    expect(text).toMatch(/^### F1: .* – at least \d+ errors/m);
    expect(lineOf('Primary cause')).toMatch(/\(at least \d+ errors, /);
    expect(lineOf('Impact')).toContain('at least');
    expect(closingLines(report)[0]).toContain('at least 847 errors');
  });

  test('when a finding came is said not to be known', () => {
    expect(text).toMatch(/- When F1.* came is not known: only a part of these errors was read\./);
    expect(text).toContain('| First read (UTC) | Last read (UTC) |');
  });
});
