// Which cause leads: a change beats what runs through the window, but not for the sake of a few of its errors.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { caseOf, type FindingSpec } from './cases.ts';
import { judge, Logs } from './incidents/logs.ts';

const SLOW: FindingSpec = {
  id: 'F1',
  message: 'Error: connect ECONNREFUSED payments.internal:8443',
  count: 500,
  rhythm: 'consistent',
  from: 0,
  to: 239,
  group: '/shop/cart-service',
};
const lock = (id: string, spec: Partial<FindingSpec>): FindingSpec => ({
  ...SLOW,
  id,
  message: 'ERROR: deadlock detected while updating a row of stock',
  ...spec,
});
const late = { rhythm: 'onset', from: 120 } as const;

const OTHER: FindingSpec = { ...SLOW, id: 'F9', message: 'Error: the cart is empty', count: 300 };

const leadOf = (...findings: readonly FindingSpec[]) =>
  diagnose(caseOf({ findings: [SLOW, OTHER, ...findings] })).rootCauses[0]?.findings[0];

test('a small part of a cause that set in late does not put it before one of most errors', () => {
  expect(leadOf(lock('F2', { count: 190 }), lock('F3', { ...late, count: 15 }))).toBe('F1');
});

test('what set in leads, though more errors run through the window', () => {
  expect(leadOf(lock('F2', { ...late, count: 200 }))).toBe('F2');
});

describe('what stands for many distinct messages', () => {
  const many: FindingSpec = { ...OTHER, id: 'F1', message: 'at 12:00', count: 5_000, kinds: 4_900 };

  test('is no cause and no part of one, and counts among all errors', () => {
    const { rootCauses, ruledOut } = diagnose(
      caseOf({ findings: [many, { ...OTHER, id: 'F2', count: 1_000 }] }),
    );
    expect(rootCauses.map(({ findings }) => findings)).toEqual([['F2']]);
    expect(rootCauses[0]?.explanation).toContain('1,000 of 6,000 errors (17 %)');
    expect(ruledOut.filter(({ hypothesis }) => hypothesis.includes('F1'))).toEqual([]);
  });

  test('may hide an incident, so that there is none cannot be said', () => {
    const { verdict } = diagnose(
      caseOf({ findings: [{ ...many, count: 2, kinds: 2 }], totalEvents: 1_000_000 }),
    );
    expect(verdict).toBe('inconclusive');
  });
});

describe('a mechanism of which few errors tell', () => {
  const answered: FindingSpec = {
    ...SLOW,
    id: 'F3',
    message: 'sign-in failed: the identity service returned 502',
    count: 600,
    group: '/shop/web',
    rhythm: 'onset',
    from: 90,
  };
  const expired: FindingSpec = {
    ...SLOW,
    id: 'F4',
    message: 'x509: certificate has expired or is not yet valid: keys of tokens.internal',
    group: '/shop/tokens',
    rhythm: 'onset',
  };
  const judged = (spec: Partial<FindingSpec>) =>
    diagnose(caseOf({ findings: [answered, { ...expired, ...spec }] })).rootCauses;

  test('may be seen first some of its usual gaps after what follows from it', () => {
    const [first, ...others] = judged({ from: 91.5, count: 150 });
    expect(first).toMatchObject({ confidence: 'confirmed', findings: ['F4', 'F3'] });
    expect(others).toEqual([]);
  });

  test('is no cause of what was there many gaps before it', () => {
    const apart = (spec: Partial<FindingSpec>) =>
      judged(spec)
        .map(({ findings }) => findings.join())
        .sort();
    expect(apart({ from: 91.5, count: 800 })).toEqual(['F3', 'F4']);
    expect(apart({ from: 95, count: 100 })).toEqual(['F3', 'F4']);
  });
});

test('what the logs confirm stands before a louder failure that is merely possible', () => {
  const edge = { id: 'F1', message: 'GET /pick 504', text: 'GET /pick 504', status: 504 } as const;
  const disk = { id: 'F2', message: 'write failed: No space left on device', count: 90 } as const;
  const lost = {
    id: 'F3',
    message: 'POST /save 500',
    text: 'POST /save 500',
    status: 500,
  } as const;
  const { verdict, rootCauses } = diagnose(
    caseOf({
      findings: [
        { ...SLOW, ...edge, count: 900, group: '/shop/edge', rhythm: 'onset', from: 60 },
        { ...SLOW, ...disk, group: '/shop/store', rhythm: 'onset', from: 150 },
        { ...SLOW, ...lost, count: 80, group: '/shop/web', rhythm: 'onset', from: 151 },
      ],
    }),
  );
  expect(rootCauses.map(({ findings }) => findings[0])).toEqual(['F2', 'F1']);
  expect(verdict).toBe('confirmed');
});

describe('how long the window is does not matter', () => {
  const AT = '@TIME';
  /** A fault that comes 24 times an hour, and at the end an hour of many more failures. */
  const surgeAtEnd = (hours: number) =>
    judge(
      new Logs(Date.UTC(2026, 9, 5), hours * 60, 1)
        .lines(
          hours * 20,
          0,
          hours * 60,
          ({ int }) => `${AT} INFO rendered invoice ${int(1, 9_999)}`,
        )
        .lines(
          hours * 24,
          0,
          hours * 60,
          () => `${AT} ERROR TypeError: Cannot read properties of undefined (reading 'lines')`,
        )
        .lines(
          180,
          hours * 60 - 70,
          hours * 60 - 5,
          ({ int }) =>
            `${AT} ERROR connect ECONNREFUSED 10.0.4.17:6379 for invoice ${int(1, 9_999)}`,
        ),
    ).rootCauses;

  test.each([4, 24, 168])('to what makes the peak: it leads in %i hours', (hours) => {
    const [lead] = surgeAtEnd(hours);
    expect(lead).toMatchObject({ impact: 'high', urgency: 'critical' });
    expect(lead?.explanation).toContain('10.0.4.17:6379');
  });
});

test.each([
  [2, 2_000],
  [4, 2_000],
  [24, 2_000],
])('a small burst beside a failure that runs through %i hours does not lead', (hours, errors) => {
  const at = '@TIME';
  const [lead] = judge(
    new Logs(Date.UTC(2026, 9, 5), hours * 60, 7)
      .lines(3_000, 0, hours * 60, ({ int }) => `${at} INFO rendered invoice ${int(1, 9_999)}`)
      .lines(errors, 0, hours * 60, ({ int }) => `${at} ERROR no price for cart ${int(1, 9_999)}`)
      .lines(60, 100, 102, ({ int }) => `${at} ERROR no thumbnail of product ${int(1, 9_999)}`),
  ).rootCauses;
  expect(lead?.title).toContain('no price for cart');
});
