// A query that was being started when its process was killed: CloudWatch may have it, but its id never came. It is sought
// by its text among the queries of the account, so that it is neither asked for twice nor left running.
import { z } from 'zod';
import type { ToolCallOptions, ToolResult, Tools } from '../agent/tools.ts';
import { MINUTE_MS, SECOND_MS } from '../base/time-range.ts';

/** A call of start-query without an answer. */
export interface LostStart {
  readonly arguments: Readonly<Record<string, unknown>>;
  /** When it was called, in UTC milliseconds. */
  readonly atMs: number;
}

/** Queries of this program tell their window to the millisecond: nobody else has the same text by chance. */
const OWN_TEXT = /^filter @timestamp (?:<|>=) \d{13}\b/;
/** The clocks of CloudWatch and of this machine may differ by so much more than an answer tells. */
const CLOCK_SKEW_MS = MINUTE_MS;

const Queries = z.object({
  queries: z.array(
    z.object({
      queryId: z.string(),
      queryString: z.string(),
      createTime: z.number(),
    }),
  ),
});

/** The answer that start-query would have given; null where no such query is found, or nobody may look. */
export async function findLost(
  tools: Tools,
  { arguments: args, atMs }: LostStart,
  isTaken: (queryId: string) => boolean,
  options: ToolCallOptions,
): Promise<ToolResult | null> {
  const { region, queryString, logGroupNames } = args;
  const text = String(queryString);
  const [logGroupName] = Array.isArray(logGroupNames) ? logGroupNames : [];
  if (!OWN_TEXT.test(text) || typeof logGroupName !== 'string') return null;
  const place = region === undefined ? { logGroupName } : { region, logGroupName };
  const listed = await tools.call('describe-queries', place, options);
  const found = Queries.safeParse(listed.content);
  if (listed.isError || !found.success) return null;
  const query = found.data.queries.find(
    ({ queryId, queryString: said, createTime }) =>
      said.trimEnd().endsWith(text.trimEnd()) &&
      inMs(createTime) >= atMs + (listed.clockAheadMs ?? 0) - CLOCK_SKEW_MS &&
      !isTaken(queryId),
  );
  return query === undefined ? null : { ...listed, content: { queryId: query.queryId }, text: '' };
}

/** CloudWatch's examples show seconds, its answers milliseconds. */
const inMs = (time: number) => (time < LEAST_MS ? time * SECOND_MS : time);
const LEAST_MS = 100_000_000_000;
