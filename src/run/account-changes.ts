// Who changed what in the hours before the onset, as CloudTrail and the changed services tell it: looked up while the logs
// around the onset are read, kept as evidence, and handed to the rules beside the lines of the logs.
import { z } from 'zod';
import type { ToolResult } from '../agent/tools.ts';
import { grouped } from '../base/grouped.ts';
import type { LogEvent } from '../base/log-event.ts';
import { contains, HOUR_MS, MINUTE_MS, type TimeRange } from '../base/time-range.ts';
import { type AccountChange, changeOf } from '../diagnosis/account/change.ts';
import { toPublished } from '../diagnosis/account/function-change.ts';
import { joinChanges } from '../diagnosis/account/same-change.ts';
import { type TrailEvent, trailEventOf } from '../diagnosis/account/trail-event.ts';
import { activeRange } from '../diagnosis/times.ts';
import type { Found } from '../evidence/analyze.ts';
import { tellUnseen } from './account-alarms.ts';
import { keepDeployments, readDeployments, readUpdates } from './account-deployments.ts';
import { confirmedLogGroups } from './case-file.ts';
import type { RunContext } from './context.ts';
import { ensureWindow } from './plan.ts';
import { regionArgument } from './query.ts';
import { LOOKUP_EVENTS } from './signal-tools.ts';
import { changeRow, type Told } from './told-changes.ts';

/** Changes are told so far back; what may have set the failure off lies nearer. */
const BEFORE_ONSET_MS = 3 * HOUR_MS;
/** The clocks of two services differ. */
const AFTER_ONSET_MS = MINUTE_MS;
/** Pages of 50 events in each region, the newest first. */
const MAX_PAGES = 10;

const Page = z.object({
  Events: z.array(z.unknown()).default([]),
  NextToken: z.string().optional(),
});

/** What one region answered. */
interface Lookup {
  readonly region: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly events: readonly TrailEvent[];
  /** Events of any kind that were read. */
  readonly read: number;
  readonly cut: boolean;
  readonly fault: ToolResult | null;
}

/** What was asked of CloudTrail and of the services. */
interface Asked {
  readonly lookups: readonly Lookup[];
  readonly told: readonly Told[];
}

/** Asks in all regions at once; null where no server offers it, or where nothing set in. */
export async function lookUpChanges(context: RunContext, found: Found): Promise<Asked | null> {
  const range = rangeOf(context, found);
  if (range === null) return null;
  const deployments = readDeployments(context, range);
  const offered = await context.world.tools.list();
  const regions = offered.some(({ name }) => name === LOOKUP_EVENTS.tool)
    ? [...new Set(confirmedLogGroups(context.file).map(({ region }) => region))]
    : [];
  const lookups = await Promise.all(regions.map((region) => lookUp(context, region, range)));
  const updates = await readUpdates(context, range, stacksIn(lookups));
  const told = await deployments;
  if (lookups.length === 0 && told === null) return null;
  return { lookups, told: [...(told ?? []), ...updates] };
}

/** Names of stacks that CloudTrail tells of, by region. */
function stacksIn(lookups: readonly Lookup[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    lookups.map(({ region, events }) => [
      region,
      events
        .filter(({ source }) => source === 'cloudformation')
        .map((event) => changeOf(event, region, '').names.stackName)
        .filter((name) => name !== undefined),
    ]),
  );
}

/** From hours before the first onset to just after the last; null where there are no errors. */
function rangeOf(context: RunContext, { findings }: Found): TimeRange | null {
  const onsets = findings
    .filter(({ severity }) => severity === 'error')
    .map((finding) => activeRange(finding).startMs);
  if (onsets.length === 0) return null;
  const { endMs } = ensureWindow(context).analyzed;
  return {
    startMs: Math.min(...onsets) - BEFORE_ONSET_MS,
    endMs: Math.min(endMs, Math.max(...onsets) + AFTER_ONSET_MS),
  };
}

async function lookUp(context: RunContext, region: string, range: TimeRange): Promise<Lookup> {
  const args = {
    ...regionArgument(region),
    startTime: range.startMs,
    endTime: range.endMs,
    attribute: { key: 'ReadOnly', value: 'false' },
  };
  const events: TrailEvent[] = [];
  let read = 0;
  let nextToken: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const asked = nextToken === undefined ? args : { ...args, nextToken };
    const result = await context.calls.call(LOOKUP_EVENTS.tool, asked);
    if (result.isError) return { region, args, events, read, cut: false, fault: result };
    const page = Page.parse(result.content);
    read += page.Events.length;
    events.push(...page.Events.map(trailEventOf).filter((event) => event !== null));
    nextToken = page.NextToken;
    if (nextToken === undefined) return { region, args, events, read, cut: false, fault: null };
  }
  return { region, args, events, read, cut: true, fault: null };
}

/**
 * Keeps what was looked up as evidence and in the case file; what could not be seen is a gap. Those of the analyzed
 * window are handed back as events for the rules, ascending.
 */
export function keepChanges(context: RunContext, asked: Asked | null): readonly LogEvent[] {
  if (asked === null) return [];
  const trail = asked.lookups.flatMap((lookup) => keepLookup(context, lookup));
  const published = asked.told.flatMap((told) => told.published ?? []);
  const changes = joinChanges(trail, keepDeployments(context, asked.told)).map((change) =>
    toPublished(change, published),
  );
  context.file.changes = changes;
  const { analyzed } = ensureWindow(context);
  return changes
    .filter(({ timestampMs }) => contains(analyzed, timestampMs))
    .map(({ timestampMs, message, eventId, evidenceId, region, source }) => ({
      timestampMs,
      logGroup: source,
      logStream: region,
      message,
      eventId,
      evidenceId,
    }));
}

function keepLookup(context: RunContext, lookup: Lookup): AccountChange[] {
  const { region, args, events, read, cut, fault } = lookup;
  const where = context.request.regions.length > 1 ? ` in ${region}` : '';
  if (fault !== null)
    tellUnseen(
      context,
      'Who changed what before the onset was not seen',
      { region, tool: LOOKUP_EVENTS },
      fault,
    );
  if (cut)
    context.gap({
      what: `Of the changes before the onset only the newest ${grouped(read)} events were read${where}.`,
      why: `The limit of ${MAX_PAGES} pages of CloudTrail events was reached.`,
      remedy: 'Look for earlier ones: aws cloudtrail lookup-events --end-time TIME',
    });
  if (fault !== null && events.length === 0) return [];
  const evidenceId = `E${context.file.evidence.length + 1}`;
  const changes = events.map((event) => changeOf(event, region, evidenceId));
  context.keep(
    {
      tool: LOOKUP_EVENTS.tool,
      arguments: args,
      rows: changes.map(changeRow),
      statistics: null,
      truncated: cut || fault !== null,
    },
    `${changes.length} changes in the account`,
  );
  return changes;
}
