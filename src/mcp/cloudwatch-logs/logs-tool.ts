// A tool of this server: one call to CloudWatch Logs.
import { z } from 'zod';
import { type AwsTool, type AwsToolContext, awsTool, type Definition } from '../aws-tool.ts';
import type { LogsApi } from './sdk.ts';

/** What the tools of this server share. */
export interface ToolContext extends AwsToolContext<LogsApi> {
  /** Ids of the queries that this server started; only these may be stopped. */
  readonly ownQueries: Set<string>;
}

export type LogsTool = AwsTool<ToolContext>;

export const logGroupNameArgument = z
  .string()
  .min(1)
  .max(512)
  .describe('exact name of the log group');

export function logsTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: Definition<LogsApi, ToolContext, Input, Output>,
): LogsTool {
  return awsTool(definition);
}
