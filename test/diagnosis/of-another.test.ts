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
    expect(ruledOut.map(({ because }) => because).join()).toContain(
      'it stands in the log of web, which the errors do not name',
    );
    expect(ruledOut.map(({ because }) => because).join()).not.toContain('and not seen');
  });

  test('may be one where the log holds changes alone', () => {
    const { rootCauses } = judged('INFO feature flag banner enabled', '/platform/changes', []);
    expect(rootCauses[0]?.trigger).not.toBeNull();
  });

  test('that names another service is about that one', () => {
    const { ruledOut } = judged('INFO deployed mailer v4.2.0', '/shop/web');
    expect(ruledOut.map(({ because }) => because).join()).toContain('it is about another service');
  });

  test.each([
    ['INFO Deployed release v2.3.1 to production', '/platform/ci-runner', 'job'],
    ['INFO feature flag banner enabled for all users', '/platform/flags', 'evaluation'],
    ['INFO configuration changed: currency.provider from ecb to none', '/platform/config', 'read'],
    ['INFO Deployed release v2.3.1 to production', '/platform/hudson', 'runner job: build of m'],
    ['INFO configuration changed: page size from 20 to 50', '/platform/zk', 'configuration of c'],
  ])('may be one where a tool tells it that changes others: %s, in %s', (line, group, work) => {
    const { rootCauses } = judged(line, group, daily(group, work));
    expect(rootCauses[0]?.trigger?.message).toBe(line);
  });

  test.each([
    'INFO configuration changed for web: page size from 20 to 50',
    'INFO deployed mailer v4.2.0',
  ])('is none where such a tool names another service: %s', (line) => {
    const lines = [...daily('/platform/config', 'read'), ...daily('/shop/web', 'page')];
    const web = { ...SLOW, id: 'F2', message: 'no such page', count: 2, group: '/shop/web' };
    const context = [...lines, event(minute(119.5), line, '/platform/config')].toSorted(
      (a, b) => a.timestampMs - b.timestampMs,
    );
    const input = caseOf({ findings: [SLOW, web], context, application: 'checkout' });
    const { rootCauses } = diagnose({ ...input, survey: surveyOf(context, true) });
    expect(rootCauses[0]?.trigger).toBeNull();
  });

  test('may be one where the failing lines name that service', () => {
    const named = { ...SLOW, message: 'pay failed: call to stock timed out after 3000 ms' };
    const line = 'INFO feature flag banner enabled';
    const { rootCauses } = judged(line, '/shop/stock', daily('/shop/stock', 'item'), named);
    expect(rootCauses[0]?.trigger).not.toBeNull();
  });
});

describe('in a log of several programs', () => {
  const spoken = (speaker: string, said: string, count: number) =>
    Array.from({ length: count }, (_, index) =>
      event(minute(1 + (index * 230) / count), `INFO ${speaker} ${said} ${index}`, APP),
    );
  const failing = { ...SLOW, message: 'ERROR orders-api pay failed: price is null in cart' };
  const told = (line: string) =>
    judged(
      line,
      APP,
      [
        ...spoken('orders-api', 'handled order', 200),
        ...spoken('orders-api', 'saved order', 100),
        ...spoken('stock-api', 'reserved item', 60),
        ...spoken('deploy-agent', 'checked revision', 40),
      ],
      failing,
    );

  test('what a deployer says of nobody in particular may be a trigger', () => {
    const line = 'INFO deploy-agent deployed release v2.3.1 to all nodes';
    expect(told(line).rootCauses[0]?.trigger?.message).toBe(line);
  });

  test('what another service says of its settings is told by that one', () => {
    const { rootCauses, ruledOut } = told('INFO stock-api configuration changed: page 20 -> 50');
    expect(rootCauses[0]?.trigger).toBeNull();
    expect(ruledOut.map(({ because }) => because).join()).toContain('it is told by stock-api');
  });

  test('what a deployer says of another service is about that one', () => {
    expect(told('INFO deploy-agent deployed stock-api v2.3.1').rootCauses[0]?.trigger).toBeNull();
  });
});
