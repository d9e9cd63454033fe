// The HTTP side: POST / with a JSON body, an operation named by a header, an answer or a refusal.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { errorCode } from '../base/error-code.ts';
import { endingOf, type FaultRule, type Faults, faultsOf } from './faults.ts';
import { type Door, denialOf, isOwnMachine } from './guard.ts';
import { operationNamed } from './operations/table.ts';
import { type Account, answerText, Refusal } from './protocol.ts';

export interface Endpoint {
  readonly url: string;
  close(): Promise<void>;
}

/** The largest request of all but PutLogEvents is a query of 10,000 characters over 50 log groups. */
const MAX_BODY_BYTES = 262_144;
/** PutLogEvents takes 1 MB of messages, of which JSON may write each byte as six. */
const MAX_PUT_BODY_BYTES = 8_388_608;
const JSON_TYPE = 'application/x-amz-json-1.1';
/** CloudWatch's own, beside the one of its logs. */
const JSON_1_0_TYPE = 'application/x-amz-json-1.0';
const CONTENT_TYPE = /^application\/(?:x-amz-json-1\.[01]|json)\b/i;
const TARGET = /^(\w{1,64})\.(\w{1,64})$/;
const unzip = promisify(gunzip);

export interface EndpointOptions {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** null: requests with any key are answered. */
  readonly accessKeyId: string | null;
  readonly faults: readonly FaultRule[];
}

/** What all requests share. */
interface Service {
  readonly account: Account;
  readonly faults: Faults;
  readonly door: () => Door;
  readonly closing: AbortSignal;
}

/** Listens; rejects with what node:net says where it cannot. */
export async function openEndpoint(account: Account, options: EndpointOptions): Promise<Endpoint> {
  const { host, port, accessKeyId } = options;
  const closing = new AbortController();
  const isLoopback = isOwnMachine(host);
  const service: Service = {
    account,
    faults: faultsOf(options.faults),
    door: () => ({ port: portOf(server), isLoopback, accessKeyId }),
    closing: closing.signal,
  };
  const server = createServer((request, response) => {
    respond(request, response, service).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${portOf(server)}`,
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
  service: Service,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const denial = denialOf(request.headers, service.door());
  const signal = AbortSignal.any([gone.signal, service.closing]);
  const outcome =
    denial === null
      ? await outcomeOf(request, service, signal)
      : fault(denial.httpStatus, denial.code, denial.message);
  if (outcome === null) {
    response.destroy();
    return;
  }
  const requestId = randomUUID();
  response.writeHead(outcome.httpStatus, {
    'content-type': request.headers['content-type'] === JSON_1_0_TYPE ? JSON_1_0_TYPE : JSON_TYPE,
    'content-length': Buffer.byteLength(outcome.body),
    'x-amzn-requestid': requestId,
    ...(outcome.code === null ? {} : { 'x-amzn-errortype': outcome.code }),
    // A body that was not read to its end would be taken for the next request.
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(outcome.body);
}

/** null: the connection is to be cut. */
async function outcomeOf(
  request: IncomingMessage,
  { account, faults }: Service,
  signal: AbortSignal,
): Promise<Outcome | null> {
  const [service, name] = targetOf(request) ?? ['', ''];
  const operation = operationNamed(service, name, account.writable);
  if (operation === null) {
    return fault(400, 'UnknownOperationException', `Unknown operation ${name}`.trim());
  }
  const maxBytes = name === 'PutLogEvents' ? MAX_PUT_BODY_BYTES : MAX_BODY_BYTES;
  try {
    const bytes = await readBody(request, maxBytes);
    if (bytes === null) {
      return fault(413, 'RequestEntityTooLargeException', `The body exceeds ${maxBytes} bytes.`);
    }
    const meant = faults.next(name);
    if (meant?.kind === 'cut') return null;
    await meet(meant, operation.action, signal);
    const meeting = { ...account, ending: endingOf(meant) };
    const answer = await operation.run(parseBody(bytes), meeting, signal);
    return { httpStatus: 200, body: answerText(answer), code: null };
  } catch (error) {
    if (error instanceof Refusal) return fault(400, error.code, error.message, error.details);
    return fault(500, 'InternalFailure', error instanceof Error ? error.message : String(error));
  }
}

/** Service and operation; null: none is named, or the request is not one of the protocol's. */
function targetOf({
  method,
  url,
  headers,
}: IncomingMessage): readonly [service: string, operation: string] | null {
  const target = headers['x-amz-target'];
  if (method !== 'POST' || url !== '/' || typeof target !== 'string') return null;
  if (!CONTENT_TYPE.test(headers['content-type'] ?? JSON_TYPE)) return null;
  const [, service, operation] = TARGET.exec(target) ?? [];
  return service === undefined || operation === undefined ? null : [service, operation];
}

async function meet(rule: FaultRule | null, action: string, signal: AbortSignal): Promise<void> {
  if (rule?.kind === 'throttle') throw new Refusal('ThrottlingException', 'Rate exceeded');
  if (rule?.kind === 'deny') {
    throw new Refusal(
      'AccessDeniedException',
      `User: arn:aws:iam::000000000000:user/local is not authorized to perform: ${action}`,
    );
  }
  if (rule?.kind === 'delay') await wait(rule.delayMs, undefined, { signal });
}

function fault(httpStatus: number, code: string, message: string, details: object = {}): Outcome {
  return { httpStatus, code, body: JSON.stringify({ __type: code, message, ...details }) };
}

/** The whole body, unpacked; null where it exceeds its bound. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const bytes = await readBytes(request, maxBytes);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (bytes === null || encoding === 'identity') return bytes;
  if (encoding !== 'gzip') {
    throw new Refusal('SerializationException', `The content encoding ${encoding} is not known.`);
  }
  try {
    return await unzip(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') return null;
    throw new Refusal('SerializationException', 'The body is not what gzip writes.');
  }
}

async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseBody(bytes: Buffer): unknown {
  const body = bytes.length === 0 ? {} : parseJson(bytes);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw new Refusal('SerializationException', 'The body is not a JSON object.');
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch {
    throw new Refusal('SerializationException', 'The body is not valid JSON.');
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });
