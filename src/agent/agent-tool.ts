// A tool that a model may use in one conversation: what it is told of it, and what happens when it does.
import type { ModelTool } from './model.ts';

export interface ToolAnswer {
  readonly text: string;
  readonly isError?: boolean;
  /** The conversation has what it was held for: nothing more is asked. */
  readonly ends?: boolean;
  /** Where it is on record already. */
  readonly ref?: string;
}

export interface AgentTool extends ModelTool {
  /** Never throws for what the world or the model does wrong: that is an answer with `isError`. */
  run(input: unknown, signal: AbortSignal): Promise<ToolAnswer>;
}

/** A tool use as readers of a conversation are told of it. */
export interface ToolUse {
  readonly tool: string;
  readonly input: unknown;
  readonly answer: string;
  readonly isError: boolean;
}
