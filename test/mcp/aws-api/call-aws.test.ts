// `call_aws` over a loopback that answers as AWS does, and over a command line that is started without a shell.
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { ToolResult } from '../../../src/agent/tools.ts';
import { awsBinary } from '../../../src/mcp/aws-api/aws-binary.ts';
import { createAwsApiServer } from '../../../src/mcp/aws-api/call-aws.ts';
import { createCarryOut } from '../../../src/mcp/aws-api/carry-out.ts';
import { connectTools } from '../../../src/mcp/host.ts';
import { OUTGOING, recorded } from '../outgoing.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Asked {
  readonly target: string;
  readonly body: unknown;
  readonly path: string;
  readonly userAgent: string;
}

/** Answers each request alike and keeps what was asked. */
async function loopback(answer: object, status = 200) {
  const asked: Asked[] = [];
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    asked.push({
      target: String(request.headers['x-amz-target'] ?? ''),
      path: request.url ?? '',
      userAgent: String(request.headers['user-agent']),
      body: text.startsWith('{') ? JSON.parse(text) : text,
    });
    response
      .writeHead(status, {
        'content-type': 'application/x-amz-json-1.1',
        'x-amzn-requestid': 'request-7',
      })
      .end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => http.once('listening', resolve));
  closing.push(() => http.close());
  const client = {
    endpoint: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  return { asked, client };
}

async function callAws(
  command: string,
  settings: Parameters<typeof createCarryOut>[0],
  more: { denied?: readonly string[]; max_results?: number } = {},
): Promise<ToolResult> {
  const { denied = [], ...args } = more;
  const server = createAwsApiServer({
    region: 'us-west-2',
    profile: null,
    denied,
    carryOut: createCarryOut(settings),
  });
  const tools = await connectTools([server], settings.outgoing.audit);
  closing.push(() => tools.close());
  const options = { signal: new AbortController().signal, timeoutMs: 10_000 };
  return tools.call('call_aws', { cli_command: command, ...args }, options);
}

describe('call_aws', () => {
  test('asks CloudTrail who changed what', async () => {
    const { asked, client } = await loopback({
      Events: [{ EventName: 'UpdateFunctionConfiguration' }],
    });
    const command = `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=UpdateFunctionConfiguration --start-time 2026-11-20T14:00:00Z`;
    const result = await callAws(
      command,
      { client, binary: null, outgoing: OUTGOING },
      { max_results: 10 },
    );
    expect(result).toMatchObject({ isError: false, requestId: 'request-7' });
    expect(JSON.parse(result.text)).toEqual({
      Events: [{ EventName: 'UpdateFunctionConfiguration' }],
    });
    expect(asked).toMatchObject([
      {
        target: expect.stringContaining('LookupEvents'),
        body: {
          LookupAttributes: [
            { AttributeKey: 'EventName', AttributeValue: 'UpdateFunctionConfiguration' },
          ],
          StartTime: Date.parse('2026-11-20T14:00:00Z') / 1_000,
          MaxResults: 10,
        },
      },
    ]);
  });

  test('hands on no value of an environment variable', async () => {
    const { client } = await loopback({
      FunctionName: 'pay',
      Environment: { Variables: { DB_PASSWORD: 'hunter2' } },
    });
    const result = await callAws('aws lambda get-function-configuration --function-name pay', {
      client,
      binary: null,
      outgoing: OUTGOING,
    });
    expect(JSON.parse(result.text)).toEqual({
      FunctionName: 'pay',
      Environment: { Variables: { DB_PASSWORD: '[redacted:environment]' } },
    });
  });

  test.each([
    [
      'aws logs delete-log-group --log-group-name /x',
      'logs delete-log-group is not known to only read',
    ],
    ['aws lambda invoke --function-name x out.json', 'lambda invoke is not known to only read'],
    ['aws s3 rm s3://logs/x --recursive', 's3 rm is not known to only read'],
    ['aws --debug=x iam create-user', 'iam create-user is not known to only read'],
    [
      'aws lambda update-function-code --zip-file fileb://x',
      'lambda update-function-code is not known to only read',
    ],
    ['aws ecs list-clusters --cluster x', 'There is no option --cluster'],
    ['aws ecs list-clusters --max-results many', '"many" is no number'],
    ['aws logs describe-log-groups | tee x', 'a pipe'],
    ['aws ec2 describe-instances', 'installed AWS CLI, and there is none'],
  ])('refuses %s', async (command, expected) => {
    const { asked, client } = await loopback({});
    const result = await callAws(command, { client, binary: null, outgoing: OUTGOING });
    expect(result.isError).toBe(true);
    expect(result.text).toContain(expected);
    expect(asked).toEqual([]);
  });

  test('keeps to the deny list', async () => {
    const { asked, client } = await loopback({});
    const result = await callAws(
      'aws sts get-caller-identity',
      { client, binary: null, outgoing: OUTGOING },
      { denied: ['sts'] },
    );
    expect(result).toMatchObject({ isError: true, errorCode: 'OperationRefused' });
    expect(asked).toEqual([]);
  });

  test('tells what AWS says, by its name', async () => {
    const { client } = await loopback(
      { __type: 'AccessDeniedException', message: 'not for you' },
      400,
    );
    const result = await callAws('aws logs describe-log-groups', {
      client,
      binary: null,
      outgoing: OUTGOING,
    });
    expect(result).toMatchObject({ isError: true, errorCode: 'AccessDeniedException' });
    expect(result.text).toContain('not for you');
  });

  test('cuts a long answer and says so', async () => {
    const { client } = await loopback({
      logGroups: Array.from({ length: 3_000 }, (_, at) => ({
        logGroupName: `/group/${at}/${'x'.repeat(60)}`,
      })),
    });
    const result = await callAws('aws logs describe-log-groups', {
      client,
      binary: null,
      outgoing: OUTGOING,
    });
    expect(result.text.length).toBeLessThan(101_000);
    expect(result.text).toMatch(/\[cut: 100000 of \d+ characters; ask for fewer items\]$/);
  });
});

describe('the audit of call_aws', () => {
  test('tells what was asked of AWS, under the name of the run', async () => {
    const { asked, client } = await loopback({ MetricAlarms: [] });
    const { calls, outgoing } = recorded();
    const command = 'aws ecs list-clusters --region eu-west-1';
    await callAws(command, { client, binary: null, outgoing });
    expect(asked[0]?.userAgent).toContain('troubleshoot/1.2.3 run/4f2a9c');
    expect(calls).toEqual([
      {
        tool: 'call_aws',
        server: 'aws-api',
        operation: 'ecs:ListClusters',
        region: 'eu-west-1',
        parameters: {},
        outcome: 'ok',
        requestId: 'request-7',
        attempts: 1,
      },
    ]);
  });

  test('tells what was refused, and that it never left', async () => {
    const { asked, client } = await loopback({});
    const { calls, outgoing } = recorded();
    const command = 'aws logs delete-log-group --log-group-name /x';
    await callAws(command, { client, binary: null, outgoing });
    expect(asked).toEqual([]);
    expect(calls).toMatchObject([
      {
        tool: 'call_aws',
        operation: 'tools/call',
        parameters: { cli_command: command },
        outcome: 'OperationRefused',
        attempts: 0,
      },
    ]);
  });

  test('tells what an installed AWS CLI was asked', async () => {
    const { calls, outgoing } = recorded();
    const binary = async () => ({ Vpcs: [] });
    await callAws('aws ec2 describe-vpcs --vpc-ids a b', { client: {}, binary, outgoing });
    expect(calls).toMatchObject([
      {
        operation: 'aws ec2 describe-vpcs',
        parameters: { 'vpc-ids': ['a', 'b'] },
        outcome: 'ok',
        attempts: null,
      },
    ]);
  });
});

describe('an installed AWS CLI', () => {
  /** A command that prints its arguments and environment as JSON, or fails. */
  function installed(script: string) {
    const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-aws-'));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'aws');
    writeFileSync(path, `#!${process.execPath}\n${script}\n`);
    chmodSync(path, 0o700);
    return {
      folder,
      binary: awsBinary(path, { PATH: process.env.PATH ?? '', AWS_PROFILE: 'ops' }),
    };
  }

  test('is given the words that were understood, each as one argument', async () => {
    const { binary, folder } = installed(
      'console.log(JSON.stringify({ args: process.argv.slice(2), names: Object.keys(process.env) }))',
    );
    const command = `aws ec2 describe-instances --filters 'Name=tag:a;touch ${folder}/pwned,Values=$(id)' --region eu-west-1`;
    const { args } = JSON.parse(
      (await callAws(command, { client: {}, binary, outgoing: OUTGOING })).text,
    );
    expect(args).toEqual([
      'ec2',
      'describe-instances',
      '--filters',
      `Name=tag:a;touch ${folder}/pwned,Values=$(id)`,
      '--region',
      'eu-west-1',
      '--output',
      'json',
    ]);
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  test('is kept from paging and asking in a way that its first version knows too', async () => {
    const { binary } = installed(
      `const unknown = process.argv.slice(2).filter((word) => /^--(?:no-)?cli-/.test(word));
      if (unknown.length > 0) { process.stderr.write('Unknown options: ' + unknown.join(', ')); process.exit(252); }
      const { AWS_PAGER, AWS_CLI_AUTO_PROMPT } = process.env;
      console.log(JSON.stringify({ AWS_PAGER, AWS_CLI_AUTO_PROMPT }));`,
    );
    const command = 'aws --no-cli-pager ec2 describe-vpcs';
    const result = await callAws(command, { client: {}, binary, outgoing: OUTGOING });
    expect(JSON.parse(result.text)).toEqual({ AWS_PAGER: '', AWS_CLI_AUTO_PROMPT: 'off' });
  });

  test('is no way for calls made as a role, and neither is another profile', async () => {
    const { asked, client } = await loopback({});
    const role = 'arn:aws:iam::123456789012:role/logs';
    const settings = { client, binary: null, role, outgoing: OUTGOING };
    const byCli = await callAws('aws ec2 describe-vpcs', settings);
    expect(byCli.text).toContain(
      `takes no role but one of a profile, and calls are made as ${role}`,
    );
    const byProfile = await callAws('aws ecs list-clusters --profile dev', settings);
    expect(byProfile.text).toContain(`--profile is not taken: calls are made as ${role}`);
    expect(asked).toEqual([]);
  });

  test('that fails is told by the name that AWS gives it', async () => {
    const { binary } = installed(
      `process.stderr.write('An error occurred (UnauthorizedOperation) when calling it\\n'); process.exit(254)`,
    );
    expect(
      await callAws('aws ec2 describe-vpcs', { client: {}, binary, outgoing: OUTGOING }),
    ).toMatchObject({
      isError: true,
      errorCode: 'UnauthorizedOperation',
    });
  });

  test('that floods is stopped', async () => {
    const { binary } = installed(
      `const s = 'x'.repeat(1 << 20); for (let i = 0; i < 64; i++) process.stdout.write(s); setInterval(() => {}, 1000)`,
    );
    const result = await callAws('aws ec2 describe-vpcs', {
      client: {},
      binary,
      outgoing: OUTGOING,
    });
    expect(result.text).toContain('ask for fewer items');
  });

  test('that floods is stopped though neither it nor what it started listens to signals', async () => {
    const flood = `process.on('SIGTERM', () => {}); const s = 'x'.repeat(1 << 20);
      const go = () => { while (process.stdout.write(s)); process.stdout.once('drain', go); };`;
    const { binary } = installed(
      `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(`${flood} process.stdout.on('error', () => process.exit()); go();`)}], { stdio: 'inherit' });
      ${flood} go();`,
    );
    const command = 'aws ec2 describe-vpcs';
    const result = await callAws(command, { client: {}, binary, outgoing: OUTGOING });
    expect(result.text).toContain('ask for fewer items');
  });

  test('answers though what it started is left behind, and that is ended', async () => {
    const { binary } = installed(
      `const left = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      left.unref(); console.log(JSON.stringify({ pid: left.pid }));`,
    );
    const command = 'aws ec2 describe-vpcs';
    const result = await callAws(command, { client: {}, binary, outgoing: OUTGOING });
    const { pid } = JSON.parse(result.text) as { pid: number };
    const isThere = () => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    await expect.poll(isThere, { timeout: 5_000 }).toBe(false);
  });

  test('may write a character in two parts', async () => {
    const { binary } = installed(
      `const bytes = Buffer.from(JSON.stringify({ name: 'Zürich' })); const at = bytes.indexOf(0xc3) + 1;
      process.stdout.write(bytes.subarray(0, at)); setTimeout(() => process.stdout.write(bytes.subarray(at)), 200);`,
    );
    const command = 'aws ec2 describe-vpcs';
    const result = await callAws(command, { client: {}, binary, outgoing: OUTGOING });
    expect(JSON.parse(result.text)).toEqual({ name: 'Zürich' });
  });

  test('is never started for what writes', async () => {
    const { binary, folder } = installed(
      `require('node:fs').writeFileSync(__dirname + '/started', '')`,
    );
    await callAws('aws ec2 terminate-instances --instance-ids i-1', {
      client: {},
      binary,
      outgoing: OUTGOING,
    });
    expect(existsSync(join(folder, 'started'))).toBe(false);
  });
});
