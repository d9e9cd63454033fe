// One line of a process that dies, and many of those who call it: the one line is the cause.
import { expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { surveyOf } from '../../src/evidence/survey.ts';
import { type CaseSpec, caseOf, event, type FindingSpec, minute } from './cases.ts';

const dies: FindingSpec = {
  id: 'F2',
  message: 'java.lang.OutOfMemoryError: Java heap space',
  count: 1,
  rhythm: 'sporadic',
  from: 120,
  to: 120,
  group: '/thumbs/resize-worker',
};
const refused: FindingSpec = {
  id: 'F1',
  message: 'resize failed: connect ECONNREFUSED 10.2.0.7:7000 resize-worker',
  count: 40,
  burst: [120.1, 121.5, 40],
  group: '/thumbs/front',
};
const told = (findings: readonly FindingSpec[], more: Partial<CaseSpec> = {}) =>
  diagnose(caseOf({ findings, application: 'thumbs', ...more }));

test('the death of who is called is the cause, and the refused calls follow from it', () => {
  const { rootCauses, ruledOut } = told([refused, dies]);
  expect(rootCauses).toHaveLength(1);
  expect(rootCauses[0]).toMatchObject({ findings: ['F2', 'F1'], confidence: 'confirmed' });
  expect(rootCauses[0]?.explanation).toContain('from 14:00:00 UTC on');
  expect(ruledOut.map(({ because }) => because).join()).not.toContain('does not rise with it');
});

test('it is as urgent as what it brought about', () => {
  expect(told([refused, dies]).rootCauses[0]?.urgency).toBe('high');
});

test.each([
  ['long before', { from: 100, to: 100 }],
  ['of a service that the calls do not name', { group: '/thumbs/mailer' }],
  ['no death', { message: 'could not read the cache' }],
])('%s it is another story', (_name, more) => {
  const { rootCauses } = told([refused, { ...dies, ...more }]);
  expect(rootCauses[0]?.findings).toEqual(['F1']);
});

test('the number that climbed up to its death is told, though a restart set it back', () => {
  const heap = (at: number, size: number) =>
    event(minute(at), `INFO heap used ${size} MiB of 2048 MiB`, '/thumbs/resize-worker');
  const lines = Array.from({ length: 120 }, (_, i) => heap(i, 300 + i * 14.5)).concat(
    Array.from({ length: 30 }, (_, i) => heap(121 + i, 300 + i * 14.5)),
  );
  const { rootCauses } = told([refused, dies], { survey: surveyOf(lines, true), context: lines });
  expect(rootCauses[0]?.explanation).toMatch(/heap used climbs from \d+.* MiB to 20\d\d.* MiB/);
});
