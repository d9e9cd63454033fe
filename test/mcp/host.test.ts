// The host against small servers that misbehave in every way a server can.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { CallToolRequestSchema, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { connectTools } from '../../src/mcp/host.ts';

type Handler = (signal: AbortSignal) => CallToolResult | Promise<CallToolResult>;

function serverWith(name: string, tools: Record<string, Handler>): McpServer {
  const server = new McpServer({ name, version: '1' });
  for (const [tool, handler] of Object.entries(tools)) {
    const config = {
      description: `does ${tool}`,
      inputSchema: z.strictObject({ n: z.number().optional() }),
    };
    server.registerTool(tool, config, (_args, { signal }) => handler(signal));
  }
  return server;
}

const text = (body: string, more: object = {}): CallToolResult => ({
  content: [{ type: 'text', text: body }],
  ...more,
});

async function callOne(
  handler: Handler,
  options: { signal?: AbortSignal; timeoutMs?: number } = {},
) {
  const tools = await connectTools([serverWith('s', { look: handler })]);
  const result = await tools.call(
    'look',
    {},
    {
      signal: options.signal ?? new AbortController().signal,
      timeoutMs: options.timeoutMs ?? 2_000,
    },
  );
  await tools.close();
  return result;
}

const failure = (errorCode: string, what: string) => ({
  isError: true,
  content: null,
  text: what,
  errorCode,
  requestId: null,
});

test('many calls under one signal are no leak that is warned of', async () => {
  const warned: Error[] = [];
  const onWarning = (warning: Error) => warned.push(warning);
  process.on('warning', onWarning);
  const tools = await connectTools([serverWith('s', { look: () => text('seen') })]);
  const { signal } = new AbortController();
  await Promise.all(
    Array.from({ length: 20 }, () => tools.call('look', {}, { signal, timeoutMs: 2_000 })),
  );
  await new Promise((resolve) => setImmediate(resolve));
  await tools.close();
  process.off('warning', onWarning);
  expect(warned).toEqual([]);
});

describe('connectTools', () => {
  test('makes many calls at once under one signal without a warning of Node', async () => {
    const warnings: Error[] = [];
    const keep = (warning: Error) => warnings.push(warning);
    process.on('warning', keep);
    const tools = await connectTools([serverWith('s', { look: () => text('seen') })]);
    const options = { signal: new AbortController().signal, timeoutMs: 5_000 };
    await Promise.all(Array.from({ length: 30 }, () => tools.call('look', {}, options)));
    await tools.close();
    await new Promise(setImmediate);
    process.off('warning', keep);
    expect(warnings).toEqual([]);
  });

  test('describes the tools of all servers in the order given', async () => {
    const tools = await connectTools([
      serverWith('first', { a: () => text('') }),
      serverWith('second', { b: () => text('') }),
    ]);
    const list = await tools.list();
    expect(
      list.map(({ name, server, description, readOnly }) => ({
        name,
        server,
        description,
        readOnly,
      })),
    ).toEqual([
      { name: 'a', server: 'first', description: 'does a', readOnly: false },
      { name: 'b', server: 'second', description: 'does b', readOnly: false },
    ]);
    expect(list[0]?.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    await tools.close();
  });

  test('two tools of the same name are a fault of the program', async () => {
    const servers = [
      serverWith('x', { a: () => text('') }),
      serverWith('y', { a: () => text('') }),
    ];
    await expect(connectTools(servers)).rejects.toThrow('Two servers offer a tool named a.');
  });

  test('closes the servers, the last one first', async () => {
    const closed: string[] = [];
    const servers = ['first', 'second'].map((name) => {
      const server = serverWith(name, { [name]: () => text('') });
      server.server.onclose = () => closed.push(name);
      return server;
    });
    await (await connectTools(servers)).close();
    expect(closed).toEqual(['second', 'first']);
  });

  test('many calls leave no listener on the signal of the run', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    const { signal } = new AbortController();
    const tools = await connectTools([serverWith('s', { look: () => text('') })]);
    for (let n = 0; n < 20; n++) await tools.call('look', {}, { signal, timeoutMs: 1_000 });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    expect(warnings.map(({ message }) => message)).toEqual([]);
    await tools.close();
  });
});

describe('call', () => {
  test('hands on structured content, text and request id', async () => {
    const result = await callOne(() =>
      text('copy', { structuredContent: { rows: 3 }, _meta: { 'troubleshoot/request-id': 'r9' } }),
    );
    expect(result).toEqual({
      isError: false,
      content: { rows: 3 },
      text: 'copy',
      errorCode: null,
      requestId: 'r9',
    });
  });

  test('an unknown tool is an error result that names the nearest', async () => {
    const tools = await connectTools([serverWith('s', { look: () => text('') })]);
    const options = { signal: new AbortController().signal, timeoutMs: 1_000 };
    expect(await tools.call('lok', {}, options)).toEqual(
      failure('ProtocolError', 'There is no tool named "lok". Did you mean look?'),
    );
    await tools.close();
  });

  test('bad arguments are an error result', async () => {
    const tools = await connectTools([serverWith('s', { look: () => text('') })]);
    const options = { signal: new AbortController().signal, timeoutMs: 1_000 };
    const result = await tools.call('look', { n: 'three' }, options);
    expect([result.errorCode, result.content]).toEqual(['ProtocolError', null]);
    expect(result.text).toContain('Invalid arguments for tool look');
    await tools.close();
  });

  test('a server that gives no answer in time is a Timeout', async () => {
    const result = await callOne(() => new Promise(() => undefined), { timeoutMs: 20 });
    expect(result).toEqual(failure('Timeout', 'look gave no answer within 20 ms.'));
  });

  test('an abort ends the call, and the server hears of it', async () => {
    const abort = new AbortController();
    let heard: AbortSignal | null = null;
    const result = await callOne(
      (signal) => {
        heard = signal;
        setImmediate(() => abort.abort());
        return new Promise(() => undefined);
      },
      { signal: abort.signal },
    );
    expect(result).toEqual(failure('Aborted', 'look was aborted.'));
    expect(heard).toMatchObject({ aborted: true });
  });

  test('a signal aborted before the call asks nobody', async () => {
    let asked = false;
    const result = await callOne(
      () => {
        asked = true;
        return text('');
      },
      { signal: AbortSignal.abort() },
    );
    expect([result.errorCode, asked]).toEqual(['Aborted', false]);
  });

  test.each([
    [
      'a status of error',
      { status: 'error', message: 'no such region' },
      'ProtocolError',
      'no such region',
    ],
    ['an error text', { error: 'expired' }, 'ProtocolError', 'expired'],
    [
      'an error object',
      { error: { code: 'Throttled', message: 'slow down' } },
      'Throttled',
      'slow down',
    ],
    [
      'an error code beside it',
      { error: 'denied', error_code: 'AccessDenied' },
      'AccessDenied',
      'denied',
    ],
  ])('a body with %s is an error although it claims success', async (_, body, code, message) => {
    expect(await callOne(() => text('', { structuredContent: body }))).toEqual(
      failure(code, message),
    );
    expect(await callOne(() => text(JSON.stringify(body)))).toEqual(failure(code, message));
  });

  test.each([
    { status: 'Failed', results: [] },
    { error: null, rows: 1 },
    { status: 'success', error: '' },
  ])('a body that only mentions errors is a success: %j', async (body) => {
    const result = await callOne(() => text('', { structuredContent: body }));
    expect(result).toEqual({
      isError: false,
      content: body,
      text: '',
      errorCode: null,
      requestId: null,
    });
  });

  test('structured content that breaks its own schema is an error result', async () => {
    const server = new McpServer({ name: 's', version: '1' });
    const outputSchema = z.object({ rows: z.number() });
    server.registerTool('look', { outputSchema }, () => text(''));
    // A server that does not check what it sends.
    server.server.setRequestHandler(CallToolRequestSchema, () =>
      text('', { structuredContent: { rows: 'x' } }),
    );
    const tools = await connectTools([server]);
    const options = { signal: new AbortController().signal, timeoutMs: 1_000 };
    const result = await tools.call('look', {}, options);
    expect(result.errorCode).toBe('ProtocolError');
    expect(result.text).toContain('output schema');
    await tools.close();
  });

  test('a tool that throws is an error result with its words', async () => {
    const result = await callOne(() => {
      throw new Error('disk on fire');
    });
    expect(result).toEqual(failure('ProtocolError', 'disk on fire'));
  });
});
