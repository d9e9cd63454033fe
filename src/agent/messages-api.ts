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
} from './model.ts';

/** Without an event for so long, a stream counts as cut. */
const IDLE_MS = 120_000;

/** What is used of a stream of the SDK. */
interface MessageStream {
  on(event: 'text', listener: (text: string) => void): unknown;
  on(event: 'streamEvent', listener: () => void): unknown;
  finalMessage(): Promise<FinalMessage>;
}

interface FinalMessage {
  readonly content: readonly { readonly type: string }[];
  readonly stop_reason: string | null;
  readonly usage: {
    readonly input_tokens?: number | null;
    readonly output_tokens?: number | null;
    readonly cache_creation_input_tokens?: number | null;
    readonly cache_read_input_tokens?: number | null;
  };
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
  let timer = setTimeout(() => idle.abort(), idleMs);
  try {
    const both = AbortSignal.any([signal, idle.signal]);
    const stream = client.messages.stream(bodyOf(id, request), { signal: both });
    stream.on('streamEvent', () => {
      clearTimeout(timer);
      timer = setTimeout(() => idle.abort(), idleMs);
    });
    stream.on('text', onText);
    return turnOf(await stream.finalMessage());
  } catch (fault) {
    if (signal.aborted) throw new ModelFault('aborted', 'The run was interrupted.');
    if (idle.signal.aborted)
      throw new ModelFault('retry', `The model was silent for ${idleMs / 1_000} seconds.`);
    throw faultOf(fault);
  } finally {
    clearTimeout(timer);
  }
}

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
    usage: {
      input: usage.input_tokens ?? 0,
      cacheWrite: usage.cache_creation_input_tokens ?? 0,
      cacheRead: usage.cache_read_input_tokens ?? 0,
      output: usage.output_tokens ?? 0,
    },
  };
}

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
