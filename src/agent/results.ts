// Results of tools as a model gets them: long ones are cut to a stated size and kept under a reference, which the tool
// `read-result` pages through. What is on record may leave the conversation when that grows too long.
import { grouped } from '../base/grouped.ts';
import type { AgentTool } from './agent-tool.ts';

/** Characters of a result that a model is shown at once. */
const MAX_RESULT_CHARS = 8_000;

export interface Results {
  /** What the model is shown of a result. */
  keep(text: string): { readonly shown: string; readonly ref: string };
  readonly reader: AgentTool;
}

export const READ_RESULT = 'read-result';

/** `description` is what the model is told of the reader; `asData` marks what a tool says as text from outside. */
export function createResults(description: string, asData: (text: string) => string): Results {
  const kept = new Map<string, string>();
  return {
    keep: (text) => {
      const ref = `R${kept.size + 1}`;
      kept.set(ref, text);
      return { ref, shown: asData(pageOf(text, ref, 0)) };
    },
    reader: {
      name: READ_RESULT,
      description,
      inputSchema: {
        type: 'object',
        properties: {
          ref: { type: 'string' },
          offset: { type: 'integer', minimum: 0 },
        },
        required: ['ref'],
        additionalProperties: false,
      },
      run: async (input) => {
        const { ref, offset } = input as { ref?: unknown; offset?: unknown };
        const text = kept.get(String(ref));
        if (text === undefined)
          return { text: `There is no result ${String(ref).slice(0, 20)}.`, isError: true };
        const from = typeof offset === 'number' && offset > 0 ? Math.floor(offset) : 0;
        return { text: asData(pageOf(text, String(ref), from)), ref: String(ref) };
      },
    },
  };
}

function pageOf(text: string, ref: string, from: number): string {
  if (from === 0 && text.length <= MAX_RESULT_CHARS) return text;
  const end = Math.min(text.length, from + MAX_RESULT_CHARS);
  const size = grouped(text.length);
  const rest = end < text.length ? `; on with ${READ_RESULT} ref=${ref} offset=${end}` : '';
  const part = `characters ${grouped(from)} to ${grouped(end)} of ${size}`;
  return `${text.slice(from, end)}\n[${part}${rest}]`;
}
