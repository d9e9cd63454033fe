import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.ts';
import type { Report, ReportBurst, ReportCorrelation } from '../../src/report/types.ts';
import { EXAMPLE } from './reports.ts';

const [WEB, DB] = ['/shop/web', '/shop/db'];

/** Lines of the section of a report whose two log groups failed. */
function section(logGroupCorrelations: readonly ReportCorrelation[], errors = [60, 40]): string[] {
  const [like] = EXAMPLE.logGroups;
  if (like === undefined) throw new Error('the example has log groups');
  const report: Report = {
    ...EXAMPLE,
    logGroups: [WEB, DB].map((name, index) => ({ ...like, name, errors: errors[index] ?? 0 })),
    logGroupCorrelations,
  };
  const text = renderMarkdown(report).split('### Correlations\n')[1] ?? '';
  return (text.split('\n### ')[0] ?? '')
    .split('\n')
    .filter((line) => line.includes('log groups') || line.includes(WEB));
}

describe('between log groups', () => {
  test('says which begins later, by how much, and how tightly they go together', () => {
    expect(section([{ first: DB, second: WEB, share: 0.95, lagSeconds: 120 }])).toEqual([
      'Between log groups:',
      '- The errors of `/shop/web` begin 2 minutes after those of `/shop/db`; 95 % of those of `/shop/db` lie within a minute of one of the other.',
    ]);
  });

  test('says which comes after which each time', () => {
    expect(section([{ first: DB, second: WEB, share: 1, lagSeconds: 3.2, each: true }])[1]).toMatch(
      /^- The errors of `\/shop\/web` come about 3\.2 seconds after those of `\/shop\/db`;/,
    );
    expect(section([{ first: DB, second: WEB, share: 1, lagSeconds: 0.4, each: true }])[1]).toMatch(
      / come within a second after those /,
    );
    expect(section([{ first: DB, second: WEB, share: 1, lagSeconds: 0, each: true }])[1]).toMatch(
      / come at the same time as those /,
    );
  });

  test('says so where none go together, and nothing where only one has errors', () => {
    expect(section([])).toEqual([
      'The errors of no two log groups go together in time more than chance has it.',
    ]);
    expect(section([], [60, 0])).toEqual([]);
  });
});

describe('timing', () => {
  test('tells each burst of a finding, up to a few, and the rate outside them', () => {
    const [first, ...rest] = EXAMPLE.findings;
    const burst = {
      start: '2026-01-14T14:15:00.000Z',
      end: '2026-01-14T14:20:00.000Z',
      errors: 90,
    };
    const at = (hour: number, errors: number) => ({
      start: `2026-01-14T${hour}:15:00.000Z`,
      end: `2026-01-14T${hour}:20:00.000Z`,
      errors,
    });
    const timing = (...bursts: readonly ReportBurst[]) => {
      const findings = first ? [{ ...first, burst, bursts, baselinePerHour: 3.4 }, ...rest] : rest;
      return renderMarkdown({ ...EXAMPLE, findings });
    };
    expect(timing(at(12, 20), burst, at(15, 31))).toMatch(
      /: 90 of its [\d,]+ errors lie in 14:15–14:20 UTC, 20 in 12:15–12:20 UTC, 31 in 15:15–15:20 UTC, about 3\.4 an hour outside\./,
    );
    const many = [10, 11, 12, 13, 15, 16].map((hour) => at(hour, hour));
    expect(timing(burst, ...many)).toMatch(
      / UTC, 12 in [^,]*, 13 in [^,]*, 15 in [^,]*, 16 in [^,]* UTC, the rest in 2 smaller bursts, about/,
    );
  });
});

describe('what the failures share', () => {
  const telling = { share: 1, baselineShare: 0.1 };
  /** The lines of the section for one finding with these values. */
  function shared(title: string, values: readonly (readonly [string, string])[]): string[] {
    const dimensions = values.map(([field, value]) => ({ field, value, ...telling }));
    const findings = EXAMPLE.findings.slice(0, 1).map((each) => ({ ...each, title, dimensions }));
    const [, section = ''] = renderMarkdown({ ...EXAMPLE, findings }).split(
      '### What the Failures Share\n',
    );
    return section.match(/^- .*$/gm)?.slice(0, values.length) ?? [];
  }

  test('leaves out what the title says, the path without its ids too', () => {
    expect(shared('HTTP 503 GET /session/<num>', [['path', '/session/#']])).toEqual([]);
    expect(shared('POST /charge refused', [['path', '/charge']])).toEqual([]);
    expect(shared('login on host=api-<num> failed', [['host', 'api-2']])).toEqual([
      '- F1: `host=api-2` in 100 % of them, in 10 % of the other events.',
    ]);
  });

  test('tells a value that stands under two names once', () => {
    const values = [['host', 'api-2'] as const, ['hostname', 'api-2'] as const];
    expect(shared('login failed', values)[0]).toContain('`host=api-2`');
    expect(shared('login failed', values).join()).not.toContain('hostname');
  });
});
