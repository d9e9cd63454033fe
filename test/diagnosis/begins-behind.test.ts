// Callers that try again tell far more often of a failure than the service that fails: their errors are its consequence
// where they begin and last with its own, and a failure of their own where they do not.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { type CaseSpec, caseOf, event, type FindingSpec, minute } from './cases.ts';

const GROUPS: CaseSpec['logGroups'] = ['shop-orders', 'shop-stock'].map((name) => ({
  label: name,
  name,
  region: 'local',
}));
const causes = (findings: readonly FindingSpec[], context: CaseSpec['context'] = []) =>
  diagnose(caseOf({ findings, logGroups: GROUPS, context })).rootCauses.map(
    ({ findings: ids }) => ids,
  );

/** Thousands of failed calls, from minute 120 on. */
const calls: FindingSpec = {
  id: 'F1',
  group: 'shop-orders',
  message: 'call to shop-stock failed: timed out after 3000 ms',
  count: 6_000,
  rhythm: 'onset',
  from: 120,
  to: 239,
};
/** A failure of the service that they call, once in two minutes. */
const fails: FindingSpec = {
  id: 'F2',
  group: 'shop-stock',
  message: 'shelf 7 cannot be locked, giving up after 4 tries',
  count: 60,
  rhythm: 'onset',
  from: 119.5,
  to: 238,
};

describe('the failed calls of who tries again', () => {
  test.each([
    ['follow from the failure of the service that they name', {}],
    ['also by its short name', { message: 'stock service timed out after 3000 ms' }],
    ['also where they give up before it does', { from: 118.5 }],
    ['also where they begin some minutes later', { from: 126 }],
  ])('%s', (_, more) => {
    expect(causes([{ ...calls, ...more }, fails])).toEqual([['F2', 'F1']]);
  });

  test('follow from one that is over when they are', () => {
    const over = { rhythm: 'burst' as const, to: 150, burst: [120, 150, 6_000] as const };
    const ended = { ...fails, count: 16, to: 149.5, rhythm: 'burst' as const };
    expect(
      causes([
        { ...calls, ...over },
        { ...ended, burst: [119.5, 149.5, 16] },
      ]),
    ).toEqual([['F2', 'F1']]);
  });
});

describe('they are a failure of their own', () => {
  test.each([
    ['where the other service fails all the time', { rhythm: 'consistent', from: 1, count: 120 }],
    ['where it fails only later', { from: 140, count: 50 }],
    ['where it had begun long before', { from: 60, count: 90 }],
    ['where it soon fails no more', { to: 128, count: 5, rhythm: 'burst', burst: [119.5, 128, 5] }],
    ['where it failed but twice', { count: 2, to: 180 }],
  ] as const)('%s', (_, more) => {
    const all = causes([calls, { ...fails, ...more }]);
    expect(all[0]).toContain('F1');
    expect(all).not.toContainEqual(['F2', 'F1']);
  });

  test('where they name another service, or tell of no call', () => {
    const other = { ...calls, message: 'call to shop-prices failed: timed out after 3000 ms' };
    expect(causes([other, fails])[0]).toEqual(['F1']);
    const own = { ...calls, message: 'order 17 has no lines' };
    expect(causes([own, fails])[0]).toEqual(['F1']);
  });

  test('where something was done to the caller after the other service had begun to fail', () => {
    const set = 'configuration changed: shop-stock.timeout-ms 3000 -> 30';
    const late = { ...calls, from: 125 };
    const changed = (at: number, group: string) => [event(minute(at), set, group)];
    expect(causes([late, fails], changed(124.9, 'shop-orders'))[0]).toEqual(['F1']);
    expect(causes([late, fails], changed(119.4, 'shop-stock'))).toEqual([['F2', 'F1']]);
  });
});
