// The queries of docs/audit.md, over what a run left and what a CloudTrail would have recorded of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { compile } from '../../src/insights/compile.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';
import { ROOT, runFile, runFolders } from './program.ts';
import { runInside } from './run-inside.ts';

const page = readFileSync(join(ROOT, 'docs', 'audit.md'), 'utf8');
const queries = new Map(
  [...page.matchAll(/```insights ([\w-]+)\n([\s\S]*?)```/g)].map(([, name = '', text = '']) => [
    name,
    text.trim(),
  ]),
);
const PAGE_RUN = '4f2a9c';

let aws: FakeAws | null = null;
afterEach(() => aws?.close());

test.each([...queries])('%s is a query without a fault', (_, text) => {
  expect(compile(text).diagnostics).toEqual([]);
});

/** What CloudTrail records of CloudWatch Logs. */
const RECORDED = ['DescribeLogGroups', 'DescribeLogStreams', 'StartQuery', 'StopQuery'];

const OTHER_AGENTS = [
  `aws-sdk-js/3.1 troubleshoot/0.1.0 run/${PAGE_RUN}0`,
  'aws-cli/2.1 app/troubleshoot-0.1.0-run-ffffff',
  'Boto3/1.2',
];

/** The events of a trail as CloudWatch Logs holds them, one a line. */
function trail({ calls }: FakeAws, runId: string): string {
  const events = [
    ...calls.flatMap(({ operation, userAgent }, at) =>
      RECORDED.includes(operation)
        ? [{ eventName: operation, userAgent, requestID: `request-${at + 1}` }]
        : [],
    ),
    // As an AWS CLI that the run started would say it.
    {
      eventName: 'DescribeVpcs',
      userAgent: `aws-cli/2.1 app/troubleshoot-0.1.0-run-${runId}`,
      requestID: 'of-the-cli',
    },
    ...OTHER_AGENTS.map((userAgent) => ({ eventName: 'Other', userAgent, requestID: 'other' })),
  ];
  return events
    .map((event, at) => {
      const eventTime = new Date(Date.UTC(2026, 10, 20, 16, 0, at)).toISOString();
      const message = JSON.stringify({
        ...event,
        eventTime,
        eventSource: 'logs.amazonaws.com',
        awsRegion: 'us-west-2',
        userIdentity: { arn: 'arn:aws:iam::123456789012:user/ops' },
      });
      return JSON.stringify({ timestamp: Date.parse(eventTime), message, logGroup: 'cloudtrail' });
    })
    .join('\n');
}

test('find in CloudTrail the calls of a run, and no others, by the request ids of its audit', async () => {
  aws = await startFakeAws();
  const ran = await runInside(['checkout', '--region', 'us-west-2', '--yes'], { env: aws.env });
  const runId = (runFolders(ran)[0] ?? '').slice(-6);
  const told = runFile(ran, 'audit.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string; requestId?: string; operation?: string })
    .filter(({ kind }) => kind === 'call')
    .map(({ requestId, operation }) => `${requestId} ${operation}`);
  const files = { 'trail.jsonl': trail(aws, runId) };
  const query = async (name: string) => {
    const text = (queries.get(name) ?? '').replaceAll(PAGE_RUN, runId);
    const args = ['logs', 'query', text, '--logs', 'trail.jsonl', '--format', 'jsonl'];
    const { stdout } = await runInside(args, { files });
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
  };
  const seen = (await query('of-a-run')).map(
    ({ requestID, eventSource, eventName }) =>
      `${requestID} ${eventSource?.split('.')[0]}:${eventName}`,
  );
  expect(seen.length).toBeGreaterThan(3);
  expect(seen.filter((call) => !told.includes(call))).toEqual(['of-the-cli logs:DescribeVpcs']);
  const unseen = told.filter((call) => !seen.includes(call));
  expect(new Set(unseen.map((call) => call.split(' ')[1]))).toEqual(
    new Set(['logs:GetQueryResults']),
  );
  const runs = await query('runs');
  expect(runs.find(({ run }) => run === runId)).toMatchObject({ calls: String(seen.length) });
  expect(runs.map(({ run }) => run)).toContain('ffffff');
});
