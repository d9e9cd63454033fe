// A failure along a path of calls is told where the last service fails that is called, whoever is the loudest on the way.
import { describe, expect, test } from 'vitest';
import { calleeOf } from '../../src/diagnosis/callees.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Finding } from '../../src/evidence/types.ts';
import { type CaseSpec, caseOf, type FindingSpec } from './cases.ts';

const GROUPS: CaseSpec['logGroups'] = ['web', 'orders', 'stock'].map((name) => ({
  label: name,
  name,
  region: 'local',
}));
const said = (id: string, group: string, message: string, more: Partial<FindingSpec> = {}) => ({
  id,
  group,
  message,
  count: 120,
  rhythm: 'onset' as const,
  from: 120,
  to: 239,
  ...more,
});
const later = (seconds: number) => ({ from: 120 + seconds / 60, to: 239 + seconds / 60 });
const judged = (findings: readonly FindingSpec[], more: Partial<CaseSpec> = {}) =>
  diagnose(caseOf({ findings, logGroups: GROUPS, ...more }));
const causes = (...findings: FindingSpec[]) =>
  judged(findings).rootCauses.map(({ findings: ids }) => ids);

const waits = said('F1', 'web', 'call to orders failed: timed out after 9000 ms', later(3));
const waitsBehind = said('F2', 'orders', 'call to stock failed: timed out after 3000 ms');
const fails = said('F3', 'stock', 'cannot reserve: shelf is sealed');

describe('a time-out of each service on the way', () => {
  test('leads to who is called last, not to who calls first', () => {
    expect(judged([waits, waitsBehind]).rootCauses).toMatchObject([
      { findings: ['F2', 'F1'], component: 'stock', type: 'dependency' },
    ]);
  });

  test('is told by what the last one says itself', () => {
    expect(judged([waits, waitsBehind, fails]).rootCauses).toMatchObject([
      { findings: ['F3', 'F2', 'F1'], component: 'stock' },
    ]);
  });

  test('also where that one gives up only after those who wait for it', () => {
    const slow = { ...fails, ...later(6) };
    expect(causes(waits, waitsBehind, slow)).toEqual([['F3', 'F2', 'F1']]);
  });

  test('stays two failures where the other service fails at another time', () => {
    const alone = { id: 'F3', group: 'stock', message: fails.message, count: 40 };
    expect(causes(waitsBehind, { ...alone, burst: [5, 60, 40] })).toContainEqual(['F2']);
  });

  test('of callers who name nobody is one failure of all of them', () => {
    const mute = (id: string, group: string) => said(id, group, 'read timed out after 3000 ms');
    expect(causes(mute('F1', 'web'), mute('F2', 'orders'))).toEqual([['F1', 'F2']]);
  });
});

test('errors so dense that moments tell nothing are joined by the ids of their requests, also of those that are tried again', () => {
  const dense = { count: 30_000, from: 0, to: 239, rhythm: 'consistent' as const };
  const told = (id: string) => [
    said('F2', 'orders', `call to stock failed: 500 trace_id=${id}`, dense),
    said('F3', 'stock', 'cannot reserve: shelf is sealed trace_id=7f3a9c107f3a9c10', dense),
  ];
  expect(causes(...told('7f3a9c107f3a9c10'))).toEqual([['F3', 'F2']]);
  expect(causes(...told('1122aabb1122aabb'))).toHaveLength(2);
});

test('an unknown failure of a service that others name in their failed calls is likely', () => {
  const { verdict } = judged([said('F2', 'orders', 'stock answered 503'), fails]);
  expect(verdict).toBe('likely');
});

test('a breaker that is open names who is behind it', () => {
  const broken = said('F2', 'orders', 'CircuitBreaker for stock is open, rejecting call');
  expect(causes(broken, fails)).toEqual([['F3', 'F2']]);
});

test('who cannot even write the request is at fault, not who would have got it', () => {
  const unsent = said('F2', 'orders', 'cannot build request to stock: no currency');
  const [first] = judged([said('F1', 'web', 'orders answered 500'), unsent]).rootCauses;
  expect(first).toMatchObject({ findings: ['F2', 'F1'], component: 'orders' });
});

test('one that nobody names is not, nor is one whose caller fails by itself', () => {
  expect(judged([fails]).verdict).toBe('inconclusive');
  const own = said('F2', 'orders', 'order 17 has no lines');
  expect(judged([own, fails]).verdict).toBe('inconclusive');
});

describe('services that write into one log group', () => {
  const one: CaseSpec['logGroups'] = [{ label: 'all', name: 'all', region: 'local' }];
  const inOne = (finding: FindingSpec, service?: string): FindingSpec => ({
    ...finding,
    group: 'all',
    ...(service === undefined ? {} : { service }),
  });

  test('are told apart by the service that their lines name', () => {
    const findings = [inOne(waits, 'web'), inOne(waitsBehind, 'orders'), inOne(fails, 'stock')];
    expect(judged(findings, { logGroups: one }).rootCauses).toMatchObject([
      { findings: ['F3', 'F2', 'F1'], component: 'stock' },
    ]);
  });

  test('are not where the lines name none', () => {
    const findings = [inOne(waits), inOne(waitsBehind), inOne(fails)];
    const [first] = judged(findings, { logGroups: one }).rootCauses;
    expect(first?.component).not.toBe('stock');
  });
});

test('one finding of several services names the one that none of them is', () => {
  const words = (name: string) => `timeout of 3000ms exceeded calling http://${name}/items`;
  const input = caseOf({ findings: [said('F1', 'web', words('orders'))], logGroups: GROUPS });
  const behind = caseOf({ findings: [said('F1', 'orders', words('stock'))] }).analysis.findings;
  const findings = input.analysis.findings.map((finding): Finding => {
    const [other] = behind;
    return {
      ...finding,
      logGroups: ['web', 'orders'].map((name) => ({ name, count: finding.count / 2 })),
      samples: [finding.sample, ...(other?.samples ?? [])],
    };
  });
  const { rootCauses } = diagnose({ ...input, analysis: { ...input.analysis, findings } });
  expect(rootCauses[0]).toMatchObject({ component: 'stock', type: 'dependency' });
});

test('a failed call that a client calls an I/O error is no failure of a disk', () => {
  const message =
    'I/O error on GET request for "http://stock:8080/levels": Connection refused (Connection refused)';
  const [first] = judged([said('F1', 'orders', message)]).rootCauses;
  expect(first).toMatchObject({ type: 'dependency' });
  expect(first?.title).toContain('refuses connections');
});

describe('a service whose log group has a longer name than sentences have for it', () => {
  const family: CaseSpec['logGroups'] = ['shop-web', 'shop-orders', 'shop-stock-service'].map(
    (name) => ({ label: name, name, region: 'local' }),
  );
  const called = (message: string) => {
    const input = caseOf({ findings: [said('F1', 'shop-orders', message)], logGroups: family });
    const [finding] = input.analysis.findings;
    return finding === undefined ? null : calleeOf(finding, input);
  };

  test.each([
    'call to stock failed: 500 Internal Server Error',
    'Bad gateway: no response from Stock',
    'request to the stock service timed out after 3000 ms',
    'upstream "stock" answered with error 502',
  ])('is known by it: %s', (message) => {
    expect(called(message)).toBe('shop-stock-service');
  });

  test.each([
    'list of stock items: 500 Internal Server Error',
    'call to stockroom failed: 500',
    'call to stock-photos failed: 500',
  ])('is not meant by every word: %s', (message) => {
    expect(called(message)).toBe(null);
  });
});
