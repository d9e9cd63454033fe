// One turn over a client of the Messages protocol: Anthropic's, Bedrock's, or one that only looks like them. The
// client is taken by its shape, so that none of its packages is loaded before a model is asked.
import { faultOf } from './fault-of.ts';
import {
  type AssistantBlock,
  type Message,
  type Model,
  ModelFault,
  type StopReason,
  type Turn,
  type TurnOptions,
  type TurnRequest,
  type TurnUsage,
} from './model.ts';

/** Without an event for so long, a stream counts as cut. */
const IDLE_MS = 120_000;

/** What is used of a stream of the SDK. */
interface MessageStream {
  on(event: 'text', listener: (text: string) => void): unknown;
  on(event: 'streamEvent', listener: (event: StreamEvent) => void): unknown;
  finalMessage(): Promise<FinalMessage>;
}

/** What is used of the events of a stream. */
interface StreamEvent {
  readonly type?: string;
  readonly message?: { readonly usage?: Usage };
  readonly usage?: Usage;
  readonly delta?: {
    readonly text?: string;
    readonly partial_json?: string;
    readonly thinking?: string;
  };
}

interface Usage {
  readonly input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
}

interface FinalMessage {
  readonly content: readonly { readonly type: string }[];
  readonly stop_reason: string | null;
  readonly usage: Usage;
}

/** What is used of a client of the SDK. */
export interface MessagesClient {
  readonly messages: {
    stream(body: Record<string, unknown>, options: { signal: AbortSignal }): MessageStream;
  };
}

export function modelOver(client: MessagesClient, id: string, idleMs = IDLE_MS): Model {
  return { id, turn: (request, options) => turnOver(client, id, idleMs, request, options) };
}

async function turnOver(
  client: MessagesClient,
  id: string,
  idleMs: number,
  request: TurnRequest,
  { signal, onText }: TurnOptions,
): Promise<Turn> {
  const idle = new AbortController();
  const tooLong = new AbortController();
  let timer = setTimeout(() => idle.abort(), idleMs);
  const seen = { usage: null as Usage | null, chars: 0 };
  const maxChars = request.maxTokens * MAX_CHARS_A_TOKEN;
  try {
    const all = AbortSignal.any([signal, idle.signal, tooLong.signal]);
    const stream = client.messages.stream(bodyOf(id, request), { signal: all });
    stream.on('streamEvent', (event) => {
      clearTimeout(timer);
      timer = setTimeout(() => idle.abort(), idleMs);
      seen.usage = { ...seen.usage, ...event.message?.usage, ...event.usage };
      seen.chars += charsOf(event);
      if (seen.chars > maxChars) tooLong.abort();
    });
    stream.on('text', (text) => {
      if (!tooLong.signal.aborted) onText(text);
    });
    return turnOf(await stream.finalMessage());
  } catch (thrown) {
    const fault = tooLong.signal.aborted
      ? new ModelFault('refused-request', `The answer is longer than ${maxChars} characters.`)
      : whyEnded(thrown, signal, idle.signal, idleMs);
    fault.usage = seen.usage === null ? null : usageOf(seen.usage);
    throw fault;
  } finally {
    clearTimeout(timer);
  }
}

/** A token is some four characters; who sends so many more does not keep to max_tokens. */
const MAX_CHARS_A_TOKEN = 16;

function charsOf({ delta }: StreamEvent): number {
  const { text = '', partial_json: json = '', thinking = '' } = delta ?? {};
  return text.length + json.length + thinking.length;
}

function whyEnded(
  thrown: unknown,
  signal: AbortSignal,
  idle: AbortSignal,
  idleMs: number,
): ModelFault {
  if (signal.aborted) return new ModelFault('aborted', 'The run was interrupted.');
  if (idle.aborted)
    return new ModelFault('retry', `The model was silent for ${idleMs / 1_000} seconds.`);
  const fault = faultOf(thrown);
  return NO_EVENT.test(fault.message) ? new ModelFault('retry', WITHOUT_EVENTS) : fault;
}

/** How the SDK says that nothing of a stream was an event of the protocol. */
const NO_EVENT = /without sending any chunks/i;
const WITHOUT_EVENTS =
  'The server ended its answer without a single event of the Messages API. It may speak another protocol, or not stream.';

/** What stays the same from turn to turn comes first, so that servers can keep it. */
function bodyOf(id: string, { system, tools, messages, maxTokens }: TurnRequest) {
  return {
    model: id,
    max_tokens: maxTokens,
    system: [{ type: 'text', text: system, cache_control: { type: 'ephemeral' } }],
    tools: tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      input_schema: inputSchema,
    })),
    messages: messages.map(({ role, content }: Message) => ({
      role,
      content: content.map((block) => (block.type === 'opaque' ? block.block : block)),
    })),
  };
}

function turnOf({ content, stop_reason: reason, usage }: FinalMessage): Turn {
  return {
    content: content.map(blockOf),
    stopReason: stopReasonOf(reason),
    usage: usageOf(usage),
  };
}

function usageOf(usage: Usage): TurnUsage {
  return {
    input: sane(usage.input_tokens),
    cacheWrite: sane(usage.cache_creation_input_tokens),
    cacheRead: sane(usage.cache_read_input_tokens),
    output: sane(usage.output_tokens),
  };
}

/** No model reads or writes more in a turn; what is beyond, or no number, is not counted. */
const MAX_TOKENS_A_TURN = 10_000_000;
const sane = (tokens: number | null | undefined): number =>
  typeof tokens === 'number' && tokens >= 0 && tokens <= MAX_TOKENS_A_TURN ? Math.round(tokens) : 0;

function blockOf(block: { readonly type: string }): AssistantBlock {
  const { type, text, id, name, input } = block as Record<string, unknown>;
  if (type === 'text' && typeof text === 'string') return { type, text };
  if (type === 'tool_use' && typeof id === 'string' && typeof name === 'string')
    return { type, id, name, input };
  return { type: 'opaque', block: { ...block } };
}

const STOP_REASONS: ReadonlySet<string> = new Set<StopReason>([
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
  'model_context_window_exceeded',
]);

/** A message without a reason broke off; a reason that nobody documents is taken for an end. */
function stopReasonOf(reason: string | null): StopReason {
  if (reason === null) throw new ModelFault('retry', 'The answer broke off.');
  return STOP_REASONS.has(reason) ? (reason as StopReason) : 'end_turn';
}
