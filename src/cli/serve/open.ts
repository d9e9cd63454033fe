// What `mcp serve` asks: CloudWatch, CloudTrail, Lambda, ECS and CloudFormation in AWS and, where its owner wants it,
// `call_aws`; or local logs with what lies beside them.
import { inSentences } from '../../base/in-sentences.ts';
import { sanitize } from '../../base/sanitize.ts';
import type { AwsAccess } from '../../mcp/aws-access.ts';
import type { Border } from '../../mcp/aws-tool.ts';
import type { LogsClients } from '../../mcp/cloudwatch-logs/clients.ts';
import { registerDeployments } from '../../mcp/deployments/server.ts';
import type { ServedTool } from '../../mcp/served/served.ts';
import { ALL_SIGNALS, registerSignals } from '../../mcp/signals/server.ts';
import type { CliProcess } from '../cli-process.ts';
import type { Config } from '../config.ts';
import { readMcpFiles } from '../mcp-files.ts';
import { wireCallAws } from '../wire-call-aws.ts';
import {
  openClients,
  openDeploymentsClients,
  openLocal,
  openSignalsClients,
  ownCalls,
} from '../wiring.ts';
import { callAwsTool } from './call-aws-tool.ts';

type Server = Parameters<typeof registerSignals>[0];

export interface OpenServed {
  readonly clients: LogsClients;
  /** Offers what is asked beside the logs. */
  register(server: Server, border: Border): void;
  /** `call_aws`, or nothing. */
  readonly tools: readonly ServedTool[];
  close(): Promise<void>;
}

interface Wanted {
  readonly logs: readonly string[];
  readonly region: string | null;
  readonly access: AwsAccess;
  readonly callAws: boolean;
  readonly config: Config;
}

/** Throws Failure `usage` where a path can't be read. */
export async function openServed(wanted: Wanted, cli: CliProcess): Promise<OpenServed> {
  const { logs, region } = wanted;
  const tell = (text: string) => cli.stderr.write(`${sanitize(text)}\n`);
  if (logs.length === 0 && region !== null) return openAws({ ...wanted, region });
  const { clients, choice, offered, gaps, notices, close } = await openLocal(logs, region, tell);
  for (const text of [...notices, ...gaps.map(({ what, why }) => inSentences([what, why]))])
    tell(text);
  const signals = await openSignalsClients(choice);
  return {
    clients,
    register: (server, border) => registerSignals(server, { clients: signals, border }, offered),
    tools: [],
    close: async () => {
      await signals.close();
      await clients.close();
      await close();
    },
  };
}

async function openAws({
  region,
  access,
  callAws,
  config,
}: Wanted & { readonly region: string }): Promise<OpenServed> {
  const choice = { region, endpoint: null, credentials: null, access };
  const clients = await openClients(choice);
  const signals = await openSignalsClients(choice);
  const deployments = await openDeploymentsClients(choice);
  const { environment } = config.mcp;
  const own = callAws
    ? await wireCallAws(region, deniedBy(config), environment, ownCalls(), access)
    : null;
  return {
    clients,
    register: (server, border) => {
      registerSignals(server, { clients: signals, border }, ALL_SIGNALS);
      registerDeployments(server, { clients: deployments, border });
    },
    tools: own === null ? [] : [callAwsTool(own)],
    close: async () => {
      await own?.close();
      await deployments.close();
      await signals.close();
      await clients.close();
    },
  };
}

/** Of all files, confirmed or not: they only take away. */
const deniedBy = ({ mcp }: Config): readonly string[] =>
  readMcpFiles([], mcp).flatMap(({ awsDenyList }) => awsDenyList);
