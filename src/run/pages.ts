// All pages of what a tool lists beside the logs, up to a bound.
import type { z } from 'zod';
import type { ToolResult } from '../agent/tools.ts';
import type { RunContext } from './context.ts';
import { understood } from './faults.ts';
import type { SignalTool } from './signal-tools.ts';

export interface Pages<Page> {
  readonly pages: readonly Page[];
  /** The answer that broke the listing off; null where there was none. */
  readonly fault: ToolResult | null;
  /** Whether there are more. */
  readonly cut: boolean;
}

/** AWS names the token of the next page in one of these ways. */
interface Paged {
  readonly NextMarker?: string | undefined;
  readonly nextToken?: string | undefined;
  readonly NextToken?: string | undefined;
}

export async function readPages<Page extends Paged>(
  { calls }: RunContext,
  { tool }: SignalTool,
  args: Readonly<Record<string, unknown>>,
  shape: z.ZodType<Page>,
  maxPages: number,
): Promise<Pages<Page>> {
  const pages: Page[] = [];
  let token: string | undefined;
  while (pages.length < maxPages) {
    const asked = token === undefined ? args : { ...args, nextToken: token };
    const result = understood(await calls.call(tool, asked), shape);
    if (result.isError) return { pages, fault: result, cut: false };
    const page = shape.parse(result.content);
    pages.push(page);
    token = page.NextMarker ?? page.nextToken ?? page.NextToken;
    if (token === undefined) return { pages, fault: null, cut: false };
  }
  return { pages, fault: null, cut: true };
}
