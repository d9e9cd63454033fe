// `troubleshoot mcp serve`: what the program can do, for other agents, on stdio.
import { Failure } from '../base/failure.ts';
import { createCloudWatchLogsServer } from '../mcp/cloudwatch-logs/server.ts';
import { serveOnStdio } from '../mcp/serve-stdio.ts';
import { offer } from '../mcp/served/offer.ts';
import type { CliProcess } from './cli-process.ts';
import { readConfig } from './config.ts';
import { EXIT, signalExitCode } from './exit-code.ts';
import { programVersion } from './places.ts';
import { readRegions } from './regions.ts';
import { INSTRUCTIONS, servedOf } from './serve/served.ts';
import { serveBorder } from './serve-border.ts';
import { listenForSignals } from './signals.ts';
import { sopFolders } from './sop-source.ts';
import { defaultRegion, openClients } from './wiring.ts';

const EXAMPLE = { label: 'For example', add: ['--region', 'us-west-2'] };

export interface ServeOptions {
  readonly region?: string;
  readonly out: string;
}

/** Resolves when the client has gone, or at a signal. */
export async function serveCommand(options: ServeOptions, cli: CliProcess): Promise<number> {
  const config = readConfig();
  const given = options.region ?? config.region ?? (await defaultRegion());
  if (given === null) {
    throw new Failure('usage', 'Missing: the region of calls that name none.', [], [EXAMPLE]);
  }
  const [region = given, second] = readRegions([given]);
  if (second !== undefined) {
    throw new Failure(
      'usage',
      `A server has one region for calls that name none, not several: ${given}.`,
      ['A call may name another one in its argument `region`.'],
      [{ label: 'For example', replace: [{ flag: '--region', from: null, to: region }] }],
    );
  }
  const interruption = listenForSignals(cli, 'Stopped.');
  const clients = await openClients({ region, endpoint: null, credentials: null });
  try {
    const server = createCloudWatchLogsServer(clients, {
      name: 'troubleshoot',
      title: 'Troubleshoot',
      version: programVersion(),
      instructions: INSTRUCTIONS,
      border: serveBorder(region),
    });
    offer(server, servedOf({ folders: sopFolders(config), out: options.out }));
    await serveOnStdio(server, {
      input: cli.stdin,
      output: cli.stdout,
      signal: interruption.signal,
    });
  } finally {
    interruption.dispose();
    await clients.close();
  }
  return signalExitCode(interruption.received()) ?? EXIT.ok;
}
