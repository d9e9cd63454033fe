// AWS's documentation server as recommendations use it: what it answers becomes references, and nothing else does.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { unaccounted } from '../../src/base/outgoing.ts';
import { asTools } from '../../src/cli/foreign-tools.ts';
import { openServers } from '../../src/mcp/servers/foreign-servers.ts';
import type { ServerConfig } from '../../src/mcp/servers/server-config.ts';
import type { Script } from './messages-server.ts';
import { submitOf } from './opening.ts';
import { type Played, play } from './play.ts';
import { SCRIPTED } from './scripted.ts';

const RUN_MS = 60_000;
const PAGE = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.html';

/** The five tools with the arguments that AWS's server takes. */
function knowledge(): McpServer {
  const server = new McpServer({ name: 'aws-knowledge', version: '1' });
  const answer = (text: string) => async () => ({ content: [{ type: 'text' as const, text }] });
  const found = JSON.stringify({
    result: [{ rank_order: 1, url: PAGE, title: 'RDS Proxy', context: 'pools connections' }],
  });
  const search = {
    search_phrase: z.string(),
    limit: z.number().optional(),
    topics: z.array(z.string()).optional(),
  };
  server.registerTool('aws___search_documentation', { inputSchema: search }, answer(found));
  server.registerTool(
    'aws___read_documentation',
    { inputSchema: { url: z.string() } },
    answer('# RDS Proxy'),
  );
  server.registerTool('aws___recommend', { inputSchema: { url: z.string() } }, answer('[]'));
  server.registerTool('aws___list_regions', {}, answer('[]'));
  server.registerTool(
    'aws___get_regional_availability',
    { inputSchema: { region: z.string() } },
    answer('[]'),
  );
  return server;
}

/** Searches before it recommends, and cites what it found beside what it made up. */
const looksItUp: Script = (request, index) => {
  const well = SCRIPTED['does well']?.(request, index) ?? { kind: 'message', content: [] };
  if (submitOf(request) !== 'submit-actions' || well.kind !== 'message') return well;
  if (request.body.messages.length === 1) {
    const input = { search_phrase: 'connection pool exhaustion RDS Proxy' };
    return {
      kind: 'message',
      content: [{ type: 'tool_use', name: 'aws___search_documentation', input }],
    };
  }
  const content = well.content.map((block) =>
    block.type === 'tool_use' ? { ...block, input: citing(block.input) } : block,
  );
  return { ...well, content };
};

function citing(input: unknown): unknown {
  const { actions = [] } = input as { actions?: object[] };
  return {
    actions: actions.map((one) => ({ ...one, references: [PAGE, 'https://evil.example/x'] })),
  };
}

describe('recommendations with AWS documentation at hand', () => {
  let played: Played;
  let close: () => void;

  beforeAll(async () => {
    const http = createServer(async (request, response) => {
      const transport = new StreamableHTTPServerTransport({});
      await knowledge().connect(transport as never);
      await transport.handleRequest(request, response);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => http.once('listening', resolve));
    const config: ServerConfig = {
      kind: 'http',
      name: 'docs',
      url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`,
      headers: {},
      sigv4: null,
      usesVariables: false,
      disabled: false,
      timeoutMs: 10_000,
      disabledTools: [],
      approvedTools: ['aws___search_documentation', 'aws___read_documentation'],
    };
    const unused = () => {
      throw new Error('Nothing is signed here.');
    };
    const outgoing = unaccounted('1.2.3');
    const surroundings = { environment: {}, region: null, identityOf: unused, outgoing };
    const opened = asTools(
      await openServers([config], [], surroundings, new AbortController().signal),
    );
    close = () => void opened.close().then(() => http.close());
    played = await play({
      logs: join(import.meta.dirname, '..', '..', 'examples', 'payment-service'),
      application: 'payment-service',
      region: 'us-west-2',
      script: looksItUp,
      foreign: opened.tools,
    });
  }, RUN_MS);
  afterAll(() => close());

  test('hold the pages that the server named, with their evidence', () => {
    const [id] = played.evidence
      .split('\n')
      .filter((line) => line.includes('aws___search_documentation'))
      .map((line) => JSON.parse(line).id);
    expect(id).toMatch(/^E\d+$/);
    expect(played.report.actions[0]?.references).toEqual([{ url: PAGE, evidence: id }]);
    expect(played.markdown).toContain(`**References:** <${PAGE}> (${id})`);
  });

  test('hold no page that it did not name', () => {
    expect(played.markdown).not.toContain('evil.example');
    expect(played.json).not.toContain('evil.example');
  });

  test('are offered the tools that were approved, and no other', () => {
    const names = new Set(
      played.requests.flatMap(({ body }) => body.tools.map(({ name }) => name)),
    );
    expect([...names].filter((name) => name.startsWith('aws___'))).toEqual([
      'aws___search_documentation',
      'aws___read_documentation',
    ]);
  });
});
