// What a tool of a built-in server over AWS is: a schema in, a schema out, a call of the SDK between them. How a call is
// answered, in success and in failure, is the same for all and stands here.
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult, ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { faultOf } from './aws-fault.ts';
import { boundedContent, MAX_CONTENT_CHARS } from './bounded-content.ts';
import { failedAnswer, requestIdMeta } from './failed-answer.ts';
import type { RegionClients } from './region-clients.ts';

/** What stands between the logs and a client of another program. */
export interface Border {
  /** What is wrong with a region that a call names; null: nothing. */
  regionProblem(region: string): string | null;
  /** The content of an answer without what its client must not see. */
  result(call: ServedCall, content: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** What went wrong in a call of the tool, without secrets and with the next step. */
  fault(tool: string, name: string, message: string): string;
  /** False where what is asked lies on this machine. */
  readonly openWorld: boolean;
}

export interface ServedCall {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What the tools of one server share. */
export interface AwsToolContext<Api> {
  readonly clients: RegionClients<Api>;
  /** null: the client is this program, which has its own. */
  readonly border: Border | null;
}

export interface AwsTool<Context> {
  readonly name: string;
  register(server: McpServer, context: Context): void;
}

export interface Definition<
  Api,
  Context extends AwsToolContext<Api>,
  Input extends z.ZodObject,
  Output extends z.ZodObject,
> {
  readonly name: string;
  readonly title: string;
  /** Says the units of times and the limits. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  readonly annotations?: ToolAnnotations;
  readonly call: (
    api: Api,
    args: z.infer<Input>,
    signal: AbortSignal,
    context: Context,
  ) => Promise<AwsAnswer>;
}

type AwsAnswer = { readonly $metadata: { readonly requestId?: string | undefined } };

/** Every tool takes a region beside its own arguments. */
export const regionArgument = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'no region name, for example us-west-2')
  .optional()
  .describe('AWS region; by default the one that the server was started for');

export const pageTokenArgument = z
  .string()
  .min(1)
  .optional()
  .describe('nextToken of the page before; leave out for the first page');

/** All tools look, none changes anything; asking twice is as good as asking once, but the logs go on growing. */
const ANNOTATIONS: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
};

export function awsTool<
  Api,
  Context extends AwsToolContext<Api>,
  Input extends z.ZodObject,
  Output extends z.ZodObject,
>(definition: Definition<Api, Context, Input, Output>): AwsTool<Context> {
  const { name, title, description, input, output, annotations } = definition;
  return {
    name,
    register: (server, context) => {
      const config = {
        title,
        description,
        inputSchema: input as z.ZodObject,
        // This program reads an answer by the schema of the one that asked, once.
        ...(context.border === null ? {} : { outputSchema: output as z.ZodObject }),
        annotations: {
          ...ANNOTATIONS,
          openWorldHint: context.border?.openWorld ?? true,
          ...annotations,
        },
      };
      server.registerTool(name, config, (args, { signal }) =>
        answer(definition, args as z.infer<Input>, signal, context),
      );
    },
  };
}

async function answer<
  Api,
  Context extends AwsToolContext<Api>,
  Input extends z.ZodObject,
  Output extends z.ZodObject,
>(
  { name, call }: Definition<Api, Context, Input, Output>,
  args: z.infer<Input>,
  signal: AbortSignal,
  context: Context,
): Promise<CallToolResult> {
  const { border, clients } = context;
  try {
    const { region, ...rest } = args as { region?: string };
    const problem = region === undefined ? null : (border?.regionProblem(region) ?? null);
    if (problem !== null)
      return failedAnswer({ name: BAD_REGION, message: problem, requestId: null });
    const api = await clients.of(region);
    const answered = await call(api, rest as z.infer<Input>, signal, context);
    const { $metadata, ...content } = answered;
    const _meta = requestIdMeta($metadata.requestId ?? null);
    // This program reads the content alone: a text of it would be a copy that nobody reads.
    if (border === null) return { content: [], structuredContent: content, _meta };
    const passed = border.result({ tool: name, args: rest }, content);
    return { ...told(boundedContent(passed, MAX_CONTENT_CHARS)), _meta };
  } catch (thrown) {
    const fault = faultOf(thrown);
    const message = border?.fault(name, fault.name, fault.message) ?? fault.message;
    return failedAnswer({ ...fault, message });
  }
}

const BAD_REGION = 'InvalidParameterException';

/** For readers that take no structured content too. */
function told(content: Record<string, unknown>): CallToolResult {
  return {
    content: [{ type: 'text', text: JSON.stringify(content) }],
    structuredContent: content,
  };
}
