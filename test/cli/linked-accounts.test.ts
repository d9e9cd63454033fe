// From a monitoring account: log groups of linked accounts are found, queried by their ARN, and told with their account.
import { afterEach, expect, test } from 'vitest';
import { complete, eventRow, type FakeAws, startFakeAws } from './fake-aws.ts';
import { reportOf, runFile, unwrapped } from './program.ts';
import { runInside } from './run-inside.ts';

let aws: FakeAws | null = null;
afterEach(() => aws?.close());

const OWN = '123456789012';
const LINKED = '210987654321';
const NAME = '/aws/lambda/checkout';
const ARN = `arn:aws:logs:us-west-2:${LINKED}:log-group:${NAME}`;
const ARGS = ['checkout', '--region', 'us-west-2', '--linked-accounts', '--yes', '--no-color'];
const MINUTE_MS = 60_000;

const group = (account: string) => ({
  logGroupName: NAME,
  creationTime: 1,
  arn: `arn:aws:logs:us-west-2:${account}:log-group:${NAME}:*`,
});
const inAccount = (account: string, agoMs: number) =>
  eventRow(agoMs, 'ERROR cannot connect to db-2: connection refused').map((cell) =>
    'field' in cell && cell.field === '@log'
      ? { field: '@log', value: `${account}:${NAME}` }
      : cell,
  );

const EVENTS = [
  ...Array.from({ length: 5 }, (_, index) => [OWN, 20 * MINUTE_MS - index * 1_000] as const),
  ...Array.from({ length: 9 }, (_, index) => [LINKED, 9 * MINUTE_MS - index * 1_000] as const),
];

/** Whose events a query over these log groups gives. */
const isAsked = (account: string, queryId: unknown) =>
  String(queryId)
    .split(' ')
    .includes(account === OWN ? NAME : ARN);

async function account() {
  aws = await startFakeAws({
    DescribeLogGroups: ({ includeLinkedAccounts, logGroupIdentifiers }) => ({
      logGroups:
        includeLinkedAccounts === true
          ? [group(OWN), group(LINKED)]
          : [group(logGroupIdentifiers === undefined ? OWN : LINKED)],
    }),
    StartQuery: ({ logGroupNames, logGroupIdentifiers }) => {
      const asked = (logGroupIdentifiers ?? logGroupNames) as readonly string[];
      return { queryId: `query ${asked.join(' ')}` };
    },
    GetQueryResults: ({ queryId }) =>
      complete(
        EVENTS.filter(([of]) => isAsked(of, queryId)).map(([of, agoMs]) => inAccount(of, agoMs)),
      ),
  });
  return aws;
}

test('log groups of one name are told apart by their accounts, and asked for by what AWS takes', async () => {
  const { env, calls } = await account();
  const ran = await runInside(ARGS, { env });
  const report = reportOf(ran);
  expect(report.gaps).toEqual([]);
  expect(report.logGroups.map(({ name, account: of, errors }) => [name, of, errors])).toEqual([
    [NAME, undefined, 5],
    [ARN, LINKED, 9],
  ]);
  const queries = calls.filter(({ operation }) => operation === 'StartQuery');
  expect(queries[0]?.body).toMatchObject({ logGroupIdentifiers: [NAME, ARN] });
  const [finding] = report.findings;
  expect(finding?.logGroups).toEqual([
    { name: `${LINKED}:${NAME}`, count: 9 },
    { name: NAME, count: 5 },
  ]);
  const markdown = runFile(ran, 'report.md');
  expect(markdown).toContain(`| \`${NAME}\` of account ${LINKED} | analyzed |`);
  expect(markdown).toContain(`**Most affected:** \`${LINKED}:${NAME}\``);
  expect(markdown).toContain(`of linked account ${LINKED}`);
  expect(markdown).toContain(`--log-group-identifier ${ARN}`);
  expect(markdown).toContain(`to be run in account ${LINKED}`);
  expect(markdown).not.toContain(`--log-group-name arn:`);
  expect(unwrapped(markdown)).toContain(
    `Only the account in use was asked; log groups of ${LINKED} were read by their ARN.`,
  );
});

test('without the flag linked accounts are not asked for', async () => {
  const { env, calls } = await account();
  const ran = await runInside(
    ARGS.filter((word) => word !== '--linked-accounts'),
    { env },
  );
  expect(reportOf(ran).logGroups.map(({ name }) => name)).toEqual([NAME]);
  expect(calls.some(({ body }) => 'includeLinkedAccounts' in body)).toBe(false);
});

test.each([
  [['--logs', '.'], '--linked-accounts and --logs contradict each other'],
  [['--log-group', NAME], '--linked-accounts seeks log groups, and --log-group names them'],
])('with %j it is refused', async (more, said) => {
  const { env } = await account();
  const ran = await runInside([...ARGS, ...more], { env });
  expect(ran.code).toBe(2);
  expect(unwrapped(ran.stderr)).toContain(said);
});
