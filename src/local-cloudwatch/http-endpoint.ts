// The HTTP side: POST / with a JSON body, an operation named by a header, an answer or a refusal.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { denialOf } from './guard.ts';
import { OPERATIONS } from './operations/table.ts';
import { type Account, answerText, Refusal } from './protocol.ts';

export interface Endpoint {
  readonly url: string;
  close(): Promise<void>;
}

/** The largest request of these operations is a query of 10,000 characters over 50 log groups. */
const MAX_BODY_BYTES = 262_144;
const TARGET = /^Logs_20140328\.(\w{1,64})$/;
const LOOPBACK = '127.0.0.1';

/** Listens on a free port of the loopback interface. */
export async function openEndpoint(account: Account, accessKeyId: string): Promise<Endpoint> {
  const closing = new AbortController();
  const server = createServer((request, response) => {
    respond(request, response, portOf(server), account, accessKeyId, closing.signal).catch(
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, resolve);
  });
  return {
    url: `http://${LOOPBACK}:${portOf(server)}`,
    async close() {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo | null)?.port ?? 0;
}

interface Outcome {
  readonly httpStatus: number;
  readonly body: string;
  readonly code: string | null;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  account: Account,
  accessKeyId: string,
  closing: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const denial = denialOf(request.headers, port, accessKeyId);
  const signal = AbortSignal.any([gone.signal, closing]);
  const outcome =
    denial === null
      ? await outcomeOf(request, account, signal)
      : fault(denial.httpStatus, denial.code, denial.message);
  const requestId = randomUUID();
  response.writeHead(outcome.httpStatus, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(outcome.body),
    'x-amzn-requestid': requestId,
    ...(outcome.code === null ? {} : { 'x-amzn-errortype': outcome.code }),
    // A body that was not read to its end would be taken for the next request.
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(outcome.body);
}

async function outcomeOf(
  request: IncomingMessage,
  account: Account,
  signal: AbortSignal,
): Promise<Outcome> {
  const target = request.headers['x-amz-target'];
  const name = TARGET.exec(typeof target === 'string' ? target : '')?.[1];
  const operation = name === undefined ? undefined : OPERATIONS.get(name);
  if (request.method !== 'POST' || request.url !== '/' || operation === undefined) {
    return fault(400, 'UnknownOperationException', `Unknown operation ${name ?? ''}`.trim());
  }
  const text = await readBody(request);
  if (text === null) {
    return fault(
      413,
      'RequestEntityTooLargeException',
      `The body exceeds ${MAX_BODY_BYTES} bytes.`,
    );
  }
  try {
    const answer = await operation(parseBody(text), account, signal);
    return { httpStatus: 200, body: answerText(answer), code: null };
  } catch (error) {
    if (error instanceof Refusal) return fault(400, error.code, error.message, error.details);
    return fault(500, 'InternalFailure', error instanceof Error ? error.message : String(error));
  }
}

function fault(httpStatus: number, code: string, message: string, details: object = {}): Outcome {
  return { httpStatus, code, body: JSON.stringify({ __type: code, message, ...details }) };
}

/** The whole body, null where it exceeds its bound. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    throw new Refusal('SerializationException', 'The body is not valid JSON.');
  }
}
