// `troubleshoot logs query|groups|serve`, as their users run them.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ROOT, type RunOptions, runProgram, unwrapped } from './program.ts';
import { type InsideOptions, runInside } from './run-inside.ts';

const LOGS = {
  'logs/shop.log': [
    '2026-11-20 14:00:00 ERROR order 1, "rush" failed',
    '2026-11-20 14:00:01 INFO order 2 taken',
    '2026-11-20 15:00:00 ERROR order 3 failed',
    '',
  ].join('\n'),
  'logs/other.log': '2026-11-20 14:00:00 INFO started\n',
};
const run = (args: readonly string[], options: RunOptions = {}) =>
  runProgram(['logs', ...args], { files: LOGS, ...options });
const inside = (args: readonly string[], options: InsideOptions = {}) =>
  runInside(['logs', ...args], { files: LOGS, ...options });

describe('logs query', () => {
  const query = 'filter @message like /ERROR/ | stats count(*) as errors by @log | sort @log asc';

  test('prints a table of all log groups and the statistics', async () => {
    const { code, stdout, stderr } = await run(['query', query, '--logs', 'logs']);
    expect([code, stdout]).toEqual([
      0,
      ['@log  errors', '----  ------', 'shop       2', ''].join('\n'),
    ]);
    expect(stderr).toBe('1 row · 2 events matched of 4 scanned · 158 bytes\n');
  });

  test('prints JSON, JSON lines and CSV', async () => {
    const fields =
      'parse @message "order *, * failed" as n, how | filter ispresent(n) | display n, how';
    const printed = async (format: string) =>
      (await inside(['query', fields, '--logs', 'logs', '--format', format])).stdout;
    expect(JSON.parse(await printed('json'))).toEqual([{ n: '1', how: '"rush"' }]);
    expect(await printed('jsonl')).toBe('{"n":"1","how":"\\"rush\\""}\n');
    expect(await printed('csv')).toBe('n,how\r\n1,"""rush"""\r\n');
  });

  test('uncovers nothing in AWS; over local logs the word means nothing', async () => {
    const unmasking = ['query', 'fields @message | unmask @message | limit 1'];
    expect((await inside([...unmasking, '--logs', 'logs'])).code).toBe(0);
    const env = { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' };
    const aws = [...unmasking, '--region', 'us-west-2', '--log-group', 'shop', '--hours', '1'];
    const ran = await inside(aws, { env });
    expect(ran.code).toBe(2);
    expect(unwrapped(ran.stderr)).toContain('start-query: unmask is refused');
  });

  test('takes a window, log groups and a limit', async () => {
    const lines = async (...more: string[]) => {
      const args = ['query', 'fields @message', '--logs', 'logs', '--format', 'jsonl', ...more];
      return (await inside(args)).stdout.trim().split('\n').length;
    };
    expect(await lines('--log-group', 'shop')).toBe(3);
    expect(await lines('--start', '2026-11-20T14:30Z')).toBe(1);
    expect(await lines('--start', '2026-11-20T14:00Z', '--hours', '0.5')).toBe(3);
    expect(await lines('--limit', '2')).toBe(2);
    const named = await inside(['query', "SOURCE 'other' | fields @message", '--logs', 'logs']);
    expect(named.stdout).toContain('INFO started');
    expect(named.stdout).not.toContain('ERROR');
  });

  test.each([
    [
      ['query', 'nonsense', '--logs', 'logs'],
      'query:1:1: error[unknown-command] unknown command nonsense',
    ],
    [['query', 'limit 1', '--logs', 'none'], 'none does not exist'],
    [['query', 'limit 1', '--logs', 'x'.repeat(300)], 'cannot be read (ENAMETOOLONG)'],
    [['query', 'limit 1', '--logs', 'logs', '--limit', '0'], 'is not a number of rows'],
    [['query', 'limit 1', '--logs', 'logs', '--log-group', 'x'], "Log group 'x' does not exist"],
    [['query', 'limit 1', '--region', 'us-west-2'], 'No log group was named'],
    [['query', 'limit 1', '--region', 'us-west-22'], 'Unknown region "us-west-22"'],
  ])('%j is a usage error that says why', async (args, why) => {
    const { code, stderr } = await inside(args);
    expect([code, unwrapped(stderr)]).toEqual([2, expect.stringContaining(why)]);
  });
});

test('a query that fails says why', async () => {
  const { code, stderr } = await run([
    'query',
    "filter @message in (SOURCE 'none' | fields @message)",
    '--logs',
    'logs',
  ]);
  expect([code, unwrapped(stderr)]).toEqual([
    1,
    "A query failed: Log group 'none' does not exist. troubleshoot: The query ended with status Failed. ",
  ]);
});

describe('logs groups', () => {
  test('lists those with a part in their name', async () => {
    const { code, stdout } = await run(['groups', '--logs', 'logs']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^log group {2}since +bytes\n.*\nother +2026-11-20T14:00:00.*32\nshop /);
    const one = await run(['groups', 'sho', '--logs', 'logs', '--json']);
    expect(JSON.parse(one.stdout)).toMatchObject({ logGroupName: 'shop' });
  });

  test.each([
    ['none', 'There are: other, shop\n  To list all: troubleshoot logs groups --logs logs\n'],
    ['Shop', 'Type: troubleshoot logs groups shop --logs logs\n'],
    ['shpo', 'Type: troubleshoot logs groups shop --logs logs\n'],
  ])('with %s in none says what there is, and what to type', async (part, told) => {
    const { code, stdout, stderr } = await inside(['groups', part, '--logs', 'logs']);
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain(`No log group has "${part}" in its name; capitals count.`);
    expect(stderr).toContain(told);
  });
});

/** Acts when the server says that it is ready, and not again. */
function once(
  act: (kill: (signal: NodeJS.Signals) => void) => void,
): NonNullable<RunOptions['onStderr']> {
  let acted = false;
  return (text, kill) => {
    if (acted || !text.includes('Ctrl-C')) return;
    acted = true;
    act(kill);
  };
}

/** The server as a process of its own; its URL once it listens. */
async function startServer(args: readonly string[], maxFileBlocks = 'unlimited') {
  const main = join(ROOT, 'dist', 'main.js');
  const command = `ulimit -f ${maxFileBlocks}; exec "$0" "$@"`;
  const all = ['-c', command, process.execPath, main, 'logs', 'serve', ...args];
  const child = spawn('sh', all, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const url = await new Promise<string>((resolve) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  });
  return { child, url, ended };
}

async function post(url: string, operation: string, body: object) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Logs_20140328.${operation}`,
    },
    body: JSON.stringify(body),
  });
  return response.json() as Promise<Record<string, unknown>>;
}

describe('logs serve', () => {
  test('keeps what it answered over kill -9, and ends cleanly at Ctrl-C', async () => {
    const data = mkdtempSync(join(tmpdir(), 'kept-'));
    onTestFinished(() => rmSync(data, { recursive: true }));
    const first = await startServer(['--data', data]);
    const stream = { logGroupName: '/app', logStreamName: 'main' };
    await post(first.url, 'CreateLogGroup', { logGroupName: '/app' });
    await post(first.url, 'CreateLogStream', stream);
    const logEvents = [{ timestamp: Date.now(), message: 'kept' }];
    await post(first.url, 'PutLogEvents', { ...stream, logEvents });
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await startServer(['--data', data]);
    expect(await post(second.url, 'FilterLogEvents', { logGroupName: '/app' })).toMatchObject({
      events: [{ message: 'kept', logStreamName: 'main' }],
    });
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(130);
  });

  test('what was begun on a full disk is taken back, and what follows is kept', async () => {
    const data = mkdtempSync(join(tmpdir(), 'full-'));
    onTestFinished(() => rmSync(data, { recursive: true }));
    const full = await startServer(['--data', data], '300');
    const stream = { logGroupName: '/app', logStreamName: 'main' };
    await post(full.url, 'CreateLogGroup', { logGroupName: '/app' });
    await post(full.url, 'CreateLogStream', stream);
    const put = (message: string) =>
      post(full.url, 'PutLogEvents', { ...stream, logEvents: [{ timestamp: 1, message }] });
    await put('first');
    expect(await put('x'.repeat(900_000))).toMatchObject({ __type: 'InternalFailure' });
    expect(await put('last')).toHaveProperty('nextSequenceToken');
    full.child.kill('SIGKILL');
    await full.ended;
    const { url } = await startServer(['--data', data]);
    expect(await post(url, 'FilterLogEvents', { logGroupName: '/app' })).toMatchObject({
      events: [{ message: 'first' }, { message: 'last' }],
    });
  });

  test('says what is wrong with its port, host and faults', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const used = await run(['serve', '--port', String(port)]);
    expect([used.code, used.stderr]).toEqual([2, expect.stringContaining('is in use already')]);
    const bad = await run(['serve', '--port', '70000']);
    expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining('whole number from 0')]);
    const fault = await run(['serve', '--fault', 'StartQuery:explode']);
    expect([fault.code, fault.stderr]).toEqual([2, expect.stringContaining('is no fault')]);
    for (const host of ['192.0.2.1', 'no-such-host.invalid']) {
      const none = await run(['serve', '--host', host]);
      expect([none.code, unwrapped(none.stderr)]).toEqual([
        2,
        expect.stringMatching(/this machine has no such address\. .*--host 127\.0\.0\.1/),
      ]);
    }
    const own = await run(['serve', '--host', '127.0.0.2'], {
      onStderr: once((kill) => kill('SIGTERM')),
    });
    expect([own.code, own.stderr.includes('Warning')]).toEqual([143, false]);
    const open = await run(['serve', '--host', '0.0.0.0'], {
      onStderr: once((kill) => kill('SIGTERM')),
    });
    expect(open.code).toBe(143);
    expect(open.stderr).toContain('can be reached from other machines');
  });
});

test.runIf(existsSync('/proc/self'))(
  'a data folder where none can be made is an error, not a wait',
  async () => {
    const { code, stderr } = await run(['serve', '--data', '/proc/none/here']);
    expect([code, unwrapped(stderr)]).toEqual([
      2,
      expect.stringContaining('The data folder cannot be used: ENOENT'),
    ]);
  },
);

test('help starts with examples', async () => {
  for (const command of ['query', 'groups', 'serve']) {
    const { stdout } = await run([command, '--help']);
    expect(stdout).toMatch(/^Examples:\n {2}troubleshoot logs /);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  }
});
