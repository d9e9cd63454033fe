// Every figure of a report leads back to what it was counted from.
import { describe, expect, test } from 'vitest';
import { behindClaim, evidenceWords } from '../../src/report/evidence-words.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import type { Report, ReportEvidence } from '../../src/report/types.ts';
import { EXAMPLE } from './reports.ts';

describe('ids of evidence', () => {
  test.each([
    [[], '–'],
    [['E3'], 'E3'],
    [['E14', 'E12', 'E12'], 'E12, E14'],
    [['E9', 'E10'], 'E9, E10'],
    [['E9', 'E10', 'E11', 'E2'], 'E2, E9–E11'],
    [['odd', 'E2'], 'E2, odd'],
    [
      Array.from({ length: 10 }, (_, index) => `E${index * 2}`),
      'E0, E2, E4, E6, E8, E10 and 4 more',
    ],
  ])('%j read %s', (ids, words) => {
    const sorted = (text: string) => text.split(', ').sort();
    expect(sorted(evidenceWords(ids))).toEqual(sorted(words));
  });

  test('stand in brackets behind a claim, where there are any', () => {
    expect([behindClaim(['E1']), behindClaim([])]).toEqual([' (E1)', '']);
  });
});

/** The rows of the table under this heading. */
function rowsUnder(report: Report, heading: string): string[] {
  const [, text = ''] = renderMarkdown(report).split(`### ${heading}\n`);
  return (text.split('\n### ')[0] ?? '')
    .split('\n')
    .filter((line) => /^\| (?!---)/.test(line))
    .slice(1);
}

const asked = (id: string, name: string, startTime: number, endTime: number): ReportEvidence => ({
  id,
  tool: 'get-query-results',
  arguments: { logGroupNames: ['/a'], startTime, endTime },
  summary: `${name}: 0 rows of 0 matching events`,
  queryId: null,
  statistics: null,
  truncated: false,
});

describe('the queries', () => {
  const at = Date.parse('2026-01-14T16:00:00Z') / 1_000;

  test('each carry the ids of their answers', () => {
    const evidence = [
      asked('E2', 'candidates', at - 60, at),
      asked('E3', 'candidates', at - 60, at),
    ];
    expect(rowsUnder({ ...EXAMPLE, evidence }, 'Queries')[0]).toMatch(/\| E2, E3 \|$/);
  });

  test('at the ends of a window are a second, no span', () => {
    const one = rowsUnder({ ...EXAMPLE, evidence: [asked('E2', 'edges', at, at)] }, 'Queries')[0];
    expect(one).toContain('| 2026-01-14 16:00:00 UTC, one second |');
    const evidence = [asked('E2', 'edges', at - 60, at - 60), asked('E3', 'edges', at, at)];
    expect(rowsUnder({ ...EXAMPLE, evidence }, 'Queries')[0]).toContain(
      '| 2 seconds between 2026-01-14 15:59:00 and 2026-01-14 16:00:00 UTC |',
    );
  });
});

test('warnings, totals and findings name what they were counted from', () => {
  const markdown = renderMarkdown(EXAMPLE);
  expect(markdown).toMatch(/\*\*Total:\*\* 847 errors \(E\d/);
  for (const { id, severity } of EXAMPLE.findings)
    expect(markdown).toMatch(
      severity === 'error'
        ? new RegExp(`${id} from E\\d`)
        : new RegExp(`- ${id}: .*\\(E\\d.*\\)$`, 'm'),
    );
});

test('a first or last row of the chart that is cut by the window is called partial', () => {
  const { timeline } = EXAMPLE;
  const [first] = timeline.bins;
  const cut = new Date(Date.parse(first?.start ?? '') + 0.9 * timeline.binSeconds * 1_000);
  const marked = (report: Report) =>
    renderMarkdown(report)
      .split('\n')
      .filter((line) => /[\d,]+ (?:peak, )?partial$/.test(line)).length;
  const window = {
    ...EXAMPLE.window,
    analyzed: { ...EXAMPLE.window.analyzed, start: cut.toISOString() },
  };
  const flat = {
    ...EXAMPLE,
    timeline: { ...timeline, bins: timeline.bins.slice(0, 20), peak: null, peaks: [] },
  };
  const end = timeline.bins[20]?.start ?? '';
  const whole = { ...flat, window: { ...window, analyzed: { start: first?.start ?? '', end } } };
  expect(marked(whole)).toBe(0);
  expect(
    marked({ ...flat, window: { ...window, analyzed: { start: cut.toISOString(), end } } }),
  ).toBe(1);
});
