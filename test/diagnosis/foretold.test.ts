// Warnings alone of something that fills up: nothing failed yet, and nothing is told as if it had.
import { describe, expect, test } from 'vitest';
import { advise } from '../../src/diagnosis/advise.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { type CaseSpec, caseOf, type FindingSpec } from './cases.ts';

const warns = (message: string, more: Partial<FindingSpec> = {}): FindingSpec => ({
  id: 'F1',
  message,
  severity: 'warning',
  category: 'resource',
  count: 600,
  rhythm: 'onset',
  from: 60,
  to: 239,
  ...more,
});
const told = (message: string, more: Partial<FindingSpec> = {}, others: FindingSpec[] = []) => {
  const findings = [warns(message, more), ...others];
  const spec: CaseSpec = { findings, totalEvents: 6_000 };
  const input = caseOf(spec);
  const diagnosis = diagnose(input);
  return { diagnosis, cause: diagnosis.rootCauses[0], advice: advise(input, diagnosis) };
};

test.each([
  ['heap is 99 % full', 'memory', '99 %'],
  ['heap usage exceeds 90 %: now at 97 %', 'memory', '97 %'],
  ['heap at 96%, which exceeds the limit of 98 %', 'memory', '96%'],
  ['disk /var/data is nearly full: 3% left', 'disk space', '3% left'],
  ['connection pool nearly exhausted: 49 of 50 in use', 'connections', '49 of 50'],
  ['connection pool nearly exhausted: 48 of 50 in use, 2 free', 'connections', '48 of 50'],
  ['connection pool nearly exhausted: 1 of 50 free, 3 borrowed by jobs', 'connections', '1 of 50'],
  ['file descriptors exceed 90 %: 1010 of 1024 are open', 'file descriptors', '1010 of 1024'],
])('is told as a warning that has to be looked at today: %s', (message, resource, reading) => {
  const { diagnosis, cause, advice } = told(message);
  expect(diagnosis.verdict).toBe('inconclusive');
  expect(cause).toMatchObject({
    nothingFailed: true,
    confidence: 'possible',
    impact: 'low',
    urgency: 'high',
    title: message,
  });
  expect(cause?.explanation).toContain('nothing failed yet');
  expect(cause?.explanation).toContain(`It tells of ${reading} at `);
  expect(cause?.explanation).toContain(`Once there is no ${resource} left, `);
  expect(cause?.explanation).not.toContain('what failed, not why');
  expect(advice.actions[0]?.title).toBe(`See how soon the ${resource} will be used up`);
  expect(advice.nextSteps.join('\n')).not.toContain('The logs show errors');
});

test('is less urgent with room left, and least where it is over', () => {
  const half = told('heap usage exceeds 70 %: it is at 74 %');
  expect(half.cause).toMatchObject({ impact: 'low', urgency: 'medium' });
  expect(half.advice.nextSteps[0]).toMatch(/^This week, /);
  const burst = { rhythm: 'burst' as const, to: 120, burst: [60, 120, 600] as const };
  expect(told('heap is 99 % full', burst).cause?.urgency).toBe('low');
});

describe('something failed already', () => {
  test.each([
    'memory is 99 % full, evicted pod cart-7',
    'queue memory limit of 90 % reached, dropped 12 messages',
    'disk is 100 % full, could not write',
    'memory of the queue is 98 % full, oldest messages discarded',
    'request to ledger-store timed out, 3 of 5 connections in use',
  ])('where the warnings say so: %s', (message) => {
    const { cause } = told(message);
    expect(cause?.nothingFailed).toBeUndefined();
    expect(cause?.explanation).not.toContain('nothing failed yet');
    expect(cause?.impact).toBe('high');
  });

  test('where other warnings that go with it say so', () => {
    const others = [warns('call to ledger timed out, retrying', { id: 'F2', count: 400 })];
    const { cause } = told('heap is 99 % full', {}, others);
    expect(cause?.findings).toEqual(expect.arrayContaining(['F1', 'F2']));
    expect(cause?.nothingFailed).toBeUndefined();
  });

  test('where errors follow', () => {
    const failure = { ...warns('java.lang.OutOfMemoryError: Java heap space'), id: 'F2' };
    const error = { ...failure, severity: 'error' as const, from: 120 };
    const { cause } = told('heap is 99 % full', {}, [error]);
    expect(cause).toMatchObject({ findings: ['F2'], heralds: ['F1'], urgency: 'critical' });
    expect(cause?.nothingFailed).toBeUndefined();
  });
});

test('without an incident the next step names what is nearly used up', () => {
  const few = { count: 4, from: 200 };
  const { diagnosis, advice } = told('heap usage at 99 % of 2048 MB', few);
  expect(diagnosis.verdict).toBe('no-incident');
  expect(advice.nextSteps).toEqual([
    'Nothing failed, but F1 warns of memory nearly used up ("heap usage at 99 % of 2048 MB"): see how soon none will be left, for then allocations fail, or the process is killed.',
  ]);
  const room = told('heap usage at 60 % of 2048 MB', few);
  expect(room.advice.nextSteps[0]).toContain('Nothing is to be mended by these logs');
});

test.each([
  'memory limit set to 512 MB, 100 % of the default',
  'disk scan is 99 % done, 400 GB free',
  'memory 30 % used, 97 % hit rate, limit 4 GB',
])('a share of something else fills nothing up: %s', (message) => {
  const { advice } = told(message, { count: 4, from: 200 });
  expect(advice.nextSteps.join('\n')).not.toContain('nearly used up');
});
