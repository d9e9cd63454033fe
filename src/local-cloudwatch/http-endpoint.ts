// The HTTP side: POST / with a JSON body and an operation named by a header, or AWS Query's form; an answer or a refusal.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { endingOf, type FaultRule, type Faults, faultsOf } from './faults.ts';
import { type Door, denialOf, isOwnMachine } from './guard.ts';
import { operationNamed } from './operations/table.ts';
import { type Account, type Answer, answerJson, Refusal } from './protocol.ts';
import { QUERY_TYPE, readQueryCall, XML_TYPE, xmlAnswer, xmlFault } from './query-protocol.ts';
import { parseBody, readBody } from './request-body.ts';

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
/** Of CloudTrail with more before it, as its model says: `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101`. */
const TARGET = /^(?:[\w.]{1,64}\.)?(\w{1,64})\.(\w{1,64})$/;

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
  readonly account: () => Promise<Account>;
  readonly faults: Faults;
  readonly door: () => Door;
  readonly closing: AbortSignal;
}

/** Listens; rejects with what node:net says where it cannot. What is asked before there is an account waits for it. */
export async function openEndpoint(
  account: () => Promise<Account>,
  options: EndpointOptions,
): Promise<Endpoint> {
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

/** What is answered, whatever the protocol. */
type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | {
      readonly kind: 'fault';
      readonly httpStatus: number;
      readonly code: string;
      readonly message: string;
      readonly details: Answer;
    };

/** A call, whatever the protocol. */
interface Call {
  readonly service: string;
  readonly name: string;
  /** null: larger than `maxBytes`. Throws Refusal. */
  body(maxBytes: number): Promise<{ readonly value: unknown } | null>;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  service: Service,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const signal = AbortSignal.any([gone.signal, service.closing]);
  const isQuery = QUERY_TYPE.test(request.headers['content-type'] ?? '');
  const { name, outcome } = await carriedOut(request, isQuery, service, signal);
  if (outcome === null) {
    response.destroy();
    return;
  }
  const requestId = randomUUID();
  const body = isQuery ? [Buffer.from(xmlOf(name, outcome, requestId))] : jsonOf(outcome);
  const isJson10 = request.headers['content-type'] === JSON_1_0_TYPE;
  response.writeHead(outcome.kind === 'answer' ? 200 : outcome.httpStatus, {
    'content-type': isQuery ? XML_TYPE : isJson10 ? JSON_1_0_TYPE : JSON_TYPE,
    'content-length': body.reduce((bytes, piece) => bytes + piece.length, 0),
    'x-amzn-requestid': requestId,
    ...(outcome.kind === 'answer' ? {} : { 'x-amzn-errortype': outcome.code }),
    // A body that was not read to its end would be taken for the next request.
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.cork();
  for (const piece of body) response.write(piece);
  response.end();
}

interface CarriedOut {
  readonly name: string;
  /** null: the connection is to be cut. */
  readonly outcome: Outcome | null;
}

/** Of who is denied nothing is read. */
async function carriedOut(
  request: IncomingMessage,
  isQuery: boolean,
  service: Service,
  signal: AbortSignal,
): Promise<CarriedOut> {
  const denial = denialOf(request.headers, service.door());
  if (denial !== null)
    return { name: '', outcome: fault(denial.httpStatus, denial.code, denial.message) };
  try {
    const call = isQuery ? await queryCall(request) : jsonCall(request);
    if (call === null) return { name: '', outcome: tooLarge(MAX_BODY_BYTES) };
    return { name: call.name, outcome: await outcomeOf(call, service, signal) };
  } catch (error) {
    if (error instanceof Refusal)
      return { name: '', outcome: fault(400, error.code, error.message) };
    throw error;
  }
}

function jsonOf(outcome: Outcome): readonly Buffer[] {
  if (outcome.kind === 'answer') return answerJson(outcome.answer);
  const { code, message, details } = outcome;
  return [Buffer.from(JSON.stringify({ __type: code, message, ...details }))];
}

function xmlOf(action: string, outcome: Outcome, requestId: string): string {
  if (outcome.kind === 'answer') return xmlAnswer(action, outcome.answer, requestId);
  const { code, message, httpStatus } = outcome;
  return xmlFault({ code, message, isServers: httpStatus >= 500 }, requestId);
}

function jsonCall(request: IncomingMessage): Call {
  const [service, name] = targetOf(request) ?? ['', ''];
  return {
    service,
    name,
    body: async (maxBytes) => {
      const bytes = await readBody(request, maxBytes);
      return bytes === null ? null : { value: parseBody(bytes) };
    },
  };
}

/** Its form says what is called, so that it is read beforehand; null: it is too large. */
async function queryCall(request: IncomingMessage): Promise<Call | null> {
  const isCall = request.method === 'POST' && request.url === '/';
  const bytes = await readBody(request, MAX_BODY_BYTES);
  if (bytes === null) return null;
  const { service, action, body } = readQueryCall(bytes.toString('utf8'));
  return {
    service: isCall ? service : '',
    name: action,
    body: async () => ({ value: body }),
  };
}

/** null: the connection is to be cut. */
async function outcomeOf(
  { service, name, body }: Call,
  { account: opening, faults }: Service,
  signal: AbortSignal,
): Promise<Outcome | null> {
  const account = await opening();
  const operation = operationNamed(service, name, account.writable);
  if (operation === null) {
    return fault(400, 'UnknownOperationException', `Unknown operation ${name}`.trim());
  }
  const maxBytes = name === 'PutLogEvents' ? MAX_PUT_BODY_BYTES : MAX_BODY_BYTES;
  try {
    const read = await body(maxBytes);
    if (read === null) return tooLarge(maxBytes);
    const meant = faults.next(name);
    if (meant?.kind === 'cut') return null;
    await meet(meant, operation.action, signal);
    const meeting = { ...account, ending: endingOf(meant) };
    const answer = await operation.run(read.value, meeting, signal);
    return { kind: 'answer', answer };
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

const tooLarge = (maxBytes: number): Outcome =>
  fault(413, 'RequestEntityTooLargeException', `The body exceeds ${maxBytes} bytes.`);

function fault(httpStatus: number, code: string, message: string, details: Answer = {}): Outcome {
  return { kind: 'fault', httpStatus, code, message, details };
}
