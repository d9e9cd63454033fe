// One tool call through an MCP client, ended by its time or the run's signal; every fault is a value.
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { ToolCallOptions, ToolResult } from '../agent/tools.ts';
import { outcomeOfAnswer, outcomeOfThrown } from './tool-outcome.ts';

export async function clientCall(
  client: Client,
  tool: string,
  args: Readonly<Record<string, unknown>>,
  { signal, timeoutMs }: ToolCallOptions,
): Promise<ToolResult> {
  // The SDK never takes its listener off the signal; one of our own per call keeps a run's signal clean.
  const call = new AbortController();
  const abort = () => call.abort(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    const request = { name: tool, arguments: { ...args } };
    // Progress never lengthens a call.
    const options = { signal: call.signal, timeout: timeoutMs, maxTotalTimeout: timeoutMs };
    const answer = await client.callTool(request, undefined, options);
    return outcomeOfAnswer(answer as CallToolResult);
  } catch (thrown) {
    return outcomeOfThrown(thrown, { tool, aborted: signal.aborted, timeoutMs });
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
