// A tool of this server: one call to CloudWatch Logs.
import { z } from 'zod';
import { type AwsTool, type AwsToolContext, awsTool, type Definition } from '../aws-tool.ts';
import type { LogsApi } from './sdk.ts';

/** What the tools of this server share. */
export interface ToolContext extends AwsToolContext<LogsApi> {
  /** Ids of the queries that this server started; only these may be stopped, and read by other programs. */
  readonly ownQueries: Set<string>;
}

/** For what is done with queries of this server alone. */
export class ForeignQueryError extends Error {
  override readonly name = 'ForeignQuery';

  constructor(queryId: string, why: string) {
    super(`The query ${queryId} was not started here, ${why}`);
  }
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
