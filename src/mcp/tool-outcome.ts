// MCP's answers as ToolResults. The one place that knows how a failure can look: flagged, thrown, or hidden in a
// body that claims success.
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { ToolResult } from '../agent/tools.ts';
import { FAULT_META, REQUEST_ID_META } from './tool-meta.ts';

/** Text bodies longer than this are not searched for a hidden fault: faults are short. */
const MAX_FAULT_BODY_CHARS = 20_000;

/** No answer with a meaning nests deeper; whoever walks through one that does runs out of stack. */
const MAX_DEPTH = 200;

/** Its own depth ends with the limit. Nothing is copied: an answer may hold a hundred thousand cells. */
function isTooDeep(value: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH) return true;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => isTooDeep(item, depth + 1));
  for (const key in value)
    if (isTooDeep((value as Record<string, unknown>)[key], depth + 1)) return true;
  return false;
}

const RequestId = z.string().nullable().catch(null);
const Fault = z.object({ name: z.string(), message: z.string() });
type Fault = z.infer<typeof Fault>;

/** What a server answered; a fault wherever it stands becomes `isError` with its code. */
export function outcomeOfAnswer(answer: CallToolResult): ToolResult {
  if (isTooDeep(answer.structuredContent))
    return protocolFault(`The answer is nested more than ${MAX_DEPTH} deep.`);
  const text = textOf(answer);
  const requestId = RequestId.parse(answer._meta?.[REQUEST_ID_META] ?? null);
  const fault = answer.isError ? flaggedFault(answer, text) : hiddenFault(answer, text);
  if (fault !== null) return failedOutcome(fault.name, fault.message, requestId);
  return {
    isError: false,
    content: answer.structuredContent ?? null,
    text,
    errorCode: null,
    requestId,
  };
}

/** What was thrown instead of an answer: time-out, abort, or a breach of the protocol. */
export function outcomeOfThrown(
  thrown: unknown,
  call: { readonly tool: string; readonly aborted: boolean; readonly timeoutMs: number },
): ToolResult {
  if (call.aborted) return failedOutcome('Aborted', `${call.tool} was aborted.`);
  if (thrown instanceof McpError && thrown.code === ErrorCode.RequestTimeout) {
    return failedOutcome('Timeout', `${call.tool} gave no answer within ${call.timeoutMs} ms.`);
  }
  return protocolFault(thrown instanceof Error ? thrown.message : String(thrown));
}

/** A call that broke MCP's rules on either side: an unknown tool, bad arguments, a malformed answer. */
export function protocolFault(message: string): ToolResult {
  return failedOutcome(PROTOCOL_ERROR, message);
}

/** Nobody is there to be asked, or not any more. */
export function serverGone(message: string): ToolResult {
  return failedOutcome('ServerGone', message);
}

const PROTOCOL_ERROR = 'ProtocolError';

function failedOutcome(
  errorCode: string,
  text: string,
  requestId: string | null = null,
): ToolResult {
  return { isError: true, content: null, text, errorCode, requestId };
}

function textOf(answer: CallToolResult): string {
  return answer.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

function flaggedFault(answer: CallToolResult, text: string): Fault {
  const named = Fault.safeParse(answer._meta?.[FAULT_META]);
  if (named.success) return named.data;
  return faultInBody(bodyOf(answer, text)) ?? { name: PROTOCOL_ERROR, message: text };
}

function hiddenFault(answer: CallToolResult, text: string): Fault | null {
  return faultInBody(bodyOf(answer, text));
}

function bodyOf(answer: CallToolResult, text: string): unknown {
  if (answer.structuredContent !== undefined) return answer.structuredContent;
  if (!text.startsWith('{') || text.length > MAX_FAULT_BODY_CHARS) return null;
  try {
    return JSON.parse(text);
  } catch {
    // Text that only begins like JSON says nothing about a fault.
    return null;
  }
}

const FaultBody = z.looseObject({
  status: z.unknown().optional(),
  error: z.unknown().optional(),
  error_code: z.unknown().optional(),
  message: z.unknown().optional(),
});

/** Bodies like `{status: "error", …}`, `{error: "…"}` and `{error: {name | code, message}}`. */
function faultInBody(body: unknown): Fault | null {
  const parsed = FaultBody.safeParse(body);
  if (!parsed.success) return null;
  const { status, error, error_code: code, message } = parsed.data;
  const present = error !== undefined && error !== null && error !== false && error !== '';
  if (!present && !(typeof status === 'string' && status.toLowerCase() === 'error')) return null;
  const inner = FaultDetail.catch({}).parse(error);
  return {
    name: inner.name ?? wordOr(inner.code) ?? wordOr(code) ?? PROTOCOL_ERROR,
    message:
      inner.message ?? wordOr(error) ?? wordOr(message) ?? JSON.stringify(body).slice(0, 1_000),
  };
}

const FaultDetail = z.object({
  name: z.string().optional(),
  code: z.union([z.string(), z.number()]).optional(),
  message: z.string().optional(),
});

function wordOr(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
