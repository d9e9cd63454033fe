// What other agents see through `mcp serve`: the border of an investigation, and beyond it what only a whole row or its
// query tells. A secret that stands in two columns, or under a name that its query gave it, is one in both.
import { redact } from '../base/redact.ts';
import { sanitize } from '../base/sanitize.ts';
import type { Border } from '../mcp/aws-tool.ts';
import { cleanContent } from '../run/border.ts';
import { refusedFor } from '../run/faults.ts';
import { withCleanRows } from '../run/row-border.ts';
import { type Context, contextsOf } from './query-contexts.ts';
import { regionProblem } from './regions.ts';

/** `command` starts the server again as it was; null where its logs lie on this machine. */
export function serveBorder(command: string | null): Border {
  /** Of the queries of all clients: one may ask for what another one began. Most have none and are not kept. */
  const contexts = new Map<string, readonly Context[]>();
  return {
    regionProblem,
    result: ({ tool, args }, content) => {
      const cleaned = cleanContent(content) as Record<string, unknown>;
      if (tool === 'start-query') {
        const found = contextsOf(String(args.queryString));
        if (found.length > 0) contexts.set(String(content.queryId), found);
      }
      if (tool !== 'get-query-results') return cleaned;
      return withCleanRows(content, cleaned, contexts.get(String(args.queryId)) ?? []);
    },
    openWorld: command !== null,
    fault: (tool, name, message) => {
      const help = command === null ? [] : refusedFor(tool, name, message);
      const then = help.length === 0 ? [] : [`Then: ${command}`];
      return [redact(sanitize(message)), ...help, ...then].join('\n');
    },
  };
}
