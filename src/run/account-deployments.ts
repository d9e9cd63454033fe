// What the services themselves tell of their changes: versions of functions, deployments of services. Asked while the
// logs around the onset are read, beside CloudTrail.
import type { TimeRange } from '../base/time-range.ts';
import type { AccountChange } from '../diagnosis/account/change.ts';
import { readFunctions } from './account-functions.ts';
import { readServices } from './account-services.ts';
import { readStacks } from './account-stacks.ts';
import { confirmedLogGroups } from './case-file.ts';
import type { RunContext } from './context.ts';
import { DESCRIBE_SERVICES, DESCRIBE_STACK_EVENTS, LIST_VERSIONS } from './signal-tools.ts';
import { changeRow, type Told } from './told-changes.ts';

/** Asks in all regions at once, for updates of stacks; `known` are names of some by region. */
export async function readUpdates(
  context: RunContext,
  range: TimeRange,
  known: ReadonlyMap<string, readonly string[]>,
): Promise<readonly Told[]> {
  const offered = await context.world.tools.list();
  if (!offered.some(({ name }) => name === DESCRIBE_STACK_EVENTS.tool)) return [];
  return inRegions(context, (region, logGroups) =>
    readStacks(context, region, { logGroups, known: known.get(region) ?? [] }, range),
  );
}

/** Asks in all regions at once, for changes of this time; null where no server offers it. */
export async function readDeployments(
  context: RunContext,
  range: TimeRange,
): Promise<readonly Told[] | null> {
  const offered = new Set((await context.world.tools.list()).map(({ name }) => name));
  if (![LIST_VERSIONS, DESCRIBE_SERVICES].some(({ tool }) => offered.has(tool))) return null;
  return inRegions(context, async (region, names) => [
    ...(await readFunctions(context, region, names, range)),
    ...(await readServices(context, region, names, range)),
  ]);
}

/** Each region with the names of its log groups. */
async function inRegions(
  { file }: RunContext,
  read: (region: string, logGroups: readonly string[]) => Promise<readonly Told[]>,
): Promise<readonly Told[]> {
  const groups = confirmedLogGroups(file);
  const regions = [...new Set(groups.map(({ region }) => region))];
  const told = await Promise.all(
    regions.map((region) =>
      read(
        region,
        groups.filter((group) => group.region === region).map(({ name }) => name),
      ),
    ),
  );
  return told.flat();
}

/** Keeps each that tells of a change as evidence. */
export function keepDeployments(context: RunContext, told: readonly Told[]): AccountChange[] {
  return told.flatMap(({ tool, args, truncated, summary, changesIn }) => {
    const changes = changesIn(`E${context.file.evidence.length + 1}`);
    const rows = changes.map(changeRow);
    if (rows.length === 0) return [];
    context.keep({ tool: tool.tool, arguments: args, rows, statistics: null, truncated }, summary);
    return changes;
  });
}
