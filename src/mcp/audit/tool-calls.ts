// Which tool a call to AWS is made for: known wherever the call is made, without being handed through every function.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ToolResult } from '../../agent/tools.ts';
import type { Audit, CallEnd, OutgoingCall } from '../../base/outgoing.ts';

/** A call of a tool in this process, and how many calls of others it has led to. */
interface ToolCall {
  readonly tool: string;
  readonly server: string;
  callsOut: number;
  clockAheadMs: number | null;
}

const current = new AsyncLocalStorage<ToolCall>();

/** Begins a call that leaves the program, for the tool that is at work. */
export function beginCall(
  audit: Audit,
  call: Pick<OutgoingCall, 'operation' | 'region' | 'parameters'>,
): (end: CallEnd) => void {
  const by = current.getStore();
  if (by !== undefined) by.callsOut++;
  return audit.begin({ tool: by?.tool ?? null, server: by?.server ?? null, ...call });
}

/** Keeps by how much the clock of the service differs from ours, as told with the last answer. */
export function noteClock(aheadMs: number): void {
  const by = current.getStore();
  if (by !== undefined) by.clockAheadMs = aheadMs;
}

/** The call of a tool in this process. What led to no call of others, because it was refused, is told as such. */
export async function duringTool(
  audit: Audit,
  { tool, server }: { readonly tool: string; readonly server: string },
  parameters: unknown,
  work: () => Promise<ToolResult>,
): Promise<ToolResult> {
  const call: ToolCall = { tool, server, callsOut: 0, clockAheadMs: null };
  const result = await current.run(call, work);
  if (call.callsOut === 0) {
    const end = audit.begin({ tool, server, operation: TOOL_CALL, region: null, parameters });
    end({ ...endOf(result), attempts: 0 });
  }
  return call.clockAheadMs === null ? result : { ...result, clockAheadMs: call.clockAheadMs };
}

export const TOOL_CALL = 'tools/call';

export const endOf = ({ isError, errorCode, requestId }: ToolResult): CallEnd => ({
  outcome: isError ? (errorCode ?? 'UnknownError') : 'ok',
  requestId,
  attempts: 1,
});
