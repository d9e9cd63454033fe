// `troubleshoot mcp list`: the configured MCP servers with their tools, which of them an investigation may call, and why.
import type { ToolDescription } from '../agent/tools.ts';
import { redact } from '../base/redact.ts';
import { sanitizeLine } from '../base/sanitize.ts';
import type { ForeignServer, ForeignTool } from '../mcp/servers/foreign-servers.ts';
import type { ServerConfig } from '../mcp/servers/server-config.ts';
import { usableColumns } from '../terminal/columns.ts';
import type { CliProcess } from './cli-process.ts';
import { readConfig } from './config.ts';
import { EXIT, signalExitCode } from './exit-code.ts';
import { wrapWords } from './failure-text.ts';
import { chooseMcpFiles, type McpOptions, openForeign } from './foreign-tools.ts';
import type { McpFile } from './mcp-files.ts';
import { listenForSignals } from './signals.ts';
import { builtInTools } from './wiring.ts';

export interface McpListOptions extends McpOptions {
  readonly json?: boolean;
  readonly schemas?: boolean;
}

interface ListedServer extends ForeignServer {
  readonly target: string;
}

/** Exit code 0, or 3 where a server could not be used. Nothing is asked: unconfirmed project files are left out. */
export async function listServersCommand(
  options: McpListOptions,
  cli: CliProcess,
): Promise<number> {
  const config = readConfig();
  const interruption = listenForSignals(cli, 'Stopped.');
  const { files, unconfirmed, notices } = await chooseMcpFiles(options, config.mcp, null);
  const columns = usableColumns(cli.stderr.columns);
  for (const notice of notices) cli.stderr.write(`${wrapped(notice, columns)}\n`);
  const builtIn = await builtInTools();
  const taken = builtIn.map(({ name }) => name);
  const opened = await openForeign(files, taken, config, interruption.signal);
  try {
    const { servers } = opened;
    const started = servers.map((server) => ({ ...server, target: targetOf(server.config) }));
    const all = [...started, ...unconfirmed.flatMap((file) => file.servers.map(notStarted))];
    const none = notices.length === 0 ? NONE : NONE_USABLE;
    const text =
      options.json === true
        ? jsonOf(builtIn, all)
        : textOf(builtIn, blocksOf([...files, ...unconfirmed], all, options), none, options);
    cli.stdout.write(text);
    const failed = servers.some(({ fault }) => fault !== null);
    return signalExitCode(interruption.received()) ?? (failed ? EXIT.gaps : EXIT.ok);
  } finally {
    await opened.close();
    interruption.dispose();
  }
}

/** Diagnostics point with a caret and stay as they are. */
const wrapped = (notice: string, columns: number) =>
  notice.includes('\n') ? notice : wrapWords(notice, columns, '  ').join('\n');

function jsonOf(builtIn: readonly ToolDescription[], servers: readonly ListedServer[]): string {
  const own = namesOf(builtIn).map((server) => ({
    name: server,
    transport: 'in-memory',
    target: null,
    disabled: false,
    fault: null,
    tools: builtIn
      .filter((tool) => tool.server === server)
      .map(({ name, description, inputSchema }) => ({
        name,
        ownName: name,
        description,
        allowed: true,
        why: WHY_BUILT_IN,
        inputSchema,
      })),
  }));
  const others = servers.map(({ config, target, fault, tools }) => ({
    name: config.name,
    transport: config.kind,
    target,
    disabled: config.disabled,
    fault,
    tools: tools.map(({ description, ownName, allowed, why }) => ({
      name: description.name,
      ownName,
      description: description.description,
      allowed,
      why,
      inputSchema: description.inputSchema,
    })),
  }));
  return `${JSON.stringify({ kind: 'mcp-servers', servers: [...own, ...others] }, null, 2)}\n`;
}

const namesOf = (tools: readonly ToolDescription[]) => [
  ...new Set(tools.map(({ server }) => server)),
];

const WHY_BUILT_IN = 'built in, read only';

function textOf(
  builtIn: readonly ToolDescription[],
  others: readonly string[],
  none: string,
  { schemas }: McpListOptions,
): string {
  const own = namesOf(builtIn).map((server) =>
    [
      `${server}  built in`,
      ...toolLines(
        builtIn
          .filter((tool) => tool.server === server)
          .map((description) => ({ description, allowed: true, why: WHY_BUILT_IN })),
        schemas === true,
      ),
    ].join('\n'),
  );
  return `${[...own, ...(others.length === 0 ? [none] : others)].join('\n\n')}\n`;
}

/** A file's servers under its path; one that gave way to a namesake stands in no file here. */
function blocksOf(
  files: readonly McpFile[],
  servers: readonly ListedServer[],
  { schemas }: McpListOptions,
): readonly string[] {
  return files.flatMap(({ path, servers: own }) =>
    own.flatMap((config) => {
      const server = servers.find((other) => other.config === config);
      return server === undefined ? [] : [blockOf(server, path, schemas === true)];
    }),
  );
}

const notStarted = (config: ServerConfig): ListedServer => ({
  config,
  target: unconfirmedTarget(config),
  fault: 'the file that names it was never confirmed',
  tools: [],
});

const NONE = `No other MCP server is configured. Sought: --mcp-config FILE, ./.mcp.json and
mcp.json in the user's configuration folder.`;
const NONE_USABLE = 'No other MCP server can be used.';

function blockOf(
  { config, target, fault, tools }: ListedServer,
  path: string,
  schemas: boolean,
): string {
  const head = `${config.name}  ${sanitizeLine(target)}`;
  const state = config.disabled
    ? ['  disabled']
    : fault === null
      ? []
      : [`  can't be used: ${fault}`];
  return [head, `  from ${path}`, ...state, ...toolLines(tools, schemas)].join('\n');
}

type ListedTool = Pick<ForeignTool, 'description' | 'allowed' | 'why'>;

function toolLines(tools: readonly ListedTool[], schemas: boolean): readonly string[] {
  const width = Math.max(0, ...tools.map(({ description }) => description.name.length));
  return tools.flatMap(({ description, allowed, why }) => [
    `  ${allowed ? 'allowed' : 'refused'}  ${description.name.padEnd(width)}  ${why}`,
    ...(schemas ? [`           ${JSON.stringify(description.inputSchema)}`] : []),
  ]);
}

/** Arguments and headers may hold secrets: the command and the address suffice, variables of a command as names. */
function targetOf(config: ServerConfig): string {
  if (config.kind === 'http') return new URL(config.url).origin;
  const words = [config.command, ...config.args.slice(0, 1)].join(' ').split(' ').length;
  const written = config.asWritten.split(' ').slice(0, words).join(' ');
  // Behind a comma it goes on with variables and folder.
  return redact(written.replace(/,$/, ''));
}

/** What nobody has confirmed gets no variable shown either: the text may go to a log that others read. */
function unconfirmedTarget(config: ServerConfig): string {
  const isHidden = config.kind === 'http' && config.usesVariables;
  return isHidden ? 'an address with variables' : targetOf(config);
}
