// Stands between a client and the local endpoint and does what networks and AWS do: calls take time, queries take longer,
// calls are refused, connections break, answers come in half, clocks disagree.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** What happens to a call instead of its answer, or to its answer. */
export type Fate =
  | {
      readonly kind: 'refuse';
      readonly status: number;
      readonly code: string;
      readonly message: string;
    }
  /** The connection ends before an answer, or in the middle of it. */
  | { readonly kind: 'cut' | 'half' }
  /** Nothing comes, and the connection stays. */
  | { readonly kind: 'silence' }
  /** The answer is no JSON, or lacks all that it should hold. */
  | { readonly kind: 'garbled' | 'empty' }
  /** A query that has begun stands like this for ever. */
  | { readonly kind: 'status'; readonly status: string }
  /** Log groups are described without their size. */
  | { readonly kind: 'unsized' }
  /** AWS's clock is so much ahead, which its answers tell: signatures of another time are refused. */
  | { readonly kind: 'skew'; readonly skewMs: number };

export interface Call {
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** That the request is signed for. */
  readonly region: string;
  /** What the query was started with that a GetQueryResults or StopQuery is about. */
  readonly query: Readonly<Record<string, unknown>> | null;
  /** Calls of the same operation before it. */
  readonly before: number;
  /** Calls of all operations before it. */
  readonly allBefore: number;
}

export interface ProxySettings {
  /** How long each call takes at least. */
  readonly callMs?: number;
  /** How long each query runs at least. */
  readonly queryMs?: number;
  /** null: the call goes through. */
  readonly fateOf?: (call: Call) => Fate | null;
}

export interface FaultProxy {
  readonly url: string;
  readonly calls: readonly Call[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** `targetOf` a region is the endpoint behind it. */
export async function startFaultProxy(
  targetOf: (region: string) => string,
  settings: ProxySettings = {},
): Promise<FaultProxy> {
  const { callMs = 0, queryMs = 0, fateOf = () => null } = settings;
  const calls: Call[] = [];
  const begun: Begun = new Map();
  const respond = async (incoming: IncomingMessage, response: ServerResponse) => {
    const text = await textOf(incoming);
    const call = callOf(incoming, text, calls, begun);
    calls.push(call);
    if (callMs > 0) await wait(callMs);
    const fate = fateOf(call);
    if (fate?.kind === 'cut') return void response.destroy();
    if (fate?.kind === 'silence') return;
    if (fate?.kind === 'refuse') return refuse(response, fate);
    if (fate?.kind === 'skew' && isSkewed(incoming, fate.skewMs))
      return refuse(response, SKEWED, fate.skewMs);
    const answer = await ask(targetOf(call.region), incoming, text);
    send(response, altered(call, answer, fate, begun, queryMs), fate);
  };
  const server = createServer((incoming, response) => {
    respond(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Started queries by id. */
type Begun = Map<string, { readonly atMs: number; readonly body: Call['body'] }>;

function callOf(
  incoming: IncomingMessage,
  text: string,
  calls: readonly Call[],
  begun: Begun,
): Call {
  const operation = String(incoming.headers['x-amz-target']).replace(/^.*\./, '');
  const before = calls.filter((call) => call.operation === operation).length;
  const body = JSON.parse(text || '{}') as Call['body'];
  const query = begun.get(String(body.queryId))?.body ?? null;
  const [, region = ''] =
    /Credential=[^/]+\/\d{8}\/([^/]+)\//.exec(String(incoming.headers.authorization)) ?? [];
  return { operation, body, region, query, before, allBefore: calls.length };
}

function altered(
  { operation, body }: Call,
  answer: Answer,
  fate: Fate | null,
  begun: Begun,
  queryMs: number,
): Answer {
  if (fate?.kind === 'garbled') return { ...answer, text: `${answer.text.slice(0, 20)}<html>` };
  if (fate?.kind === 'empty') return { ...answer, text: '{}' };
  if (answer.status !== 200) return answer;
  const content = JSON.parse(answer.text) as Record<string, unknown>;
  if (operation === 'StartQuery') begun.set(String(content.queryId), { atMs: Date.now(), body });
  if (fate?.kind === 'unsized') return { ...answer, text: JSON.stringify(unsized(content)) };
  if (operation !== 'GetQueryResults') return answer;
  const { atMs = 0 } = begun.get(String(body.queryId)) ?? {};
  const status =
    fate?.kind === 'status' ? fate.status : Date.now() - atMs < queryMs ? 'Running' : null;
  if (status === null) return answer;
  return {
    ...answer,
    text: JSON.stringify({ ...content, status, results: [], nextToken: undefined }),
  };
}

function unsized(content: Readonly<Record<string, unknown>>) {
  const { logGroups = [] } = content as { readonly logGroups?: readonly object[] };
  return {
    ...content,
    logGroups: logGroups.map((group) => ({ ...group, storedBytes: undefined })),
  };
}

function send(
  response: ServerResponse,
  { status, headers, text }: Answer,
  fate: Fate | null,
): void {
  const bytes = Buffer.from(text);
  const date = new Date(Date.now() + (fate?.kind === 'skew' ? fate.skewMs : 0)).toUTCString();
  response.writeHead(status, { ...headers, date, 'content-length': bytes.length });
  if (fate?.kind !== 'half') return void response.end(bytes);
  response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
}

const SKEWED = {
  kind: 'refuse',
  status: 400,
  code: 'InvalidSignatureException',
  message: 'Signature expired: the time of the request is too far from that of the service.',
} as const;

/** AWS takes signatures of five minutes before and after. */
const SKEW_ALLOWED_MS = 300_000;

function isSkewed({ headers }: IncomingMessage, skewMs: number): boolean {
  const stamp = String(headers['x-amz-date']);
  const signedMs = Date.parse(
    stamp.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'),
  );
  return Math.abs(Date.now() + skewMs - signedMs) > SKEW_ALLOWED_MS;
}

function refuse(
  response: ServerResponse,
  { status, code, message }: Extract<Fate, { kind: 'refuse' }>,
  skewMs = 0,
): void {
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-errortype': code,
    'x-amzn-requestid': 'refused-by-proxy',
    date: new Date(Date.now() + skewMs).toUTCString(),
  });
  response.end(JSON.stringify({ __type: code, message }));
}

function ask(target: string, { method, headers }: IncomingMessage, text: string): Promise<Answer> {
  const url = new URL(target);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        method,
        host: url.hostname,
        port: url.port,
        path: '/',
        headers: { ...headers, host: url.host },
      },
      (answer) => {
        textOf(answer).then(
          (body) =>
            resolve({ status: answer.statusCode ?? 500, headers: answer.headers, text: body }),
          reject,
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
