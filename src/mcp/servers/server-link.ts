// One configured server as long as a run lasts: connected once, restarted once where it went away or hung, closed at the
// end. Whatever the server does, a call ends in a ToolResult within its time, and that of a restart before it.
import { setMaxListeners } from 'node:events';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import type {
  JsonSchemaValidatorResult,
  jsonSchemaValidator,
} from '@modelcontextprotocol/sdk/validation/types.js';
import type { ToolCallOptions, ToolDescription, ToolResult } from '../../agent/tools.ts';
import type { CallEnd, Outgoing } from '../../base/outgoing.ts';
import { redact } from '../../base/redact.ts';
import { sanitizeLine } from '../../base/sanitize.ts';
import { endOf, TOOL_CALL } from '../audit/tool-calls.ts';
import { clientAnswer } from '../client-call.ts';
import { serverGone } from '../tool-outcome.ts';
import { faultInWords } from './fault-in-words.ts';
import type { ServerConfig } from './server-config.ts';
import type { OpenTransport } from './transports.ts';

/** How long a server may take to start, to answer the first request and to list its tools; package runners load first. */
const CONNECT_TIMEOUT_MS = 30_000;
/** How often a server that went away is started again. */
const MAX_RESTARTS = 1;
/** How long a server that left a call without an answer has to show that it still listens. */
const PING_TIMEOUT_MS = 2_000;
/** So many calls in a row without an answer: it hangs, although it listens. */
const MAX_UNANSWERED = 2;
/** Pages of tools that are read of one server. */
const MAX_TOOL_PAGES = 20;
/** What is sent to a model with each request: a tool whose schema is longer is not offered. */
export const MAX_SCHEMA_CHARS = 20_000;
/** What a server says of a tool is foreign text: so much of it is kept. */
const MAX_DESCRIPTION_CHARS = 2_000;
/** Of a failed server's own words, the end that is told. */
const MAX_REASON_CHARS = 300;

/** A tool as its server describes it; `writes` where the server says so outright. */
export interface OpenedTool extends ToolDescription {
  readonly writes: boolean;
  /** Whether its schema is too long to be handed on. */
  readonly isTooLong: boolean;
}

/** Tools, or why there are none. */
export interface Opened {
  readonly tools: readonly OpenedTool[];
  readonly fault: string | null;
}

export class ServerLink {
  readonly config: ServerConfig;
  readonly #transportTo: () => OpenTransport;
  readonly #outgoing: Outgoing;
  readonly #connectMs: number;
  #client: Client | null = null;
  #noise: () => string = () => '';
  /** What went wrong first since all was well: what follows is its consequence. */
  #firstError: string | null = null;
  #restartsLeft = MAX_RESTARTS;
  #reopening: Promise<Opened> | null = null;
  /** Calls in a row that ran out of time. */
  #unanswered = 0;
  /** Whether it still listens is being found out. */
  #checkup: Promise<void> | null = null;
  /** Of a server that was started again, both. */
  readonly #transports: Transport[] = [];

  constructor(
    config: ServerConfig,
    open: () => OpenTransport,
    outgoing: Outgoing,
    connectMs = CONNECT_TIMEOUT_MS,
  ) {
    this.config = config;
    this.#transportTo = open;
    this.#outgoing = outgoing;
    this.#connectMs = connectMs;
  }

  /** Starts the server, or connects to it, and reads its tools. */
  async open(interrupted: AbortSignal): Promise<Opened> {
    const { transport, noise } = this.#transportTo();
    this.#transports.push(transport);
    const end = this.#begin(null, 'initialize', whereOf(this.config));
    const client = new Client(
      { name: 'troubleshoot', version: this.#outgoing.caller.version },
      { jsonSchemaValidator: UNCHECKED },
    );
    this.#noise = noise;
    this.#firstError = null;
    this.#unanswered = 0;
    client.onerror = (error) => {
      this.#firstError ??= faultInWords(error);
    };
    client.onclose = () => {
      if (this.#client === client) this.#client = null;
    };
    // Of all requests together, however many pages of tools a server has.
    const late = AbortSignal.timeout(this.#connectMs);
    const signal = AbortSignal.any([interrupted, late]);
    // The SDK leaves a listener on it for each request.
    setMaxListeners(MAX_TOOL_PAGES + 10, signal);
    const options = { timeout: this.#connectMs, maxTotalTimeout: this.#connectMs, signal };
    try {
      await client.connect(transport, options);
      const tools = await allTools(client, options);
      this.#client = client;
      end({ outcome: 'ok', requestId: null, attempts: 1 });
      return { tools: tools.map((tool) => described(tool, this.config.name)), fault: null };
    } catch (thrown) {
      end({ outcome: 'ConnectFailed', requestId: null, attempts: 1 });
      // It may take seconds until a child that does not listen is gone; `close` waits for that.
      void transport.close();
      if (late.aborted) this.#firstError = `it was not ready within ${this.#connectMs} ms`;
      return { tools: [], fault: this.#reason(thrown) };
    }
  }

  /** `tool` by the server's own name for it. */
  async call(
    tool: string,
    args: Readonly<Record<string, unknown>>,
    options: ToolCallOptions,
  ): Promise<ToolResult> {
    const end = this.#begin(tool, TOOL_CALL, args);
    await this.#checkup;
    const client = this.#client ?? (await this.#again(options.signal));
    const result =
      client === null
        ? serverGone(`The MCP server ${this.config.name} is gone: ${this.#reason(null)}`)
        : await this.#ask(client, tool, args, options);
    end({ ...endOf(result), attempts: client === null ? 0 : 1 });
    return result;
  }

  async #ask(
    client: Client,
    tool: string,
    args: Readonly<Record<string, unknown>>,
    options: ToolCallOptions,
  ): Promise<ToolResult> {
    this.#firstError = null;
    const timeoutMs = Math.min(options.timeoutMs, this.config.timeoutMs);
    const before = this.#unanswered;
    const { result, isAnswer } = await clientAnswer(client, tool, args, { ...options, timeoutMs });
    if (isAnswer) this.#unanswered = 0;
    if (isAnswer || result.errorCode === 'Aborted') return result;
    if (this.#client !== client)
      return serverGone(`The MCP server ${this.config.name} went away: ${this.#reason(null)}`);
    if (result.errorCode === 'Timeout') {
      // Calls side by side that run out of time together count once.
      this.#unanswered = before + 1;
      this.#checkup ??= this.#lookAfter(client).finally(() => {
        this.#checkup = null;
      });
    }
    return result;
  }

  /** Ends a server that hangs, so that the next call starts it again. */
  async #lookAfter(client: Client): Promise<void> {
    const listens = this.#unanswered < MAX_UNANSWERED && (await answersPing(client));
    if (listens || this.#client !== client) return;
    this.#client = null;
    this.#firstError = 'it hung, and answered nothing any more';
    await client.close();
  }

  #begin(tool: string | null, operation: string, parameters: unknown): (end: CallEnd) => void {
    const { audit } = this.#outgoing;
    return audit.begin({ tool, server: this.config.name, operation, region: null, parameters });
  }

  async close(): Promise<void> {
    this.#restartsLeft = 0;
    await this.#reopening;
    await this.#closeTransports();
  }

  async #closeTransports(): Promise<void> {
    await Promise.all(this.#transports.map((transport) => transport.close()));
  }

  async #again(signal: AbortSignal): Promise<Client | null> {
    if (this.#reopening === null) {
      if (this.#restartsLeft === 0) return null;
      this.#restartsLeft--;
      // Two of it at once might be in each other's way.
      this.#reopening = this.#closeTransports().then(() => this.open(signal));
    }
    await this.#reopening;
    this.#reopening = null;
    return this.#client;
  }

  #reason(thrown: unknown): string {
    const said = this.#firstError ?? (thrown === null ? 'it ended' : faultInWords(thrown));
    // What a server says of its end may hold what it was given to log in by.
    const line = (text: string) => redact(sanitizeLine(text.trim().replace(/\s+/g, ' ')));
    const noise = line(this.#noise()).slice(-MAX_REASON_CHARS);
    const reason = `${line(said).slice(0, MAX_REASON_CHARS).replace(/\.$/, '')}.`;
    return noise === '' ? reason : `${reason} Its last words: ${noise}`;
  }
}

/** A server's own schema of its answers is not run on them: a pattern in it may take for ever. They are foreign anyway. */
const UNCHECKED: jsonSchemaValidator = { getValidator: () => accepted };

function accepted<T>(answer: unknown): JsonSchemaValidatorResult<T> {
  return { valid: true, data: answer as T, errorMessage: undefined };
}

async function answersPing(client: Client): Promise<boolean> {
  try {
    await client.ping({ timeout: PING_TIMEOUT_MS });
    return true;
  } catch {
    // Too late, or gone meanwhile.
    return false;
  }
}

/** Arguments and headers may hold secrets: the command and the address suffice. */
const whereOf = (config: ServerConfig) =>
  config.kind === 'stdio' ? { command: config.command } : { url: new URL(config.url).origin };

async function allTools(
  client: Client,
  options: { timeout: number; maxTotalTimeout: number; signal: AbortSignal },
): Promise<readonly Tool[]> {
  const tools: Tool[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_TOOL_PAGES; page++) {
    const answer = await client.listTools(cursor === undefined ? undefined : { cursor }, options);
    tools.push(...answer.tools);
    cursor = answer.nextCursor;
    if (cursor === undefined) break;
  }
  return tools;
}

function described(tool: Tool, server: string): OpenedTool {
  const { readOnlyHint, destructiveHint } = tool.annotations ?? {};
  return {
    name: tool.name,
    server,
    description: sanitizeLine(tool.description ?? '').slice(0, MAX_DESCRIPTION_CHARS),
    readOnly: readOnlyHint ?? false,
    writes: readOnlyHint === false || destructiveHint === true,
    isTooLong: JSON.stringify(tool.inputSchema).length > MAX_SCHEMA_CHARS,
    inputSchema: tool.inputSchema,
  };
}
