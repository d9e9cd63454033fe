// Step "validate log groups": each exists, has streams, and the window is fitted to the data.
import { z } from 'zod';
import { Failure } from '../../base/failure.ts';
import { type CaseLogGroup, confirmedLogGroups } from '../case-file.ts';
import { done, incomplete, type Procedure, type RunContext } from '../context.ts';
import { callGap, failIfRefused } from '../faults.ts';
import { regionArgument } from '../query-run.ts';
import { endAfterLastEvent, fitWindow, requestedWindow } from '../window.ts';

/** Streams looked at per log group, latest first; CloudWatch's largest page. */
const MAX_STREAMS = 50;

export const validateLogGroups: Procedure = {
  name: 'validate-log-groups',
  needs: ['discover-log-groups'],
  usesTools: true,
  run: async (context) => {
    const groups = confirmedLogGroups(context.file);
    const gapsBefore = context.file.gaps.length;
    for (const group of groups) await validate(context, group);
    failIfNoneExists(context, groups);
    fitToData(context);
    const counts = (status: CaseLogGroup['status']) =>
      groups.filter((group) => group.status === status).length;
    const parts = [`${counts('analyzed')} with data`];
    if (counts('empty') > 0) parts.push(`${counts('empty')} empty`);
    if (counts('failed') > 0) parts.push(`${counts('failed')} not readable`);
    const summary = parts.join(', ');
    return context.file.gaps.length > gapsBefore ? incomplete(summary) : done(summary);
  },
};

const Groups = z.object({
  logGroups: z.array(
    z.object({
      logGroupName: z.string(),
      creationTime: z.number().optional(),
      retentionInDays: z.number().optional(),
      logGroupClass: z.string().optional(),
    }),
  ),
});

async function validate(context: RunContext, group: CaseLogGroup): Promise<void> {
  const args = { ...regionArgument(group.region), logGroupNamePrefix: group.name };
  const result = await context.calls.call('describe-log-groups', args);
  if (result.isError) {
    failIfRefused(context, 'describe-log-groups', result);
    context.gap(callGap(`The log group ${group.name} could not be described.`, result));
  } else {
    // A prefix also finds longer names: only the exact one counts.
    const exact = Groups.parse(result.content).logGroups.find(
      (found) => found.logGroupName === group.name,
    );
    if (exact === undefined) return missing(context, group);
    group.creationMs = exact.creationTime ?? null;
    group.retentionDays = exact.retentionInDays ?? null;
    group.logClass = exact.logGroupClass ?? null;
    const evidence = {
      tool: 'describe-log-groups',
      arguments: args,
      rows: [exact],
      statistics: null,
      truncated: false,
    };
    group.evidence.push(context.keep(evidence, `${group.name} exists`));
  }
  if (group.logClass === 'DELIVERY') return unqueryable(context, group);
  await readStreams(context, group);
}

function missing(context: RunContext, group: CaseLogGroup): void {
  group.status = 'failed';
  group.relevance = 'does not exist';
  context.gap({
    what: `The log group ${group.name} in ${group.region} was not analyzed.`,
    why: 'It does not exist.',
    remedy: 'Check the name and the region.',
  });
}

function unqueryable(context: RunContext, group: CaseLogGroup): void {
  group.status = 'failed';
  context.gap({
    what: `The log group ${group.name} was not analyzed.`,
    why: 'Its class DELIVERY has no Logs Insights.',
    remedy: 'Read its events where they are delivered to.',
  });
}

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

async function readStreams(context: RunContext, group: CaseLogGroup): Promise<void> {
  const args = {
    ...regionArgument(group.region),
    logGroupName: group.name,
    orderBy: 'LastEventTime',
    descending: true,
    limit: MAX_STREAMS,
  };
  const result = await context.calls.call('describe-log-streams', args);
  if (result.isError) {
    group.status = 'failed';
    context.gap(callGap(`The log streams of ${group.name} could not be listed.`, result));
    return;
  }
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
}

function failIfNoneExists({ request }: RunContext, groups: readonly CaseLogGroup[]): void {
  if (groups.length === 0 || groups.some(({ relevance }) => relevance !== 'does not exist')) return;
  const names = groups.map(({ name }) => name).join(', ');
  throw new Failure(
    'no-log-group',
    `No such log group: ${names} (${request.regions.join(', ')}).`,
    [
      `Search by the application's name instead: leave --log-group out`,
      request.local
        ? 'A file is a log group, named by its path without the extension'
        : 'See which there are: aws logs describe-log-groups --query "logGroups[].logGroupName"',
    ],
  );
}

function fitToData({ request, file, world, notice }: RunContext): void {
  const groups = confirmedLogGroups(file).filter(({ status }) => status === 'analyzed');
  const nowMs = world.now();
  const lastMs = endAfterLastEvent(groups);
  const requested = requestedWindow(request.window, request.local ? (lastMs ?? nowMs) : nowMs);
  const window = fitWindow(requested, groups, nowMs);
  for (const group of groups) {
    if (group.lastEventMs !== null && group.lastEventMs < requested.startMs) {
      notice(
        `${group.name} has no event in the window; its last one is from ${new Date(group.lastEventMs).toISOString()}.`,
      );
    }
  }
  for (const sentence of window.adjustments) notice(sentence);
  file.window = window;
}
