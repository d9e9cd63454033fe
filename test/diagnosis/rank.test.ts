// Which cause leads: a change beats what runs through the window, but not for the sake of a few of its errors.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { caseOf, type FindingSpec } from './cases.ts';

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
