// `troubleshoot mcp install HOST`: the configuration by which another program starts `mcp serve`, printed, or with
// `--write` put into that program's file of this folder. What stands there stays.
import {
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { renderDiagnostic } from '../base/diagnostic.ts';
import { Failure } from '../base/failure.ts';
import { makeFolder } from '../base/make-folder.ts';
import { type Added, addServer } from '../mcp/servers/add-server.ts';
import { readAccess } from './access.ts';
import type { CliProcess } from './cli-process.ts';
import { type Config, readConfig } from './config.ts';
import { EXIT } from './exit-code.ts';
import { onPath } from './on-path.ts';
import { programFolder } from './places.ts';
import { servedRegion } from './serve/region.ts';

export interface InstallOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly roleArn?: string;
  readonly logs?: readonly string[];
  readonly out?: string;
  readonly callAws?: boolean;
  readonly write?: boolean;
}

export type HostName = 'claude' | 'kiro' | 'cursor' | 'vscode';

interface Host {
  readonly title: string;
  /** Its file in the folder of a project. */
  readonly file: string;
  readonly holder: 'mcpServers' | 'servers';
  /** What it wants to know of a server beside its command. */
  readonly more: Readonly<Record<string, unknown>>;
}

/** How long a call may take: an investigation takes minutes. In milliseconds, as Kiro counts. */
const CALL_TIMEOUT_MS = 600_000;

const HOSTS: Readonly<Record<HostName, Host>> = {
  claude: {
    title: 'Claude Code',
    file: '.mcp.json',
    holder: 'mcpServers',
    more: { type: 'stdio' },
  },
  kiro: {
    title: 'Kiro',
    file: '.kiro/settings/mcp.json',
    holder: 'mcpServers',
    more: { timeout: CALL_TIMEOUT_MS },
  },
  cursor: { title: 'Cursor', file: '.cursor/mcp.json', holder: 'mcpServers', more: {} },
  vscode: {
    title: 'VS Code',
    file: '.vscode/mcp.json',
    holder: 'servers',
    more: { type: 'stdio' },
  },
};

const NAME = 'troubleshoot';

/** Without `--write` nothing is touched: stdout is what the file of a folder without one would be. */
export async function installCommand(
  name: HostName,
  options: InstallOptions,
  cli: CliProcess,
): Promise<number> {
  const { title, file, holder, more } = HOSTS[name];
  const config = readConfig();
  readAccess({ ...options, logs: options.logs ?? [] });
  const region = await servedRegion(options, config);
  const server = { ...launchOf(config, argumentsOf(options, region)), ...more };
  const addition = { holder, name: NAME, server };
  if (options.write === true) {
    const { change } = write(resolve(file), (text) => addServer(text, addition));
    cli.stdout.write(`${resolve(file)}\n`);
    cli.stderr.write(`${toldOf(change)}\n${title} reads it when it is started in this folder.\n`);
    return EXIT.ok;
  }
  cli.stdout.write(addServer('', addition).value?.text ?? '');
  cli.stderr.write(`For ${file} of a project of ${title}. With --write it is put there.\n`);
  return EXIT.ok;
}

const toldOf = (change: Added['change']): string =>
  ({
    added: `The server ${NAME} was added; what stood there stays.`,
    replaced: `The server ${NAME} stood there otherwise and was changed; what else stood there stays.`,
    same: `The server ${NAME} stands there like this already.`,
  })[change];

/** Paths are whole: a host may start it anywhere. */
function argumentsOf(
  { profile, roleArn, logs = [], out, callAws = false }: InstallOptions,
  region: string | null,
): readonly string[] {
  return [
    ...['mcp', 'serve'],
    ...(region === null ? [] : ['--region', region]),
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(roleArn === undefined ? [] : ['--role-arn', roleArn]),
    ...logs.flatMap((path) => ['--logs', resolve(path)]),
    ...(out === undefined ? [] : ['--out', resolve(out)]),
    ...(callAws ? ['--call-aws'] : []),
  ];
}

/** By its name where that finds this very program; a project's file may then be shared. */
function launchOf({ mcp }: Config, args: readonly string[]) {
  const main = join(programFolder(), 'dist', 'main.js');
  const found = onPath(NAME, mcp.environment.PATH ?? '');
  if (found !== null && existsSync(main) && realpathSync(found) === realpathSync(main))
    return { command: NAME, args };
  return { command: process.execPath, args: [main, ...args] };
}

/** Through a link, into its file; whole or not at all. Throws Failure. */
function write(path: string, change: (text: string) => ReturnType<typeof addServer>): Added {
  try {
    const target = existsSync(path) ? realpathSync(path) : path;
    const before = existsSync(target) ? readFileSync(target, 'utf8') : '';
    const { value, diagnostics } = change(before);
    if (value === null) {
      const shown = diagnostics.flatMap((one) => renderDiagnostic(one, before, path).split('\n'));
      throw new Failure('usage', `${path} cannot be added to; it stays as it is.`, shown);
    }
    if (value.change === 'same') return value;
    makeFolder(dirname(target));
    const beside = `${target}.part`;
    const mode = existsSync(target) ? statSync(target).mode : 0o644;
    writeFileSync(beside, value.text, { mode });
    renameSync(beside, target);
    return value;
  } catch (fault) {
    if (fault instanceof Failure) throw fault;
    const why = fault instanceof Error ? fault.message : String(fault);
    const help = ['Without --write it is printed, to be put there by hand.'];
    throw new Failure('failed', `Cannot write ${path}: ${why}`, help, [
      { label: 'Print it', drop: ['--write'] },
    ]);
  }
}
