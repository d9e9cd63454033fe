// Step "validate log groups": each exists, has streams, and the window is fitted to the data.
import { z } from 'zod';
import type { ToolResult } from '../../agent/tools.ts';
import { type Amendment, Failure } from '../../base/failure.ts';
import { bareArn, isArn } from '../../base/log-group-arn.ts';
import { sideBySide } from '../../base/side-by-side.ts';
import { isoTime } from '../../base/time-range.ts';
import { type CaseLogGroup, type CaseWindow, confirmedLogGroups } from '../case-file.ts';
import { done, incomplete, type Procedure, type RunContext, type StepOutcome } from '../context.ts';
import {
  callGap,
  type FailedCall,
  failIfNothingAnswered,
  isDenied,
  mayStillAnswer,
  tellFailed,
  understood,
} from '../faults.ts';
import { LIST_COMMAND, listLogGroups } from '../list-log-groups.ts';
import { askStreams, keepStreams } from '../log-streams.ts';
import { nearLogGroups } from '../near-log-groups.ts';
import { regionArgument } from '../query.ts';
import { fittedWindow, keepWindow } from '../settle-window.ts';

export const validateLogGroups: Procedure = {
  name: 'validate-log-groups',
  needs: ['discover-log-groups'],
  usesTools: true,
  run: async (context) => {
    const groups = confirmedLogGroups(context.file);
    const gapsBefore = context.file.gaps.length;
    const failed: FailedCall[] = [];
    const missing: CaseLogGroup[] = [];
    const looked = await lookInto(context, groups);
    for (const [index, group] of groups.entries()) {
      const answers = looked[index] ?? null;
      if (answers === null) {
        context.file.unread.add('log-streams');
        continue;
      }
      const seen = validate(context, group, answers);
      failed.push(...seen.failed);
      if (!seen.exists) missing.push(group);
    }
    failIfNothingAnswered(context, failed);
    if (groups.length > 0 && missing.length === groups.length)
      throw await noneExists(context, groups);
    await tellMissing(context, missing);
    tellFailed(context, failed);
    fitToData(context);
    return outcomeOf(context, groups, context.file.gaps.length > gapsBefore);
  },
};

function outcomeOf(
  { file, world }: RunContext,
  groups: readonly CaseLogGroup[],
  hasGaps: boolean,
): StepOutcome {
  if (groups.length === 0) return incomplete('there is no log group to look at');
  const words: readonly (readonly [CaseLogGroup['status'], string])[] = [
    ['analyzed', 'with data'],
    ['empty', 'empty'],
    ['confirmed', 'not looked into'],
    ['excluded', 'in another region only'],
    ['failed', 'not readable'],
  ];
  const outside = groups.filter((group) => isOutside(group, file.window));
  const inside = groups.filter((group) => !outside.includes(group));
  const parts = words.map(
    ([status, text]) => [inside.filter((group) => group.status === status).length, text] as const,
  );
  const summary = [...parts, [outside.length, 'without an event in the window'] as const]
    .filter(([count]) => count > 0)
    .map(([count, text]) => `${count} ${text}`)
    .join(', ');
  return hasGaps || world.signal.aborted ? incomplete(summary) : done(summary);
}

/** Whether a log group has data, all of it before the window or after it. */
function isOutside(
  { status, firstEventMs, lastEventMs }: CaseLogGroup,
  window: CaseWindow | null,
): boolean {
  if (status !== 'analyzed' || window === null) return false;
  const { startMs, endMs } = window.analyzed;
  const before = lastEventMs !== null && lastEventMs < startMs;
  return before || (firstEventMs !== null && firstEventMs >= endMs);
}

interface Seen {
  readonly exists: boolean;
  readonly failed: readonly FailedCall[];
}

const MISSING: Seen = { exists: false, failed: [] };

const Groups = z.object({
  logGroups: z.array(
    z.object({
      logGroupName: z.string(),
      arn: z.string().optional(),
      creationTime: z.number().optional(),
      retentionInDays: z.number().optional(),
      storedBytes: z.number().optional(),
      logGroupClass: z.string().optional(),
    }),
  ),
});

/** What AWS answers about a log group. */
interface Looked {
  readonly described: ToolResult;
  /** null where nothing was to be asked about them. */
  readonly streams: ToolResult | null;
}

/** Log groups that are looked into side by side. */
const MAX_GROUPS_AT_ONCE = 20;

/** null for log groups that an interruption cut off. */
function lookInto(
  context: RunContext,
  groups: readonly CaseLogGroup[],
): Promise<readonly (Looked | null)[]> {
  const atOnce = context.request.local ? 1 : MAX_GROUPS_AT_ONCE;
  return sideBySide(groups, atOnce, async (group) => {
    if (context.world.signal.aborted) return null;
    const answered = await context.calls.call('describe-log-groups', describing(group));
    const described = understood(answered, Groups);
    if (described.isError && !isDenied(described) && !mayStillAnswer(described))
      return { described, streams: null };
    if (!described.isError) {
      const exact = exactIn(described, group);
      if (exact === undefined || exact.logGroupClass === 'DELIVERY')
        return { described, streams: null };
    }
    return { described, streams: await askStreams(context, group) };
  });
}

const describing = (group: CaseLogGroup) => ({
  ...regionArgument(group.region),
  logGroupNamePrefix: group.name,
});

/** A prefix also finds longer names: only the exact one counts, of linked accounts the one with this ARN. */
const exactIn = ({ content }: ToolResult, { name }: CaseLogGroup) =>
  Groups.parse(content).logGroups.find(
    ({ logGroupName, arn }) => (isArn(name) ? bareArn(arn ?? '') : logGroupName) === name,
  );

function validate(
  context: RunContext,
  group: CaseLogGroup,
  { described: result, streams }: Looked,
): Seen {
  const tool = 'describe-log-groups';
  const failed: FailedCall[] = [];
  if (result.isError) {
    const gap = callGap(`The log group ${group.name} could not be described.`, result);
    failed.push({ tool, region: group.region, result, gap });
  } else {
    const exact = exactIn(result, group);
    if (exact === undefined) return MISSING;
    describe(context, group, exact);
  }
  if (group.logClass === 'DELIVERY') unqueryable(context, group);
  return streams === null
    ? { exists: true, failed }
    : keepLookedStreams(context, group, streams, failed);
}

function describe(
  context: RunContext,
  group: CaseLogGroup,
  exact: z.infer<typeof Groups>['logGroups'][number],
): void {
  group.creationMs = exact.creationTime ?? null;
  group.retentionDays = exact.retentionInDays ?? null;
  group.storedBytes = exact.storedBytes ?? null;
  group.logClass = exact.logGroupClass ?? null;
  const evidence = {
    tool: 'describe-log-groups',
    arguments: describing(group),
    rows: [exact],
    statistics: null,
    truncated: false,
  };
  group.evidence.push(context.keep(evidence, `${group.name} exists`));
}

function unqueryable(context: RunContext, group: CaseLogGroup): void {
  group.status = 'failed';
  context.gap({
    what: `The log group ${group.name} was not analyzed.`,
    why: 'Its class DELIVERY has no Logs Insights.',
    remedy: 'Read its events where they are delivered to.',
  });
}

function keepLookedStreams(
  context: RunContext,
  group: CaseLogGroup,
  streams: ToolResult,
  failed: readonly FailedCall[],
): Seen {
  const result = keepStreams(context, group, streams);
  if (result === null) return { exists: true, failed };
  if (/ResourceNotFound/i.test(result.errorCode ?? '')) return MISSING;
  const gap = callGap(`The log streams of ${group.name} could not be listed.`, result);
  const call = { tool: 'describe-log-streams', region: group.region, result, gap };
  return { exists: true, failed: [...failed, call] };
}

async function noneExists(context: RunContext, groups: readonly CaseLogGroup[]): Promise<Failure> {
  const { request } = context;
  const names = [...new Set(groups.map(({ name }) => name))].join(', ');
  const message = `No such log group: ${names} (${request.regions.join(', ')}).`;
  const meant = await namesMeant(context, groups);
  const near = meant.flatMap(({ to }) => (to === null ? [] : [to]));
  const corrected: Amendment = { label: 'Type', replace: meant };
  if (near.length > 0) {
    return new Failure(
      'no-log-group',
      message,
      [`Did you mean ${[...new Set(near)].join(', ')}?`],
      [corrected],
    );
  }
  const listed = request.local
    ? await listLogGroups(context, request.regions[0] ?? '', null)
    : null;
  return new Failure('no-log-group', message, thereAre(listed?.names ?? []), [
    { label: "By the application's name", drop: ['--log-group'] },
    LIST_COMMAND,
  ]);
}

interface Meant {
  readonly flag: '--log-group';
  readonly from: string;
  /** null: no log group is named nearly so. */
  readonly to: string | null;
}

async function namesMeant(
  context: RunContext,
  groups: readonly CaseLogGroup[],
): Promise<readonly Meant[]> {
  const meant: Meant[] = [];
  for (const from of new Set(groups.slice(0, MAX_MEANT).map(({ name }) => name))) {
    const [to = null] = await nearLogGroups(context, from);
    meant.push({ flag: '--log-group', from, to });
  }
  return meant;
}

/** Missing log groups for which a near name is looked for. */
const MAX_MEANT = 3;

function thereAre(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length - MAX_LISTED;
  const shown = names.slice(0, MAX_LISTED).map((name) => `  ${name}`);
  return ['There are:', ...shown, ...(more > 0 ? [`  and ${more} more`] : [])];
}

/** Names of local log groups that an error lists. */
const MAX_LISTED = 10;

/** A gap for a log group that no region has; one that another region has is only left out, and told. */
async function tellMissing(context: RunContext, missing: readonly CaseLogGroup[]): Promise<void> {
  const { file } = context;
  const elsewhere = (name: string) =>
    (file.logGroups ?? []).some((group) => group.name === name && !missing.includes(group));
  for (const group of missing) {
    group.relevance = `does not exist in ${placeOf(context, [group.region])}`;
    // Where it was queried already, its events have their labels, and those go by status.
    group.status = elsewhere(group.name) && !file.volumeAsked ? 'excluded' : 'failed';
    if (elsewhere(group.name)) {
      context.notice(
        `There is no log group ${group.name} in ${group.region}: it is left out there.`,
      );
    }
  }
  const meant = await namesMeant(
    context,
    missing.filter(({ name }) => !elsewhere(name)),
  );
  for (const name of new Set(missing.map((group) => group.name))) {
    if (elsewhere(name)) continue;
    const near = meant.find(({ from }) => from === name)?.to ?? null;
    const regions = missing.filter((group) => group.name === name).map(({ region }) => region);
    context.gap({
      what: `The log group ${name} was not analyzed.`,
      why: `It does not exist in ${placeOf(context, regions)}.`,
      remedy: near === null ? remedyOf(context, regions) : `Did you mean --log-group ${near}?`,
    });
  }
}

const remedyOf = ({ request }: RunContext, [region = 'REGION']: readonly string[]) =>
  request.local
    ? 'Check the name: a log group is a file, named by its path.'
    : `Check the name and the region; see which there are: troubleshoot logs groups --region ${region}`;

const placeOf = ({ request }: RunContext, regions: readonly string[]) =>
  request.local ? 'the given logs' : regions.join(', ');

/** Settles the window; where queries have run over one already, that one stays and this step only tells. */
function fitToData(context: RunContext): void {
  const { file, notice } = context;
  const asked = file.volumeAsked ? file.window : null;
  const window = asked ?? fittedWindow(context);
  for (const group of confirmedLogGroups(file)) {
    if (group.lastEventMs !== null && group.lastEventMs < window.requested.startMs) {
      notice(
        `${group.name} has no event in the window; its last one is from ${isoTime(group.lastEventMs)}.`,
      );
    }
  }
  if (asked === null) {
    keepWindow(context, window);
  } else {
    const { startMs, endMs } = asked.analyzed;
    notice(
      `The queries ran before the log groups were validated; their window stays: ${isoTime(startMs)} to ${isoTime(endMs)}.`,
    );
  }
}
