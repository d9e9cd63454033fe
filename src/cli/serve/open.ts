// What `mcp serve` asks: CloudWatch and CloudTrail in AWS and, where its owner wants it, `call_aws`; or local logs with
// what lies beside them.
import { sanitize } from '../../base/sanitize.ts';
import type { LogsClients } from '../../mcp/cloudwatch-logs/clients.ts';
import type { ServedTool } from '../../mcp/served/served.ts';
import { ALL_SIGNALS, type SignalsClients, type SignalsOffered } from '../../mcp/signals/server.ts';
import type { CliProcess } from '../cli-process.ts';
import type { Config } from '../config.ts';
import { readMcpFiles } from '../mcp-files.ts';
import { wireCallAws } from '../wire-call-aws.ts';
import { openClients, openLocal, openSignalsClients, ownCalls } from '../wiring.ts';
import { callAwsTool } from './call-aws-tool.ts';

export interface OpenServed {
  readonly clients: LogsClients;
  readonly signals: SignalsClients;
  readonly offered: SignalsOffered;
  /** `call_aws`, or nothing. */
  readonly tools: readonly ServedTool[];
  close(): Promise<void>;
}

interface Wanted {
  readonly logs: readonly string[];
  readonly region: string | null;
  readonly callAws: boolean;
  readonly config: Config;
}

/** Throws Failure `usage` where a path can't be read. */
export async function openServed(wanted: Wanted, cli: CliProcess): Promise<OpenServed> {
  const { logs, region } = wanted;
  const tell = (text: string) => cli.stderr.write(`${sanitize(text)}\n`);
  if (logs.length === 0 && region !== null) return openAws({ ...wanted, region });
  const { clients, choice, offered, gaps, notices, close } = await openLocal(logs, region, tell);
  for (const text of [...notices, ...gaps.map(({ what, why }) => `${what} ${why}`)]) tell(text);
  const signals = await openSignalsClients(choice);
  const closeAll = async () => {
    await signals.close();
    await clients.close();
    await close();
  };
  return { clients, signals, offered, tools: [], close: closeAll };
}

async function openAws({
  region,
  callAws,
  config,
}: Wanted & { readonly region: string }): Promise<OpenServed> {
  const choice = { region, endpoint: null, credentials: null };
  const clients = await openClients(choice);
  const signals = await openSignalsClients(choice);
  const own = callAws
    ? await wireCallAws(region, deniedBy(config), config.mcp.environment, ownCalls())
    : null;
  return {
    clients,
    signals,
    offered: ALL_SIGNALS,
    tools: own === null ? [] : [callAwsTool(own)],
    close: async () => {
      await own?.close();
      await signals.close();
      await clients.close();
    },
  };
}

/** Of all files, confirmed or not: they only take away. */
const deniedBy = ({ mcp }: Config): readonly string[] =>
  readMcpFiles([], mcp).flatMap(({ awsDenyList }) => awsDenyList);
