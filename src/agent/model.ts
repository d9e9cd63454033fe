// The model port: one turn of a conversation in the shapes of the Messages protocol, whoever serves it. Adapters are
// in anthropic.ts and bedrock.ts; tests hand in their own.

export interface CacheControl {
  readonly type: 'ephemeral';
}

export interface TextBlock {
  readonly type: 'text';
  readonly text: string;
  readonly cache_control?: CacheControl;
}

export interface ToolUseBlock {
  readonly type: 'tool_use';
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

export interface ToolResultBlock {
  readonly type: 'tool_result';
  readonly tool_use_id: string;
  readonly content: string;
  readonly is_error: boolean;
  readonly cache_control?: CacheControl;
}

/** What a model said that goes back to it unchanged, such as its thinking. */
export interface OpaqueBlock {
  readonly type: 'opaque';
  readonly block: Readonly<Record<string, unknown>>;
}

export type AssistantBlock = TextBlock | ToolUseBlock | OpaqueBlock;
export type UserBlock = TextBlock | ToolResultBlock;

export type Message =
  | { readonly role: 'user'; readonly content: readonly UserBlock[] }
  | { readonly role: 'assistant'; readonly content: readonly AssistantBlock[] };

/** A tool as a model is told of it. */
export interface ModelTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of an object. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

export interface TurnRequest {
  readonly system: string;
  readonly tools: readonly ModelTool[];
  readonly messages: readonly Message[];
  /** Tokens that the answer may have, thinking included. */
  readonly maxTokens: number;
}

/** Tokens of one turn, as the server counts them. */
export interface TurnUsage {
  /** Neither read from nor written to the cache. */
  readonly input: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
  readonly output: number;
}

export type StopReason =
  | 'end_turn'
  | 'max_tokens'
  | 'stop_sequence'
  | 'tool_use'
  | 'pause_turn'
  | 'refusal'
  | 'model_context_window_exceeded';

export interface Turn {
  readonly content: readonly AssistantBlock[];
  readonly stopReason: StopReason;
  readonly usage: TurnUsage;
}

export interface TurnOptions {
  readonly signal: AbortSignal;
  /** Called with each piece of text as it comes. */
  onText(text: string): void;
}

export interface Model {
  /** As the server knows it. */
  readonly id: string;
  /** Throws ModelFault where there is no whole answer. */
  turn(request: TurnRequest, options: TurnOptions): Promise<Turn>;
}

/** Why a turn failed; `retry`: the same request may be answered later. */
export type ModelFaultKind =
  | 'retry'
  | 'too-long'
  | 'credentials'
  | 'not-found'
  | 'refused-request'
  /** What answers is no server of the Messages API. */
  | 'wrong-server'
  | 'aborted';

export class ModelFault extends Error {
  readonly kind: ModelFaultKind;
  /** What the server asks to wait, in milliseconds; null where it does not say. */
  readonly retryAfterMs: number | null;
  /** Tokens that the server had counted by then: they are paid all the same. */
  usage: TurnUsage | null = null;

  constructor(kind: ModelFaultKind, message: string, retryAfterMs: number | null = null) {
    super(message);
    this.name = 'ModelFault';
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}
