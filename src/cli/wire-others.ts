// The tools beside those of CloudWatch Logs that a model may use in a run: MCP servers of others, and `call_aws`.
import { NO_TOOLS, type Tools } from '../agent/tools.ts';
import type { Outgoing } from '../base/outgoing.ts';
import type { AwsAccess } from '../mcp/aws-access.ts';
import type { Gap } from '../report/types.ts';
import type { Config } from './config.ts';
import {
  type AskTrust,
  asTools,
  chooseMcpFiles,
  type McpOptions,
  openForeign,
} from './foreign-tools.ts';
import { wireCallAws } from './wire-call-aws.ts';

export interface Others {
  readonly tools: Tools;
  readonly gaps: readonly Gap[];
  readonly notices: readonly string[];
  close(): Promise<void>;
}

export const NO_OTHERS: Others = { tools: NO_TOOLS, gaps: [], notices: [], close: async () => {} };

interface Circumstances {
  readonly ask: AskTrust;
  /** Names of tools that there are already. */
  readonly taken: readonly string[];
  /** The region of `call_aws`; null where the run has nothing to do with AWS. */
  readonly awsRegion: string | null;
  /** As whom `call_aws` asks. */
  readonly access: AwsAccess;
  readonly signal: AbortSignal;
  readonly outgoing: Outgoing;
}

/** Throws Failure `usage` where a file that was named can't be used. */
export async function wireOthers(
  options: McpOptions,
  config: Config,
  { ask, taken, awsRegion, access, signal, outgoing }: Circumstances,
): Promise<Others> {
  const { files, denied, notices } = await chooseMcpFiles(options, config.mcp, ask);
  const own =
    awsRegion === null
      ? null
      : await wireCallAws(awsRegion, denied, config.mcp.environment, outgoing, access);
  const ownTools = (await own?.list()) ?? [];
  const names = [...taken, ...ownTools.map(({ name }) => name)];
  const foreign = asTools(await openForeign(files, names, config, signal, outgoing));
  return {
    tools: own === null ? foreign.tools : bothOf(own, foreign.tools),
    gaps: foreign.gaps,
    notices,
    close: async () => {
      await foreign.close();
      await own?.close();
    },
  };
}

function bothOf(own: Tools, others: Tools): Tools {
  return {
    list: async () => [...(await own.list()), ...(await others.list())],
    call: async (name, args, options) => {
      const isOwn = (await own.list()).some((tool) => tool.name === name);
      return (isOwn ? own : others).call(name, args, options);
    },
  };
}
