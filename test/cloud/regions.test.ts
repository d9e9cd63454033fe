// Several regions side by side: one report with what holds for all of them and what each holds, causes across them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Account, END_MS, faultyRun, openAccount } from './faulty-run.ts';

const MINUTE_MS = 60_000;
const REFUSED = 'ERROR order failed: connect ECONNREFUSED 10.0.4.17:5432';
const DISK = 'ERROR write failed: ENOSPC: no space left on device';

const lines = (...errors: readonly (readonly [count: number, message: string])[]) => {
  const all: [number, string][] = [];
  for (let at = END_MS - 120 * MINUTE_MS; at < END_MS; at += MINUTE_MS)
    all.push([at, `INFO request ${all.length} served`]);
  for (const [count, message] of errors)
    for (let index = 0; index < count; index++)
      all.push([END_MS - 30 * MINUTE_MS + index * 10_000 + 500, `${message} attempt=${index}`]);
  return all.sort((a, b) => a[0] - b[0]);
};

let west: Account;
let east: Account;
beforeAll(async () => {
  west = await openAccount({ 'orders-api': lines([30, REFUSED]), 'orders-jobs': lines([6, DISK]) });
  east = await openAccount({ 'orders-api': lines([20, REFUSED]) });
});
afterAll(async () => {
  await west.close();
  await east.close();
});

const REGIONS = { regions: ['us-west-2', 'eu-west-1'] };
const run = (fateOf: Parameters<typeof faultyRun>[1]) =>
  faultyRun(west, fateOf, REGIONS, { 'eu-west-1': east });

test('an error of both regions is one finding and one cause, and each region is told by itself', async () => {
  const { report, markdown } = await run(() => null);
  expect(report?.gaps).toEqual([]);
  expect(report?.findings.map(({ count, logGroups }) => [count, logGroups])).toEqual([
    [
      50,
      [
        { name: 'us-west-2:orders-api', count: 30 },
        { name: 'eu-west-1:orders-api', count: 20 },
      ],
    ],
    [6, [{ name: 'orders-jobs', count: 6 }]],
  ]);
  const [, patterns = ''] = markdown.split('## Error Pattern Analysis');
  expect(markdown).toContain('- **Regions:** eu-west-1 20 errors, us-west-2 36 errors');
  expect(patterns).toContain(
    '### us-west-2\n\n- **Errors:** 36 of 56 (64 %) in 2 log groups\n- **Findings:** F1 30 times, F2 6 times\n- **Only here:** F2\n',
  );
  expect(patterns).toContain(
    '### eu-west-1\n\n- **Errors:** 20 of 56 (36 %) in 1 log group\n- **Findings:** F1 20 times\n',
  );
  expect(markdown).toContain('- **Regions:** all: eu-west-1 (20), us-west-2 (30)');
  expect(markdown.match(/^## /gm)).toHaveLength(9);
});

test('a region that refuses everything is a gap; the other one is reported whole', async () => {
  const { report } = await run(({ region }) =>
    region === 'eu-west-1'
      ? { kind: 'refuse', status: 400, code: 'OptInRequired', message: 'You are not subscribed' }
      : null,
  );
  expect(report?.totals).toMatchObject({ errors: 36, exact: true });
  expect(report?.gaps).toEqual([
    {
      what: 'Not all log groups of "orders" in eu-west-1 could be listed.',
      why: 'OptInRequired: You are not subscribed',
      remedy: 'Enable the region for the account, or leave it out.',
    },
  ]);
});

test('the queries of regions run side by side', async () => {
  const { calls } = await run(() => null);
  const started = calls.filter(({ operation }) => operation === 'StartQuery').slice(0, 5);
  const polled = calls.findIndex(({ operation }) => operation === 'GetQueryResults');
  expect(new Set(started.map(({ region }) => region)).size).toBe(2);
  expect(calls.slice(0, polled).filter(({ operation }) => operation === 'StartQuery').length).toBe(
    5,
  );
});
