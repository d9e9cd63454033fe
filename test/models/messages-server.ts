// A server on loopback that speaks the Messages protocol as a stream of events. What it answers comes from a script;
// a request that the API would refuse is refused, and remembered, so that a test can say that none was.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultOfRequest } from './strict-request.ts';

export interface SentRequest {
  /** The body as it came. */
  readonly raw: string;
  readonly body: SentBody;
  readonly headers: Headers;
}

export interface SentBody {
  readonly model: string;
  readonly system: readonly { readonly text: string }[];
  readonly tools: readonly { readonly name: string; readonly input_schema: unknown }[];
  readonly messages: readonly {
    readonly role: string;
    readonly content: readonly Readonly<Record<string, unknown>>[];
  }[];
}

export type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | {
      readonly type: 'tool_use';
      readonly id?: string;
      readonly name: string;
      readonly input: unknown;
    };

export type Answer =
  | { readonly kind: 'message'; readonly content: readonly Block[]; readonly stop?: string }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly type: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Begins the message and breaks the connection. */
  | { readonly kind: 'cut'; readonly content: readonly Block[] }
  /** Begins the message and tells of an error inside of the stream. */
  | { readonly kind: 'error-event'; readonly type: string }
  /** Begins the message and says nothing more. */
  | { readonly kind: 'stall' };

/** What a model answers to the request of this number, from 0. */
export type Script = (request: SentRequest, index: number) => Answer;

export interface ModelServer {
  readonly url: string;
  readonly requests: readonly SentRequest[];
  /** Messages of refused requests. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

export async function serveModel(script: Script): Promise<ModelServer> {
  const requests: SentRequest[] = [];
  const refused: string[] = [];
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString();
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]),
    );
    if (request.method !== 'POST' || request.url?.split('?')[0] !== '/v1/messages') {
      return sendError(response, 404, 'not_found_error', `${request.method} ${request.url}`, {});
    }
    const body = JSON.parse(raw) as SentBody;
    const fault = faultOfRequest(headers, body);
    if (fault !== null) {
      refused.push(fault.message);
      return sendError(response, fault.status, fault.type, fault.message, {});
    }
    const sent = { raw, body, headers };
    requests.push(sent);
    play(response, script(sent, requests.length - 1), sent, requests.length);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendError(
  response: ServerResponse,
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ type: 'error', error: { type, message } }));
}

function play(response: ServerResponse, answer: Answer, sent: SentRequest, turn: number): void {
  if (answer.kind === 'error') {
    const { status, type, message = type, headers = {} } = answer;
    sendError(response, status, type, message, headers);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': `req_${turn}` });
  const send = (event: { type: string }) =>
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  const input = Math.ceil(sent.raw.length / 4);
  send(startOf(sent.body.model, turn, input));
  if (answer.kind === 'stall') return;
  if (answer.kind === 'error-event') {
    send({ type: 'error', error: { type: answer.type, message: answer.type } } as { type: string });
    response.end();
    return;
  }
  for (const [index, block] of answer.content.entries()) {
    for (const event of eventsOf(block, index, turn)) send(event);
  }
  if (answer.kind === 'cut') {
    response.destroy();
    return;
  }
  const usesTool = answer.content.some(({ type }) => type === 'tool_use');
  const stop = answer.stop ?? (usesTool ? 'tool_use' : 'end_turn');
  const output = Math.ceil(JSON.stringify(answer.content).length / 4);
  send({
    type: 'message_delta',
    delta: { stop_reason: stop, stop_sequence: null },
    usage: { output_tokens: output },
  } as { type: string });
  send({ type: 'message_stop' });
  response.end();
}

function startOf(model: string, turn: number, input: number) {
  return {
    type: 'message_start',
    message: {
      id: `msg_${turn}`,
      type: 'message',
      role: 'assistant',
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: {
        input_tokens: input,
        output_tokens: 1,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
      },
    },
  };
}

/** Pieces in which text and input of tools arrive. */
const PIECE_CHARS = 40;

function* eventsOf(block: Block, index: number, turn: number): Generator<{ type: string }> {
  const start = (content_block: unknown) => ({ type: 'content_block_start', index, content_block });
  const delta = (value: unknown) => ({ type: 'content_block_delta', index, delta: value });
  if (block.type === 'text') {
    yield start({ type: 'text', text: '' });
    for (const text of pieces(block.text)) yield delta({ type: 'text_delta', text });
  } else if (block.type === 'thinking') {
    yield start({ type: 'thinking', thinking: '', signature: '' });
    yield delta({ type: 'thinking_delta', thinking: block.thinking });
    yield delta({ type: 'signature_delta', signature: block.signature });
  } else {
    const id = block.id ?? `toolu_${turn}_${index}`;
    yield start({ type: 'tool_use', id, name: block.name, input: {} });
    const json = typeof block.input === 'string' ? block.input : JSON.stringify(block.input);
    for (const partial_json of pieces(json))
      yield delta({ type: 'input_json_delta', partial_json });
  }
  yield { type: 'content_block_stop', index } as { type: string };
}

function pieces(text: string): string[] {
  const count = Math.ceil(text.length / PIECE_CHARS);
  return Array.from({ length: count }, (_, index) =>
    text.slice(index * PIECE_CHARS, (index + 1) * PIECE_CHARS),
  );
}
