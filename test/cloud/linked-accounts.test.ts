// Log groups of linked accounts are named by their ARN, and told apart from those of the same name.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Account, END_MS, faultyRun, openAccount } from './faulty-run.ts';

const ACCOUNT = '000000000000';
const LINKED = '210987654321';
const arnOf = (name: string, account = ACCOUNT) =>
  `arn:aws:logs:us-west-2:${account}:log-group:${name}`;

let account: Account;
beforeAll(async () => {
  account = await openAccount({
    'orders-api': [
      [END_MS - 3_600_000, 'INFO started'],
      [END_MS - 60_000, 'ERROR order failed: connect ECONNREFUSED 10.0.4.17:5432'],
    ],
    [`${LINKED}:orders-web`]: [
      [END_MS - 50_000, 'ERROR page failed: connect ECONNREFUSED 10.0.4.17:5432'],
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
  const arn = arnOf('orders-api', LINKED);
  const { report } = await faultyRun(account, () => null, { logGroups: ['orders-api', arn] });
  expect(report?.logGroups.map(({ name, status }) => [name, status])).toEqual([
    ['orders-api', 'analyzed'],
    [arn, 'failed'],
  ]);
  expect(report?.gaps.map(({ what, why }) => `${what} ${why}`)).toEqual([
    `The log group ${arn} was not analyzed. It does not exist in us-west-2.`,
  ]);
});

test('log groups of linked accounts are found where they are asked for, and queried by their ARN', async () => {
  const arn = arnOf('orders-web', LINKED);
  const asked = { application: 'orders', linkedAccounts: true };
  const { report, markdown, calls } = await faultyRun(account, () => null, asked);
  expect(report?.gaps).toEqual([]);
  expect(report?.logGroups.map(({ name, account: of, errors }) => [name, of, errors])).toEqual([
    [arn, LINKED, 1],
    ['orders-api', undefined, 1],
    ['orders-api-jobs', undefined, 1],
  ]);
  expect(report?.totals).toMatchObject({ errors: 3, exact: true });
  expect(markdown).toContain(`| \`orders-web\` of account ${LINKED} | analyzed | 1 |`);
  const queries = calls.filter(({ operation }) => operation === 'StartQuery');
  expect(queries.some(({ body }) => JSON.stringify(body).includes(arn))).toBe(true);
});
