// The HTTP server: who is let in, what is bounded, and that it speaks with the SDK's own client.
import { once } from 'node:events';
import { createServer as createHttpServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { afterEach, describe, expect, test } from 'vitest';
import { keepAlive } from '../../src/mcp/http/keep-alive.ts';
import { serveOnHttp } from '../../src/mcp/serve-http.ts';

const TOKEN = 'token-of-this-test-0123456789';
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'a-client', version: '1' },
  },
};
const HEADERS = {
  authorization: `Bearer ${TOKEN}`,
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

/** Why calls of `wait` ended. */
const cancelled: string[] = [];
const GONE_MS = 300;

function createServer(): McpServer {
  const server = new McpServer({ name: 'echo', version: '1' });
  server.registerTool('echo', {}, async () => ({ content: [{ type: 'text', text: 'heard' }] }));
  server.registerTool('wait', {}, async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    cancelled.push(String(signal.reason));
    return { content: [] };
  });
  return server;
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(port = 0) {
  const abort = new AbortController();
  let done: Promise<void> = Promise.resolve();
  const url = await new Promise<string>((resolve, reject) => {
    done = serveOnHttp(createServer, {
      port,
      token: TOKEN,
      goneMs: GONE_MS,
      onListening: resolve,
      signal: abort.signal,
    });
    done.catch(reject);
  });
  const stop = () => {
    abort.abort();
    return done;
  };
  stops.push(stop);
  return { url, port: Number(new URL(url).port), stop };
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** As a client that may say anything, also of its Host. */
function send(port: number, { method = 'POST', path = '/mcp', headers = HEADERS, body }: Sent) {
  return new Promise<{ status: number; headers: object; text: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
      );
    });
    sent.on('error', reject);
    sent.end(body ?? JSON.stringify(INITIALIZE));
  });
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ name: 'a-client', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { authorization: `Bearer ${TOKEN}` } },
  });
  await client.connect(transport);
  return client;
}

describe('a silent stream of events', () => {
  test('is kept alive by comments until it is closed', async () => {
    const texts: string[] = [];
    const server = createHttpServer((_, response) => {
      keepAlive(response, 20);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/`);
    const reader = response.body?.getReader();
    for (let index = 0; index < 2; index++)
      texts.push(new TextDecoder().decode((await reader?.read())?.value));
    await reader?.cancel();
    server.closeAllConnections();
    server.close();
    expect(texts.join('')).toMatch(/^: still at work\n\n: still at work\n\n/);
  });
});

describe('serveOnHttp', () => {
  test('answers a client that has the token, each in a session of its own', async () => {
    const { url } = await start();
    const clients = await Promise.all([connect(url), connect(url)]);
    const answers = await Promise.all(clients.map((one) => one.callTool({ name: 'echo' })));
    expect(answers.map(({ content }) => content)).toEqual([
      [{ type: 'text', text: 'heard' }],
      [{ type: 'text', text: 'heard' }],
    ]);
    for (const client of clients) await client.close();
  });

  test('listens on 127.0.0.1', async () => {
    const { url } = await start();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
  });

  test.each([
    ['no token', { authorization: '' }, 401],
    ['another token', { authorization: `Bearer ${TOKEN}x` }, 401],
    ['the token by another scheme', { authorization: `Basic ${TOKEN}` }, 401],
    ['a foreign Host', { host: 'evil.example' }, 403],
    ['a Host without the port', { host: '127.0.0.1' }, 403],
    ['the Origin of a web page', { origin: 'https://evil.example' }, 403],
    ['the Origin of a sandboxed page', { origin: 'null' }, 403],
    ['the Origin of another port', { origin: 'http://127.0.0.1:1' }, 403],
  ])('refuses %s', async (_, headers, status) => {
    const { port } = await start();
    const answer = await send(port, { headers: { ...HEADERS, ...headers } });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ jsonrpc: '2.0', error: {}, id: null });
    expect(answer.text).not.toContain(TOKEN);
  });

  test('takes its own Origin and the name localhost', async () => {
    const { port } = await start();
    const headers = {
      ...HEADERS,
      host: `localhost:${port}`,
      origin: `http://localhost:${port}`,
    };
    expect((await send(port, { headers })).status).toBe(200);
  });

  test('says how to authenticate', async () => {
    const { port } = await start();
    const { headers } = await send(port, { headers: { 'content-type': 'application/json' } });
    expect(headers).toMatchObject({ 'www-authenticate': 'Bearer realm="troubleshoot"' });
  });

  test.each([
    ['another path', { path: '/' }, 404],
    ['another method', { method: 'PUT' }, 405],
    ['what is no JSON', { body: '{' }, 400],
    ['a body that says it is too large', { body: Buffer.alloc(1024 * 1024 + 1, 32) }, 413],
    ['a request before initialize', { body: '{"jsonrpc":"2.0","id":1,"method":"ping"}' }, 400],
    ['an unknown session', { headers: { ...HEADERS, 'mcp-session-id': 'x' } }, 404],
    ['a stream without a session', { method: 'GET', body: '' }, 400],
  ])('refuses %s', async (_, sent, status) => {
    const { port } = await start();
    expect((await send(port, sent)).status).toBe(status);
  });

  test('stops reading a body that does not say how large it is', async () => {
    const { port } = await start();
    const headers = { ...HEADERS, 'transfer-encoding': 'chunked' };
    const answer = await send(port, { headers, body: Buffer.alloc(2 * 1024 * 1024, 32) });
    expect(answer.status).toBe(413);
  });

  test('has places for 16 clients; one that is idle makes room', async () => {
    const { url, port } = await start();
    const idle = await send(port, {});
    const id = (idle.headers as Record<string, string>)['mcp-session-id'] ?? '';
    const clients: Client[] = [];
    for (let index = 0; index < 16; index++) clients.push(await connect(url));
    const gone = await send(port, {
      headers: { ...HEADERS, 'mcp-session-id': id },
      body: '{"jsonrpc":"2.0","id":2,"method":"ping"}',
    });
    expect(gone.status).toBe(404);
    expect((await send(port, {})).status).toBe(503);
    for (const client of clients) await client.close();
  });

  test('an initialize that is refused takes nobody the place', async () => {
    const { port } = await start();
    const session = await sessionAt(port);
    const headers = { ...HEADERS, 'content-type': 'text/plain' };
    for (let sent = 0; sent < 20; sent++) {
      const { status } = await send(port, { headers, body: JSON.stringify(INITIALIZE) });
      expect(status).toBe(415);
    }
    const ping = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'ping' });
    const { status } = await send(port, {
      headers: { ...HEADERS, 'mcp-session-id': session },
      body: ping,
    });
    expect(status).toBe(200);
  });

  test('a session that its client ends is over', async () => {
    const { port } = await start();
    const { headers } = await send(port, {});
    const id = (headers as Record<string, string>)['mcp-session-id'] ?? '';
    const own = { ...HEADERS, 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' };
    expect((await send(port, { method: 'DELETE', headers: own, body: '' })).status).toBe(200);
    expect(
      (await send(port, { headers: own, body: '{"jsonrpc":"2.0","id":2,"method":"ping"}' })).status,
    ).toBe(404);
  });

  test('ends while calls are under way, and they hear of it', async () => {
    const { url, stop } = await start();
    const client = await connect(url);
    const call = client.callTool({ name: 'wait' }).catch((fault: Error) => fault.name);
    await client.callTool({ name: 'echo' });
    await stop();
    await expect(fetch(url)).rejects.toThrow();
    await client.close();
    expect(await call).toBeTruthy();
  });

  /** A call of `wait` whose connection is broken once it is under way. */
  async function brokenCall(url: string, session: string): Promise<void> {
    const controller = new AbortController();
    const called = await fetch(url, {
      method: 'POST',
      headers: { ...HEADERS, 'mcp-session-id': session },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 7,
        method: 'tools/call',
        params: { name: 'wait' },
      }),
      signal: controller.signal,
    });
    expect(called.status).toBe(200);
    controller.abort();
  }

  async function sessionAt(port: number): Promise<string> {
    const { headers } = await send(port, { body: JSON.stringify(INITIALIZE) });
    return (headers as Record<string, string>)['mcp-session-id'] ?? '';
  }

  test('cancels the call of a client that has gone and stays away', async () => {
    const { url, port } = await start();
    cancelled.length = 0;
    await brokenCall(url, await sessionAt(port));
    await expect.poll(() => cancelled, { timeout: 5_000 }).toEqual(['the client has gone']);
  });

  test('a broken connection alone cancels nothing while its client is there', async () => {
    const { url, port } = await start();
    cancelled.length = 0;
    const session = await sessionAt(port);
    const headers = { ...HEADERS, 'mcp-session-id': session };
    const events = new AbortController();
    await fetch(url, { headers, signal: events.signal });
    await brokenCall(url, session);
    await new Promise((resolve) => setTimeout(resolve, 3 * GONE_MS));
    expect(cancelled).toEqual([]);
    events.abort();
    await expect.poll(() => cancelled, { timeout: 5_000 }).toEqual(['the client has gone']);
  });

  test('says that a port is taken', async () => {
    const { port } = await start();
    await expect(start(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    stops.pop();
  });
});
