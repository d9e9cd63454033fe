// `troubleshoot mcp serve`: what the program can do, for other agents, on stdio or by HTTP on this machine.

import { sanitize } from '../base/sanitize.ts';
import type { LogsClients } from '../mcp/cloudwatch-logs/clients.ts';
import { createCloudWatchLogsServer } from '../mcp/cloudwatch-logs/server.ts';
import { serveOnStdio } from '../mcp/serve-stdio.ts';
import { offer } from '../mcp/served/offer.ts';
import type { Served } from '../mcp/served/served.ts';
import type { CliProcess } from './cli-process.ts';
import { readConfig } from './config.ts';
import { EXIT, signalExitCode } from './exit-code.ts';
import { programVersion } from './places.ts';
import { httpChoice, serveHttp } from './serve/http.ts';
import { servedRegion } from './serve/region.ts';
import { createRuns } from './serve/runs.ts';
import { INSTRUCTIONS, servedOf } from './serve/served.ts';
import { serveBorder } from './serve-border.ts';
import { listenForSignals } from './signals.ts';
import { openClients, openLocal } from './wiring.ts';

export interface ServeOptions {
  readonly region?: string;
  readonly logs?: readonly string[];
  readonly out: string;
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
  const region = await servedRegion(options, config);
  const interruption = listenForSignals(cli, STOPPED);
  const { signal } = interruption;
  const runs = createRuns();
  const opened = await open(logs, region, cli);
  try {
    const served = servedOf({ config, region, logs, out, runs });
    const create = () => createServer(opened.clients, served, region);
    if (http !== null) await serveHttp(create, { ...http, signal, cli });
    else await serveOnStdio(create(), { input: cli.stdin, output: cli.stdout, signal });
  } finally {
    await runs.finish();
    interruption.dispose();
    await opened.close();
  }
  return signalExitCode(interruption.received()) ?? EXIT.ok;
}

function createServer(clients: LogsClients, served: Served, region: string | null) {
  const server = createCloudWatchLogsServer(clients, {
    name: 'troubleshoot',
    title: 'Troubleshoot',
    version: programVersion(),
    instructions: INSTRUCTIONS,
    border: serveBorder(region ?? 'local'),
  });
  offer(server, served);
  return server;
}

interface Opened {
  readonly clients: LogsClients;
  close(): Promise<void>;
}

/** CloudWatch Logs in AWS, or over local files. */
async function open(
  logs: readonly string[],
  region: string | null,
  cli: CliProcess,
): Promise<Opened> {
  if (logs.length === 0 && region !== null) {
    const clients = await openClients({ region, endpoint: null, credentials: null });
    return { clients, close: () => clients.close() };
  }
  const tell = (text: string) => cli.stderr.write(`${sanitize(text)}\n`);
  const { clients, gaps, notices, close } = await openLocal(logs, region, tell);
  for (const text of [...notices, ...gaps.map(({ what }) => what)]) tell(text);
  const closeAll = async () => {
    await clients.close();
    await close();
  };
  return { clients, close: closeAll };
}
