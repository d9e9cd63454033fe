// How a tool of this program says that a call failed: in words, and where the host looks for the name of the fault.
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { AwsFault } from './aws-fault.ts';
import { FAULT_META, REQUEST_ID_META } from './tool-meta.ts';

export function failedAnswer({ name, message, requestId }: AwsFault): CallToolResult {
  return {
    isError: true,
    content: [{ type: 'text', text: `${name}: ${message}` }],
    _meta: { [FAULT_META]: { name, message }, ...requestIdMeta(requestId) },
  };
}

/** `_meta` of an answer to a call of AWS. */
export const requestIdMeta = (requestId: string | null): Record<string, string> =>
  requestId === null ? {} : { [REQUEST_ID_META]: requestId };
