// `mcp serve --http` as its owner starts it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ResourceListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, test } from 'vitest';
import { filesLeft, type RunOptions, runFile, runProgram, unwrapped } from '../program.ts';
import { INCIDENT } from '../small-logs.ts';

const FILES = { 'logs/checkout.log': INCIDENT };
const SERVE = ['mcp', 'serve', '--logs', 'logs', '--http', '0'];

interface Served {
  readonly url: string;
  readonly token: string;
}

/** Runs until `use` is done, then Ctrl-C. */
async function served(
  args: readonly string[],
  options: RunOptions,
  use: (served: Served) => Promise<void>,
) {
  let used: Promise<void> | null = null;
  let stdout = '';
  const ran = await runProgram(args, {
    files: FILES,
    ...options,
    onStdout: (text) => {
      stdout = text;
    },
    onStderr: (text, kill) => {
      if (used !== null || !text.includes('Ctrl-C ends it.')) return;
      const [, token = ''] = /Bearer (\S+)/.exec(text) ?? [];
      used = use({ url: stdout.trim(), token }).finally(() => kill('SIGINT'));
    },
  });
  await used;
  return ran;
}

async function connect({ url, token }: Served): Promise<Client> {
  const client = new Client({ name: 'agent', version: '1' });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  return client;
}

describe('mcp serve --http', () => {
  test('investigates for whoever has the token, until Ctrl-C', async () => {
    let answer: unknown = null;
    const ran = await served(SERVE, {}, async (where) => {
      const client = await connect(where);
      const args = { application: 'checkout' };
      answer = await client.callTool({ name: 'investigate', arguments: args });
      await client.close();
    });
    expect(answer).toMatchObject({ structuredContent: { errors: { count: 10, exact: true } } });
    expect(ran.code).toBe(130);
    expect(filesLeft(ran).filter((path) => path.endsWith('report.md'))).toHaveLength(1);
  });

  test('an investigation under way at Ctrl-C still writes its report', async () => {
    const ran = await served(SERVE, {}, async (where) => {
      const client = await connect(where);
      await new Promise<void>((resolve) => {
        const params = { name: 'investigate', arguments: { application: 'checkout' } };
        const onprogress = ({ message = '' }) => {
          if (message.startsWith('Step 4')) resolve();
        };
        client.callTool(params, undefined, { onprogress }).catch(() => 'the server has gone');
      });
    });
    expect(ran.code).toBe(130);
    expect(runFile(ran, 'report.json')).toContain('"interrupted": true');
  });

  test('a report is told to every client, whoever asked for it', async () => {
    await served(SERVE, {}, async (where) => {
      const [asks, looks] = await Promise.all([connect(where), connect(where)]);
      const told = new Promise<void>((resolve) => {
        looks.setNotificationHandler(ResourceListChangedNotificationSchema, () => resolve());
      });
      await asks.callTool({ name: 'investigate', arguments: { application: 'checkout' } });
      await told;
      expect((await looks.listResources()).resources).toHaveLength(2);
      await Promise.all([asks.close(), looks.close()]);
    });
  });

  test('tells no token that its owner knows', async () => {
    const token = '0123456789abcdef0123456789abcdef';
    const files = { ...FILES, token: `${token}\n` };
    const byFile = await served([...SERVE, '--token-file', 'token'], { files }, async ({ url }) => {
      await (await connect({ url, token })).close();
    });
    const env = { TROUBLESHOOT_MCP_TOKEN: token };
    const byVariable = await served(SERVE, { env }, async ({ url }) => {
      await (await connect({ url, token })).close();
    });
    for (const { code, stderr, stdout } of [byFile, byVariable]) {
      expect(code).toBe(130);
      expect(stderr + stdout).not.toContain(token);
    }
    expect(unwrapped(byFile.stderr)).toContain('Others on this machine may read token');
  });

  test('says that a port is taken, and by what it can be had', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const args = ['mcp', 'serve', '--logs', 'logs', '--http', String(port)];
    const ran = await runProgram(args, { files: FILES });
    other.close();
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
    expect(unwrapped(ran.stderr)).toContain(`Port ${port} cannot be had: another program uses it.`);
    expect(unwrapped(ran.stderr)).toContain('mcp serve --logs logs --http 0');
  });

  test.each([
    [['--http', 'x'], {}, '--http "x" is not a port'],
    [['--http', '70000'], {}, 'not a port'],
    [['--token-file', 'token'], {}, '--token-file was given without --http'],
    [['--http', '0', '--token-file', 'missing'], {}, 'missing cannot be read: ENOENT'],
    [['--http', '0'], { TROUBLESHOOT_MCP_TOKEN: 'short' }, 'at least 16 letters'],
  ])('refuses %j %j', async (args, env, words) => {
    const ran = await runProgram(['mcp', 'serve', '--logs', 'logs', ...args], {
      files: FILES,
      env,
    });
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
    expect(unwrapped(ran.stderr)).toContain(words);
  });
});
