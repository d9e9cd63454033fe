// Lists in pages, as MCP's cursors want them: a cursor is the place where the next page begins.
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';

const PAGE_ITEMS = 100;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** To be spread into the answer: nothing after the last page. */
  readonly next: { readonly nextCursor?: string };
}

/** Throws McpError where the cursor is none of ours. */
export function pageOf<Item>(all: readonly Item[], cursor: string | undefined): Page<Item> {
  const from = cursor === undefined ? 0 : Number(/^\d{1,9}$/.exec(cursor)?.[0] ?? Number.NaN);
  if (Number.isNaN(from)) throw new McpError(ErrorCode.InvalidParams, 'This is no cursor.');
  const end = from + PAGE_ITEMS;
  const next = end < all.length ? { nextCursor: String(end) } : {};
  return { items: all.slice(from, end), next };
}
