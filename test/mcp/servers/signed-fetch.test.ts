// AWS's signature on MCP over HTTP, verified by an implementation of the published algorithm that shares no code with it.
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type AwsIdentity, awsIdentity } from '../../../src/mcp/servers/aws-identity.ts';
import { type ForeignServers, openServers } from '../../../src/mcp/servers/foreign-servers.ts';
import type { ServerConfig } from '../../../src/mcp/servers/server-config.ts';
import { recorded } from '../outgoing.ts';

const ID = 'AKIDEXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

interface Seen {
  readonly method: string;
  readonly body: string;
  readonly signatureHolds: boolean;
  readonly meta: unknown;
  readonly userAgent: string | undefined;
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An MCP server that refuses what is not rightly signed. */
async function verifyingServer(
  seen: Seen[],
  refuse?: { status: number; body: string },
): Promise<string> {
  const server: Server = createServer(async (request, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const message = body === '' ? {} : JSON.parse(body);
    const signatureHolds = verify(request, body);
    const meta = message.params?._meta;
    const userAgent = request.headers['user-agent'];
    seen.push({ method: request.method ?? '', body, signatureHolds, meta, userAgent });
    if (refuse !== undefined) return void answer.writeHead(refuse.status).end(refuse.body);
    if (!signatureHolds) return void answer.writeHead(403).end('SignatureDoesNotMatch');
    const result = resultOf(message);
    if (result === null) return void answer.writeHead(request.method === 'GET' ? 405 : 202).end();
    answer
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp?a=b%20c&A=1`;
}

function resultOf({
  method,
  params,
}: {
  method?: string;
  params?: { protocolVersion?: string };
}): unknown {
  if (method === 'initialize')
    return {
      protocolVersion: params?.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 's', version: '1' },
    };
  if (method === 'tools/list')
    return { tools: [{ name: 'look', inputSchema: { type: 'object' } }] };
  if (method === 'tools/call') return { content: [{ type: 'text', text: 'seen' }] };
  return null;
}

/** Signature Version 4 from AWS's description of it: canonical request, string to sign, derived key. */
function verify({ headers, method, url = '/' }: IncomingMessage, body: string): boolean {
  const [, scope = '', names = '', signature] =
    /Credential=AKIDEXAMPLE\/(\S+), ?SignedHeaders=(\S+), ?Signature=(\w+)/.exec(
      headers.authorization ?? '',
    ) ?? [];
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  const hmac = (key: string | Buffer, text: string) =>
    createHmac('sha256', key).update(text).digest();
  const { pathname, searchParams } = new URL(url, 'http://x');
  const encoded = (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const query = [...searchParams]
    .map(([key, value]) => `${encoded(key)}=${encoded(value)}`)
    .sort()
    .join('&');
  const lines = names
    .split(';')
    .map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}\n`);
  const canonical = [method, pathname, query, lines.join(''), names, sha(body)].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>((derived, part) => hmac(derived, part), `AWS4${SECRET}`);
  return (
    signature !== undefined &&
    names.includes('host') &&
    hmac(key, toSign).toString('hex') === signature
  );
}

const identity = (region: string, secretAccessKey = SECRET): AwsIdentity => ({
  ...awsIdentity(null, region),
  credentials: async () => ({ accessKeyId: ID, secretAccessKey, sessionToken: 'token' }),
});

async function opened(
  url: string,
  secret = SECRET,
  profile: string | null = null,
): Promise<ForeignServers> {
  const config: ServerConfig = {
    kind: 'http',
    name: 'aws',
    url,
    headers: { 'X-Own': 'kept' },
    sigv4: { service: 'aws-mcp', region: 'us-east-1', profile },
    usesVariables: false,
    disabled: false,
    timeoutMs: 5_000,
    disabledTools: [],
    approvedTools: ['*'],
  };
  const surroundings = {
    environment: {},
    region: 'eu-west-1',
    identityOf: (_: string | null, region: string) => identity(region, secret),
    outgoing: recorded().outgoing,
  };
  const servers = await openServers([config], [], surroundings, new AbortController().signal);
  closing.push(() => servers.close());
  return servers;
}

describe('a server that wants the signature of AWS', () => {
  test('is told in each request which program asks, and for which run', async () => {
    const seen: Seen[] = [];
    const { servers } = await opened(await verifyingServer(seen));
    await servers[0]?.tools[0]?.call(
      {},
      { signal: new AbortController().signal, timeoutMs: 5_000 },
    );
    expect(new Set(seen.map(({ method }) => method))).toContain('POST');
    expect([...new Set(seen.map(({ userAgent }) => userAgent))]).toEqual([
      'troubleshoot/1.2.3 run/4f2a9c',
    ]);
    expect(seen.every(({ signatureHolds }) => signatureHolds)).toBe(true);
  });

  test('gets it on each request, and the region of the calls', async () => {
    const seen: Seen[] = [];
    const { servers } = await opened(await verifyingServer(seen));
    const answer = await servers[0]?.tools[0]?.call(
      {},
      { signal: new AbortController().signal, timeoutMs: 5_000 },
    );
    expect(servers[0]?.fault).toBeNull();
    expect(answer).toMatchObject({ isError: false, text: 'seen' });
    expect(seen.length).toBeGreaterThanOrEqual(4);
    expect(seen.map(({ signatureHolds }) => signatureHolds)).toEqual(seen.map(() => true));
    const posted = seen.filter(({ method }) => method === 'POST');
    expect(posted.map(({ meta }) => meta)).toEqual(
      posted.map(() => expect.objectContaining({ AWS_REGION: 'eu-west-1' })),
    );
  });

  test('is told where the signature does not hold', async () => {
    const { servers } = await opened(await verifyingServer([]), 'another secret');
    expect(servers[0]?.fault).toContain('AWS refused the request with 403: SignatureDoesNotMatch');
  });

  test('that refuses without end is not listened to until it ends', async () => {
    const server = createServer((_, answer) => {
      answer.writeHead(403);
      const go = () => {
        while (answer.write('x'.repeat(65_536)));
        answer.once('drain', go);
      };
      go();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const { servers } = await opened(`http://127.0.0.1:${port}/mcp`);
    expect(servers[0]?.fault).toMatch(/AWS refused the request with 403: x{100}/);
  });

  test('names the command that renews expired credentials', async () => {
    const url = await verifyingServer([], {
      status: 403,
      body: '{"message":"The security token included in the request is expired"}',
    });
    const { servers } = await opened(url);
    expect(servers[0]?.fault).toContain('expired. Renew them: aws sso login');
  });

  test('is not followed elsewhere', async () => {
    const seen: Seen[] = [];
    const elsewhere = await verifyingServer(seen);
    const server = createServer((_, answer) =>
      answer.writeHead(307, { location: elsewhere }).end(),
    ).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    closing.push(() => server.close());
    const { servers } = await opened(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect(servers[0]?.fault).toContain('which is not followed');
    expect(seen).toEqual([]);
  });
});
