// Offers MCP servers by Streamable HTTP on 127.0.0.1, one for each session. Every request needs the token; bodies,
// sessions and connections are bounded.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  ErrorCode,
  isInitializeRequest,
  isJSONRPCRequest,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import { MAX_BODY_BYTES, readBody } from './http/body.ts';
import { refusalOf } from './http/guard.ts';
import { KEEP_ALIVE_MS, keepAlive } from './http/keep-alive.ts';
import { createSessions, MAX_SESSIONS, type Session, type Sessions } from './http/sessions.ts';

const MCP_PATH = '/mcp';
const HOST = '127.0.0.1';
const MAX_CONNECTIONS = 128;

export interface HttpOffer {
  /** 0: any that is free. */
  readonly port: number;
  readonly token: string;
  /** How long a client may be away while a call of its own is under way; then the call is cancelled. */
  readonly goneMs: number;
  /** Called once, when requests are answered. */
  onListening(url: string): void;
  /** Ends the service. */
  readonly signal: AbortSignal;
}

/** Resolves when the signal was given and everything is closed. Throws what `listen` throws, such as EADDRINUSE. */
export async function serveOnHttp(
  createMcpServer: () => McpServer,
  { port, token, goneMs, onListening, signal }: HttpOffer,
): Promise<void> {
  const sessions = createSessions(createMcpServer, Date.now, goneMs);
  const server = createServer((request, response) => {
    const guarded = { sessions, token, port: portOf(server) };
    answer(request, response, guarded).catch((fault: unknown) => brokenOff(response, fault));
  });
  server.maxConnections = MAX_CONNECTIONS;
  try {
    server.listen(port, HOST);
    await once(server, 'listening');
    onListening(`http://${HOST}:${portOf(server)}${MCP_PATH}`);
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await sessions.close();
    await closed(server);
  }
}

const portOf = (server: Server) => (server.address() as AddressInfo | null)?.port ?? 0;

function closed(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  const done = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  return done;
}

/** The client went away in the middle of its request, or the program is at fault: neither ends the service. */
function brokenOff(response: ServerResponse, fault: unknown): void {
  if (response.headersSent || response.destroyed) response.destroy();
  else {
    const why = fault instanceof Error ? fault.message : String(fault);
    refuse(response, 500, ErrorCode.InternalError, why);
  }
}

interface Guarded {
  readonly sessions: Sessions;
  readonly token: string;
  readonly port: number;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { sessions, token, port }: Guarded,
): Promise<void> {
  const refusal = refusalOf(request.headers, { port, token });
  if (refusal !== null) {
    const { status, message, headers } = refusal;
    return refuse(response, status, ErrorCode.InvalidRequest, message, headers);
  }
  const [path] = (request.url ?? '').split('?');
  if (path !== MCP_PATH)
    return refuse(response, 404, ErrorCode.InvalidRequest, `There is only ${MCP_PATH} here.`);
  if (request.method === 'POST') return post(request, response, sessions);
  if (request.method === 'GET' || request.method === 'DELETE') {
    const session = sessionOf(request, response, sessions);
    return session === null ? undefined : handOver(session, request, response, undefined);
  }
  refuse(response, 405, ErrorCode.InvalidRequest, 'POST, GET and DELETE are understood here.', {
    allow: 'GET, POST, DELETE',
  });
}

async function post(
  request: IncomingMessage,
  response: ServerResponse,
  sessions: Sessions,
): Promise<void> {
  const body = await readBody(request);
  if (body.kind === 'too-large') {
    const message = `A request has at most ${MAX_BODY_BYTES} bytes.`;
    return refuse(response, 413, ErrorCode.InvalidRequest, message, { connection: 'close' });
  }
  if (body.kind === 'no-json')
    return refuse(response, 400, ErrorCode.ParseError, 'The body is no JSON.');
  if (request.headers['mcp-session-id'] === undefined && isInitializeRequest(body.value)) {
    const session = await sessions.open();
    if (session !== null) {
      await handOver(session, request, response, body.value);
      // It was refused: nobody could come back to it.
      if (session.transport.sessionId === undefined) await sessions.end(session);
      return;
    }
    const message = `${MAX_SESSIONS} clients are connected: try again when one has gone.`;
    return refuse(response, 503, ErrorCode.InternalError, message, { 'retry-after': '60' });
  }
  const session = sessionOf(request, response, sessions);
  if (session !== null) await handOver(session, request, response, body.value);
}

/** null: it was told that there is none. */
function sessionOf(
  { headers }: IncomingMessage,
  response: ServerResponse,
  sessions: Sessions,
): Session | null {
  const id = headers['mcp-session-id'];
  if (typeof id !== 'string') {
    const message = 'The header Mcp-Session-Id is missing: begin with initialize.';
    refuse(response, 400, ErrorCode.InvalidRequest, message);
    return null;
  }
  const session = sessions.find(id);
  if (session === null)
    refuse(response, 404, ErrorCode.InvalidRequest, 'This session is over: initialize again.');
  return session;
}

async function handOver(
  { transport, use }: Session,
  request: IncomingMessage,
  response: ServerResponse,
  body: unknown,
): Promise<void> {
  const done = use();
  response.once('close', () => done(response.writableFinished ? [] : requestIds(body)));
  keepAlive(response, KEEP_ALIVE_MS);
  await transport.handleRequest(request, response, body);
}

/** Of the calls that a body holds. */
function requestIds(body: unknown): readonly RequestId[] {
  const messages: readonly unknown[] = Array.isArray(body) ? body : [body];
  return messages.filter(isJSONRPCRequest).map(({ id }) => id);
}

function refuse(
  response: ServerResponse,
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null }));
}
