// The audit of a run of the built program, held against what the other side saw.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { complete, type FakeAws, startFakeAws } from './fake-aws.ts';
import { type Ran, runFile, runFolders, runProgram } from './program.ts';
import { runInside } from './run-inside.ts';

let aws: FakeAws | null = null;
afterEach(() => aws?.close());

const ARGS = ['checkout', '--region', 'us-west-2', '--yes'];
const linesOf = (ran: Ran) =>
  runFile(ran, 'audit.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** An account in which an alarm on a function has just rung. */
const awsWithAlarm = () =>
  startFakeAws({
    DescribeAlarms: () => ({
      MetricAlarms: [
        {
          AlarmName: 'errors',
          StateValue: 'ALARM',
          StateUpdatedTimestamp: Date.now() / 1000 - 60,
          Dimensions: [{ Name: 'FunctionName', Value: 'checkout' }],
        },
      ],
    }),
  });

describe('audit.jsonl', () => {
  test('names each request that AWS got, by its request id, and each request names the run', async () => {
    aws = await startFakeAws();
    const ran = await runProgram(ARGS, { env: aws.env });
    const [folder = ''] = runFolders(ran);
    const runId = folder.slice(-6);
    const [first, ...calls] = linesOf(ran);
    expect(first).toMatchObject({ kind: 'audit-started', runId });
    expect(aws.calls.length).toBeGreaterThan(3);
    for (const { userAgent } of aws.calls)
      expect(userAgent).toMatch(new RegExp(` ${first?.userAgent} *$`));
    expect(first?.userAgent).toMatch(new RegExp(`^troubleshoot/\\S+ run/${runId}$`));
    const asked = aws.calls.map(({ operation }, at) => `logs:${operation} request-${at + 1}`);
    const told = calls.map(({ operation, requestId }) => `${operation} ${requestId}`);
    expect(told.sort()).toEqual(asked.sort());
    expect(statSync(join(folder, 'audit.jsonl')).mode & 0o777).toBe(0o600);
  });

  test('tells also what was asked for the alarm that the run begins from', async () => {
    aws = await awsWithAlarm();
    const ran = await runInside(['--alarm', 'errors', '--region', 'us-west-2', '--yes'], {
      env: aws.env,
    });
    const [first, ...calls] = linesOf(ran);
    expect(calls[0]).toMatchObject({
      tool: 'describe-alarms',
      operation: 'cloudwatch:DescribeAlarms',
    });
    expect(calls.map(({ requestId }) => requestId).sort()).toEqual(
      aws.calls.map((_, at) => `request-${at + 1}`).sort(),
    );
    for (const { userAgent } of aws.calls) expect(userAgent).toContain(String(first?.userAgent));
  });

  test('a preview is no run, also of an alarm', async () => {
    aws = await awsWithAlarm();
    await runInside(['--alarm', 'errors', '--region', 'us-west-2', '--yes', '--dry-run'], {
      env: aws.env,
    });
    expect(aws.calls.length).toBeGreaterThan(1);
    for (const { userAgent } of aws.calls) expect(userAgent).not.toContain('run/');
  });

  test('is written on where a killed run goes on, and no call is told twice', async () => {
    let kill: ((signal: NodeJS.Signals) => void) | null = null;
    let answers = 0;
    aws = await startFakeAws({
      GetQueryResults: () => {
        if (++answers === 2) kill?.('SIGKILL');
        return complete([]);
      },
    });
    const { env, calls } = aws;
    const killed = await runProgram(ARGS, {
      env,
      onStderr: (_, signal) => {
        kill = signal;
      },
    });
    expect(killed.code).toBe(null);
    const before = calls.length;
    const [run = ''] = runFolders(killed);
    await runProgram(['resume', run], { env, folder: killed.folder });
    const lines = linesOf(killed);
    const starts = lines.filter(({ kind }) => kind === 'audit-started');
    expect(starts.map(({ runId }) => runId)).toEqual([run.slice(-6), run.slice(-6)]);
    const told = lines.flatMap(({ requestId }) => (requestId === undefined ? [] : [requestId]));
    expect(new Set(told).size).toBe(told.length);
    // Of what was under way when the process was killed nobody could write.
    const asked = calls.map((_, at) => `request-${at + 1}`);
    const untold = asked.filter((id) => !told.includes(id));
    expect(untold.every((id) => Number(id.replace(/\D+/, '')) <= before)).toBe(true);
    expect(untold.length).toBeLessThan(4);
  });

  test('of a command that is no run is not kept, and its calls name the program', async () => {
    aws = await startFakeAws();
    const ran = await runProgram(['logs', 'groups', '--region', 'us-west-2'], { env: aws.env });
    expect(existsSync(join(ran.folder, 'reports'))).toBe(false);
    expect(aws.calls.length).toBeGreaterThan(0);
    for (const { userAgent } of aws.calls) expect(userAgent).toMatch(/ troubleshoot\/[\w.-]+$/);
  });
});
