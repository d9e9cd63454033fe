// The messages of one conversation, kept under a budget: where they grow past it, the oldest results of tools are
// replaced by a word on where they can be read again. Breakpoints for the server's cache stand where turns only append.

import type { AssistantBlock, Message, ToolResultBlock, UserBlock } from './model.ts';
import { READ_RESULT } from './results.ts';

/** Bytes of messages that are sent at most, about 40,000 tokens. */
const CONTEXT_BYTES = 160_000;
/** Once it is too long, it is brought down to this share: each drop costs what the server had kept. */
const DROP_TO = 0.6;
/** The newest results stay whatever happens: the model has not seen them yet. */
const NEWEST_KEPT = 1;

export interface Result {
  readonly toolUseId: string;
  readonly text: string;
  readonly isError: boolean;
  /** Where it can be read again. */
  readonly ref: string;
}

export interface Transcript {
  answered(content: readonly AssistantBlock[]): void;
  /** The results of the tools that were used, and what else is said to the model. */
  reply(results: readonly Result[], text: string | null): void;
  /** As they are sent now, under the budget where that is possible. */
  messages(): readonly Message[];
  /** Drops all older results; false where there is nothing left to drop. */
  shrink(): boolean;
}

export function createTranscript(opening: string, budgetBytes = CONTEXT_BYTES): Transcript {
  let messages: Message[] = [{ role: 'user', content: [{ type: 'text', text: opening }] }];
  const refs = new Map<string, string>();
  const isDroppable = (block: UserBlock): block is ToolResultBlock =>
    block.type === 'tool_result' &&
    block.content.length > MIN_DROPPED_CHARS &&
    (refs.get(block.tool_use_id) ?? '') !== '';
  const dropOldest = (): boolean => {
    const at = messages
      .slice(0, -NEWEST_KEPT)
      .findIndex(({ role, content }) => role === 'user' && content.some(isDroppable));
    const message = messages[at];
    if (message === undefined || message.role !== 'user') return false;
    const content = message.content.map((block) =>
      isDroppable(block)
        ? { ...block, content: dropped(refs.get(block.tool_use_id) ?? '') }
        : block,
    );
    messages = messages.with(at, { role: 'user', content });
    return true;
  };
  return {
    answered: (content) => {
      messages.push({ role: 'assistant', content });
    },
    reply: (results, text) => {
      for (const { toolUseId, ref } of results) refs.set(toolUseId, ref);
      const blocks: UserBlock[] = results.map(({ toolUseId, text: content, isError }) => ({
        type: 'tool_result',
        tool_use_id: toolUseId,
        content: content === '' ? '(empty)' : content,
        is_error: isError,
      }));
      if (text !== null) blocks.push({ type: 'text', text });
      messages.push({ role: 'user', content: blocks });
    },
    messages: () => {
      if (sizeOf(messages) > budgetBytes)
        while (sizeOf(messages) > budgetBytes * DROP_TO && dropOldest());
      return withBreakpoints(messages);
    },
    shrink: () => {
      let dropped = false;
      while (dropOldest()) dropped = true;
      return dropped;
    },
  };
}

export const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Shorter results are not worth a word on where they went. */
const MIN_DROPPED_CHARS = 200;

const dropped = (ref: string) => `[no longer shown; read it again with ${READ_RESULT} ref=${ref}]`;

/** At the end of the opening and at the end of all: a turn adds to what the server has kept. */
function withBreakpoints(messages: readonly Message[]): readonly Message[] {
  const last = messages.length - 1;
  return messages.map((message, index) =>
    message.role === 'user' && (index === 0 || index === last)
      ? { role: 'user', content: marked(message.content) }
      : message,
  );
}

function marked(content: readonly UserBlock[]): readonly UserBlock[] {
  const end = content.at(-1);
  if (end === undefined) return content;
  return content.with(-1, { ...end, cache_control: { type: 'ephemeral' } });
}
