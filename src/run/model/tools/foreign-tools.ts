// Tools of MCP servers of others, as a model is given them. What they answer is foreign text: it goes through the run's
// border, onto the record as evidence, and to the model as data.
import type { AgentTool } from '../../../agent/agent-tool.ts';
import type { ToolDescription, ToolResult } from '../../../agent/tools.ts';
import type { RunContext } from '../../context.ts';
import { foreignLine, foreignLines } from '../data-block.ts';

const MAX_DESCRIPTION_CHARS = 1_000;
/** Of an answer so many lines are kept as evidence, and fewer are shown. */
const KEPT_LINES = 2_000;
const SHOWN_LINES = 200;
const MAX_LINE_CHARS = 2_000;

export async function foreignTools(context: RunContext): Promise<readonly AgentTool[]> {
  const tools = await context.world.foreign.list();
  return tools.map((tool) => agentTool(context, tool));
}

function agentTool(context: RunContext, tool: ToolDescription): AgentTool {
  const { name, server, description, inputSchema } = tool;
  const calls = context.calls.over(context.world.foreign);
  const about = foreignLine(description, MAX_DESCRIPTION_CHARS);
  return {
    name,
    description: `Of the MCP server ${foreignLine(server, 80)}, which says of it: ${about}`,
    inputSchema,
    run: async (input, signal) => {
      const args = input as Readonly<Record<string, unknown>>;
      const result = await calls.within(signal).call(name, args);
      if (result.isError) {
        tellUnanswered(context, server, result);
        const why = `${result.errorCode ?? 'fault'}: ${result.text}`;
        return {
          text: `The call failed; that is no evidence. ${foreignLine(why, 600)}`,
          isError: true,
        };
      }
      return { text: onRecord(context, tool, args, linesOf(result)) };
    },
  };
}

/** Nobody answered, as opposed to an answer that says no, which the model may take back to ask better. */
const UNANSWERED = new Set(['Timeout', 'ServerGone']);

/** Told once for each server. */
function tellUnanswered(context: RunContext, server: string, result: ToolResult): void {
  if (!UNANSWERED.has(result.errorCode ?? '')) return;
  const what = `The MCP server ${foreignLine(server, 80)} left calls of the model without an answer.`;
  if (context.file.gaps.some((gap) => gap.what === what)) return;
  context.gap({
    what,
    why: foreignLine(result.text, 600),
    remedy:
      'See what it says: troubleshoot mcp list; or give it more time: "timeout" in its configuration',
  });
}

function linesOf({ content, text }: ToolResult): readonly string[] {
  return (content === null ? text : JSON.stringify(content, null, 1)).split('\n');
}

function onRecord(
  context: RunContext,
  { name, server }: ToolDescription,
  args: Readonly<Record<string, unknown>>,
  lines: readonly string[],
): string {
  const rows = lines.slice(0, KEPT_LINES);
  const truncated = rows.length < lines.length;
  const summary = `${lines.length} lines from ${name} of the MCP server ${server}`;
  const id = context.keep(
    { tool: name, arguments: args, rows, statistics: null, truncated },
    summary,
  );
  const work = context.file.modelWork;
  work?.rows.set(id, rows);
  for (const url of linksIn(rows)) if (!work?.links.has(url)) work?.links.set(url, id);
  return `${id}: ${summary}\n${foreignLines(rows.join('\n'), SHOWN_LINES, MAX_LINE_CHARS)}`;
}

/** Plain addresses: no user, no port, nothing that would have to be escaped. */
const LINK = /https:\/\/[A-Za-z0-9.-]+\.[a-z]{2,}(?:\/[A-Za-z0-9._~/#?=&+-]*)?/g;
const MAX_LINKS = 200;

function linksIn(rows: readonly string[]): readonly string[] {
  const found = rows.flatMap((row) => row.match(LINK) ?? []);
  return [...new Set(found.map((url) => url.replace(/[.?]+$/, '')))].slice(0, MAX_LINKS);
}
