// The tool `call_aws`, with the contract of the one that AWS took out of its server: an AWS CLI command line in, its
// answer out. Reads only, and says which operation it refused and why.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { faultOf } from '../aws-fault.ts';
import { failedAnswer, requestIdMeta } from '../failed-answer.ts';
import { type AwsCommand, parseCommand } from './aws-command.ts';
import { MAX_COMMAND_CHARS } from './command-words.ts';
import { ruleOnOperation } from './read-only.ts';

/** Of an answer so much is handed on. */
const MAX_ANSWER_CHARS = 100_000;

export interface AwsAnswer {
  readonly json: unknown;
  readonly requestId: string | null;
}

/** Who carries a command out; throws what AWS or the system says. */
export type CarryOut = (
  command: AwsCommand & { readonly region: string },
  signal: AbortSignal,
) => Promise<AwsAnswer>;

export interface CallAwsSettings {
  /** The region of commands that name none. */
  readonly region: string;
  /** The profile of commands that name none; null: the SDK's own choice. */
  readonly profile: string | null;
  /** `service operation` pairs or services that are refused whatever else holds. */
  readonly denied: readonly string[];
  readonly carryOut: CarryOut;
}

const DESCRIPTION = [
  'Runs one AWS CLI command that only reads, for example',
  '`aws cloudwatch describe-alarms --state-value ALARM --region us-west-2`. There is no shell: no pipes, variables or',
  'files, and no --query. Commands that write, and those that are not known to only read, are refused.',
].join(' ');

export function createAwsApiServer(settings: CallAwsSettings): McpServer {
  const server = new McpServer({ name: 'aws-api', version: '1', title: 'AWS API, read only' });
  const inputSchema = z.strictObject({
    cli_command: z.string().min(1).max(MAX_COMMAND_CHARS).describe('begins with "aws"'),
    max_results: z.number().int().min(1).max(1_000).optional().describe('items of a page'),
  });
  server.registerTool(
    'call_aws',
    {
      title: 'Run a reading AWS CLI command',
      description: DESCRIPTION,
      inputSchema,
      annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: true },
    },
    (args, { signal }) => callAws(settings, args, signal),
  );
  return server;
}

interface Asked {
  readonly cli_command: string;
  readonly max_results?: number | undefined;
}

async function callAws(
  { region, profile, denied, carryOut }: CallAwsSettings,
  { cli_command, max_results }: Asked,
  signal: AbortSignal,
): Promise<CallToolResult> {
  const parsed = parseCommand(cli_command);
  const asked = parsed.command ?? parsed.asked;
  const ruling = asked === null ? null : ruleOnOperation(asked.service, asked.operation, denied);
  if (ruling?.reads === false) return refused('OperationRefused', `${ruling.why}.`);
  const { command } = parsed;
  if (command === null) return refused('InvalidCommand', parsed.fault);
  try {
    const answer = await carryOut(
      {
        ...command,
        region: command.region ?? region,
        profile: command.profile ?? profile,
        maxItems: command.maxItems ?? max_results ?? null,
      },
      signal,
    );
    return succeeded(answer);
  } catch (thrown) {
    return failedAnswer(faultOf(thrown));
  }
}

/** Asked of nobody. */
const refused = (name: string, message: string): CallToolResult =>
  failedAnswer({ name, message, requestId: null });

function succeeded({ json, requestId }: AwsAnswer): CallToolResult {
  const whole = JSON.stringify(json, null, 1) ?? 'null';
  const rest = whole.length - MAX_ANSWER_CHARS;
  const cut = `${whole.slice(0, MAX_ANSWER_CHARS)}\n[cut: ${MAX_ANSWER_CHARS} of ${whole.length} characters; ask for fewer items]`;
  return {
    content: [{ type: 'text', text: rest > 0 ? cut : whole }],
    _meta: requestIdMeta(requestId),
  };
}
