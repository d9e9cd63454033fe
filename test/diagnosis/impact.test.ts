// How grave a cause is called: what goes on as it always does is not, however much of the errors it is.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { type CaseSpec, caseOf, type FindingSpec, normalTime } from './cases.ts';
import { judge, Logs } from './incidents/logs.ts';

const TIMED_OUT: FindingSpec = {
  id: 'F1',
  message: 'upstream read timed out after 3000 ms',
  category: 'uncategorized',
  count: 120,
};
const first = (spec: Partial<FindingSpec>, more: Partial<CaseSpec> = {}) =>
  diagnose(caseOf({ findings: [{ ...TIMED_OUT, ...spec }], totalEvents: 10_000, ...more }))
    .rootCauses[0];
const impact = (...asked: Parameters<typeof first>) => first(...asked)?.impact;
const urgency = (...asked: Parameters<typeof first>) => first(...asked)?.urgency;

test('all errors, in a burst that sets in: high', () => {
  expect(impact({ rhythm: 'onset', from: 120, to: 239 })).toBe('high');
});

test('all errors, but steady and one in eighty events: not high', () => {
  expect(impact({})).toBe('medium');
});

test('steady, but one in ten of all events: high', () => {
  expect(impact({}, { totalEvents: 1_200 })).toBe('high');
});

test('steady and one in eighty events is not urgent, though it goes on: nothing shows that it became worse', () => {
  expect(urgency({})).toBe('medium');
});

test.each([
  ['set in', { rhythm: 'onset', from: 120, to: 239 }, {}, 'critical'],
  ['is one in ten of all events', {}, { totalEvents: 1_200 }, 'critical'],
] as const)('what %s is as urgent as its impact', (_name, spec, more, expected) => {
  expect(urgency(spec, more)).toBe(expected);
});

test('steady, but new against a normal time: urgent', () => {
  const comparison = {
    finding: 'F1',
    standing: 'new' as const,
    count: 0,
    kindCount: 0,
    perHour: 30,
    baselinePerHour: 0,
    kindPerHour: 0,
    grownIn: null,
    chance: 0.0001,
  };
  expect(urgency({}, { baseline: normalTime([comparison]) })).toBe('critical');
});

test('a field value that all of it carries and others hardly do goes with the cause', () => {
  const dimensions = [{ field: 'tenant', value: 'acme', share: 0.96, baselineShare: 0.12 }];
  expect(first({ dimensions })?.mark).toMatchObject({
    field: 'tenant',
    value: 'acme',
    share: expect.closeTo(0.96),
    known: 'whole',
  });
  const everywhere = [{ field: 'tenant', value: 'acme', share: 0.96, baselineShare: 0.9 }];
  expect(first({ dimensions: everywhere })?.mark).toBeUndefined();
});

describe('what comes no more often at the end of the window than before its burst', () => {
  const often: FindingSpec = {
    id: 'F1',
    message: 'java.sql.SQLException: Connection pool exhausted',
    rhythm: 'onset',
    from: 0,
    to: 239,
    count: 640,
  };
  const urgencyOf = (burst: FindingSpec['burst']) =>
    diagnose(caseOf({ findings: [burst === undefined ? often : { ...often, burst }] }))
      .rootCauses[0]?.urgency;

  test('is over, a step less urgent', () => {
    expect(urgencyOf([150, 170, 400])).toBe('high');
  });

  test('is not where it goes on at a lower rate, and none came before: a burst leaves a few at most', () => {
    const left = (count: number) => {
      const spec = { ...often, rhythm: 'burst', from: 171, to: 239, count: 400 + count } as const;
      const findings = [{ ...spec, burst: [150, 170, 400] }] as const;
      return diagnose(caseOf({ findings })).rootCauses[0]?.urgency;
    };
    expect(left(70)).toBe('critical');
    expect(left(3)).toBe('high');
  });

  test('is not while the burst lasts', () => {
    expect(urgencyOf([210, 239, 400])).toBe('critical');
  });

  test('is not where it comes more often than before', () => {
    const rare = { ...often, from: 100, count: 460 };
    const [cause] = diagnose(
      caseOf({ findings: [{ ...rare, burst: [105, 120, 400] }] }),
    ).rootCauses;
    expect(cause?.urgency).toBe('critical');
  });

  test('is not where only another burst came before', () => {
    const failing = () => 'ERROR no price for the cart';
    const logs = new Logs(Date.UTC(2026, 9, 5), 1_440, 4)
      .lines(240, 10, 15, failing)
      .lines(500, 60, 67, failing)
      .lines(900, 67, 1_440, failing);
    expect(judge(logs).rootCauses[0]?.urgency).toBe('critical');
    logs.lines(40, 0, 60, failing);
    expect(judge(logs).rootCauses[0]?.urgency).toBe('high');
  });
});
