// Runs the tools that one answer of a model uses, side by side, in the order of the answer.
import type { AgentTool, ToolAnswer, ToolUse } from './agent-tool.ts';
import type { ToolUseBlock } from './model.ts';
import type { Results } from './results.ts';
import type { Result } from './transcript.ts';

/** Tool uses of one answer that are carried out; a model that asks for more is told so. */
const MAX_USES = 12;

interface RunnerOptions {
  onEvent(event: { readonly kind: 'tool-used'; readonly use: ToolUse }): void;
}

interface Used {
  readonly results: readonly Result[];
  /** Whether one of them was the submission that ends the conversation. */
  readonly ended: boolean;
}

export function createToolRunner(
  tools: readonly AgentTool[],
  results: Results,
  { onEvent }: RunnerOptions,
): (uses: readonly ToolUseBlock[], signal: AbortSignal) => Promise<Used> {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  /** Where the answer to the same question is kept. */
  const asked = new Map<string, string>();

  async function run(
    { name, input }: ToolUseBlock,
    index: number,
    signal: AbortSignal,
  ): Promise<ToolAnswer> {
    const tool = byName.get(name);
    if (tool === undefined)
      return fault(
        `There is no tool "${name.slice(0, 64)}" in this step: ${[...byName.keys()].join(', ')}`,
      );
    if (index >= MAX_USES)
      return fault(`At most ${MAX_USES} tools at once; use it in the next turn.`);
    if (typeof input !== 'object' || input === null || Array.isArray(input))
      return fault('The input has to be an object.');
    const ref = asked.get(keyOf(name, input));
    if (ref !== undefined) return fault(`This was asked before; the answer is ${ref}.`);
    return tool.run(input, signal);
  }

  function resultOf(use: ToolUseBlock, answer: ToolAnswer): Result {
    const { isError = false } = answer;
    const { ref, shown } = onRecord(answer);
    if (ref !== '' && answer.ends !== true) asked.set(keyOf(use.name, use.input), ref);
    onEvent({
      kind: 'tool-used',
      use: { tool: use.name, input: use.input, answer: shown, isError },
    });
    return { toolUseId: use.id, text: shown, isError, ref };
  }

  /** Errors are not kept: they may be gone the next time. */
  function onRecord({ text, isError, ref }: ToolAnswer): { ref: string; shown: string } {
    if (ref !== undefined) return { ref, shown: text };
    return isError === true ? { ref: '', shown: text } : results.keep(text);
  }

  return async (uses, signal) => {
    const answers = await Promise.all(uses.map((use, index) => run(use, index, signal)));
    const ended = answers.some(({ ends }) => ends === true);
    return { ended, results: uses.map((use, index) => resultOf(use, answers[index] ?? fault(''))) };
  };
}

const fault = (text: string): ToolAnswer => ({ text, isError: true });

const keyOf = (name: string, input: unknown): string => `${name} ${JSON.stringify(input)}`;
