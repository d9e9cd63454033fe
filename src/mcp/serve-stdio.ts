// Offers an MCP server on a pair of streams, as `mcp serve` does on stdin and stdout. Nothing but protocol is
// written; the end of the input ends the service once the calls under way are answered.
import type { Readable, Writable } from 'node:stream';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { ErrorCode, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

/** How long calls under way may take once the input has ended; answers later than that are lost. */
const DRAIN_MS = 5_000;

export interface StdioStreams {
  readonly input: Readable;
  readonly output: Writable;
  /** Ends the service at once. */
  readonly signal: AbortSignal;
}

/** Resolves when the input has ended, the reader of the output has gone, or the signal was given. */
export async function serveOnStdio(
  server: McpServer,
  { input, output, signal }: StdioStreams,
): Promise<void> {
  const transport = new CountingTransport(input, output);
  const closed = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
  });
  const close = () => void server.close();
  let draining = false;
  const drain = () => {
    if (draining) return;
    draining = true;
    void transport.drained(DRAIN_MS).then(close);
  };
  await server.connect(transport);
  input.once('end', drain).once('close', drain);
  output.on('error', close).once('close', close);
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) close();
  await closed;
  signal.removeEventListener('abort', close);
  input.off('end', drain).off('close', drain);
  output.off('close', close);
}

/** The SDK's transport, which also knows how many requests have no answer yet. */
class CountingTransport extends StdioServerTransport {
  readonly #open = new Set<string | number>();
  #onAnswer: (() => void) | null = null;

  override async start(): Promise<void> {
    const deliver = this.onmessage;
    this.onmessage = (message) => {
      if ('id' in message && 'method' in message) this.#open.add(message.id);
      if ('method' in message && message.method === 'notifications/cancelled') {
        this.#forget(message.params?.requestId);
      }
      deliver?.(message);
    };
    const report = this.onerror;
    this.onerror = (fault) => {
      if (fault instanceof SyntaxError) void this.#refuseText();
      report?.(fault);
    };
    await super.start();
  }

  override async send(message: JSONRPCMessage): Promise<void> {
    await super.send(message);
    if ('id' in message && !('method' in message)) this.#forget(message.id);
  }

  /** To a line that is no JSON, as JSON-RPC wants it: whose answer it is nobody knows. */
  async #refuseText(): Promise<void> {
    const error = { code: ErrorCode.ParseError, message: 'The line is no JSON.' };
    await super.send({ jsonrpc: '2.0', id: null, error } as unknown as JSONRPCMessage);
  }

  /** Resolves when every request is answered, at the latest after the given time. */
  drained(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#onAnswer = () => {
        if (this.#open.size > 0) return;
        clearTimeout(timer);
        resolve();
      };
      this.#onAnswer();
    });
  }

  #forget(id: unknown): void {
    if (typeof id === 'string' || typeof id === 'number') this.#open.delete(id);
    this.#onAnswer?.();
  }
}
