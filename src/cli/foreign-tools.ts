// The MCP servers of others, opened for a run or for a list: what may be started is decided here.
import { NO_TOOLS, type Tools } from '../agent/tools.ts';
import type { Outgoing } from '../base/outgoing.ts';
import { sanitizeLine } from '../base/sanitize.ts';
import type { ForeignServers, ForeignTool } from '../mcp/servers/foreign-servers.ts';
import { serverHints } from '../mcp/servers/hints.ts';
import type { Gap } from '../report/types.ts';
import { type Config, type McpPlaces, silenceSdkVersionWarning } from './config.ts';
import { type McpFile, readMcpFiles } from './mcp-files.ts';
import { isConfirmed, isUnconfirmed, trust, whatItGets } from './mcp-trust.ts';
import { ownCalls } from './wiring.ts';

export interface McpOptions {
  readonly mcpConfig: readonly string[];
  readonly trustMcp?: boolean;
}

export interface McpChoice {
  /** Those that may be used. */
  readonly files: readonly McpFile[];
  /** Those that nobody has confirmed: nothing of them is started. */
  readonly unconfirmed: readonly McpFile[];
  /** What `call_aws` refuses, by all files together, confirmed or not. */
  readonly denied: readonly string[];
  /** Worth telling: faults of files, servers that changed, files that were left out. */
  readonly notices: readonly string[];
}

/** Asked before a project's servers are used; null where nobody can be asked. */
export type AskTrust = ((question: string) => Promise<boolean>) | null;

/** Throws Failure `usage` where a file that was named can't be used. */
export async function chooseMcpFiles(
  { mcpConfig, trustMcp }: McpOptions,
  places: McpPlaces,
  ask: AskTrust,
): Promise<McpChoice> {
  const files: McpFile[] = [];
  const unconfirmed: McpFile[] = [];
  const notices: string[] = [];
  const denied: string[] = [];
  for (const file of readMcpFiles(mcpConfig, places)) {
    denied.push(...file.awsDenyList);
    notices.push(...file.faults, ...serverHints(file.servers));
    const isOpen = trustMcp !== true && isUnconfirmed(file, places.trustFile);
    if (!isOpen) files.push(file);
    else if (ask !== null && (await ask(trustQuestion(file)))) {
      trust(file, places.trustFile);
      files.push(file);
    } else {
      unconfirmed.push(file);
      notices.push(leftOut(file, ask !== null));
    }
  }
  const chosen = withoutNamesakes(files, (file) => mayCover(file, trustMcp === true, places));
  return { files: chosen.files, unconfirmed, denied, notices: [...notices, ...chosen.notices] };
}

/** A project covers a server of the user's own only where somebody said that its servers are to be used. */
function mayCover(file: McpFile, isTrusted: boolean, { trustFile }: McpPlaces): boolean {
  return file.origin !== 'project' || isTrusted || isConfirmed(file, trustFile);
}

/** Of two servers of one name the first is used: of files named by flag, the project's, the user's own. */
function withoutNamesakes(files: readonly McpFile[], mayCover: (file: McpFile) => boolean) {
  const inOrder = [...files.filter(mayCover), ...files.filter((file) => !mayCover(file))];
  const taken = new Map<string, string>();
  const notices: string[] = [];
  const kept = inOrder.map((file) => ({
    ...file,
    servers: file.servers.filter(({ name }) => {
      const by = taken.get(name);
      if (by === undefined) taken.set(name, file.path);
      else
        notices.push(
          `The server ${sanitizeLine(name)} of ${file.path} is not used: ${by} has one of that name.`,
        );
      return by === undefined;
    }),
  }));
  return { files: kept, notices };
}

function trustQuestion(file: McpFile): string {
  const servers = file.servers.flatMap((server) => {
    const what = whatItGets(server);
    return what === null ? [] : [`  ${sanitizeLine(`${server.name}: ${what}`)}`];
  });
  const question = 'Start and use them, now and later?';
  return [`${file.path} names these MCP servers:`, ...servers, question].join('\n');
}

function leftOut({ path }: McpFile, asked: boolean): string {
  return asked
    ? `${path} was not confirmed: its MCP servers are not used.`
    : `${path} starts commands, or lets servers have something, and was never confirmed: its MCP servers are not used. --trust-mcp allows them.`;
}

export interface OpenedTools {
  readonly tools: Tools;
  readonly gaps: readonly Gap[];
  close(): Promise<void>;
}

/** Starts the servers of these files, side by side; one that fails is a gap. */
export async function openForeign(
  files: readonly McpFile[],
  taken: readonly string[],
  { mcp, region }: Pick<Config, 'mcp' | 'region'>,
  signal: AbortSignal,
  outgoing: Outgoing = ownCalls(),
): Promise<ForeignServers> {
  silenceSdkVersionWarning();
  const { openServers } = await import('../mcp/servers/foreign-servers.ts');
  const { awsIdentity } = await import('../mcp/servers/aws-identity.ts');
  const surroundings = { environment: mcp.environment, region, identityOf: awsIdentity, outgoing };
  const configs = files.flatMap(({ servers }) => servers);
  return openServers(configs, taken, surroundings, signal);
}

/** The tools of opened servers that a run may call, and the servers that it has to do without. */
export function asTools({ servers, close }: ForeignServers): OpenedTools {
  const allowed = servers.flatMap(({ tools }) => tools).filter(({ allowed: may }) => may);
  return {
    tools: toolsOf(allowed),
    gaps: servers.flatMap(({ config, fault }) =>
      fault === null ? [] : [unusable(config.name, fault)],
    ),
    close,
  };
}

function toolsOf(allowed: readonly ForeignTool[]): Tools {
  const byName = new Map(allowed.map((tool) => [tool.description.name, tool]));
  return {
    list: async () => allowed.map(({ description }) => description),
    call: (name, args, options) =>
      byName.get(name)?.call(args, options) ?? NO_TOOLS.call(name, args, options),
  };
}

function unusable(name: string, why: string): Gap {
  return {
    what: `The MCP server ${name} could not be used.`,
    why,
    remedy: 'See what it says: troubleshoot mcp list',
    countsStand: true,
  };
}
