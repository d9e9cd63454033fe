// One tool call through an MCP client, ended by its time or the run's signal; every fault is a value.
import { setMaxListeners } from 'node:events';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { ToolCallOptions, ToolResult } from '../agent/tools.ts';
import { outcomeOfAnswer, outcomeOfThrown } from './tool-outcome.ts';

export async function clientCall(
  client: Client,
  tool: string,
  args: Readonly<Record<string, unknown>>,
  options: ToolCallOptions,
): Promise<ToolResult> {
  return (await clientAnswer(client, tool, args, options)).result;
}

export interface Answered {
  readonly result: ToolResult;
  /** Whether the server said so itself, were it a fault. */
  readonly isAnswer: boolean;
}

export async function clientAnswer(
  client: Client,
  tool: string,
  args: Readonly<Record<string, unknown>>,
  { signal, timeoutMs }: ToolCallOptions,
): Promise<Answered> {
  // The SDK never takes its listener off the signal; one of our own per call keeps a run's signal clean.
  const call = new AbortController();
  const abort = () => call.abort(signal.reason);
  // Calls of a run that are under way together are no leak.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    const request = { name: tool, arguments: { ...args } };
    // Progress never lengthens a call.
    const options = { signal: call.signal, timeout: timeoutMs, maxTotalTimeout: timeoutMs };
    const answer = await client.callTool(request, undefined, options);
    return { result: outcomeOfAnswer(answer as CallToolResult), isAnswer: true };
  } catch (thrown) {
    const result = outcomeOfThrown(thrown, { tool, aborted: signal.aborted, timeoutMs });
    return { result, isAnswer: false };
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
