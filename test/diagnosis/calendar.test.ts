// An onset at the turn of a day, a month or a year is told, as a hint and no more.
import { expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { caseOf } from './cases.ts';

const MINUTE_MS = 60_000;

/** One cause whose errors begin so many seconds after a moment, in the middle of four hours. */
function explained(atMs: number, afterSeconds: number, message: string): string {
  const spec = { id: 'F1', message, count: 400, burst: [120, 135, 400] } as const;
  const input = caseOf({ findings: [spec] });
  const [finding] = input.analysis.findings;
  if (finding === undefined) throw new Error('the case has a finding');
  const shiftMs = atMs + afterSeconds * 1_000 - (finding.burst?.startMs ?? 0);
  const moved = <T extends { startMs: number; endMs: number }>(range: T): T => ({
    ...range,
    startMs: range.startMs + shiftMs,
    endMs: range.endMs + shiftMs,
  });
  const own = {
    ...finding,
    firstSeenMs: finding.firstSeenMs + shiftMs,
    lastSeenMs: finding.lastSeenMs + shiftMs,
    timesMs: finding.timesMs.map((ms) => ms + shiftMs),
    burst: finding.burst === null ? null : moved(finding.burst),
    bursts: (finding.bursts ?? []).map(moved),
  };
  const { rootCauses } = diagnose({
    ...input,
    window: { startMs: atMs - 120 * MINUTE_MS, endMs: atMs + 120 * MINUTE_MS },
    analysis: { ...input.analysis, findings: [own] },
    context: [],
  });
  return rootCauses[0]?.explanation ?? '';
}

const DAY = Date.UTC(2026, 10, 21);
const MONTH = Date.UTC(2026, 11, 1);
const YEAR = Date.UTC(2027, 0, 1);
const PARTITION = 'ERROR: relation "events_2026_12" does not exist';
const REFUSED = 'ERROR upload refused by the store';

test.each([
  ['a day', DAY, 'within a second of the turn of the day in UTC (2026-11-21)', 0],
  ['a month', MONTH, '4 seconds after the turn of the month in UTC (2026-12-01)', 4],
  ['a year', YEAR, '59 seconds after the turn of the year in UTC (2027-01-01)', 59],
])('%s turns', (_, atMs, words, seconds) => {
  expect(explained(atMs, seconds, REFUSED)).toContain(words);
});

test('lines that name what has begun are quoted with it', () => {
  expect(explained(MONTH, 4, PARTITION)).toContain('its lines name the new month ("2026_12")');
  expect(explained(MONTH, 4, REFUSED)).not.toContain('its lines name');
});

test('an onset a minute later, or at any other hour, lies at no turn', () => {
  expect(explained(MONTH, 61, PARTITION)).not.toContain('the turn of');
  expect(explained(MONTH + 3_600_000, 1, PARTITION)).not.toContain('the turn of');
});
