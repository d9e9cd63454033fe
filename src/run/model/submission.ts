// The tool by which a model ends a step. What does not hold is sent back once, each fault with its place; the second
// time what holds is taken, and where nothing does, the step ends without an answer.
import type { z } from 'zod';
import type { AgentTool } from '../../agent/agent-tool.ts';
import type { Prompts } from '../../agent/prompt.ts';
import { filled } from '../../agent/prompt.ts';
import { sanitizeLine } from '../../base/sanitize.ts';
import type { CheckedClaim } from './claims.ts';
import type { KeptClaim } from './model-work.ts';
import { faultsOf, jsonSchemaOf } from './tools/input.ts';

/** What a submission is worth. */
export interface Checked<Value> {
  /** What of it holds; null where nothing does. */
  readonly value: Value | null;
  readonly faults: readonly string[];
  readonly claims: readonly CheckedClaim[];
}

export interface Submission<Value> {
  readonly tool: AgentTool;
  /** The last one; null before any that could be read. */
  taken(): Checked<Value> | null;
}

/** Rounds in which faults are sent back. */
const MAX_REPAIRS = 1;
const MAX_FAULTS = 15;

export function createSubmission<Shape extends z.ZodType, Value>(
  name: string,
  prompts: Prompts,
  shape: Shape,
  check: (data: z.infer<Shape>) => Checked<Value>,
): Submission<Value> {
  let repairs = 0;
  let taken: Checked<Value> | null = null;
  const sentBack = (faults: string) => ({ text: faults, isError: true });
  return {
    taken: () => taken,
    tool: {
      name,
      description: filled(prompts, `tool-${name}`),
      inputSchema: jsonSchemaOf(shape),
      run: async (input) => {
        const mayRepair = repairs++ < MAX_REPAIRS;
        const parsed = shape.safeParse(input);
        if (!parsed.success) {
          const faults = faultsOf(parsed.error);
          return mayRepair ? sentBack(faults) : { text: faults, isError: true, ends: true };
        }
        taken = check(parsed.data);
        const { faults } = taken;
        if (faults.length > 0 && mayRepair) return sentBack(listed(faults));
        return { text: faults.length === 0 ? 'taken' : listed(faults), ends: true };
      },
    },
  };
}

function listed(faults: readonly string[]): string {
  const rest = faults.length - MAX_FAULTS;
  const shown = faults.slice(0, MAX_FAULTS).map(sanitizeLine);
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
}

/** A claim as the report prints it; null where it was dropped. */
export function keptClaim({ text, standing, quotes }: CheckedClaim): KeptClaim | null {
  if (standing === 'dropped') return null;
  return {
    text,
    standing,
    quotes: quotes.map(({ evidenceId, quote }) => ({ id: evidenceId, quote })),
  };
}
