// How many times the window was scanned is told where it was clearly more than once, with what for.
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { scanInWords } from '../../src/report/scan-words.ts';
import type { Report, ReportEvidence } from '../../src/report/types.ts';
import { EXAMPLE } from './reports.ts';

const { start, end } = EXAMPLE.window.analyzed;
const [startTime, endTime] = [Date.parse(start) / 1_000, Date.parse(end) / 1_000];
const PASS = 1_000_000;

const answer = (name: string, bytesScanned: number, part: Partial<ReportEvidence> = {}) => ({
  id: `E${name}`,
  tool: 'get-query-results',
  arguments: { startTime, endTime },
  summary: `${name}: 5 rows of 5 matching events`,
  queryId: `${name} ${bytesScanned}`,
  statistics: { bytesScanned },
  truncated: false,
  ...part,
});

const reportOf = (evidence: readonly ReportEvidence[]): Report => ({
  ...EXAMPLE,
  evidence,
  totals: { ...EXAMPLE.totals, counted: { kinds: 40, triedOn: 900 } },
  usage: { ...EXAMPLE.usage, onePassBytes: PASS },
});

const SEARCH = answer('candidates', PASS);

describe('beyond 1.3 passes over the window', () => {
  test('it is told how many they were, and what for, from the figures of the queries', () => {
    const report = reportOf([
      SEARCH,
      answer('count findings', PASS),
      answer('count findings', PASS + 1),
      answer('other candidates', 900_000),
      answer('first of 12ab', 60_000),
      answer('last of 12ab', 40_000),
      answer('context', 10_000),
    ]);
    expect(scanInWords(report)).toBe(
      '4 MB, 4 times one pass over the window (1 MB); beside that pass 2 MB to count 40 kinds exactly, 900 KB to read what no query counts and 100 KB for first and last times',
    );
    expect(renderMarkdown(report)).toContain('- **Scanned:** 4 MB, 4 times one pass');
  });

  test('candidates that were asked for again count as far as they are more than the pass', () => {
    expect(scanInWords(reportOf([SEARCH, answer('candidates', 500_000)]))).toBe(
      '1.5 MB, 1.5 times one pass over the window (1 MB); beside that pass 500 KB to read the candidates in parts',
    );
  });
});

describe('it is not told', () => {
  test('up to 1.3 passes', () => {
    expect(scanInWords(reportOf([SEARCH, answer('survey', 300_000)]))).toBeNull();
    expect(renderMarkdown(reportOf([SEARCH]))).not.toContain('**Scanned:**');
    expect(scanInWords(reportOf([SEARCH, answer('survey', 300_001)]))).not.toBeNull();
  });

  test('of a query whose rows were read on, which scanned once', () => {
    expect(scanInWords(reportOf([SEARCH, { ...SEARCH, id: 'E2' }]))).toBeNull();
  });

  test('of a normal time, which is another window', () => {
    const before = { startTime: startTime - 7_200, endTime: startTime };
    const normal = answer('baseline', PASS, { arguments: before });
    expect(scanInWords(reportOf([SEARCH, normal]))).toBeNull();
  });

  test('where it is not known what a pass takes', () => {
    const report = reportOf([SEARCH, answer('count findings', 5 * PASS)]);
    const { onePassBytes: _, ...usage } = report.usage;
    expect(scanInWords({ ...report, usage })).toBeNull();
  });
});
