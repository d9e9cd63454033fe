// Every look at the outside goes through here: tool calls with time-outs, a budget, the journal, and the border
// (border.ts) where secrets and control characters are taken out of what comes back.
import type { ToolResult, Tools } from '../agent/tools.ts';
import { redact } from '../base/redact.ts';
import { sanitize, sanitizeLine } from '../base/sanitize.ts';
import { cleanContent } from './border.ts';
import { jsonBytes } from './content-size.ts';
import type { RunEvent } from './events.ts';
import { isFinal, type Port } from './record.ts';
import { recorder } from './recorder.ts';
import { withCleanRows } from './row-border.ts';
import type { World } from './world.ts';

const TOOL_TIMEOUT_MS = 120_000;
/** Tool calls of one run; a run of the built-in SOP over twelve log groups needs about a hundred. */
const MAX_TOOL_CALLS = 5_000;

export interface Calls {
  call(tool: string, args: Readonly<Record<string, unknown>>): Promise<ToolResult>;
  /** As `call`, but goes through although the run was interrupted: for stopping what it started. */
  callAnyway(tool: string, args: Readonly<Record<string, unknown>>): Promise<ToolResult>;
  /** The same over other tools, on the same account. */
  over(tools: Tools): Calls;
  /** The same, but over when the signal aborts: for what has a time of its own within the run. */
  within(signal: AbortSignal): Calls;
  /** How far AWS's clock is ahead of this machine's by its first answer that tells; null: none has. */
  readonly clockAheadMs: () => number | null;
  /** Calls so far, how many of them succeeded, and how many only saw that a query still runs: that is chance. */
  readonly count: () => {
    readonly calls: number;
    readonly succeeded: number;
    readonly waits: number;
  };
}

export function createCalls(world: World, emit: (event: RunEvent) => void): Calls {
  let calls = 0;
  let succeeded = 0;
  let waits = 0;
  let clockAheadMs: number | null = null;
  const ask = asking(world, emit);
  const note = (tools: Tools, tool: string, result: ToolResult) => {
    if (!result.isError) succeeded++;
    if (tellsToWait(tool, result.content)) waits++;
    if (tools === world.tools) clockAheadMs ??= result.clockAheadMs ?? null;
  };
  const through = async (
    tools: Tools,
    tool: string,
    args: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    budget: number,
  ) => {
    if (signal.aborted) {
      return refused('Aborted', world.signal.aborted ? 'The run was interrupted.' : TIME_OVER);
    }
    if (calls >= budget) {
      return refused(
        'BudgetExceeded',
        `The limit of ${MAX_TOOL_CALLS} tool calls a run was reached.`,
      );
    }
    const callId = ++calls;
    const startMs = world.now();
    emit({ kind: 'tool-call-started', callId, tool, arguments: args });
    const { raw, result, onRecord } = await ask(tools, { tool, args, signal });
    note(tools, tool, result);
    emit({
      kind: 'tool-call-finished',
      callId,
      tool,
      isError: result.isError,
      errorCode: result.errorCode,
      sizeBytes: onRecord ? 0 : sizeOf(raw),
      durationMs: world.now() - startMs,
      requestId: result.requestId,
      ...(onRecord ? { onRecord } : {}),
    });
    return result;
  };
  const over = (tools: Tools, until: AbortSignal): Calls => ({
    call: (tool, args) => through(tools, tool, args, until, MAX_TOOL_CALLS),
    callAnyway: (tool, args) =>
      through(tools, tool, args, new AbortController().signal, Number.POSITIVE_INFINITY),
    over: (others) => over(others, until),
    within: (signal) => over(tools, AbortSignal.any([until, signal])),
    clockAheadMs: () => clockAheadMs,
    count: () => ({ calls, succeeded, waits }),
  });
  return over(world.tools, world.signal);
}

interface Asked {
  /** As it came; from the record, as it was kept. */
  readonly raw: ToolResult;
  readonly result: ToolResult;
  readonly onRecord: boolean;
}

interface Question {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

/** Asks the tools, or the record of an earlier life of the run; what they answer is kept for a later one. */
function asking(world: World, emit: (event: RunEvent) => void) {
  const record = recorder(world, emit);
  return async (tools: Tools, { tool, args, signal }: Question): Promise<Asked> => {
    const port = portOf(world, tools);
    const known = world.earlier?.recall.call(port, tool, args) ?? null;
    const answer = known === null ? {} : { onRecord: known };
    const raw = await tools.call(tool, args, { signal, timeoutMs: TOOL_TIMEOUT_MS, ...answer });
    // What is on record has passed the border.
    if (raw === known) return { raw, result: raw, onRecord: true };
    const result = cleanedResult(tool, raw);
    if (isFinal(tool, result))
      record({ head: { kind: 'call', port, tool, arguments: args }, body: result });
    return { raw, result, onRecord: false };
  };
}

/** Whose tools they are. */
function portOf({ baseline, foreign }: World, tools: Tools): Port {
  if (tools === baseline?.tools) return 'baseline';
  return tools === foreign ? 'foreign' : 'logs';
}

function cleanedResult(tool: string, raw: ToolResult): ToolResult {
  return {
    isError: raw.isError,
    content: cleanedOf(tool, raw.content),
    // Beside structured content the text of a success is a copy that nobody reads.
    text: raw.isError || raw.content === null ? redact(sanitize(raw.text)) : '',
    errorCode: label(raw.errorCode),
    requestId: label(raw.requestId),
    ...(raw.clockAheadMs === undefined ? {} : { clockAheadMs: raw.clockAheadMs }),
  };
}

function cleanedOf(tool: string, content: unknown): unknown {
  const cleaned = cleanContent(content);
  if (tool !== 'get-query-results' || !isObject(content) || !isObject(cleaned)) return cleaned;
  return withCleanRows(content, cleaned);
}

function tellsToWait(tool: string, content: unknown): boolean {
  return (
    tool === 'get-query-results' && isObject(content) && UNFINISHED.has(String(content.status))
  );
}

const UNFINISHED: ReadonlySet<string> = new Set(['Scheduled', 'Running']);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const TIME_OVER = 'The time for it is over.';

function refused(errorCode: string, text: string): ToolResult {
  return { isError: true, content: null, text, errorCode, requestId: null };
}

/** A built-in server gives no text beside its content. */
function sizeOf({ content, text }: ToolResult): number {
  return text === '' && content !== null ? jsonBytes(content) : Buffer.byteLength(text);
}

/** What a server says of itself, on one short line. */
function label(text: string | null): string | null {
  return text === null ? null : sanitizeLine(text).slice(0, MAX_LABEL_CHARS);
}

const MAX_LABEL_CHARS = 200;
