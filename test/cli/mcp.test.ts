// `troubleshoot mcp list` and the MCP servers of a run, as a person in front of a shell meets them.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serveModel } from '../models/messages-server.ts';
import { SCRIPTED } from '../models/scripted.ts';
import { filesLeft, ROOT, reportOf, runProgram, unwrapped } from './program.ts';
import { type InsideOptions, runInside } from './run-inside.ts';
import { CHECKOUT, INCIDENT } from './small-logs.ts';

const CHILD = join(ROOT, 'test', 'mcp', 'servers', 'child.mjs');
const child = (mode: string, more = {}) => ({
  command: process.execPath,
  args: [CHILD, mode],
  ...more,
});
const config = (servers: object) => JSON.stringify({ mcpServers: servers }, null, 2);

describe('mcp list', () => {
  test('shows the built-in tools where nothing is configured, and where it looked', async () => {
    const ran = await runInside(['mcp', 'list']);
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/allowed {2}start-query +built in, read only/);
    expect(ran.stdout).toContain('No other MCP server is configured.');
  });

  test('shows which tools may be used and why, and keeps arguments and secrets to itself', async () => {
    const files = {
      'mcp.json': config({
        good: child('well-behaved', { autoApprove: ['echo'], env: { KEY: 'hunter2' } }),
        small: { command: 'no-such-command', args: ['one'], env: { KEY: 'hunter2' } },
      }),
    };
    const ran = await runProgram(['mcp', 'list', '--mcp-config', 'mcp.json'], { files });
    expect(ran.code).toBe(3);
    expect(ran.stdout).toMatch(/^small {2}no-such-command one$/m);
    expect(ran.stdout).toMatch(/allowed {2}echo +in autoApprove/);
    expect(ran.stdout).toMatch(/refused {2}wipe +its server says that it writes/);
    expect(ran.stdout).not.toContain('hunter2');
  });

  test('exits 3 where a server does not start, and says why', async () => {
    const files = {
      'mcp.json': config({ bad: child('dies-at-once'), none: { command: 'no-such-command' } }),
    };
    const ran = await runInside(['mcp', 'list', '--mcp-config', 'mcp.json'], { files });
    expect(ran.code).toBe(3);
    expect(ran.stdout).toContain(
      'it ended. Its last words: log-in by password=[redacted:password] failed: cannot find module foo',
    );
    expect(ran.stdout).toContain('there is no command no-such-command on the PATH');
  });

  test('prints schemas as JSON', async () => {
    const files = { 'mcp.json': config({ good: child('well-behaved') }) };
    const ran = await runInside(['mcp', 'list', '--json', '--mcp-config', 'mcp.json'], { files });
    const { servers } = JSON.parse(ran.stdout) as { servers: { name: string; tools: unknown[] }[] };
    expect(servers.map(({ name, tools }) => [name, tools.length])).toEqual([
      ['cloudwatch-logs', 8],
      ['aws-signals', 5],
      ['aws-deployments', 7],
      ['aws-api', 1],
      ['good', 3],
    ]);
  });

  test.each([
    ['nowhere.json', {}, "nowhere.json can't be read: ENOENT"],
    [
      'mcp.json',
      { 'mcp.json': '{"mcpServers": {"a": {"command": "${NOT_SET}"}}}' },
      'The environment variable NOT_SET is not set.',
    ],
    ['mcp.json', { 'mcp.json': '{' }, 'error[bad-json]'],
  ])('of a bad file exits 2 and says where: %s', async (path, files, expected) => {
    const ran = await runInside(['mcp', 'list', '--mcp-config', path], { files });
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
    expect(unwrapped(ran.stderr)).toContain(expected);
  });
});

describe('the .mcp.json of a project', () => {
  const files = {
    '.mcp.json': config({ project: child('well-behaved', { autoApprove: ['echo'] }) }),
  };

  test('starts nothing that was never confirmed', async () => {
    const ran = await runInside(['mcp', 'list'], { files });
    expect(ran.code).toBe(0);
    expect(ran.stdout).not.toContain('echo');
    expect(unwrapped(ran.stderr)).toContain('was never confirmed');
    expect(ran.stderr).toContain('--trust-mcp');
  });

  test('is listed though it was never confirmed, or can not be read', async () => {
    const ran = await runInside(['mcp', 'list'], { files });
    expect(ran.stdout).toMatch(
      /^project {2}.*\n {2}from .*\n {2}can't be used: the file that names it was never/m,
    );
    const json = await runInside(['mcp', 'list', '--json'], { files });
    expect(JSON.parse(json.stdout).servers.at(-1)).toMatchObject({ name: 'project', tools: [] });
    const bad = await runInside(['mcp', 'list'], { files: { '.mcp.json': '{' } });
    expect(bad.stdout).toContain('No other MCP server can be used.');
    expect(bad.stdout).not.toContain('is configured');
  });

  test('gets no variable of the environment shown', async () => {
    const theirs = {
      one: { command: 'node', args: ['${THEIR_SECRET}'] },
      two: { url: 'https://${THEIR_SECRET}.example.com/' },
    };
    const env = { THEIR_SECRET: 'hunter2' };
    for (const more of [[], ['--json']]) {
      const ran = await runProgram(['mcp', 'list', ...more], {
        files: { '.mcp.json': config(theirs) },
        env,
      });
      expect(ran.stdout).toContain('node ${THEIR_SECRET}');
      expect(`${ran.stdout}${ran.stderr}`).not.toContain('hunter2');
    }
  });

  test('is used with --trust-mcp, and that is not remembered', async () => {
    const ran = await runInside(['mcp', 'list', '--trust-mcp'], { files });
    expect(ran.stdout).toMatch(/allowed {2}echo/);
    expect(filesLeft(ran)).toEqual(['.mcp.json']);
  });

  test('that only names servers elsewhere needs no confirmation', async () => {
    const elsewhere = { '.mcp.json': config({ web: { url: 'http://127.0.0.1:59998/mcp' } }) };
    const ran = await runInside(['mcp', 'list'], { files: elsewhere });
    expect(ran.code).toBe(3);
    expect(ran.stdout).toContain('nobody listens at its address');
  });

  test.each<[string, { path?: string; headers?: object; auth?: string; autoApprove?: string[] }]>([
    ['a variable in a header', { headers: { 'X-Key': '${THEIR_SECRET}' } }],
    ['a variable that is a default away', { headers: { 'X-Key': '${THEIR_SECRET:-none}' } }],
    ['a variable in its address', { path: '/${THEIR_SECRET}' }],
    ['requests signed with AWS credentials', { auth: 'sigv4' }],
    ['tools that a model may call', { autoApprove: ['*'] }],
  ])('gives a server elsewhere nothing unconfirmed: %s', async (_, { path = '', ...more }) => {
    const asked: string[] = [];
    const server = createServer((request, answer) => {
      asked.push(`${request.url} ${JSON.stringify(request.headers)}`);
      answer.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
      // A dollar sign can be written so that no search of the file's text finds it.
      const text = config({ web: { url, ...more } }).replaceAll('$', '\\u0024');
      const env = { THEIR_SECRET: 'hunter2', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' };
      const ran = await runInside(['mcp', 'list'], { files: { '.mcp.json': text }, env });
      expect(unwrapped(ran.stderr)).toContain('was never confirmed');
      expect(asked).toEqual([]);
      const files = { '.mcp.json': text };
      await runInside(['mcp', 'list', '--trust-mcp'], { files, env });
      expect(asked).not.toEqual([]);
    } finally {
      server.close();
    }
  });

  test('covers no server of the user unconfirmed, and says so', async () => {
    const mine = { 'home/troubleshoot/mcp.json': config({ mine: child('well-behaved') }) };
    const env = { XDG_CONFIG_HOME: 'home' };
    for (const theirs of [{ command: 'evil' }, { disabled: true, command: 'evil' }]) {
      const files = { ...mine, '.mcp.json': config({ mine: theirs }) };
      const ran = await runInside(['mcp', 'list'], { files, env });
      expect(ran.stdout).toContain('echo');
      expect(unwrapped(ran.stderr)).toMatch(/was never confirmed|mine of \S+ is not used/);
    }
  });

  test('that is no file, or too large, is left out and told', async () => {
    const large = { '.mcp.json': `${config({})}${' '.repeat(1024 * 1024)}` };
    const folder = (await runInside(['mcp', 'list'], { files: large })).folder;
    for (const makeIt of [
      () => {},
      () => execFileSync('sh', ['-c', 'mkfifo .mcp.json'], { cwd: folder }),
    ]) {
      makeIt();
      const ran = await runInside(['mcp', 'list'], { folder });
      expect(ran.code).toBe(0);
      expect(unwrapped(ran.stderr)).toContain('it has to be a file of at most 1048576 bytes');
      rmSync(join(folder, '.mcp.json'));
    }
  });

  test.each([
    '{"mcpServers": \u001b]0;pwned\u0007 }',
    '{"mcpServers": {"a\\u001b]0;pwned\\u0007": {"url": "https://127.0.0.1:1", "z\\u001b[2J": 1}}}',
    '{"mcpServers": {"a": {"url": "https://127.0.0.1:1", "z\\u001b[2J\\u202e": 1}}}',
  ])('has nothing obeyed by a terminal, and no secret of its lines shown: %j', async (text) => {
    const secret = text.replace('{"mcp', '{"api_key": "hunter2-Zx9Qw", "mcp');
    const ran = await runProgram(['mcp', 'list'], { files: { '.mcp.json': secret } });
    const shown = `${ran.stdout}${ran.stderr}`;
    expect(shown).toContain('.mcp.json:1:');
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|hunter2/);
  });

  test('hides no server that was named by flag', async () => {
    const both = { ...files, 'own.json': config({ project: { command: 'no-such-command' } }) };
    const ran = await runInside(['mcp', 'list', '--trust-mcp', '--mcp-config', 'own.json'], {
      files: both,
    });
    expect(ran.stdout).toContain('no-such-command');
    expect(ran.stdout).not.toContain('echo');
  });
});

describe('an investigation', () => {
  const logs = { 'logs/checkout.log': INCIDENT };
  const withModel = async (options: InsideOptions, args: readonly string[] = []) => {
    const model = await serveModel(
      (request, index) =>
        SCRIPTED['does well']?.(request, index) ?? { kind: 'message', content: [] },
    );
    try {
      const env = { ANTHROPIC_BASE_URL: model.url, ANTHROPIC_API_KEY: 'key' };
      const ran = await runInside([...CHECKOUT, ...args], { ...options, env });
      return {
        ran,
        offered: new Set(model.requests.flatMap(({ body }) => body.tools.map(({ name }) => name))),
      };
    } finally {
      await model.close();
    }
  };

  test('offers allowed tools to the model, and only those', async () => {
    const files = {
      ...logs,
      'mcp.json': config({ good: child('well-behaved', { autoApprove: ['echo'] }) }),
    };
    const { ran, offered } = await withModel({ files }, ['--mcp-config', 'mcp.json']);
    expect(reportOf(ran).gaps).toEqual([]);
    expect(offered).toContain('echo');
    expect(offered).not.toContain('wipe');
    expect(offered).not.toContain('environment');
  });

  test('goes on without a server that does not start: a gap', async () => {
    const files = { ...logs, 'mcp.json': config({ bad: child('dies-at-once') }) };
    const { ran } = await withModel({ files }, ['--mcp-config', 'mcp.json']);
    expect(ran.code).toBe(3);
    expect(reportOf(ran)).toMatchObject({
      totals: { exact: true },
      gaps: [{ what: 'The MCP server bad could not be used.' }],
    });
  });

  test('by the rules starts no server of others', async () => {
    const files = { ...logs, 'mcp.json': config({ bad: child('dies-at-once') }) };
    const ran = await runInside([...CHECKOUT, '--mcp-config', 'mcp.json'], { files });
    expect(reportOf(ran).gaps).toEqual([]);
  });
});
