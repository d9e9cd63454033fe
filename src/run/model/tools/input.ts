// Tools of a step from a zod schema: what a model gives is checked before anything looks at it.
import { z } from 'zod';
import type { AgentTool, ToolAnswer } from '../../../agent/agent-tool.ts';
import { filled, type Prompts } from '../../../agent/prompt.ts';

/** JSON Schema as the Messages API takes it. */
export function jsonSchemaOf(shape: z.ZodType): Readonly<Record<string, unknown>> {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'input' });
  return schema;
}

/** A tool whose description is the prompt `tool-NAME`. */
export function toolOf<Shape extends z.ZodType>(
  name: string,
  prompts: Prompts,
  shape: Shape,
  run: (input: z.infer<Shape>, signal: AbortSignal) => Promise<ToolAnswer>,
): AgentTool {
  return {
    name,
    description: filled(prompts, `tool-${name}`),
    inputSchema: jsonSchemaOf(shape),
    run: async (input, signal) => {
      const parsed = shape.safeParse(input);
      if (parsed.success) return run(parsed.data, signal);
      return { text: faultsOf(parsed.error), isError: true };
    },
  };
}

const MAX_FAULTS = 12;

/** Each fault with its place, a line each. */
export function faultsOf({ issues }: z.ZodError): string {
  const shown = issues
    .slice(0, MAX_FAULTS)
    .map(({ path, message }) => `${path.map(String).join('.') || 'input'}: ${message}`);
  const rest = issues.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
}
