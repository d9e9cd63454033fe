// Warnings that go with an incident, and those that only look as if they did: at the same time, or with the same word.
import { expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { caseOf, type FindingSpec } from './cases.ts';

const FAILURE: FindingSpec = {
  id: 'F1',
  message: 'ERROR ledger: sync of vault-7 gave up',
  burst: [120, 150, 300],
  count: 300,
  rhythm: 'burst',
};

/** What the report says of a warning beside the failure. */
function said(warning: Partial<FindingSpec>): { told: string; rows: string } {
  const spec = { id: 'F2', message: 'WARN something', severity: 'warning' as const, ...warning };
  const { rootCauses, ruledOut } = diagnose(caseOf({ findings: [FAILURE, spec] }));
  return {
    told: rootCauses.map(({ explanation }) => explanation).join('\n'),
    rows: ruledOut.map(({ hypothesis, because }) => `${hypothesis} ${because}`).join('\n'),
  };
}
const burst = (from: number, to: number, errors: number) => ({
  burst: [from, to, errors] as const,
  count: errors,
  rhythm: 'burst' as const,
});

test('a warning that begins with the failure and lasts as long is its consequence', () => {
  const { told, rows } = said({ message: 'WARN answer was late', ...burst(121, 150, 40) });
  expect(told).toContain('Warnings that go with it: F2');
  expect(rows).toContain('it is read as a consequence');
});

test('a warning that begins with the onset is told from the onset on', () => {
  const { told } = said({ message: 'WARN answer was late', ...burst(120, 150, 40) });
  expect(told).toContain('Warnings that go with it: F2 (40 times, from the onset on).');
});

test('a warning before the failure that names the same thing is its herald', () => {
  const { told, rows } = said({ message: 'WARN vault-7 is nearly full', ...burst(105, 150, 40) });
  expect(told).toContain('Warnings that go with it: F2 (40 times, from 15 minutes before');
  expect(rows).toContain('it is read as a herald');
});

test.each([
  [
    'only an everyday word',
    { message: 'WARN request failed after a retry', ...burst(105, 150, 40) },
  ],
  ['no word at all', { message: 'WARN cache is cold', ...burst(105, 150, 40) }],
  ['the name, but from hours before', { message: 'WARN vault-7 is full', ...burst(20, 150, 40) }],
  ['the name, but is over at once', { message: 'WARN vault-7 is slow', ...burst(105, 121, 40) }],
  [
    'the name, but all the time',
    { message: 'WARN vault-7 is slow', from: 110, to: 150, rhythm: 'consistent' as const },
  ],
  ['the name, but hardly ever', { message: 'WARN vault-7 is slow', ...burst(119, 150, 2) }],
  ['a beginning long after it', { message: 'WARN vault-7 is slow', ...burst(140, 150, 40) }],
])('a warning that shares %s is not told with it', (_, warning) => {
  const { told, rows } = said(warning);
  expect(told).not.toContain('Warnings that go with it');
  expect(told).not.toContain('F2');
  expect(rows).not.toMatch(/read as a (?:herald|consequence)/);
});

test('errors that share only everyday words are two causes', () => {
  const other: FindingSpec = {
    id: 'F2',
    message: 'ERROR mailer: request to print labels failed',
    group: '/shop/mail',
    count: 40,
    rhythm: 'consistent',
  };
  const refused = { ...FAILURE, message: 'ERROR ledger: request to vault-7 failed' };
  const { rootCauses } = diagnose(caseOf({ findings: [refused, other] }));
  expect(rootCauses.map(({ findings }) => findings)).toEqual([['F1'], ['F2']]);
});
