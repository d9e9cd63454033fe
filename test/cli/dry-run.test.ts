// `--dry-run`: the plan of a run from Describe calls alone, with what it may scan and cost.
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serveLogs } from '../../src/local-cloudwatch/serve.ts';
import { columnsOf } from '../../src/terminal/columns.ts';
import { type FakeAws, refusal, startFakeAws } from './fake-aws.ts';
import { filesLeft, type Ran, ROOT, unwrapped } from './program.ts';
import { startRecorder } from './recorder.ts';
import { runInside } from './run-inside.ts';
import { CHECKOUT, INCIDENT, LARGE_INCIDENT } from './small-logs.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const GROUP = '/aws/lambda/checkout';
const ON_AWS = ['checkout', '--region', 'us-west-2', '--hours', '1.5', '--dry-run'];

/** 90 days old, kept 30 days, one of its gigabytes a day; the stream of the fake begins long ago. */
const SIZED = {
  DescribeLogGroups: () => ({
    logGroups: [
      {
        logGroupName: GROUP,
        creationTime: Date.now() - 90 * DAY_MS,
        retentionInDays: 30,
        storedBytes: 30e9,
        logGroupClass: 'INFREQUENT_ACCESS',
      },
      { logGroupName: `${GROUP}-staging`, creationTime: 0, storedBytes: 5 },
    ],
  }),
};

async function fake(answers: Parameters<typeof startFakeAws>[0] = SIZED): Promise<FakeAws> {
  const aws = await startFakeAws(answers);
  onTestFinished(() => aws.close());
  return aws;
}

interface PlanEvent {
  readonly [key: string]: unknown;
  readonly queries: readonly { name: string; purpose: string; text: string | null }[];
  readonly estimate: { bytes: number; dollars: number; unknown: string[] };
}

const planOf = ({ stdout }: Ran) => JSON.parse(stdout) as PlanEvent;

const operationsOf = (aws: FakeAws) => [...new Set(aws.calls.map(({ operation }) => operation))];

describe('--dry-run on AWS', () => {
  test('only describes, finds the log groups as the run would, and leaves nothing behind', async () => {
    const aws = await fake();
    const ran = await runInside(ON_AWS, { env: aws.env });
    expect({ code: ran.code, stderr: ran.stderr, left: filesLeft(ran) }).toEqual({
      code: 0,
      stderr: '',
      left: [],
    });
    expect(operationsOf(aws)).toEqual(['DescribeLogGroups', 'DescribeLogStreams']);
    const text = unwrapped(ran.stdout);
    expect(text).toContain(`${GROUP} (us-west-2) INFREQUENT_ACCESS, kept 30 days; 30 GB stored`);
    expect(text).toContain(`${GROUP}-staging (us-west-2) left out: another environment: "staging"`);
    expect(text).toContain('Price: $0.005 per GB scanned, us-east-1, list price of 2026-11');
    expect(text).toContain('spread evenly');
  });

  test('estimates bytes and dollars by the share of the window in what is stored', async () => {
    const aws = await fake();
    const plan = planOf(await runInside([...ON_AWS, '--json'], { env: aws.env }));
    const window = 62.5e6; // 1.5 hours of 30 GB in 30 days
    const [search] = plan.queries as unknown as { estimate: { bytes: number; dollars: number } }[];
    expect(search?.estimate.bytes).toBeGreaterThan(window * 0.99);
    expect(search?.estimate.bytes).toBeLessThan(window * 1.01);
    expect(search?.estimate.dollars).toBeCloseTo(0.0003125, 5);
    expect(plan.logGroups).toMatchObject([
      { name: GROUP, status: 'analyzed', class: 'INFREQUENT_ACCESS', retentionDays: 30 },
      { name: `${GROUP}-staging`, status: 'excluded', bytesInWindow: null },
    ]);
    expect(plan.estimate).toMatchObject({
      unknown: [],
      price: { dollarsPerGb: 0.005, region: 'us-east-1', asOf: '2026-11' },
      maxScanGb: 50,
    });
    // Search and normal time, and of lines of any level what may be scanned: ten minutes and more before three onsets.
    expect(plan.estimate.bytes).toBeGreaterThan(2.3 * window);
    expect(plan.estimate.bytes).toBeLessThan(2.5 * window);
  });

  test('says unknown where CloudWatch tells no size', async () => {
    const aws = await fake({});
    const ran = await runInside(ON_AWS, { env: aws.env });
    expect(unwrapped(ran.stdout)).toContain('stored bytes unknown, unknown bytes in the window');
    expect(unwrapped(ran.stdout)).toContain('Estimate, all of them together: bytes unknown');
  });

  test('through the real SDK against an endpoint that serves logs: no query comes in', async () => {
    const { value: endpoint } = await serveLogs({
      paths: [join(ROOT, 'examples', 'payment-service')],
      accessKeyId: null,
      region: 'us-west-2',
      now: Date.now,
      startWorker: null,
    });
    if (endpoint === null) throw new Error('the example is not served');
    onTestFinished(() => endpoint.close());
    const recorder = await startRecorder(endpoint.url);
    onTestFinished(() => recorder.close());
    const env = {
      AWS_ENDPOINT_URL: recorder.url,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    };
    const end = ['--end', '2026-11-20T16:00:00Z'];
    const args = ['payment-service', '--region', 'us-west-2', ...end, '--dry-run', '--json'];
    const ran = await runInside(args, { env });
    expect(ran.stderr).toBe('');
    expect(new Set(recorder.operations)).toEqual(
      new Set(['DescribeLogGroups', 'DescribeLogStreams']),
    );
    const plan = planOf(ran);
    expect(plan.window).toMatchObject({ start: '2026-11-20T14:00:00.000Z' });
    expect(plan.logGroups).toHaveLength(4);
    expect(plan.estimate.bytes).toBeGreaterThan(1e6);
  });

  test('without credentials ends with exit code 4 and says how to get some', async () => {
    const ran = await runInside(ON_AWS);
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 4, stdout: '' });
    expect(ran.stderr).toContain('Could not load credentials');
    expect(ran.stderr).toContain('--logs PATH');
  });

  test('a missing permission ends with exit code 4', async () => {
    const aws = await fake({
      DescribeLogGroups: () => refusal(400, 'AccessDeniedException', 'Not authorized.'),
    });
    const ran = await runInside(ON_AWS, { env: aws.env });
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 4, stdout: '' });
  });

  test('without a log group ends as the run would, with exit code 5', async () => {
    const aws = await fake({ DescribeLogGroups: () => ({ logGroups: [] }) });
    const ran = await runInside(ON_AWS, { env: aws.env });
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 5, stdout: '' });
  });

  test('with a model tells the prompts and their sizes, and asks it nothing', async () => {
    const aws = await fake();
    // Whoever asked the model would run into a refused connection, and say so.
    const env = { ...aws.env, ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' };
    const ran = await runInside(ON_AWS, { env });
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^ {2}root-causes: \d+ bytes$/m);
    expect(ran.stdout).toContain('claude-sonnet-5-5 at http://127.0.0.1:9');
    expect(unwrapped(ran.stdout)).toContain('troubleshoot replay RUN --dry-run');
  });
});

describe('--dry-run over local logs', () => {
  const files = { 'logs/checkout.log': INCIDENT };

  test('shows the plan in lines that fit a terminal, with regular expressions cut short', async () => {
    const large = { 'logs/checkout.log': LARGE_INCIDENT };
    const ran = await runInside([...CHECKOUT, '--dry-run'], { files: large });
    expect({ code: ran.code, left: filesLeft(ran) }).toEqual({
      code: 0,
      left: ['logs/checkout.log'],
    });
    expect(ran.stdout).toContain('Nothing is sent anywhere');
    expect(ran.stdout).toMatch(/… [\d,]+ words, [\d,]+\s+characters/);
    expect(ran.stdout).toContain('--verbose shows them whole');
    for (const line of ran.stdout.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(80);
    expect(ran.stdout.length).toBeLessThan(4_000);
    expect(ran.stdout).toContain(
      '  candidates: events that may be errors or warnings, in order of time\n',
    );
  });

  test('of little data shows the one query that reads all of it, and none beside it', async () => {
    const { queries } = planOf(await runInside([...CHECKOUT, '--dry-run', '--json'], { files }));
    expect(queries.map(({ name, purpose }) => [name, purpose])).toEqual([['events', 'events']]);
    const ran = await runInside([...CHECKOUT, '--dry-run'], { files });
    expect(unwrapped(ran.stdout)).toContain(
      'events: all events of the window, in order of time; should they be more than 40,000, the errors alone',
    );
  });

  test('shows that it looks how long events are, where it depends on that whether all are read', async () => {
    const more = { 'logs/checkout.log': INCIDENT.repeat(700) };
    const { queries } = planOf(
      await runInside([...CHECKOUT, '--dry-run', '--json'], { files: more }),
    );
    expect(queries.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['size', 'candidates', 'survey', 'context']),
    );
  });

  test('with --verbose prints the regular expressions whole', async () => {
    const ran = await runInside([...CHECKOUT, '--dry-run', '--verbose'], { files });
    expect(ran.stdout).not.toMatch(/… [\d,]+ words/);
    const plan = planOf(await runInside([...CHECKOUT, '--dry-run', '--json'], { files }));
    const bare = (text: string) => text.replace(/\s+/g, '');
    for (const { purpose, text } of plan.queries) {
      if (purpose !== 'baseline') expect(bare(ran.stdout)).toContain(bare(text ?? ''));
    }
  });

  test('with --json is one event on stdout, and the text is nowhere', async () => {
    const ran = await runInside([...CHECKOUT, '--dry-run', '--json'], { files });
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
    const lines = ran.stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        kind: 'plan',
        application: 'checkout',
        sop: { name: 'application-failure-troubleshooting' },
        window: { start: expect.any(String), end: '2026-11-20T14:29:31.000Z' },
        regions: ['local'],
        logs: ['logs'],
        logGroups: [{ name: 'checkout', status: 'analyzed' }],
        steps: expect.arrayContaining([
          { number: 1, name: expect.any(String), procedure: 'verify-tools' },
        ]),
        queries: expect.arrayContaining([
          expect.objectContaining({ name: 'events', text: expect.stringContaining('filter') }),
        ]),
        estimate: { dollars: 0, price: null },
        at: expect.any(String),
      },
    ]);
  });

  test('the exact text for a model holds what is normal, where a path of it is named', async () => {
    const normal = { ...files, 'normal/checkout.log': INCIDENT.replaceAll('11-20', '11-19') };
    const env = { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' };
    const args = [...CHECKOUT, '--baseline', 'normal', '--dry-run'];
    const ran = await runInside(args, { files: normal, env });
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('--- system');
    expect(ran.stdout).toMatch(/usual|normal/);
  });
});

test("plans no search where no step of the SOP looks at errors, but the SOP's own queries", async () => {
  const sop = (procedures: string) =>
    `# Own\n\n## Overview\n\nOne query.\n\n## Parameters\n\n- **application_name** (required): The application\n\n## Steps\n\n${procedures}`;
  const step = (number: number, name: string, more = '') =>
    `### ${number}. Step ${number}\n\n**Procedure:** \`${name}\`\n\n${more}**Constraints:**\n\n- You SHOULD do it\n\n`;
  const query = '```insights slowest\nfields @message | sort @timestamp desc | limit 5\n```\n\n';
  const files = {
    'logs/checkout.log': INCIDENT,
    'own.sop.md': sop(
      step(1, 'discover-log-groups') + step(2, 'run-queries', query) + step(3, 'collect-results'),
    ),
  };
  const args = ['checkout', '--logs', 'logs', '--sop', 'own.sop.md', '--dry-run', '--json'];
  const ran = await runInside(args, { files });
  expect(ran.stderr).toBe('');
  expect(planOf(ran).queries).toMatchObject([{ name: 'slowest', purpose: 'sop', step: 2 }]);
});

test('--dry-run refuses what a run would refuse', async () => {
  const ran = await runInside(['checkout', '--dry-run', '--region', 'mars']);
  expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
  const absent = await runInside(['checkout', '--dry-run', '--logs', 'nowhere']);
  expect({ code: absent.code, stdout: absent.stdout }).toEqual({ code: 2, stdout: '' });
});
