// `call_aws` for other agents: the tool of this program's own runs, with the same table of reading operations, and its
// answers as everything else that leaves: redacted.
import { z } from 'zod';
import type { Tools } from '../../agent/tools.ts';
import { MAX_COMMAND_CHARS } from '../../mcp/aws-api/command-words.ts';
import { type ServedTool, servedTool } from '../../mcp/served/served.ts';
import { cleanContent } from '../../run/border.ts';
import { refusedFor } from '../../run/faults.ts';

const NAME = 'call_aws';
/** The AWS CLI has 60 seconds of its own. */
const TIMEOUT_MS = 120_000;
const MAX_RESULTS = 1_000;

export const callAwsTool = (tools: Tools): ServedTool =>
  servedTool({
    name: NAME,
    title: 'Run a reading AWS CLI command',
    description: [
      'Runs one AWS CLI command that only reads, for example',
      '`aws cloudwatch describe-alarms --state-value ALARM --region us-west-2`. There is no shell: no pipes, variables or',
      'files, and no --query. Commands that write, and those that are not known to only read, are refused. Values of',
      'environment variables, secrets and personal data in answers read [redacted:KIND].',
    ].join(' '),
    input: z.strictObject({
      cli_command: z.string().min(1).max(MAX_COMMAND_CHARS).describe('begins with "aws"'),
      max_results: z.number().int().min(1).max(MAX_RESULTS).optional().describe('items of a page'),
    }),
    output: z.object({
      answer: z.unknown().describe('as JSON; text where it was cut'),
      cut: z.boolean().describe('true: there is more; ask for fewer items'),
      requestId: z.string().nullable(),
    }),
    annotations: { openWorldHint: true },
    run: async (args, { signal }) => {
      const result = await tools.call(NAME, args, { signal, timeoutMs: TIMEOUT_MS });
      const { isError, text, errorCode, requestId } = result;
      if (isError) {
        const help = refusedFor(NAME, errorCode ?? '', text);
        return { fault: [String(cleanContent(text)), ...help].join('\n') };
      }
      const whole = json(text);
      const answer = cleanContent(whole === null ? text : whole.value) ?? null;
      return { content: { answer, cut: whole === null, requestId } };
    },
  });

/** null where it was cut: it is no JSON then. */
function json(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}
