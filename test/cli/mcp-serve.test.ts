// The server for other agents.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refusal, startFakeAws } from './fake-aws.ts';
import { ROOT, runFolders, runProgram, unwrapped } from './program.ts';

const VERSION = (
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
).version;

const message = (id: number, method: string, params: object) =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
const INITIALIZE = message(1, 'initialize', {
  protocolVersion: '2025-06-18',
  capabilities: {},
  clientInfo: { name: 'a-client', version: '1' },
});
const INITIALIZED = `${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`;

const INVESTIGATE = message(2, 'tools/call', {
  name: 'investigate',
  arguments: { application: 'checkout' },
});

const answersOf = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: number; result: Record<string, unknown> });

describe('mcp serve', () => {
  test('answers initialize and tools/list on stdio, and ends when stdin closes', async () => {
    const ran = await runProgram(['mcp', 'serve', '--region', 'us-west-2'], {
      stdin: INITIALIZE + INITIALIZED + message(2, 'tools/list', {}),
    });
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
    const [initialized, listed] = answersOf(ran.stdout);
    expect(initialized).toMatchObject({
      id: 1,
      result: { serverInfo: { name: 'troubleshoot', version: VERSION } },
    });
    const tools = listed?.result.tools as {
      name: string;
      annotations?: { readOnlyHint?: boolean };
    }[];
    expect(tools.map(({ name }) => name).sort()).toEqual([
      'compare-windows',
      'contrast-field',
      'describe-alarm-history',
      'describe-alarms',
      'describe-log-groups',
      'describe-log-streams',
      'describe-metric-filters',
      'describe-services',
      'describe-stack-events',
      'describe-stack-resources',
      'filter-log-events',
      'get-log-events',
      'get-metric-data',
      'get-query-results',
      'investigate',
      'lines-around',
      'list-aliases',
      'list-clusters',
      'list-services',
      'list-sops',
      'list-versions-by-function',
      'lookup-events',
      'read-evidence',
      'retrieve-sop',
      'start-query',
      'stop-query',
    ]);
  });

  const call = (id: number, name: string, args: object) =>
    message(id, 'tools/call', { name, arguments: args });

  test('calls CloudWatch for its client', async () => {
    const aws = await startFakeAws();
    try {
      const ran = await runProgram(['mcp', 'serve'], {
        env: aws.env,
        stdin:
          INITIALIZE +
          INITIALIZED +
          call(2, 'describe-log-groups', { logGroupNamePattern: 'checkout' }),
      });
      const answer = answersOf(ran.stdout).find(({ id }) => id === 2);
      expect(answer?.result.structuredContent).toMatchObject({
        logGroups: [{ logGroupName: '/aws/lambda/checkout' }],
      });
      expect(aws.calls).toMatchObject([
        {
          operation: 'DescribeLogGroups',
          body: { logGroupNamePattern: 'checkout' },
          userAgent: expect.stringContaining(`troubleshoot/${VERSION}`),
        },
      ]);
    } finally {
      await aws.close();
    }
  });

  test('asks for alarms and changes of the account for its client', async () => {
    const aws = await startFakeAws();
    try {
      const ran = await runProgram(['mcp', 'serve'], {
        env: aws.env,
        stdin:
          INITIALIZE +
          INITIALIZED +
          call(2, 'describe-alarms', { state: 'ALARM' }) +
          call(3, 'lookup-events', { startTime: 0, endTime: 1_000 }),
      });
      const answers = answersOf(ran.stdout);
      expect(answers.filter(({ result }) => result.isError === true)).toEqual([]);
      expect(aws.calls.map(({ operation }) => operation).sort()).toEqual([
        'DescribeAlarms',
        'LookupEvents',
      ]);
      expect(aws.calls.every(({ userAgent }) => userAgent.includes(`/${VERSION}`))).toBe(true);
    } finally {
      await aws.close();
    }
  });

  test('offers call_aws only where its owner wants it, and then for reading alone', async () => {
    const aws = await startFakeAws();
    const calls =
      call(2, 'call_aws', { cli_command: 'aws logs describe-log-groups' }) +
      call(3, 'call_aws', { cli_command: 'aws logs delete-log-group --log-group-name x' });
    try {
      const stdin = INITIALIZE + INITIALIZED + calls;
      const without = await runProgram(['mcp', 'serve'], { env: aws.env, stdin });
      expect(without.stdout).toContain('Tool call_aws not found');
      expect(aws.calls).toEqual([]);
      const ran = await runProgram(['mcp', 'serve', '--call-aws'], { env: aws.env, stdin });
      const answers = answersOf(ran.stdout);
      expect(answers.find(({ id }) => id === 2)?.result.structuredContent).toMatchObject({
        answer: { logGroups: [{ logGroupName: '/aws/lambda/checkout' }] },
        cut: false,
      });
      expect(answers.find(({ id }) => id === 3)?.result).toMatchObject({ isError: true });
      expect(aws.calls.map(({ operation }) => operation)).toEqual(['DescribeLogGroups']);
    } finally {
      await aws.close();
    }
  });

  test('asks as the profile that its owner names, in investigations and call_aws too', async () => {
    const aws = await startFakeAws();
    const folder = mkdtempSync(join(tmpdir(), 'profile-'));
    const keys = 'aws_access_key_id = AKIAOFTHEPROFILE\naws_secret_access_key = s\n';
    writeFileSync(join(folder, 'credentials'), `[ops]\n${keys}`);
    try {
      const env = { ...aws.env, AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') };
      const stdin =
        INITIALIZE +
        INITIALIZED +
        INVESTIGATE +
        call(3, 'describe-log-groups', {}) +
        call(4, 'describe-alarms', {}) +
        call(5, 'call_aws', { cli_command: 'aws logs describe-log-groups' });
      const args = ['mcp', 'serve', '--profile', 'ops', '--call-aws'];
      const ran = await runProgram(args, { env, stdin });
      expect(answersOf(ran.stdout).filter(({ result }) => result?.isError === true)).toEqual([]);
      expect(aws.calls.length).toBeGreaterThan(5);
      for (const { signedBy } of aws.calls) expect(signedBy).toContain('AKIAOFTHEPROFILE');
    } finally {
      await aws.close();
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    ['serve', []],
    ['install', ['claude']],
  ])('mcp %s refuses call_aws over local logs', async (command, more) => {
    const args = ['mcp', command, ...more, '--logs', '.', '--call-aws'];
    const ran = await runProgram(args, { stdin: '' });
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
    expect(unwrapped(ran.stderr)).toContain('--call-aws and --logs contradict each other');
  });

  test.each([
    ['describe-alarms', {}, 'cloudwatch:DescribeAlarms, cloudwatch:DescribeAlarmHistory'],
    ['lookup-events', { startTime: 0, endTime: 1 }, 'cloudtrail:LookupEvents'],
    ['describe-services', { cluster: 'c', services: ['s'] }, 'ecs:DescribeServices'],
    ['get-log-events', { logGroupName: 'a', logStreamName: 'b' }, 'logs:GetLogEvents'],
  ])('a refused %s names the permission that it needs', async (name, args, actions) => {
    const refused = refusal(400, 'AccessDeniedException', 'no identity-based policy allows it');
    const everything = { DescribeAlarms: () => refused, LookupEvents: () => refused };
    const services = { DescribeServices: () => refused };
    const aws = await startFakeAws({ ...everything, ...services, GetLogEvents: () => refused });
    try {
      const stdin = INITIALIZE + INITIALIZED + call(2, name, args);
      const ran = await runProgram(['mcp', 'serve'], { env: aws.env, stdin });
      const answer = answersOf(ran.stdout).find(({ id }) => id === 2);
      expect(JSON.stringify(answer?.result.content)).toContain(`The identity needs ${actions} (`);
    } finally {
      await aws.close();
    }
  });

  test('investigates in AWS for its client', async () => {
    const aws = await startFakeAws();
    try {
      const ran = await runProgram(['mcp', 'serve'], {
        env: aws.env,
        stdin: INITIALIZE + INITIALIZED + INVESTIGATE,
      });
      const answer = answersOf(ran.stdout).find(({ id }) => id === 2);
      expect(answer?.result.structuredContent).toMatchObject({ confirmedByPerson: false });
      const [folder = ''] = runFolders(ran);
      const [runId = ''] = /[0-9a-f]{6}$/.exec(folder) ?? [];
      expect(runId).not.toBe('');
      expect(aws.calls.every(({ userAgent }) => userAgent.includes(runId))).toBe(true);
      const [started] = aws.calls.filter(({ operation }) => operation === 'StartQuery');
      expect(started?.body).toMatchObject({ logGroupNames: ['/aws/lambda/checkout'] });
    } finally {
      await aws.close();
    }
  });

  test('investigates what an alarm of its region tells of', async () => {
    const alarm = {
      AlarmName: 'errors',
      StateValue: 'ALARM',
      StateUpdatedTimestamp: Date.now() / 1000 - 60,
      Dimensions: [{ Name: 'FunctionName', Value: 'checkout' }],
    };
    const aws = await startFakeAws({ DescribeAlarms: () => ({ MetricAlarms: [alarm] }) });
    try {
      const ran = await runProgram(['mcp', 'serve', '--region', 'eu-west-1'], {
        env: aws.env,
        stdin: INITIALIZE + INITIALIZED + call(2, 'investigate', { alarm: 'errors' }),
      });
      const answer = answersOf(ran.stdout).find(({ id }) => id === 2);
      expect(JSON.stringify(answer?.result.structuredContent)).toContain('The alarm errors went');
      const [folder = ''] = runFolders(ran);
      expect(folder).toContain('-checkout-');
      for (const { userAgent, signedBy } of aws.calls) {
        expect(userAgent).toContain(`run/${folder.slice(-6)}`);
        expect(signedBy).toContain('eu-west-1');
      }
      expect(aws.calls[0]?.operation).toBe('DescribeAlarms');
    } finally {
      await aws.close();
    }
  });

  test('a permission that is refused is told with what helps', async () => {
    const refused = refusal(400, 'AccessDeniedException', 'no identity-based policy allows it');
    const aws = await startFakeAws({ DescribeLogGroups: () => refused });
    try {
      const ran = await runProgram(['mcp', 'serve'], {
        env: aws.env,
        stdin: INITIALIZE + INITIALIZED + INVESTIGATE,
      });
      const answer = answersOf(ran.stdout).find(({ id }) => id === 2);
      expect(answer?.result.isError).toBe(true);
      expect(JSON.stringify(answer?.result.content)).toContain('logs:DescribeLogGroups');
      expect(runFolders(ran)).toEqual([]);
    } finally {
      await aws.close();
    }
  });

  test('wants a region', async () => {
    const ran = await runProgram(['mcp', 'serve'], { stdin: '' });
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('troubleshoot mcp serve --region us-west-2');
  });

  test.each([
    [['--region', 'us-wset-2'], {}, 'Did you mean --region us-west-2?'],
    [[], { AWS_REGION: 'mars' }, 'Unknown region "mars"'],
    [['--region', 'us-west-2,eu-west-1'], {}, 'one region for calls that name none'],
  ])('refuses a region that is none: %j %j', async (args, env, words) => {
    const ran = await runProgram(['mcp', 'serve', ...args], { stdin: '', env });
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
    expect(unwrapped(ran.stderr)).toContain(words);
    expect(unwrapped(ran.stderr)).toContain('troubleshoot mcp serve --region us-west-2');
  });

  test('ends at SIGTERM while stdin is open', async () => {
    const main = join(ROOT, 'dist', 'main.js');
    const child = spawn(process.execPath, [main, 'mcp', 'serve', '--region', 'us-west-2'], {
      env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    child.stdout.once('data', () => child.kill('SIGTERM'));
    child.stdin.write(INITIALIZE);
    expect(await ended).toBe(143);
  });
});
