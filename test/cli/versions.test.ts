// Versions of a function in an investigation against AWS: told beside CloudTrail, once, and a gap where they are refused.
import { afterEach, describe, expect, test } from 'vitest';
import { inXml } from '../mcp/fake-deployments.ts';
import { complete, eventRow, type FakeAws, refusal, startFakeAws } from './fake-aws.ts';
import { reportOf, runFile, runProgram, unwrapped } from './program.ts';

let aws: FakeAws | null = null;
afterEach(() => aws?.close());

/** Files of a run that may hold what it was answered. */
const KEPT = ['report.md', 'report.json', 'journal.jsonl', 'record.jsonl', 'evidence.jsonl'];
const MINUTE_MS = 60_000;
const SECRET = 'zq7Vx0TruStNo1';
const ARGS = ['checkout', '--region', 'us-west-2', '--yes', '--no-color'];
const ERRORS = Array.from({ length: 30 }, (_, index) =>
  eventRow(20 * MINUTE_MS - index * 1_000, 'ERROR cannot connect to db-2: connection refused'),
);

const version = (Version: string, agoMinutes: number, DB_HOST: string) => ({
  FunctionName: 'checkout',
  Version,
  LastModified: new Date(Date.now() - agoMinutes * MINUTE_MS).toISOString(),
  CodeSha256: Version,
  MemorySize: 128,
  Environment: { Variables: { DB_HOST, DB_PASSWORD: SECRET } },
});

async function run(answers: Parameters<typeof startFakeAws>[0]) {
  aws = await startFakeAws({ GetQueryResults: () => complete(ERRORS), ...answers });
  const ran = await runProgram(ARGS, { env: aws.env });
  return { ran, report: reportOf(ran), markdown: runFile(ran, 'report.md') };
}

const NEW_VERSION = {
  ListVersionsByFunction: () => ({
    Versions: [version('41', 900, 'db-1'), version('42', 22, `db-2-${SECRET}`)],
  }),
  ListAliases: () => ({ Aliases: [{ Name: 'live', FunctionVersion: '42' }] }),
};
const WAY_BACK =
  'aws lambda update-alias --function-name checkout --name live --function-version 41 --region us-west-2';

describe('versions of the function that a log group is named after', () => {
  test('are a change in the report, with what is other and the way back, and no value of a variable', async () => {
    const { ran, report, markdown } = await run(NEW_VERSION);
    expect(report.gaps).toEqual([]);
    expect(report.changes).toMatchObject([
      {
        sources: ['AWS Lambda'],
        who: null,
        settings: ['new code', 'other value of variable DB_HOST'],
        rollback: [WAY_BACK],
      },
    ]);
    expect(markdown).toContain('Told by AWS Lambda, the latest first.');
    expect(markdown).toContain(WAY_BACK);
    for (const name of KEPT) expect(runFile(ran, name), name).not.toContain(SECRET);
    expect(runFile(ran, 'audit.jsonl')).toContain('lambda:ListVersionsByFunction');
  });

  test('and the call that CloudTrail tells of are one change', async () => {
    const call = {
      EventId: 'event-1',
      EventName: 'UpdateFunctionCode20150331v2',
      EventTime: (Date.now() - 22 * MINUTE_MS) / 1_000,
      EventSource: 'lambda.amazonaws.com',
      Username: 'alice',
      CloudTrailEvent: JSON.stringify({ requestParameters: { functionName: 'checkout' } }),
    };
    const { report, markdown } = await run({
      ...NEW_VERSION,
      LookupEvents: () => ({ Events: [call] }),
    });
    expect(report.changes).toMatchObject([
      { sources: ['CloudTrail', 'AWS Lambda'], who: 'alice', rollback: [WAY_BACK] },
    ]);
    const [{ evidence = '', moreEvidence = '' } = {}] = report.changes ?? [];
    expect(markdown).toContain('Told by CloudTrail and AWS Lambda, the latest first.');
    expect(markdown).toContain(`| ${evidence}, ${moreEvidence} |`);
    expect(markdown).toContain('the change that CloudTrail tells of');
    const known = report.evidence.map(({ id }) => id);
    expect(known).toEqual(expect.arrayContaining([evidence, moreEvidence]));
  });

  test('stand beside the update of the stack that the function belongs to', async () => {
    const atMs = Date.now() - 23 * MINUTE_MS;
    const event = (id: string, status: string, ms: number) =>
      `<member><StackId>arn:shop</StackId><StackName>shop</StackName><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>arn:${id}</PhysicalResourceId><ResourceStatus>${status}</ResourceStatus><Timestamp>${new Date(ms).toISOString()}</Timestamp><ResourceProperties>{"GREETING":"${SECRET}"}</ResourceProperties></member>`;
    const { ran, report, markdown } = await run({
      ...NEW_VERSION,
      DescribeStackResources: () =>
        inXml(
          'DescribeStackResources',
          `<StackResources>${event('Checkout', '', 0)}</StackResources>`,
        ),
      DescribeStackEvents: () =>
        inXml(
          'DescribeStackEvents',
          `<StackEvents>${event('shop', 'UPDATE_COMPLETE', atMs + 70_000)}${event('Checkout', 'UPDATE_COMPLETE', atMs + 60_000)}${event('shop', 'UPDATE_IN_PROGRESS', atMs)}</StackEvents>`,
        ),
    });
    expect(report.gaps).toEqual([]);
    expect(report.changes?.map(({ sources, resource }) => [...sources, resource])).toEqual([
      ['AWS CloudFormation', 'shop'],
      ['AWS Lambda', 'checkout'],
    ]);
    expect(markdown).toContain('Told by AWS Lambda and AWS CloudFormation, the latest first.');
    expect(markdown).toContain('`updated Checkout`');
    for (const name of KEPT) expect(runFile(ran, name), name).not.toContain(SECRET);
  });

  test('that may not be listed are one gap that names the permission', async () => {
    const { ran, report } = await run({
      ListVersionsByFunction: () => refusal(403, 'AccessDeniedException', 'not authorized'),
    });
    expect(ran.code).toBe(3);
    expect(report.gaps).toMatchObject([{ what: 'Versions of functions were not seen.' }]);
    expect(report.gaps[0]?.remedy).toContain('lambda:ListVersionsByFunction');
  });

  test('are in the plan of a dry run, which asks for none', async () => {
    aws = await startFakeAws(NEW_VERSION);
    const ran = await runProgram([...ARGS, '--dry-run'], { env: aws.env });
    expect(unwrapped(ran.stdout)).toContain('Asked beside the logs, where errors are found:');
    expect(ran.stdout).toContain('lambda:ListVersionsByFunction');
    expect(ran.stdout).not.toContain('ecs:');
    expect(aws.calls.map(({ operation }) => operation)).not.toContain('ListVersionsByFunction');
  });

  test('of a function that is no more are nothing to tell', async () => {
    const { report } = await run({
      ListVersionsByFunction: () => refusal(404, 'ResourceNotFoundException', 'no function'),
    });
    expect(report.gaps).toEqual([]);
    expect(report.changes).toEqual([]);
  });
});
