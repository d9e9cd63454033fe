// All configured servers of a run: opened side by side, their allowed tools under names that no two of them share.
import type { ToolCallOptions, ToolDescription, ToolResult } from '../../agent/tools.ts';
import type { ServerConfig } from './server-config.ts';
import { type OpenedTool, ServerLink } from './server-link.ts';
import { type Ruling, ruleOnTool } from './tool-policy.ts';
import { type Surroundings, transportTo } from './transports.ts';

/** Tools that are read of all servers together. */
const MAX_FOREIGN_TOOLS = 500;

export interface ForeignTool extends Ruling {
  /** `description.name` is the name in this program; it differs from `ownName` where two would be alike. */
  readonly description: ToolDescription;
  readonly ownName: string;
  call(args: Readonly<Record<string, unknown>>, options: ToolCallOptions): Promise<ToolResult>;
}

export interface ForeignServer {
  readonly config: ServerConfig;
  /** Why it can't be used; null where it can, or is disabled. */
  readonly fault: string | null;
  readonly tools: readonly ForeignTool[];
}

export interface ForeignServers {
  readonly servers: readonly ForeignServer[];
  close(): Promise<void>;
}

/** `taken` are names of tools that others have. A server that does not answer is there with its fault. */
export async function openServers(
  configs: readonly ServerConfig[],
  taken: readonly string[],
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<ForeignServers> {
  const links = configs.map(
    (config) =>
      new ServerLink(config, () => transportTo(config, surroundings), surroundings.outgoing),
  );
  const opened = await Promise.all(
    links.map((link) => (link.config.disabled ? { tools: [], fault: null } : link.open(signal))),
  );
  const names = new Set(taken);
  let room = MAX_FOREIGN_TOOLS;
  const servers = links.map((link, at) => {
    const { tools, fault } = opened[at] ?? { tools: [], fault: null };
    const kept = tools.slice(0, room);
    room -= kept.length;
    return { config: link.config, fault, tools: kept.map((tool) => offer(tool, link, names)) };
  });
  return {
    servers,
    close: async () => {
      await Promise.all(links.map((link) => link.close()));
    },
  };
}

function offer(tool: OpenedTool, link: ServerLink, names: Set<string>): ForeignTool {
  const { writes, isTooLong, ...description } = tool;
  const name = freeName(tool.name, link.config.name, names);
  names.add(name);
  return {
    ...ruleOnTool(tool, link.config),
    description: { ...description, name },
    ownName: tool.name,
    call: (args, options) => link.call(tool.name, args, options),
  };
}

/** What the Messages API takes as the name of a tool. */
const MAX_NAME_CHARS = 64;
const plain = (name: string) => name.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, MAX_NAME_CHARS);

/** The tool's own name, else with that of its server before it, else with a number behind. */
function freeName(tool: string, server: string, taken: ReadonlySet<string>): string {
  const candidates = [plain(tool), plain(`${server}__${tool}`)];
  const free = candidates.find((name) => name !== '' && !taken.has(name));
  if (free !== undefined) return free;
  const stem = plain(`${server}__${tool}`).slice(0, MAX_NAME_CHARS - 4);
  let number = 2;
  while (taken.has(`${stem}_${number}`)) number++;
  return `${stem}_${number}`;
}
