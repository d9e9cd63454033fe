// What another agent sees through `mcp serve`: the SDK's own client over stdio, against local logs that hold secrets.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './program.ts';
import { jsonLine } from './small-logs.ts';

const MAIN = join(ROOT, 'dist', 'main.js');
const GROUP = '/aws/lambda/checkout';
const SECRET = 'hunter2-Zx9';
const OTHER = 'Tr0ub4dor-77';
const START_S = Date.parse('2026-11-20T14:00:00Z') / 1_000;

const LOGS = [
  jsonLine({ seconds: 0, message: `ERROR login failed user=bob password=${SECRET} retry=3` }),
  jsonLine({
    seconds: 1,
    message: JSON.stringify({ level: 'error', setting: { name: 'password', value: OTHER } }),
  }),
  jsonLine({ seconds: 2, message: JSON.stringify({ level: 'error', user: { token: OTHER } }) }),
  jsonLine({
    seconds: 3,
    message: 'ERROR order of alice@example.com refused, card 4111 1111 1111 1111',
  }),
].join('');

let folder = '';
let endpoint: ChildProcess;
let client: Client;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'troubleshoot-mcp-'));
  mkdirSync(join(folder, 'logs'));
  writeFileSync(join(folder, 'logs', 'checkout.jsonl'), LOGS);
  endpoint = spawn(process.execPath, [MAIN, 'logs', 'serve', '--logs', join(folder, 'logs')]);
  const url = await new Promise<string>((resolve) => {
    const look = (chunk: Buffer) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(chunk.toString())?.[0];
      if (found !== undefined) resolve(found);
    };
    endpoint.stdout?.on('data', look);
    endpoint.stderr?.on('data', look);
  });
  client = await connect({
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'y',
  });
});

afterAll(async () => {
  await client.close();
  endpoint.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function connect(
  env: Readonly<Record<string, string>>,
  more: readonly string[] = [],
): Promise<Client> {
  const connected = new Client({ name: 'another-agent', version: '1' });
  await connected.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [MAIN, 'mcp', 'serve', '--region', 'us-west-2', ...more],
      env: { HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', ...env },
    }),
  );
  return connected;
}

const call = async (name: string, args: object) =>
  (await client.callTool({ name, arguments: { ...args } })) as CallToolResult;

type Rows = readonly (readonly { field: string; value: string }[])[];

/** The rows of a query, and all that its answers say. */
async function query(queryString: string): Promise<{ rows: Rows; text: string }> {
  const started = await call('start-query', {
    logGroupNames: [GROUP],
    startTime: START_S,
    endTime: START_S + 60,
    queryString,
  });
  const { queryId } = started.structuredContent as { queryId: string };
  for (;;) {
    const answer = await call('get-query-results', { queryId });
    const { status, results } = answer.structuredContent as { status: string; results: Rows };
    if (status === 'Complete') return { rows: results, text: JSON.stringify([started, answer]) };
    expect(['Scheduled', 'Running']).toContain(status);
  }
}

const LEAK = new RegExp(`${SECRET}|${OTHER}|alice@example|4111 1111`);

describe('what the results of a query hold', () => {
  test.each([
    ['messages', 'fields @timestamp, @message | sort @timestamp'],
    [
      'a part of a message beside it',
      "filter @message like /login/ | parse @message 'password=* ' as p | fields @message, p",
    ],
    [
      'a part of a message without it',
      "filter @message like /login/ | parse @message 'user=* password=* ' as u, p | display u, p",
    ],
    [
      'a part by a regular expression',
      'filter @message like /login/ | parse @message /password=(?<found>\\S+)/ | display found',
    ],
    [
      'a part that is counted',
      "filter @message like /login/ | parse @message 'password=* ' as p | stats count() by p",
    ],
    [
      'a name and its value in two fields',
      'fields setting.name, setting.value | display setting.name, setting.value',
    ],
    ['a field that is named as a secret', 'display user.token'],
    ['such a field under another name', 'fields user.token as shown | display shown'],
    ['the largest of such a field', 'stats max(user.token)'],
    ['the largest of it under another name', 'stats max(user.token) as most'],
  ])('no secret in %s', async (_, text) => {
    const answer = await query(text);
    expect(answer.rows.length).toBeGreaterThan(0);
    expect(answer.text).not.toMatch(LEAK);
    expect(answer.text).toContain('[redacted:');
  });

  test('what is no secret stays as it is', async () => {
    const { rows } = await query(
      "filter @message like /login/ | parse @message 'user=* password=* retry=*' as u, p, r | display u, r",
    );
    expect(rows[0]?.filter(({ field }) => field !== '@ptr')).toEqual([
      { field: 'u', value: 'bob' },
      { field: 'r', value: '3' },
    ]);
  });
});

test.each(['filter-log-events', 'get-log-events'])('no secret in what %s answers', async (tool) => {
  const args = {
    logGroupName: GROUP,
    ...(tool === 'get-log-events' ? { logStreamName: 'stream-1' } : {}),
  };
  const answer = await call(tool, {
    ...args,
    startTime: START_S * 1_000,
    endTime: (START_S + 60) * 1_000,
  });
  expect(answer.isError).not.toBe(true);
  const text = JSON.stringify(answer);
  expect(text).toContain('login failed user=bob');
  expect(text).not.toMatch(LEAK);
});

test('what is masked is not uncovered for another agent, and it is told why', async () => {
  const started = await call('start-query', {
    logGroupNames: [GROUP],
    startTime: START_S,
    endTime: START_S + 60,
    queryString: 'fields @message | unmask @message',
  });
  expect(started).toMatchObject({
    isError: true,
    content: [{ text: expect.stringMatching(/unmask is refused: .*logs:Unmask/) }],
  });
});

test('the client is told the name and the version of the program, and that results are redacted', () => {
  expect(client.getServerVersion()).toMatchObject({ name: 'troubleshoot' });
  expect(client.getInstructions()).toContain('[redacted:KIND]');
});

test('a region that is none is refused before anything is asked', async () => {
  const answer = await call('describe-log-groups', { region: 'us-wset-2' });
  expect(answer).toMatchObject({
    isError: true,
    content: [{ text: expect.stringContaining('Did you mean us-west-2?') }],
  });
});

test('without credentials the answer says what to type', async () => {
  for (const access of [[], ['--profile', 'nobody']]) {
    const without = await connect({}, access);
    const answer = await without.callTool({ name: 'describe-log-groups', arguments: {} });
    await without.close();
    const [{ text }] = answer.content as [{ text: string }];
    expect(text).toContain('aws sso login');
    const command = ['troubleshoot mcp serve --region us-west-2', ...access].join(' ');
    expect(text.split('\n').at(-1)).toBe(`Then: ${command}`);
  }
});

/** A client of the same server over HTTP. */
async function httpClient(url: string, token: string): Promise<Client> {
  const connected = new Client({ name: 'another-agent', version: '1' });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await connected.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  return connected;
}

describe('a query that another client started', () => {
  const TOKEN = 'token-of-this-test-0123456789';
  const QUERY = {
    logGroupNames: [GROUP],
    startTime: START_S,
    endTime: START_S + 60,
    queryString: 'parse @message "password=* " as p | filter ispresent(p) | fields p',
  };

  test('of the same server is redacted by its text all the same', async () => {
    const args = ['mcp', 'serve', '--logs', join(folder, 'logs'), '--http', '0'];
    const env = { PATH: process.env.PATH ?? '', HOME: folder, TROUBLESHOOT_MCP_TOKEN: TOKEN };
    const server = spawn(process.execPath, [MAIN, ...args], { env });
    try {
      const [url] = await once(server.stdout, 'data');
      const one = await httpClient(String(url).trim(), TOKEN);
      const other = await httpClient(String(url).trim(), TOKEN);
      const started = await one.callTool({ name: 'start-query', arguments: QUERY });
      const { queryId } = started.structuredContent as { queryId: string };
      const read = () => other.callTool({ name: 'get-query-results', arguments: { queryId } });
      await expect
        .poll(async () => JSON.stringify(await read()), { timeout: 10_000 })
        .toContain('"status":"Complete"');
      const text = JSON.stringify(await read());
      expect(text).toContain('redacted:');
      expect(text).not.toContain(SECRET);
      await one.close();
      await other.close();
    } finally {
      server.kill();
    }
  });

  test('elsewhere is not handed on', async () => {
    const queryId = '00000000-0000-4000-8000-000000000000';
    const { isError, content } = await call('get-query-results', { queryId });
    expect(isError).toBe(true);
    expect(JSON.stringify(content)).toContain(
      'was not started here, so its rows are not handed on',
    );
  });
});
