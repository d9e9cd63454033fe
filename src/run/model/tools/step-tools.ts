// What the tools of a step are made from.
import type { AgentTool } from '../../../agent/agent-tool.ts';
import type { Prompts } from '../../../agent/prompt.ts';
import type { RunContext } from '../../context.ts';
import type { Ground } from '../ground.ts';

export interface ToolSources {
  readonly context: RunContext;
  readonly prompts: Prompts;
  readonly ground: Ground;
}

export type StepTools = (sources: ToolSources) => AgentTool;
