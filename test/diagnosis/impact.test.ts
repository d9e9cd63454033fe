// How grave a cause is called: what goes on as it always does is not, however much of the errors it is.
import { expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { type CaseSpec, caseOf, type FindingSpec } from './cases.ts';

const TIMED_OUT: FindingSpec = {
  id: 'F1',
  message: 'upstream read timed out after 3000 ms',
  category: 'uncategorized',
  count: 120,
};
const impact = (spec: Partial<FindingSpec>, more: Partial<CaseSpec> = {}) =>
  diagnose(caseOf({ findings: [{ ...TIMED_OUT, ...spec }], totalEvents: 10_000, ...more }))
    .rootCauses[0]?.impact;

test('all errors, in a burst that sets in: high', () => {
  expect(impact({ rhythm: 'onset', from: 120, to: 239 })).toBe('high');
});

test('all errors, but steady and one in eighty events: not high', () => {
  expect(impact({})).toBe('medium');
});

test('steady, but one in ten of all events: high', () => {
  expect(impact({}, { totalEvents: 1_200 })).toBe('high');
});
