// The audit of a run of the built program, held against what the other side saw.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type FakeAws, startFakeAws } from './fake-aws.ts';
import { type Ran, runFile, runFolders, runProgram } from './program.ts';

let aws: FakeAws | null = null;
afterEach(() => aws?.close());

const ARGS = ['checkout', '--region', 'us-west-2', '--yes'];
const linesOf = (ran: Ran) =>
  runFile(ran, 'audit.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

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

  test('of a command that is no run is not kept, and its calls name the program', async () => {
    aws = await startFakeAws();
    const ran = await runProgram(['logs', 'groups', '--region', 'us-west-2'], { env: aws.env });
    expect(existsSync(join(ran.folder, 'reports'))).toBe(false);
    expect(aws.calls.length).toBeGreaterThan(0);
    for (const { userAgent } of aws.calls) expect(userAgent).toMatch(/ troubleshoot\/[\w.-]+$/);
  });
});
