// The stdio server, driven by the SDK's own client from another process, and by hand over streams.
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { describe, expect, test } from 'vitest';
import { serveOnStdio } from '../../src/mcp/serve-stdio.ts';
import { answer, startFakeLogs } from './fake-logs.ts';

const SERVER = new URL('./stdio-server.ts', import.meta.url);
const line = (message: object) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`;
const INITIALIZE = line({
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 't', version: '1' },
  },
});

function serve(server: McpServer) {
  const input = new PassThrough();
  const output = new PassThrough();
  const abort = new AbortController();
  const done = serveOnStdio(server, { input, output, signal: abort.signal });
  const written = () =>
    String(output.read() ?? '')
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text) as Record<string, unknown>);
  return { input, output, abort, done, written };
}

const slowServer = (waitMs: number) => {
  const server = new McpServer({ name: 'slow', version: '1' });
  server.registerTool('wait', {}, async () => {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return { content: [{ type: 'text', text: 'waited' }] };
  });
  return server;
};

describe('serveOnStdio', () => {
  test('a client in another process lists and calls the tools', async () => {
    const fake = await startFakeLogs({
      DescribeLogGroups: () => answer({ logGroups: [{ logGroupName: '/app/a' }] }),
    });
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: ['--import', 'tsx', fileURLToPath(SERVER), fake.url],
      env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    });
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    const { tools } = await client.listTools();
    const result = await client.callTool({ name: 'describe-log-groups', arguments: {} });
    await client.close();
    await fake.close();
    expect(tools).toHaveLength(7);
    expect(tools.every(({ outputSchema }) => outputSchema !== undefined)).toBe(true);
    expect(result.structuredContent).toEqual({ logGroups: [{ logGroupName: '/app/a' }] });
  });

  test('the end of the input ends the service after the calls under way', async () => {
    const { input, done, written } = serve(slowServer(30));
    input.write(INITIALIZE);
    input.end(line({ id: 2, method: 'tools/call', params: { name: 'wait', arguments: {} } }));
    await done;
    expect(
      written().map(({ id, result }) => [id, (result as { content?: unknown }).content]),
    ).toEqual([
      [1, undefined],
      [2, [{ type: 'text', text: 'waited' }]],
    ]);
  });

  test('nothing but protocol is written, also for input that is none', async () => {
    const { input, done, written } = serve(slowServer(0));
    input.end(`hello\n${INITIALIZE}`);
    await done;
    expect(written()).toMatchObject([
      { jsonrpc: '2.0', id: null, error: { code: -32700 } },
      { jsonrpc: '2.0', id: 1 },
    ]);
  });

  test('a message that fits into no request is answered by none and ends nothing', async () => {
    const { input, done, written } = serve(slowServer(0));
    input.end(`[{"jsonrpc":"2.0","id":5,"method":"ping"}]\n{"id":6}\n${INITIALIZE}`);
    expect(await done).toBeNull();
    expect(written().map(({ id }) => id)).toEqual([1]);
  });

  test('a message that is too long ends it, and why is known', async () => {
    const { input, done } = serve(slowServer(0));
    input.write(INITIALIZE);
    input.write('x'.repeat(11 * 1024 * 1024));
    expect(await done).toContain('exceeded maximum size');
  });

  test('the signal ends it at once', async () => {
    const { input, abort, done } = serve(slowServer(60_000));
    input.write(INITIALIZE);
    abort.abort();
    await done;
    expect(input.listenerCount('end')).toBe(0);
  });

  test('a reader that has gone ends it', async () => {
    const { output, done } = serve(slowServer(0));
    output.destroy(new Error('EPIPE'));
    await expect(done).resolves.toBeNull();
  });
});
