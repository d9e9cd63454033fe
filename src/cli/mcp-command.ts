// `troubleshoot mcp serve`: what the program can do, for other agents, on stdio or by HTTP on this machine.

import type { AwsAccess } from '../mcp/aws-access.ts';
import type { Border } from '../mcp/aws-tool.ts';
import { createCloudWatchLogsServer } from '../mcp/cloudwatch-logs/server.ts';
import { serveOnStdio } from '../mcp/serve-stdio.ts';
import { offer, type Peers } from '../mcp/served/offer.ts';
import type { Served } from '../mcp/served/served.ts';
import { readAccess } from './access.ts';
import type { CliProcess } from './cli-process.ts';
import { readConfig } from './config.ts';
import { EXIT, signalExitCode } from './exit-code.ts';
import { ownCommand } from './own-command.ts';
import { programVersion } from './places.ts';
import { httpChoice, serveHttp } from './serve/http.ts';
import { type OpenServed, openServed } from './serve/open.ts';
import { servedRegion } from './serve/region.ts';
import { createRuns } from './serve/runs.ts';
import { INSTRUCTIONS, servedOf } from './serve/served.ts';
import { serveBorder } from './serve-border.ts';
import { listenForSignals } from './signals.ts';

export interface ServeOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly roleArn?: string;
  readonly logs?: readonly string[];
  readonly out: string;
  readonly callAws?: boolean;
  readonly http?: string;
  readonly tokenFile?: string;
}

const STOPPED =
  'Stopping: an investigation under way writes what it found. Again to leave at once.';

/**
 * Resolves when the client has gone, with `--http` at a signal; investigations have written their reports by then.
 */
export async function serveCommand(options: ServeOptions, cli: CliProcess): Promise<number> {
  const config = readConfig();
  const { logs = [], out } = options;
  const http = httpChoice(options, config);
  const callAws = options.callAws === true;
  const access = readAccess({ ...options, logs });
  const region = await servedRegion(options, config);
  const interruption = listenForSignals(cli, STOPPED);
  const { signal } = interruption;
  const runs = createRuns();
  let fault: string | null = null;
  const opened = await openServed({ logs, region, access, callAws, config }, cli);
  try {
    const offered = servedOf({ config, region, access, logs, out, runs });
    const served = { ...offered, tools: [...offered.tools, ...opened.tools] };
    const shared: Shared = {
      border: serveBorder(region === null || logs.length > 0 ? null : sameServer(region, access)),
      ownQueries: new Set<string>(),
      peers: new Set(),
    };
    const create = () => createServer(opened, served, shared);
    if (http !== null) await serveHttp(create, { ...http, signal, cli });
    else fault = await serveOnStdio(create(), { input: cli.stdin, output: cli.stdout, signal });
  } finally {
    await runs.finish();
    interruption.dispose();
    await opened.close();
  }
  if (fault !== null) cli.stderr.write(`What the client sent cannot be read: ${fault}\n`);
  return signalExitCode(interruption.received()) ?? (fault === null ? EXIT.ok : EXIT.failed);
}

/** Asks as the same identity in the same region; where reports lie and who may ask has no part in a refusal. */
function sameServer(region: string, { profile, roleArn }: AwsAccess): string {
  const words = ['mcp', 'serve', '--region', region];
  if (profile !== null) words.push('--profile', profile);
  if (roleArn !== null) words.push('--role-arn', roleArn);
  return ownCommand(words, { label: 'Then' });
}

/** What the servers of all clients share: whose a query is, and what is known of it. */
interface Shared {
  readonly border: Border;
  readonly ownQueries: Set<string>;
  readonly peers: Peers;
}

function createServer(
  { clients, register }: OpenServed,
  served: Served,
  { border, ownQueries, peers }: Shared,
) {
  const about = {
    name: 'troubleshoot',
    title: 'Troubleshoot',
    version: programVersion(),
    instructions: INSTRUCTIONS,
    border,
  };
  const server = createCloudWatchLogsServer(clients, about, ownQueries);
  register(server, border);
  offer(server, served, peers);
  return server;
}
