// What is judged where only a part of the errors was read: what they are, not when they came.
import { describe, expect, test } from 'vitest';
import { advise } from '../../src/diagnosis/advise.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { outlookOf } from '../../src/diagnosis/outlook.ts';
import { caseOf, event, type FindingSpec, minute } from './cases.ts';

const part = { read: 2_500, matched: 1_200_000 };
const REFUSED: FindingSpec = {
  id: 'F1',
  message: 'Error: connect ECONNREFUSED payments.internal:8443',
  count: 2_000,
  rhythm: 'sporadic',
  from: 60,
  to: 150,
  readInPart: true,
};
const LOST: FindingSpec = { ...REFUSED, id: 'F2', message: 'Error: the cart is lost', count: 500 };
const deployed = event(minute(59.9), 'deployment of payments v2 finished, restarting payments');

const known = (finding: FindingSpec): FindingSpec => {
  const { readInPart: _, ...rest } = finding;
  return { ...rest, rhythm: 'onset', burst: [60, 150, 1_990] };
};

describe('errors that were read in part', () => {
  const input = caseOf({ findings: [REFUSED, LOST], context: [deployed], part });
  const { rootCauses, verdict } = diagnose(input);

  test('have no trigger and no onset', () => {
    const whole = diagnose(caseOf({ findings: [known(REFUSED)], context: [deployed] }));
    expect(whole.rootCauses[0]?.trigger).not.toBeNull();
    expect(rootCauses.map(({ trigger }) => trigger)).toEqual(rootCauses.map(() => null));
    expect(rootCauses[0]?.explanation).toContain('2,000 of 2,500 errors (80 %) that were counted');
    expect(rootCauses[0]?.explanation).toContain('when it set in, and whether it goes on, is not');
    expect(rootCauses[0]?.explanation).not.toMatch(/\d\d:\d\d|now and then|all through/);
    expect(verdict).not.toBe('confirmed');
  });

  test('are neither over nor going on', () => {
    expect(outlookOf(rootCauses, input)).toMatchObject({
      kind: 'unseen',
      lastOfCauseMs: null,
      tailErrors: 0,
      recurs: null,
    });
  });

  test('give no threshold of an alarm', () => {
    const titles = advise(input, diagnose(input)).monitoring.map(({ title }) => title);
    expect(titles.filter((title) => title.startsWith('Alarm'))).toEqual([]);
    expect(titles.join(' ')).toContain('only a part of these lines was read');
  });
});

test('that there is no incident is not said of a part', () => {
  const few = { ...LOST, count: 1 };
  const logs = { totalEvents: 1_000_000 };
  const { readInPart: _, ...whole } = few;
  expect(diagnose(caseOf({ findings: [whole], ...logs })).verdict).toBe('no-incident');
  expect(diagnose(caseOf({ findings: [few], ...logs, part })).verdict).toBe('inconclusive');
});
