// Real child processes and a loopback HTTP server that crash, hang, flood and lie.

import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Outgoing } from '../../../src/base/outgoing.ts';
import type { ChildTransport } from '../../../src/mcp/servers/child-transport.ts';
import { type ForeignServers, openServers } from '../../../src/mcp/servers/foreign-servers.ts';
import type { ServerConfig, StdioServer } from '../../../src/mcp/servers/server-config.ts';
import { ServerLink } from '../../../src/mcp/servers/server-link.ts';
import { transportTo } from '../../../src/mcp/servers/transports.ts';

import { OUTGOING, recorded } from '../outgoing.ts';

const CHILD = join(import.meta.dirname, 'child.mjs');
const open: ForeignServers[] = [];

// All at once, and not behind each test: one that hangs is waited for before it is killed.
afterAll(() => Promise.all(open.map((servers) => servers.close())));

function child(mode: string, more: Partial<ServerConfig> = {}): ServerConfig {
  return {
    kind: 'stdio',
    name: mode,
    command: process.execPath,
    args: [CHILD, mode],
    env: {},
    cwd: null,
    asWritten: mode,
    disabled: false,
    timeoutMs: 60_000,
    disabledTools: [],
    approvedTools: ['*'],
    ...more,
  } as ServerConfig;
}

/** With the ids of the processes that it was started as. */
function counted(mode: string, more: Partial<StdioServer> = {}) {
  const path = join(mkdtempSync(join(tmpdir(), 'troubleshoot-pids-')), 'pids');
  return {
    config: child(mode, { env: { PIDS: path }, ...more } as Partial<ServerConfig>),
    startedAs: () => readFileSync(path, 'utf8').trim().split('\n').map(Number),
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const nobody = () => {
  throw new Error('Nothing is signed here.');
};

async function opened(
  configs: readonly ServerConfig[],
  environment: Readonly<Record<string, string>> = {},
  outgoing: Outgoing = OUTGOING,
): Promise<ForeignServers> {
  const surroundings = { environment, region: null, identityOf: nobody, outgoing };
  const servers = await openServers(configs, [], surroundings, new AbortController().signal);
  open.push(servers);
  return servers;
}

async function callOf(mode: string, tool = 'echo', timeoutMs = 10_000) {
  const { servers } = await opened([child(mode)]);
  const found = servers[0]?.tools.find(({ ownName }) => ownName === tool);
  if (found === undefined) throw new Error(`${mode} offers no ${tool}: ${servers[0]?.fault}`);
  const options = () => ({ signal: new AbortController().signal, timeoutMs });
  return { call: (args = {}) => found.call(args, options()) };
}

test('what a configured server is asked is told to the audit, and it is told who asks', async () => {
  const { calls, outgoing } = recorded();
  const config = child('well-behaved', { env: { TOKEN: 'hunter2' } });
  const { servers } = await opened([config], {}, outgoing);
  const options = { signal: new AbortController().signal, timeoutMs: 10_000 };
  const called = (name: string) =>
    servers[0]?.tools.find(({ ownName }) => ownName === name)?.call({ a: 1 }, options);
  await called('echo');
  expect((await called('environment'))?.text).toContain('AWS_SDK_UA_APP_ID');
  const all = { server: 'well-behaved', region: null, outcome: 'ok', requestId: null, attempts: 1 };
  expect(calls).toEqual([
    {
      ...all,
      tool: null,
      operation: 'initialize',
      parameters: { command: process.execPath },
    },
    { ...all, tool: 'echo', operation: 'tools/call', parameters: { a: 1 } },
    { ...all, tool: 'environment', operation: 'tools/call', parameters: { a: 1 } },
  ]);
});

test('a server that does not start is told to the audit', async () => {
  const { calls, outgoing } = recorded();
  await opened([child('dies-at-once')], {}, outgoing);
  expect(calls).toMatchObject([{ operation: 'initialize', outcome: 'ConnectFailed' }]);
});

describe('a configured server', () => {
  test('lists its tools and answers', async () => {
    const { call } = await callOf('well-behaved');
    expect(await call({ a: 1 })).toMatchObject({ isError: false, text: '{"a":1}' });
  });

  test('that does not exist is told with its command', async () => {
    const { servers } = await opened([child('x', { command: '/no/such/command' } as never)]);
    expect(servers[0]?.fault).toContain('/no/such/command');
  });

  test('that dies at once is told with its last words', async () => {
    const { servers } = await opened([child('dies-at-once')]);
    expect(servers[0]).toMatchObject({ tools: [] });
    expect(servers[0]?.fault).toContain('cannot find module foo');
    expect(servers[0]?.fault).not.toContain('hunter2');
  });

  test('that fills stderr is no obstacle', async () => {
    const { call } = await callOf('floods-stderr');
    expect(await call({})).toMatchObject({ isError: false });
  });

  test('that crashes in a call is started once more, and no further', async () => {
    const { call } = await callOf('crashes-in-a-call');
    const answers = [await call(), await call(), await call()];
    expect(answers.map(({ isError }) => isError)).toEqual([true, true, true]);
    expect(answers[0]?.text).toMatch(/went away/);
    expect(answers[1]?.text).toMatch(/went away/);
    expect(answers[2]?.text).toMatch(/is gone/);
  });

  test('that never answers ends at its time', async () => {
    const { call } = await callOf('never-answers', 'echo', 300);
    expect(await call()).toMatchObject({ isError: true, errorCode: 'Timeout' });
  });

  test.each(['never-answers', 'answers-pings-alone'])(
    'that hangs is started once more, and no further: %s',
    async (mode) => {
      const { config, startedAs } = counted(mode);
      const { servers } = await opened([config]);
      const echo = servers[0]?.tools[0];
      const options = () => ({ signal: new AbortController().signal, timeoutMs: 300 });
      const answers = [];
      // One that shows that it listens is given a second call.
      for (let call = 0; call < 5; call++) answers.push(await echo?.call({}, options()));
      expect(startedAs()).toHaveLength(2);
      expect(answers.map((answer) => answer?.errorCode)).toEqual(
        mode === 'never-answers'
          ? ['Timeout', 'Timeout', 'ServerGone', 'ServerGone', 'ServerGone']
          : ['Timeout', 'Timeout', 'Timeout', 'Timeout', 'ServerGone'],
      );
      expect(answers.at(-1)?.text).toMatch(/is gone: it hung/);
    },
    20_000,
  );

  test('that is slow once is left alone', async () => {
    const { config, startedAs } = counted('answers-from-the-second-on');
    const { servers } = await opened([config]);
    const echo = servers[0]?.tools[0];
    const options = (timeoutMs: number) => ({ signal: new AbortController().signal, timeoutMs });
    const calls = [echo?.call({}, options(300)), echo?.call({}, options(5_000))];
    expect((await Promise.all(calls)).map((answer) => answer?.errorCode)).toEqual([
      'Timeout',
      null,
    ]);
    expect(await echo?.call({}, options(5_000))).toMatchObject({ isError: false });
    expect(startedAs()).toHaveLength(1);
  });

  test('whose progress never ends, ends at its time', async () => {
    const { call } = await callOf('reports-progress-for-ever', 'echo', 400);
    expect(await call()).toMatchObject({ isError: true, errorCode: 'Timeout' });
  });

  test('that answers 5 MB twice is read whole', async () => {
    const { call } = await callOf('answers-5-mb');
    const answers = [await call(), await call()];
    const whole = { isError: false, text: 'x'.repeat(5 * 1024 * 1024) };
    expect(answers).toMatchObject([whole, whole]);
  });

  test('that answers 50 MB is cut off', async () => {
    const { call } = await callOf('answers-50-mb');
    const answer = await call();
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(/exceeded maximum size of 10485760 bytes/);
  });

  test('that nests its answer without end is told', async () => {
    const { call } = await callOf('answers-50000-deep');
    expect(await call()).toMatchObject({ isError: true, errorCode: 'ProtocolError' });
  });

  test('that asks and never reads what it is answered is cut off', async () => {
    const { call } = await callOf('asks-and-never-reads');
    const answer = await call();
    expect(answer).toMatchObject({ isError: true, errorCode: 'ServerGone' });
    expect(answer.text).toMatch(/it left more than 4194304 bytes unread/);
  }, 20_000);

  test('that speaks nonsense ends at its time', async () => {
    const { call } = await callOf('speaks-nonsense', 'echo', 400);
    expect(await call()).toMatchObject({ isError: true });
  });

  test('whose pages of tools never end is given up at the time for its start', async () => {
    const config = child('lists-for-ever');
    const surroundings = { environment: {}, region: null, identityOf: nobody, outgoing: OUTGOING };
    const link = new ServerLink(config, () => transportTo(config, surroundings), OUTGOING, 1_000);
    const began = Date.now();
    const { fault } = await link.open(new AbortController().signal);
    expect(fault).toContain('was not ready within 1000 ms');
    expect(Date.now() - began).toBeLessThan(1_900);
  });

  test('that neither answers nor goes is killed before the program goes on', async () => {
    const config = child('cannot-be-stopped');
    const surroundings = { environment: {}, region: null, identityOf: nobody, outgoing: OUTGOING };
    const { transport, noise } = transportTo(config, surroundings);
    const link = new ServerLink(config, () => ({ transport, noise }), OUTGOING, 500);
    const opening = link.open(new AbortController().signal);
    await expect.poll(() => (transport as ChildTransport).pid).toBeGreaterThan(0);
    const pid = (transport as ChildTransport).pid ?? 0;
    expect((await opening).fault).toContain('was not ready within 500 ms');
    await link.close();
    await expect.poll(() => isAlive(pid)).toBe(false);
  }, 20_000);

  test('has no tool used whose schema would fill a request', async () => {
    const { servers } = await opened([child('describes-at-length')]);
    expect(servers[0]?.tools).toMatchObject([
      { allowed: false, why: 'its schema has more than 20000 characters' },
    ]);
  });

  test('has no pattern of its own run on its answers', async () => {
    const { call } = await callOf('traps-its-reader');
    expect(await call()).toMatchObject({ isError: false });
  });

  test('that hides its error in a body is recognised', async () => {
    const { call } = await callOf('hides-its-error');
    expect(await call()).toMatchObject({ isError: true, errorCode: 'AccessDenied' });
  });

  test('that is disabled is not started', async () => {
    const { servers } = await opened([child('dies-at-once', { disabled: true })]);
    expect(servers[0]).toMatchObject({ fault: null, tools: [] });
  });

  test('sees the AWS and proxy variables and no key of a model', async () => {
    const environment = {
      AWS_PROFILE: 'ops',
      https_proxy: 'http://proxy',
      ANTHROPIC_API_KEY: 'secret',
      DATABASE_URL: 'secret',
      AWS_BEARER_TOKEN_BEDROCK: 'secret',
    };
    const { servers } = await opened(
      [child('well-behaved', { env: { OWN: '1' } } as never)],
      environment,
    );
    const tool = servers[0]?.tools.find(({ ownName }) => ownName === 'environment');
    const options = { signal: new AbortController().signal, timeoutMs: 5_000 };
    const names = (await tool?.call({}, options))?.text.split(' ') ?? [];
    expect(names).toEqual(expect.arrayContaining(['AWS_PROFILE', 'https_proxy', 'OWN', 'PATH']));
    for (const name of ['ANTHROPIC_API_KEY', 'DATABASE_URL', 'AWS_BEARER_TOKEN_BEDROCK'])
      expect(names).not.toContain(name);
  });
});

describe.concurrent('what a server has started itself', () => {
  const expectGone = (pids: readonly number[]) =>
    expect.poll(() => pids.filter(isAlive), { timeout: 10_000 }).toEqual([]);

  async function started(mode: string, more: Partial<StdioServer> = {}) {
    const { config, startedAs } = counted(mode, more);
    const servers = await opened([config]);
    const pids = startedAs();
    expect(pids.map(isAlive)).toEqual(pids.map(() => true));
    return { servers, pids, echo: servers.servers[0]?.tools[0] };
  }

  test('is gone with it when all is over, whatever it listens to', async () => {
    const { servers, pids } = await started('has-a-helper');
    expect(pids).toHaveLength(2);
    await servers.close();
    await expectGone(pids);
  }, 20_000);

  test('is gone when it crashes', async () => {
    const { pids, echo } = await started('crashes-beside-a-helper');
    const options = { signal: new AbortController().signal, timeoutMs: 10_000 };
    expect(await echo?.call({}, options)).toMatchObject({ isError: true });
    await expectGone(pids);
  }, 20_000);

  test('is gone where a shell stands between', async () => {
    const { servers, pids } = await started('has-a-helper', {
      command: 'sh',
      args: ['-c', `"${process.execPath}" "${CHILD}" has-a-helper; true`],
    });
    await servers.close();
    await expectGone(pids);
  }, 20_000);
});

test('a working folder that does not exist is told as that', async () => {
  const { servers } = await opened([child('x', { cwd: '/no/such/folder' } as never)]);
  expect(servers[0]?.fault).toBe('there is no folder /no/such/folder.');
});

describe('tools of several servers', () => {
  test('of one name are told apart by their servers', async () => {
    const { servers } = await opened([child('well-behaved'), child('floods-stderr')]);
    const names = servers.map(({ tools }) => tools[0]?.description.name);
    expect(names).toEqual(['echo', 'floods-stderr__echo']);
  });

  test('that write are refused whatever the file approves', async () => {
    const { servers } = await opened([child('well-behaved')]);
    const wipe = servers[0]?.tools.find(({ ownName }) => ownName === 'wipe');
    expect(wipe).toMatchObject({ allowed: false, why: 'its server says that it writes' });
  });

  test('that nobody approved are refused, and those that are disabled', async () => {
    const { servers } = await opened([
      child('well-behaved', {
        approvedTools: ['echo', 'environment'],
        disabledTools: ['environment'],
      }),
    ]);
    expect(servers[0]?.tools.map(({ ownName, allowed }) => [ownName, allowed])).toEqual([
      ['echo', true],
      ['environment', false],
      ['wipe', false],
    ]);
  });
});

describe('a server over HTTP', () => {
  async function answering(status: number, headers: Record<string, string>, body: string) {
    const http = createServer((_, answer) => answer.writeHead(status, headers).end(body)).listen(
      0,
      '127.0.0.1',
    );
    await new Promise((resolve) => http.once('listening', resolve));
    const { port } = http.address() as AddressInfo;
    const config = {
      ...child('web'),
      kind: 'http',
      url: `http://127.0.0.1:${port}/mcp`,
      headers: {},
      sigv4: null,
      usesVariables: false,
    } as unknown as ServerConfig;
    const { servers } = await opened([config]);
    http.close();
    return servers[0]?.fault;
  }

  test('that redirects elsewhere gets no second request', async () => {
    expect(await answering(302, { location: 'http://evil.example/' }, '')).toContain(
      'which is not followed',
    );
  });

  test('that refuses is told with its status', async () => {
    expect(await answering(401, {}, 'who are you?')).toMatch(/401|Unauthorized|who are you/);
  });

  test.each([204, 405, null])(
    'is told that its session is over, and answers %s',
    async (status) => {
      const asked: string[] = [];
      const http = createServer(async (request, answer) => {
        let body = '';
        for await (const chunk of request) body += chunk;
        asked.push(`${request.method} ${request.headers['mcp-session-id'] ?? ''}`);
        if (request.method === 'DELETE' && status === null) return;
        if (request.method !== 'POST') return void answer.writeHead(status ?? 405).end();
        const { id, method, params } = JSON.parse(body);
        if (id === undefined) return void answer.writeHead(202).end();
        const { protocolVersion } = params ?? {};
        const serverInfo = { name: 'web', version: '1' };
        const results: Record<string, object> = {
          initialize: { protocolVersion, serverInfo, capabilities: { tools: {} } },
          'tools/list': { tools: [] },
        };
        const headers = { 'content-type': 'application/json', 'mcp-session-id': 's1' };
        const result = { jsonrpc: '2.0', id, result: results[method] };
        answer.writeHead(200, headers).end(JSON.stringify(result));
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => http.once('listening', resolve));
      const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`;
      const web = { kind: 'http', url, headers: {}, sigv4: null, usesVariables: false };
      const servers = await opened([{ ...child('web'), ...web } as unknown as ServerConfig]);
      expect(servers.servers).toMatchObject([{ fault: null }]);
      await servers.close();
      http.closeAllConnections();
      http.close();
      expect(asked.at(-1)).toBe('DELETE s1');
    },
  );

  test('that answers no MCP is told', async () => {
    expect(await answering(200, { 'content-type': 'text/html' }, '<html>')).toMatch(
      /content type/i,
    );
  });
});

test('a package runner gets where to look, and nothing to log in by', async () => {
  const { servers } = await opened([child('well-behaved')], {
    UV_CACHE_DIR: '/cache',
    UV_INDEX_URL: 'https://pypi.example/simple',
    UV_EXTRA_INDEX_URL: 'https://me:hunter2@pypi.example/simple',
    UV_PUBLISH_TOKEN: 'hunter2',
    UV_INDEX_OWN_PASSWORD: 'hunter2',
  });
  const tool = servers[0]?.tools.find(({ ownName }) => ownName === 'environment');
  const seen = await tool?.call({}, { signal: new AbortController().signal, timeoutMs: 10_000 });
  expect(seen?.text.split(' ').filter((name) => name.startsWith('UV_'))).toEqual([
    'UV_CACHE_DIR',
    'UV_INDEX_URL',
  ]);
});
