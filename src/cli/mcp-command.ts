// `troubleshoot mcp serve`: what the program can do, for other agents, on stdio or by HTTP on this machine.

import { createCloudWatchLogsServer } from '../mcp/cloudwatch-logs/server.ts';
import { serveOnStdio } from '../mcp/serve-stdio.ts';
import { offer } from '../mcp/served/offer.ts';
import type { Served } from '../mcp/served/served.ts';
import { registerSignals } from '../mcp/signals/server.ts';
import type { CliProcess } from './cli-process.ts';
import { readConfig } from './config.ts';
import { EXIT, signalExitCode } from './exit-code.ts';
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
  const region = await servedRegion(options, config);
  const interruption = listenForSignals(cli, STOPPED);
  const { signal } = interruption;
  const runs = createRuns();
  const opened = await openServed({ logs, region, callAws, config }, cli);
  try {
    const offered = servedOf({ config, region, logs, out, runs });
    const served = { ...offered, tools: [...offered.tools, ...opened.tools] };
    const create = () => createServer(opened, served, logs.length > 0 ? null : region);
    if (http !== null) await serveHttp(create, { ...http, signal, cli });
    else await serveOnStdio(create(), { input: cli.stdin, output: cli.stdout, signal });
  } finally {
    await runs.finish();
    interruption.dispose();
    await opened.close();
  }
  return signalExitCode(interruption.received()) ?? EXIT.ok;
}

/** `region` is null where the logs are local. */
function createServer(
  { clients, signals, offered }: OpenServed,
  served: Served,
  region: string | null,
) {
  const border = serveBorder(region);
  const server = createCloudWatchLogsServer(clients, {
    name: 'troubleshoot',
    title: 'Troubleshoot',
    version: programVersion(),
    instructions: INSTRUCTIONS,
    border,
  });
  registerSignals(server, { clients: signals, border }, offered);
  offer(server, served);
  return server;
}
