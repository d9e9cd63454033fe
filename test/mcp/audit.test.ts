// Calls of AWS and of MCP are made under the name of the run, and each is told to its audit.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { answer, type Canned, fault, startFakeLogs } from './fake-logs.ts';
import { openTools } from './open-tools.ts';
import { recorded } from './outgoing.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function toolsOver(operations: Record<string, Canned>, more = {}) {
  const logs = await startFakeLogs(operations);
  const { outgoing, calls } = recorded();
  const opened = await openTools(logs.url, { outgoing, ...more });
  closing.push(
    () => logs.close(),
    () => opened.close(),
  );
  return { logs, calls, call: opened.call };
}

const QUERY = { logGroupNames: ['/a'], startTime: 1, endTime: 2, queryString: 'limit 1' };

describe('a call of AWS', () => {
  test('carries the program, its version and the run, and is told with its request id', async () => {
    const { logs, calls, call } = await toolsOver({ StartQuery: () => answer({ queryId: 'q' }) });
    await call('start-query', QUERY);
    expect(logs.agents[0]).toMatch(
      /^aws-sdk-js\/\S+ .* app\/troubleshoot-1\.2\.3-run-4f2a9c troubleshoot\/1\.2\.3 run\/4f2a9c$/,
    );
    // CloudTrail keeps so much of it.
    expect(logs.agents[0]?.length).toBeLessThan(1_000);
    expect(calls).toEqual([
      {
        tool: 'start-query',
        server: 'cloudwatch-logs',
        operation: 'logs:StartQuery',
        region: 'us-west-2',
        parameters: QUERY,
        outcome: 'ok',
        requestId: 'request-1',
        attempts: 1,
      },
    ]);
  });

  test('that is tried again is one call of several attempts', async () => {
    const { calls, call } = await toolsOver(
      {
        StartQuery: (_, nth) =>
          nth === 1 ? fault('ThrottlingException', 'slower') : answer({ queryId: 'q' }),
      },
      { maxAttempts: 3 },
    );
    await call('start-query', QUERY);
    expect(calls).toMatchObject([{ operation: 'logs:StartQuery', outcome: 'ok', attempts: 2 }]);
  });

  test('that AWS refuses is told by the name that AWS gives it', async () => {
    const { calls, call } = await toolsOver({
      DescribeLogGroups: () => fault('AccessDeniedException', 'no'),
    });
    await call('describe-log-groups', { region: 'eu-west-1' });
    expect(calls).toMatchObject([
      {
        operation: 'logs:DescribeLogGroups',
        region: 'eu-west-1',
        outcome: 'AccessDeniedException',
        requestId: 'request-1',
        attempts: 1,
      },
    ]);
  });

  test('that reaches nobody is told too', async () => {
    const { logs, calls, call } = await toolsOver({});
    await logs.close();
    await call('describe-log-groups', {});
    expect(calls).toMatchObject([{ outcome: 'ECONNREFUSED', requestId: null, attempts: 1 }]);
  });

  test('that is given up is told as given up', async () => {
    const until = new AbortController();
    const { calls, call } = await toolsOver({
      DescribeLogGroups: async () => {
        until.abort();
        return new Promise(() => {});
      },
    });
    await call('describe-log-groups', {}, until.signal);
    await expect.poll(() => calls).toMatchObject([{ outcome: 'AbortError', attempts: 1 }]);
  });

  test('that never leaves the program, because its arguments are wrong, is told as a call of its tool', async () => {
    const { logs, calls, call } = await toolsOver({});
    await call('start-query', { queryString: '' });
    expect(logs.seen).toEqual([]);
    expect(calls).toMatchObject([
      { tool: 'start-query', operation: 'tools/call', outcome: 'ProtocolError', attempts: 0 },
    ]);
  });

  test('belongs to its own tool where several are at work', async () => {
    const { calls, call } = await toolsOver({
      StartQuery: () => answer({ queryId: 'q' }),
      DescribeLogGroups: () => answer({ logGroups: [] }),
    });
    await Promise.all([
      call('start-query', QUERY),
      call('describe-log-groups', {}),
      call('start-query', QUERY),
    ]);
    expect(calls.map(({ tool, operation }) => `${tool} ${operation}`).sort()).toEqual([
      'describe-log-groups logs:DescribeLogGroups',
      'start-query logs:StartQuery',
      'start-query logs:StartQuery',
    ]);
  });
});

test('what the SDK asks to get credentials carries the name too', async () => {
  const agents: string[] = [];
  const http = createServer((request, response) => {
    agents.push(String(request.headers['user-agent']));
    response.writeHead(403, { 'content-type': 'text/xml' }).end('<x/>');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => http.once('listening', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-aws-'));
  closing.push(
    () => rmSync(folder, { recursive: true }),
    () => http.close(),
    () => vi.unstubAllEnvs(),
  );
  const profiles = `[profile ops]
role_arn = arn:aws:iam::123456789012:role/ops
source_profile = base
[profile base]
aws_access_key_id = AKIDEXAMPLE
aws_secret_access_key = not-a-secret
`;
  writeFileSync(join(folder, 'config'), profiles);
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'none'));
  vi.stubEnv('AWS_ENDPOINT_URL_STS', `http://127.0.0.1:${(http.address() as AddressInfo).port}`);
  const { calls, call } = await toolsOver({}, { credentials: null, profile: 'ops' });
  expect(await call('describe-log-groups', {})).toMatchObject({ isError: true });
  expect(agents[0]).toMatch(/api\/sts.* app\/troubleshoot-1\.2\.3-run-4f2a9c/);
  expect(calls).toMatchObject([{ operation: 'logs:DescribeLogGroups', attempts: 0 }]);
});
