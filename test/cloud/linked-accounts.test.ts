// Log groups of linked accounts are named by their ARN, and told apart from those of the same name.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Account, END_MS, faultyRun, openAccount } from './faulty-run.ts';

const ACCOUNT = '000000000000';
const arnOf = (name: string, account = ACCOUNT) =>
  `arn:aws:logs:us-west-2:${account}:log-group:${name}`;

let account: Account;
beforeAll(async () => {
  account = await openAccount({
    'orders-api': [
      [END_MS - 3_600_000, 'INFO started'],
      [END_MS - 60_000, 'ERROR order failed: connect ECONNREFUSED 10.0.4.17:5432'],
    ],
    'orders-api-jobs': [[END_MS - 60_000, 'ERROR of another log group']],
  });
});
afterAll(() => account.close());

test('an ARN is described, listed and queried as an identifier, and its errors are its own', async () => {
  const arn = arnOf('orders-api');
  const { report, calls } = await faultyRun(account, () => null, { logGroups: [arn] });
  expect(report?.gaps).toEqual([]);
  expect(report?.logGroups).toMatchObject([
    { name: arn, status: 'analyzed', errors: 1, events: 2 },
  ]);
  expect(report?.findings.map(({ logGroups }) => logGroups)).toEqual([
    [{ name: `${ACCOUNT}:orders-api`, count: 1 }],
  ]);
  const asked = new Map(calls.map(({ operation, body }) => [operation, body]));
  expect(asked.get('DescribeLogGroups')).toEqual({ logGroupIdentifiers: [arn] });
  expect(asked.get('DescribeLogStreams')).toMatchObject({ logGroupIdentifier: arn });
  expect(asked.get('StartQuery')).toMatchObject({ logGroupIdentifiers: [arn] });
});

test('a log group of another account that is not linked is a gap', async () => {
  const arn = arnOf('orders-api', '210987654321');
  const { report } = await faultyRun(account, () => null, { logGroups: ['orders-api', arn] });
  expect(report?.logGroups.map(({ name, status }) => [name, status])).toEqual([
    ['orders-api', 'analyzed'],
    [arn, 'failed'],
  ]);
  expect(report?.gaps.map(({ what, why }) => `${what} ${why}`)).toEqual([
    `The log group ${arn} was not analyzed. It does not exist in us-west-2.`,
  ]);
});
