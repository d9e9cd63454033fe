import { describe, expect, test } from 'vitest';
import type { CaseLogGroup } from '../../src/run/case-file.ts';
import { endAfterLastEvent, fitWindow, requestedWindow } from '../../src/run/window.ts';

const at = (text: string) => Date.parse(`2026-11-20T${text}Z`);
const NOW = at('18:00:00');
const group = (facts: Partial<CaseLogGroup>): CaseLogGroup => ({
  name: '/app',
  region: 'us-west-2',
  status: 'analyzed',
  relevance: '',
  creationMs: null,
  storedBytes: null,
  retentionDays: null,
  logClass: null,
  firstEventMs: null,
  lastEventMs: null,
  events: null,
  evidence: [],
  ...facts,
});

describe('the window as asked for', () => {
  test('ends now and begins the given hours before', () => {
    const window = requestedWindow({ startMs: null, endMs: null, hours: 2 }, NOW);
    expect(window).toEqual({ startMs: at('16:00:00'), endMs: NOW });
  });

  test('a start alone reaches to the end of the data', () => {
    const window = requestedWindow({ startMs: at('09:30:00'), endMs: null, hours: 2 }, NOW);
    expect(window).toEqual({ startMs: at('09:30:00'), endMs: NOW });
  });

  test('local logs end at the first whole second after their last event', () => {
    const groups = [
      group({ lastEventMs: at('15:59:59.250') }),
      group({ lastEventMs: at('12:00:00') }),
    ];
    expect(endAfterLastEvent(groups)).toBe(at('16:00:00'));
    expect(endAfterLastEvent([group({ lastEventMs: at('16:00:00') })])).toBe(at('16:00:01'));
    expect(endAfterLastEvent([group({})])).toBeNull();
  });
});

describe('the window fitted to the data', () => {
  const requested = { startMs: at('12:00:00'), endMs: at('16:00:00') };

  test('stays where the data covers it', () => {
    const groups = [group({ creationMs: at('03:00:00'), firstEventMs: at('11:59:00') })];
    expect(fitWindow(requested, groups, NOW)).toEqual({
      requested,
      analyzed: requested,
      adjustments: [],
    });
  });

  test('stays where the first event follows within the first minute', () => {
    const groups = [group({ firstEventMs: at('12:00:41') })];
    expect(fitWindow(requested, groups, NOW).adjustments).toEqual([]);
  });

  test('shrinks to where the earliest group begins, and says so', () => {
    const groups = [
      group({ firstEventMs: at('13:30:20') }),
      group({ name: '/late', creationMs: at('15:00:00') }),
    ];
    const { analyzed, adjustments } = fitWindow(requested, groups, NOW);
    expect(analyzed).toEqual({ startMs: at('13:30:00'), endMs: at('16:00:00') });
    expect(adjustments).toEqual([
      'The window begins at 2026-11-20T13:30:00.000Z, 90 minutes later than asked, because the first event of /app is from then.',
    ]);
  });

  test('tells less than a minute in seconds', () => {
    const groups = [group({ firstEventMs: at('14:00:00') })];
    const fitted = fitWindow({ ...requested, startMs: at('13:59:56') }, groups, NOW);
    expect(fitted.adjustments[0]).toContain('4 seconds later than asked');
  });

  test('begins with the first event, also where the log group was created after it', () => {
    const groups = [group({ creationMs: at('15:30:00'), firstEventMs: at('13:30:00') })];
    const { analyzed, adjustments } = fitWindow(requested, groups, NOW);
    expect(analyzed.startMs).toBe(at('13:30:00'));
    expect(adjustments[0]).toContain('the first event of /app is from then');
  });

  test('begins with the creation where the first event is unknown', () => {
    const { analyzed, adjustments } = fitWindow(
      requested,
      [group({ creationMs: at('15:30:00') })],
      NOW,
    );
    expect(analyzed.startMs).toBe(at('15:30:00'));
    expect(adjustments[0]).toContain('the log group /app was created then');
  });

  test('never begins before what retention keeps, whatever the first event was', () => {
    const week = { startMs: NOW - 7 * 86_400_000, endMs: NOW };
    const groups = [group({ creationMs: NOW, firstEventMs: 0, retentionDays: 3 })];
    expect(fitWindow(week, groups, NOW).analyzed.startMs).toBe(NOW - 3 * 86_400_000);
  });

  test('before all data stays as asked, and the data is said to begin later', () => {
    const groups = [group({ firstEventMs: at('17:00:20') })];
    const { analyzed, adjustments } = fitWindow(requested, groups, NOW);
    expect(analyzed).toEqual(requested);
    expect(adjustments).toEqual([
      'The window lies before all data, which begins at 2026-11-20T17:00:20.000Z: the first event of /app is from then.',
    ]);
  });

  test('shrinks to the retention of the log group', () => {
    const groups = [group({ creationMs: 0, retentionDays: 1 })];
    const week = { startMs: NOW - 7 * 86_400_000, endMs: NOW };
    const { analyzed, adjustments } = fitWindow(week, groups, NOW);
    expect(analyzed.startMs).toBe(NOW - 86_400_000);
    expect(adjustments[0]).toContain('/app keeps its events for one day');
  });

  test('is never cut at its end by a last event that may be reported late', () => {
    const groups = [group({ creationMs: 0, lastEventMs: at('13:00:00') })];
    expect(fitWindow(requested, groups, NOW).analyzed.endMs).toBe(requested.endMs);
  });
});
