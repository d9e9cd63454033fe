// A small strict stand-in for CloudWatch Logs on loopback: AWS JSON 1.1, answers canned by operation. It refuses what
// the real service would not understand: other methods, paths, content types, and times in the wrong unit.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface SeenRequest {
  readonly operation: string;
  readonly region: string;
  readonly body: Record<string, unknown>;
}

export type Canned = (body: Record<string, unknown>, nth: number) => Reply | Promise<Reply>;

interface Reply {
  readonly status?: number;
  readonly body: unknown;
}

export const answer = (body: unknown): Reply => ({ body });
export const fault = (type: string, message: string, more: object = {}): Reply => ({
  status: 400,
  body: { __type: type, message, ...more },
});

export interface FakeLogs {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** User-Agent of each request. */
  readonly agents: readonly string[];
  close(): Promise<void>;
}

const MS_OPERATIONS = new Set(['FilterLogEvents', 'GetLogEvents']);
const LOOKS_LIKE_MS = 1e11;

export async function startFakeLogs(operations: Record<string, Canned>): Promise<FakeLogs> {
  const seen: SeenRequest[] = [];
  const agents: string[] = [];
  const counts = new Map<string, number>();
  const handle = async (request: IncomingMessage): Promise<Reply> => {
    agents.push(String(request.headers['user-agent']));
    const wrong = breach(request);
    if (wrong !== null) return fault('SerializationException', wrong);
    const operation = String(request.headers['x-amz-target']).replace('Logs_20140328.', '');
    const body = JSON.parse(await textOf(request)) as Record<string, unknown>;
    const region = /Credential=[^/]+\/\d+\/([^/]+)\/logs\//.exec(
      request.headers.authorization ?? '',
    );
    seen.push({ operation, region: region?.[1] ?? 'unsigned', body });
    const unit = wrongUnit(operation, body);
    if (unit !== null) return fault('InvalidParameterException', unit);
    const canned = operations[operation];
    if (canned === undefined) return fault('UnknownOperationException', operation);
    const nth = (counts.get(operation) ?? 0) + 1;
    counts.set(operation, nth);
    return canned(body, nth);
  };
  const server = createServer((request, response) => {
    void handle(request).then((reply) => send(response, reply));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    agents,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function breach(request: IncomingMessage): string | null {
  if (request.method !== 'POST' || request.url !== '/') return `${request.method} ${request.url}`;
  if (request.headers['content-type'] !== 'application/x-amz-json-1.1') return 'content type';
  if (!/^Logs_20140328\.\w+$/.test(String(request.headers['x-amz-target']))) return 'target';
  return null;
}

function wrongUnit(operation: string, body: Record<string, unknown>): string | null {
  const { startTime, endTime } = body;
  const times = [startTime, endTime].filter((time) => typeof time === 'number');
  const inMs = times.map((time) => time >= LOOKS_LIKE_MS);
  if (operation === 'StartQuery' && inMs.includes(true)) return 'seconds wanted';
  if (MS_OPERATIONS.has(operation) && inMs.includes(false)) return 'milliseconds wanted';
  return null;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, { status = 200, body }: Reply): void {
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': 'request-1',
  });
  response.end(JSON.stringify(body));
}
