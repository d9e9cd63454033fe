// `troubleshoot mcp serve`: the built-in CloudWatch Logs server on stdio, for other agents.
import { Failure } from '../base/failure.ts';
import { createCloudWatchLogsServer } from '../mcp/cloudwatch-logs/server.ts';
import { serveOnStdio } from '../mcp/serve-stdio.ts';
import type { CliProcess } from './cli-process.ts';
import { readConfig } from './config.ts';
import { EXIT, signalExitCode } from './exit-code.ts';
import { readRegions } from './regions.ts';
import { listenForSignals } from './signals.ts';
import { defaultRegion, openClients } from './wiring.ts';

/** Resolves when the client has gone, or at a signal. */
export async function serveCommand(
  options: { readonly region?: string },
  cli: CliProcess,
): Promise<number> {
  const given = options.region === undefined ? undefined : readRegions([options.region])[0];
  const region = given ?? readConfig().region ?? (await defaultRegion());
  if (region === null) {
    throw new Failure('usage', 'Missing: the region of calls that name none.', [
      'For example: troubleshoot mcp serve --region us-west-2',
    ]);
  }
  const interruption = listenForSignals(cli, 'Stopped.');
  const clients = await openClients({ region, endpoint: null, credentials: null });
  try {
    await serveOnStdio(createCloudWatchLogsServer(clients), {
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
