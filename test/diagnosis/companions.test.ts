// Warnings that go with an incident, and those that only look as if they did: at the same time, or with the same word.
import { describe, expect, test } from 'vitest';
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
function said(warning: Partial<FindingSpec>) {
  const spec = { id: 'F2', message: 'WARN something', severity: 'warning' as const, ...warning };
  const { rootCauses, ruledOut } = diagnose(caseOf({ findings: [FAILURE, spec] }));
  return {
    told: rootCauses.map(({ explanation }) => explanation).join('\n'),
    rows: ruledOut.map(({ hypothesis, because }) => `${hypothesis} ${because}`).join('\n'),
    heralds: rootCauses.flatMap(({ heralds = [] }) => heralds),
  };
}
const burst = (from: number, to: number, errors: number) => ({
  burst: [from, to, errors] as const,
  count: errors,
  rhythm: 'burst' as const,
});

test('a warning that begins with the failure and lasts as long is its consequence', () => {
  const { told, rows, heralds } = said({ message: 'WARN answer was late', ...burst(121, 150, 40) });
  expect(told).toContain('Warnings that go with it: F2');
  expect(rows).toContain('it is read as a consequence');
  expect(heralds).toEqual([]);
});

test('a warning that begins with the onset is told from the onset on', () => {
  const { told } = said({ message: 'WARN answer was late', ...burst(120, 150, 40) });
  expect(told).toContain('Warnings that go with it: F2 (40 times, from the onset on).');
});

test('a warning before the failure that names the same thing is its herald, and nothing to be ruled out', () => {
  const { told, rows, heralds } = said({
    message: 'WARN vault-7 is nearly full',
    ...burst(105, 150, 40),
  });
  expect(told).toContain(
    'Warnings told of it before it failed: F2 (40 times, from 15 minutes before',
  );
  expect(told).not.toContain('Warnings that go with it');
  expect(rows).not.toContain('F2');
  expect(heralds).toEqual(['F2']);
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
  expect(told).not.toContain('F2');
  expect(rows).not.toContain('read as a consequence');
  expect(rows).toContain('The warnings (F2) are the cause.');
});

describe('a warning that comes long before the failure', () => {
  const told = (message: string, failure: string, more: Partial<FindingSpec> = {}) => {
    const times = more.rhythm === 'consistent' ? {} : burst(40, 150, 60);
    const warning = { id: 'F2', message, severity: 'warning' as const, ...times };
    const failing = { ...FAILURE, message: failure };
    const { rootCauses, ruledOut } = diagnose(
      caseOf({ findings: [failing, { ...warning, ...more }] }),
    );
    const [{ heralds = [], explanation } = { explanation: '' }] = rootCauses;
    return { heralds, explanation, rows: ruledOut.map(({ because }) => because).join('\n') };
  };

  test.each([
    ['WARN Heap usage at 87% of max 512 MB', 'java.lang.OutOfMemoryError: Java heap space'],
    ['WARN open file descriptors: 812 of 1024', 'accept failed: EMFILE: too many open files'],
    ['WARN 91 of 100 connections in use', 'FATAL: sorry, too many clients already'],
    ['WARN disk usage of /var is 92 %', 'write failed: No space left on device'],
    ['WARN worker threads: 3 free of 200', 'RejectedExecutionException: thread pool is full'],
  ])('is its herald where it tells of what is used up then: %s', (warning, failure) => {
    const { heralds, explanation, rows } = told(warning, failure);
    expect(heralds).toEqual(['F2']);
    expect(explanation).toContain('F2 (60 times, from 80 minutes before the onset on)');
    expect(rows).not.toContain('warning');
  });

  test.each([
    ['another resource', 'WARN disk usage of /var is 92 %', {}],
    ['another service', 'WARN Heap usage at 87% of max 512 MB', { group: '/shop/mail' }],
    [
      'the heap of another service, just before',
      'WARN Heap usage at 87% of max 512 MB',
      { group: '/shop/mail', ...burst(105, 150, 60) },
    ],
    ['nothing that began', 'WARN Heap usage at 61%', { from: 1, to: 239, rhythm: 'consistent' }],
    ['what is over', 'WARN Heap usage at 87%', burst(40, 70, 60)],
  ] as const)('is none where it tells of %s', (_name, warning, more) => {
    const failure = 'java.lang.OutOfMemoryError: Java heap space';
    const { heralds, rows } = told(warning, failure, more);
    expect(heralds).toEqual([]);
    expect(rows).toContain('error follows them in a way');
  });
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
