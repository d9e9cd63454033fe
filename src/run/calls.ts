// Every look at the outside goes through here: tool calls with time-outs, a budget, the journal, and a border
// where secrets and control characters are taken out of what comes back.
import type { ToolResult } from '../agent/tools.ts';
import { redact } from '../base/redact.ts';
import { sanitize } from '../base/sanitize.ts';
import type { RunEvent } from './events.ts';
import type { World } from './world.ts';

export const TOOL_TIMEOUT_MS = 120_000;
/** Tool calls of one run; a run of the built-in SOP over twelve log groups needs about a hundred. */
export const MAX_TOOL_CALLS = 5_000;

export interface Calls {
  call(tool: string, args: Readonly<Record<string, unknown>>): Promise<ToolResult>;
  /** As `call`, but goes through although the run was interrupted: for stopping what it started. */
  callAnyway(tool: string, args: Readonly<Record<string, unknown>>): Promise<ToolResult>;
  /** Calls so far, and how many of them succeeded. */
  readonly count: () => { readonly calls: number; readonly succeeded: number };
}

export function createCalls(world: World, emit: (event: RunEvent) => void): Calls {
  let calls = 0;
  let succeeded = 0;
  const through = async (
    tool: string,
    args: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ) => {
    if (signal.aborted) return refused('Aborted', 'The run was interrupted.');
    if (calls >= MAX_TOOL_CALLS) {
      return refused(
        'BudgetExceeded',
        `The limit of ${MAX_TOOL_CALLS} tool calls a run was reached.`,
      );
    }
    const callId = ++calls;
    const startMs = world.now();
    emit({ kind: 'tool-call-started', callId, tool, arguments: args });
    const raw = await world.tools.call(tool, args, { signal, timeoutMs: TOOL_TIMEOUT_MS });
    // The text of a success is a copy of its content: nobody reads it.
    const text = raw.isError ? redact(sanitize(raw.text)) : '';
    const result = { ...raw, content: clean(raw.content), text };
    if (!result.isError) succeeded++;
    emit({
      kind: 'tool-call-finished',
      callId,
      tool,
      isError: result.isError,
      errorCode: result.errorCode,
      sizeBytes: Buffer.byteLength(raw.text),
      durationMs: world.now() - startMs,
      requestId: result.requestId,
    });
    return result;
  };
  return {
    call: (tool, args) => through(tool, args, world.signal),
    callAnyway: (tool, args) => through(tool, args, new AbortController().signal),
    count: () => ({ calls, succeeded }),
  };
}

function refused(errorCode: string, text: string): ToolResult {
  return { isError: true, content: null, text, errorCode, requestId: null };
}

/** Names that are handed back to CloudWatch as they are; whoever prints them escapes them. */
const IDENTIFIERS = new Set([
  '@ptr',
  '@log',
  '@logStream',
  'logStreamName',
  'logGroupName',
  'nextToken',
  'nextForwardToken',
  'nextBackwardToken',
  'queryId',
  'eventId',
  'arn',
  'logGroupArn',
]);

/** Redacts and sanitises every text of a result but identifiers; the shape stays. */
export function clean(content: unknown): unknown {
  if (typeof content === 'string') return redact(sanitize(content));
  if (Array.isArray(content)) return content.map(clean);
  if (content === null || typeof content !== 'object') return content;
  const record = content as Record<string, unknown>;
  if (typeof record.field === 'string' && IDENTIFIERS.has(record.field)) return record;
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      key,
      IDENTIFIERS.has(key) ? value : clean(value),
    ]),
  );
}
