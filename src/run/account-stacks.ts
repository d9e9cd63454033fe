// Updates of the CloudFormation stacks that CloudTrail's changes name, and of those that functions belong to which log
// groups are named after.
import { z } from 'zod';
import type { ToolResult } from '../agent/tools.ts';
import type { TimeRange } from '../base/time-range.ts';
import { type StackEvent, stackChanges } from '../diagnosis/account/stack-change.ts';
import { tellUnseen } from './account-alarms.ts';
import { functionOf, MAX_FUNCTIONS } from './account-functions.ts';
import type { RunContext } from './context.ts';
import { understood } from './faults.ts';
import { regionArgument } from './query.ts';
import {
  DESCRIBE_STACK_EVENTS,
  DESCRIBE_STACK_RESOURCES,
  type SignalTool,
} from './signal-tools.ts';
import type { Told } from './told-changes.ts';

/** Stacks of one region that a run asks about, and pages of their events, the newest first. */
const MAX_STACKS = 5;
const MAX_PAGES = 5;

const Stacks = z.object({ StackNames: z.array(z.string()).default([]) });
const EventPage = z.object({
  StackEvents: z
    .array(
      z.object({
        LogicalResourceId: z.string().default(''),
        ResourceStatus: z.string().default(''),
        Timestamp: z.number(),
        isStack: z.boolean(),
      }),
    )
    .default([]),
  NextToken: z.string().optional(),
});

/** `known` are stacks that were named elsewhere. */
export async function readStacks(
  context: RunContext,
  region: string,
  {
    logGroups,
    known,
  }: { readonly logGroups: readonly string[]; readonly known: readonly string[] },
  range: TimeRange,
): Promise<readonly Told[]> {
  const names = [...new Set([...known, ...(await stacksOf(context, region, logGroups))])];
  if (names.length > MAX_STACKS)
    context.notice(
      `Of ${names.length} stacks in ${region} the events of the first ${MAX_STACKS} were looked at.`,
    );
  const told: Told[] = [];
  for (const name of names.slice(0, MAX_STACKS)) {
    const read = await readStack(context, region, name, range);
    if (read === null) break;
    told.push(...read);
  }
  return told;
}

/** Stacks that the functions belong to; most do to none or to the same one. */
async function stacksOf(
  context: RunContext,
  region: string,
  logGroups: readonly string[],
): Promise<readonly string[]> {
  const functions = logGroups.flatMap((name) => functionOf(name) ?? []).slice(0, MAX_FUNCTIONS);
  const names: string[] = [];
  for (const physicalResourceId of functions) {
    const args = { ...regionArgument(region), physicalResourceId };
    const answered = await context.calls.call(DESCRIBE_STACK_RESOURCES.tool, args);
    const result = understood(answered, Stacks);
    if (isNoStack(result)) continue;
    if (result.isError) {
      unseen(context, region, DESCRIBE_STACK_RESOURCES, result);
      return names;
    }
    names.push(...Stacks.parse(result.content).StackNames);
  }
  return names;
}

/** CloudFormation's word for a stack that there is not. */
const isNoStack = ({ errorCode, text }: ToolResult) =>
  errorCode === 'ValidationError' && /does not exist/i.test(text);

/** null: it could not be had, which is told. */
async function readStack(
  context: RunContext,
  region: string,
  stackName: string,
  range: TimeRange,
): Promise<readonly Told[] | null> {
  const args = { ...regionArgument(region), stackName };
  const { events, fault, cut } = await eventsSince(context, args, range.startMs);
  if (fault !== null && !isNoStack(fault)) {
    unseen(context, region, DESCRIBE_STACK_EVENTS, fault);
    return null;
  }
  if (cut)
    context.gap({
      what: `Not all events of the stack ${stackName} in ${region} before the onset were seen.`,
      why: `The limit of ${MAX_PAGES} pages of events was reached.`,
      remedy: `Look at them: aws cloudformation describe-stack-events --stack-name ${stackName} --region ${region}`,
    });
  const changesIn = (evidenceId: string) =>
    stackChanges(stackName, events, range, { region, evidenceId });
  const { length } = changesIn('');
  if (length === 0) return [];
  const summary = `${length} update${length === 1 ? '' : 's'} of the stack ${stackName} before the onset`;
  return [{ region, tool: DESCRIBE_STACK_EVENTS, args, truncated: cut, summary, changesIn }];
}

/** The newest first, to the page on which they are older than what is asked for. */
async function eventsSince(
  { calls }: RunContext,
  args: Readonly<Record<string, unknown>>,
  startMs: number,
): Promise<{ events: readonly StackEvent[]; fault: ToolResult | null; cut: boolean }> {
  const events: StackEvent[] = [];
  let nextToken: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const asked = nextToken === undefined ? args : { ...args, nextToken };
    const answered = await calls.call(DESCRIBE_STACK_EVENTS.tool, asked);
    const result = understood(answered, EventPage);
    if (result.isError) return { events, fault: result, cut: false };
    const page = EventPage.parse(result.content);
    events.push(...page.StackEvents.map(eventOf));
    const oldestMs = page.StackEvents.at(-1)?.Timestamp ?? Number.POSITIVE_INFINITY;
    nextToken = page.NextToken;
    if (nextToken === undefined || oldestMs < startMs) return { events, fault: null, cut: false };
  }
  return { events, fault: null, cut: true };
}

const eventOf = (event: z.infer<typeof EventPage>['StackEvents'][number]): StackEvent => ({
  logicalId: event.LogicalResourceId,
  status: event.ResourceStatus,
  timestampMs: event.Timestamp,
  isStack: event.isStack,
});

function unseen(context: RunContext, region: string, tool: SignalTool, fault: ToolResult): void {
  tellUnseen(context, 'Updates of stacks were not seen', { region, tool }, fault);
}
