// What the log streams of a log group tell: whether it holds events, and when they begin and end.
import { z } from 'zod';
import type { ToolResult } from '../agent/tools.ts';
import type { CaseLogGroup } from './case-file.ts';
import type { RunContext } from './context.ts';
import { understood } from './faults.ts';
import { regionArgument } from './query.ts';

/** Streams looked at per log group, latest first; CloudWatch's largest page. */
const MAX_STREAMS = 50;

const Streams = z.object({
  logStreams: z.array(
    z.object({
      logStreamName: z.string(),
      firstEventTimestamp: z.number().optional(),
      lastEventTimestamp: z.number().optional(),
    }),
  ),
  nextToken: z.string().optional(),
});

/**
 * Writes status, first and last event into the log group and keeps what was listed. Where the call fails it is
 * handed back and the group stays as it is: it may still be queried.
 */
export async function readStreams(
  context: RunContext,
  group: CaseLogGroup,
): Promise<ToolResult | null> {
  return keepStreams(context, group, await askStreams(context, group));
}

/** The same without keeping it, for log groups that are looked into side by side. */
export const askStreams = async (context: RunContext, group: CaseLogGroup): Promise<ToolResult> =>
  understood(await context.calls.call('describe-log-streams', argumentsFor(group)), Streams);

const argumentsFor = (group: CaseLogGroup) => ({
  ...regionArgument(group.region),
  logGroupName: group.name,
  orderBy: 'LastEventTime',
  descending: true,
  limit: MAX_STREAMS,
});

/** What `askStreams` answered, as `readStreams` keeps it. */
export function keepStreams(
  context: RunContext,
  group: CaseLogGroup,
  result: ToolResult,
): ToolResult | null {
  if (result.isError) return result;
  const args = argumentsFor(group);
  const { logStreams, nextToken } = Streams.parse(result.content);
  const times = (key: 'firstEventTimestamp' | 'lastEventTimestamp') =>
    logStreams.flatMap((stream) => (stream[key] === undefined ? [] : [stream[key]]));
  const [firsts, lasts] = [times('firstEventTimestamp'), times('lastEventTimestamp')];
  group.lastEventMs = lasts.length === 0 ? null : Math.max(...lasts);
  // The first event is known only where all streams were seen.
  group.firstEventMs = nextToken === undefined && firsts.length > 0 ? Math.min(...firsts) : null;
  group.status = logStreams.length === 0 ? 'empty' : 'analyzed';
  if (group.status === 'empty') context.notice(`${group.name} is empty: it has no log stream.`);
  const evidence = {
    tool: 'describe-log-streams',
    arguments: args,
    rows: logStreams,
    statistics: null,
    truncated: nextToken !== undefined,
  };
  group.evidence.push(context.keep(evidence, `${logStreams.length} log streams of ${group.name}`));
  return null;
}
