// A change that another service tells of, and a process that cannot be who is refused, are not told as what set it off.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { surveyOf } from '../../src/evidence/survey.ts';
import { type CaseSpec, caseOf, event, type FindingSpec, minute } from './cases.ts';

const APP = '/shop/checkout';
const SLOW: FindingSpec = {
  id: 'F1',
  message: 'pay failed: POST https://api.acquirer.test/charge: Read timed out after 10000 ms',
  count: 200,
  rhythm: 'onset',
  from: 120,
  to: 239,
  group: APP,
};
const daily = (group: string, said: string, from = 20) =>
  Array.from({ length: 60 }, (_, index) =>
    event(minute(from + index * 2), `INFO ${said} ${index} handled in 12 ms`, group),
  );

function judged(line: string, group: string, lines = daily(group, 'item'), found = SLOW) {
  const context = [...lines, event(minute(119.5), line, group)].toSorted(
    (a, b) => a.timestampMs - b.timestampMs,
  );
  const spec: CaseSpec = { findings: [found], context, application: 'checkout' };
  const input = caseOf(spec);
  return diagnose({ ...input, survey: surveyOf(context, true) });
}

describe('a change in the log of another service', () => {
  test.each([
    'INFO web deployed version 5.12.0 (was 5.11.3)',
    'INFO feature flag banner enabled for all users',
    'INFO configuration changed: page size from 20 to 50',
  ])('is no trigger, but listed: %s', (line) => {
    const { rootCauses, ruledOut } = judged(line, '/shop/web');
    expect(rootCauses[0]?.trigger).toBeNull();
    expect(ruledOut.map(({ because }) => because).join()).toContain('it is about another service');
    expect(ruledOut.map(({ because }) => because).join()).not.toContain('and not seen');
  });

  test('may be one where the log holds changes alone', () => {
    const { rootCauses } = judged('INFO feature flag banner enabled', '/platform/changes', []);
    expect(rootCauses[0]?.trigger).not.toBeNull();
  });

  test('may be one where the failing lines name that service', () => {
    const named = { ...SLOW, message: 'pay failed: call to stock timed out after 3000 ms' };
    const line = 'INFO feature flag banner enabled';
    const { rootCauses } = judged(line, '/shop/stock', daily('/shop/stock', 'item'), named);
    expect(rootCauses[0]?.trigger).not.toBeNull();
  });
});
