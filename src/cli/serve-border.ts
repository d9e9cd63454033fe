// What other agents see through `mcp serve`: the border of an investigation, and beyond it what only a whole row or its
// query tells. A secret that stands in two columns, or under a name that its query gave it, is one in both.
import { redact } from '../base/redact.ts';
import { sanitize } from '../base/sanitize.ts';
import type { Border } from '../mcp/aws-tool.ts';
import { cleanContent } from '../run/border.ts';
import { refusedFor } from '../run/faults.ts';
import { withCleanRows } from '../run/row-border.ts';
import { contextsOf } from './query-contexts.ts';
import { regionProblem } from './regions.ts';

/** Queries whose text is kept; the first ones are forgotten. */
const MAX_QUERIES = 1_000;
/** `region` is the one that the server was started for; null where its logs lie on this machine. */
export function serveBorder(region: string | null): Border {
  const queries = new Map<string, string>();
  return {
    regionProblem,
    result: ({ tool, args }, content) => {
      const cleaned = cleanContent(content) as Record<string, unknown>;
      if (tool === 'start-query') remember(queries, content.queryId, args.queryString);
      if (tool !== 'get-query-results') return cleaned;
      return withCleanRows(content, cleaned, contextsOf(queries.get(String(args.queryId)) ?? ''));
    },
    openWorld: region !== null,
    fault: (tool, name, message) => {
      const help = region === null ? [] : refusedFor(tool, name, message);
      const then = help.length === 0 ? [] : [`Then: troubleshoot mcp serve --region ${region}`];
      return [redact(sanitize(message)), ...help, ...then].join('\n');
    },
  };
}

function remember(queries: Map<string, string>, id: unknown, text: unknown): void {
  if (typeof id !== 'string' || typeof text !== 'string') return;
  queries.set(id, text);
  const [oldest] = queries.keys();
  if (queries.size > MAX_QUERIES && oldest !== undefined) queries.delete(oldest);
}
