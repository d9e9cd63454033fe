// Whether it goes on at the end of the window: by event times, and "no" only where the logs can say so.
import { describe, expect, test } from 'vitest';
import { advise } from '../../src/diagnosis/advise.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { outlookOf } from '../../src/diagnosis/outlook.ts';
import type { Case } from '../../src/diagnosis/types.ts';
import { type CaseSpec, caseOf, minute } from './cases.ts';

function seen(spec: CaseSpec, part: Partial<Case> = {}) {
  const input = { ...caseOf(spec), ...part };
  const diagnosis = diagnose(input);
  const { actions } = advise(input, diagnosis);
  return { outlook: outlookOf(diagnosis.rootCauses, input), first: actions[0]?.title };
}
const POOL = {
  id: 'F1',
  message: 'java.sql.SQLException: Connection pool exhausted',
  count: 400,
  burst: [60, 75, 400],
} as const;
const steady = (id: string, from: number, to: number, count = 60) =>
  ({
    id,
    message: `java.net.SocketTimeoutException: Read timed out ${id}`,
    count,
    from,
    to,
  }) as const;

test('errors are counted back from the end of the window, not by whole bins', () => {
  const late = { ...steady('F1', 0, 239.9, 240), rhythm: 'consistent' } as const;
  const window = { startMs: minute(0), endMs: minute(240) + 1_000 };
  expect(seen({ findings: [late] }, { window }).outlook).toMatchObject({
    kind: 'ongoing',
    tailMs: 25 * 60_000,
    tailErrors: 25,
  });
});

describe('what has been quiet', () => {
  test('for longer than it usually is, is over', () => {
    const { outlook, first } = seen({ findings: [POOL] });
    expect(outlook).toMatchObject({ kind: 'over', tailErrors: 0, lastOfCauseMs: minute(75) });
    expect(first).toContain('Confirm that it is over since 13:15:00 UTC');
  });

  test('in a week as in four hours: its bins are of an hour, and half an hour tells', () => {
    const burst = { ...POOL, burst: [150, 175, 400] } as const;
    const window = { startMs: minute(240) - 7 * 24 * 60 * 60_000, endMs: minute(240) };
    const { outlook } = seen({ findings: [burst] }, { window });
    expect(outlook).toMatchObject({ kind: 'over', tailMs: 30 * 60_000, tailErrors: 0 });
  });

  test('for less than its period, is not over: the next one is not due yet', () => {
    const job = { ...steady('F1', 0, 200, 5), rhythm: 'periodic', periodMs: 50 * 60_000 } as const;
    const { outlook, first } = seen({ findings: [job] });
    expect(outlook).toMatchObject({
      kind: 'due',
      recurs: { everyMs: 50 * 60_000, isPeriodic: true, nextMs: minute(250) },
    });
    expect(first).not.toContain('Confirm that');
  });

  test('nobody waits for the next one of what comes every few seconds, nor of what is over', () => {
    const often = { ...steady('F1', 0, 240, 3_601), rhythm: 'periodic', periodMs: 4_000 } as const;
    const { outlook } = seen({ findings: [often] });
    expect(outlook?.recurs).toEqual({ everyMs: 4_000, isPeriodic: true, nextMs: null });
    const past = { ...steady('F1', 0, 100, 51), rhythm: 'periodic', periodMs: 120_000 } as const;
    expect(seen({ findings: [past] }).outlook).toMatchObject({
      kind: 'over',
      recurs: { nextMs: null },
    });
  });

  test('for no longer than a few of its usual distances, is not known to be over', () => {
    const { outlook } = seen({ findings: [{ ...steady('F1', 0, 200, 5), rhythm: 'sporadic' }] });
    expect(outlook).toMatchObject({
      kind: 'due',
      recurs: { isPeriodic: false, nextMs: minute(250) },
    });
  });

  test('is not known to be over where input was lost', () => {
    const { outlook, first } = seen({ findings: [POOL] }, { unseenEnd: 'a file was not read' });
    expect(outlook).toMatchObject({ kind: 'unseen', unseen: 'a file was not read' });
    expect(first).not.toContain('Confirm that');
  });

  test('is not known to be over where its log group ends with it, long before the window', () => {
    const group = { label: '/shop/app', name: '/shop/app', region: 'us-west-2', events: 4_000 };
    const at = (lastEventMs: number) =>
      seen({ findings: [POOL] }, { logGroups: [{ ...group, lastEventMs }] }).outlook;
    expect(at(minute(76))).toMatchObject({
      kind: 'unseen',
      unseen: 'log group /shop/app ends 2.7 hours before the window does',
    });
    expect(at(minute(239))?.kind).toBe('over');
  });
});

test('a burst that is over while its finding goes on is called so, in the summary and in the first action', () => {
  const spec = { findings: [{ ...POOL, count: 460, from: 0, to: 239 }] };
  const { analysis } = caseOf(spec);
  const timeline = { ...analysis.timeline, baselinePerHour: 16 };
  const { outlook, first } = seen(spec, { analysis: { ...analysis, timeline } });
  expect(outlook?.kind).toBe('peak-over');
  expect(first).toContain('Confirm that the burst of F1 is over since 13:15:00 UTC');
});

test('other errors that go on after the primary cause are told apart', () => {
  const other = {
    ...steady('F2', 0, 239),
    message: 'GET /x failed',
    rhythm: 'consistent',
  } as const;
  expect(seen({ findings: [POOL, other] }).outlook).toMatchObject({
    kind: 'others',
    lastOfCauseMs: minute(75),
    lastMs: minute(239),
  });
});
