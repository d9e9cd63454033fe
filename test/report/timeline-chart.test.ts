// The error timeline as bars: of a long window a row is many bins, and the time around the peak is shown bin by bin.
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.ts';
import type { Report } from '../../src/report/types.ts';
import { EXAMPLE } from './reports.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-01-07T16:00:00.000Z');
const hour = (at: number) => new Date(START_MS + at * HOUR_MS).toISOString();

/** A week with one error an hour, and 50 in each hour of the peak. */
function week(peakFrom: number, peakTo: number): Report {
  const errorsAt = (at: number) => (at >= peakFrom && at < peakTo ? 50 : 1);
  const range = { start: hour(0), end: hour(168) };
  const peak = { start: hour(peakFrom), end: hour(peakTo), errors: 50 * (peakTo - peakFrom) };
  const bins = Array.from({ length: 168 }, (_, at) => ({ start: hour(at), errors: errorsAt(at) }));
  return {
    ...EXAMPLE,
    window: { ...EXAMPLE.window, requested: range, analyzed: range },
    timeline: { binSeconds: 3_600, bins, peak, peaks: [peak], baselinePerHour: 1 },
  };
}

/** The rows of the close-up, without their bars; null where there is none. */
function closeUp(report: Report): readonly string[] | null {
  const [, chart] = renderMarkdown(report).split('Around the peak, 1 hour a row:\n\n```\n');
  const rows = chart?.split('\n```')[0]?.split('\n');
  return rows?.map((row) => row.replace(/ [█▏▎▍▌▋▊▉]+ +/, ' ')) ?? null;
}

describe('in a week', () => {
  test('the hours around the peak are told one by one', () => {
    const rows = closeUp(week(100, 102));
    expect(rows).toHaveLength(12);
    expect(rows?.slice(4, 8)).toEqual([
      '2026-01-11 19:00 1',
      '2026-01-11 20:00 50 peak',
      '2026-01-11 21:00 50 peak',
      '2026-01-11 22:00 1',
    ]);
  });

  test('at its end there is nothing behind the peak', () => {
    const rows = closeUp(week(166, 168));
    expect(rows?.at(-1)).toBe('2026-01-14 15:00 50 peak');
    expect(rows).toHaveLength(7);
  });

  test('a peak of days is seen in the rows of the whole', () => {
    expect(closeUp(week(80, 120))).toBeNull();
  });
});

test('in four hours the rows show the peak well enough', () => {
  expect(closeUp(EXAMPLE)).toBeNull();
});
