// A normal time to hold the errors against: one that was asked for, else the window of equal length just before. It is
// read by the same queries as the window, through the same tools, or those over the logs that --baseline names.
import { z } from 'zod';
import type { LogEvent } from '../base/log-event.ts';
import { durationMs, isoTime, MINUTE_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import type { Baseline } from '../diagnosis/types.ts';
import type { Prepared } from '../evidence/analyze.ts';
import { compareWithBaseline, type Exposure } from '../evidence/baseline.ts';
import type { Comparison, Finding } from '../evidence/types.ts';
import { type CaseFile, confirmedLogGroups, labelOf } from './case-file.ts';
import type { RunContext } from './context.ts';
import { listLogGroups } from './list-log-groups.ts';
import {
  candidatePlan,
  ensureWindow,
  type QueryScope,
  queryScopes,
  ROWS_PER_QUERY,
} from './plan.ts';
import type { QueryPlan, QueryResult, StartedQuery } from './query.ts';
import { stopQuery } from './query-poll.ts';
import { results } from './query-run.ts';
import { startQueries } from './query-start.ts';
import { eventsOf } from './rows.ts';
import { slices } from './search-windows.ts';

/** Candidates of a baseline that are read; of more, the first ones of equally long parts. */
const MAX_BASELINE_ROWS = 20_000;
const BASELINE_PARTS = 10;
/** With less data before the window than this share of it, there is no baseline to speak of. */
const MIN_BEFORE_SHARE = 0.2;
/** Log groups of a baseline by path that one query can ask. */
const MAX_GROUPS = 50;

/** What is read as normal, with the queries for it under way. */
export interface AskedBaseline {
  readonly place: Place;
  readonly started: readonly (StartedQuery | null)[];
}

/** Starts the queries for a normal time; null where there is none, or nothing to hold against it. */
export async function startBaseline(
  context: RunContext,
  prepared: Prepared,
): Promise<AskedBaseline | null> {
  const { file, request, world } = context;
  // Warnings alone are held against a time that somebody named, but are not worth a second scan.
  const held = prepared.drafts.filter(
    ({ severity }) => request.baseline !== null || severity === 'error',
  );
  if (held.length === 0) return null;
  const isElsewhere = request.baseline?.kind === 'path';
  if (world.signal.aborted) {
    if (isElsewhere || placeBefore(context) !== null) file.unread.add('baseline');
    return null;
  }
  const place = isElsewhere ? await placeByPath(context) : placeBefore(context);
  if (place === null) return null;
  const plans = place.scopes.map((scope) => planOf(scope, place.range, ROWS_PER_QUERY));
  return { place, started: await startQueries(place.context, plans) };
}

/** The baseline and how each error stands against it; null where none could be read, which is then a gap. */
export async function readBaseline(
  context: RunContext,
  { place, started }: AskedBaseline,
  prepared: Prepared,
  readShare: number,
): Promise<Baseline | null> {
  const { file, request } = context;
  const read = await readPlace(place, started);
  if (read === null) return null;
  const { analyzed } = ensureWindow(context);
  // What is left unread when all is counted or read is nothing: what no query counts was then read whole.
  const uncounted = file.unreadCandidates === 0 ? 1 : readShare;
  const window: Exposure = { range: analyzed, events: file.totalEvents, readShare: uncounted };
  const compared = compareWithBaseline(prepared, window, read.events, read.exposure);
  const { range, source } = place;
  // A time without any event, which somebody named, shows no error to be new.
  const isEmpty = source === 'range' && read.exposure.events === 0 && read.events.length === 0;
  const comparisons = isEmpty ? [] : named(compared, prepared, file.analysis?.findings ?? []);
  if (isEmpty) context.gap(emptyGap(range));
  else context.notice(inWords(range, comparisons));
  return {
    range,
    source,
    logs: request.baseline?.kind === 'path' ? request.baseline.path : null,
    events: read.exposure.events,
    readShare: read.exposure.readShare,
    bytesScanned: read.bytesScanned,
    evidence: read.evidence,
    comparisons,
  };
}

/** Of the candidates of the window, how many were read one by one, 0..1. */
export function shareRead({ candidates, unreadCandidates }: CaseFile): number {
  const read = candidates?.length ?? 0;
  return read / Math.max(1, read + unreadCandidates);
}

/** Findings may have other ids once more than was read first is known; the template tells them. */
function named(
  compared: readonly Comparison[],
  { drafts }: Prepared,
  findings: readonly Finding[],
): readonly Comparison[] {
  return compared.flatMap((comparison, index) => {
    const draft = drafts[index];
    const finding = findings.find(
      ({ templateId, severity }) => templateId === draft?.templateId && severity === draft.severity,
    );
    return finding === undefined ? [] : [{ ...comparison, finding: finding.id }];
  });
}

/** A time that somebody named, of which nothing can be said. */
const emptyGap = ({ startMs, endMs }: TimeRange) => ({
  what: `The normal time ${isoTime(startMs)} to ${isoTime(endMs)} holds no event of these log groups: nothing was held against it.`,
  why: 'It lies outside of what the logs hold, or nothing was written then.',
  remedy: 'Give --baseline a time that the logs hold, or leave it out.',
  countsStand: true,
});

function inWords({ startMs, endMs }: TimeRange, comparisons: readonly Comparison[]): string {
  const count = (standing: Comparison['standing']) =>
    comparisons.filter((comparison) => comparison.standing === standing).length;
  return `Against ${isoTime(startMs)} to ${isoTime(endMs)}: ${count('new')} new, ${count('risen')} risen, ${count('background')} as usual, ${count('rare')} too rare to tell.`;
}

/** What is read as normal: when, where and by whose tools. */
interface Place {
  readonly context: RunContext;
  readonly range: TimeRange;
  readonly source: Baseline['source'];
  readonly scopes: readonly QueryScope[];
}

/** The time of the same logs that errors are held against; null where there is none. */
export function baselineRange(context: RunContext): TimeRange | null {
  return placeBefore(context)?.range ?? null;
}

/** The time asked for, else as much of the time just before the window as there is data of. */
function placeBefore(context: RunContext): Place | null {
  const { file, request } = context;
  const scopes = queryScopes(context);
  if (request.baseline?.kind === 'range') {
    const { startMs, endMs } = request.baseline;
    return { context, range: { startMs, endMs }, source: 'range', scopes };
  }
  const { analyzed } = ensureWindow(context);
  const lengthMs = durationMs(analyzed);
  const begins = confirmedLogGroups(file).flatMap(
    ({ firstEventMs, creationMs }) => firstEventMs ?? creationMs ?? [],
  );
  const dataMs = begins.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...begins);
  const startMs = Math.max(analyzed.startMs - lengthMs, floorMinute(dataMs));
  if (analyzed.startMs - startMs < lengthMs * MIN_BEFORE_SHARE) return null;
  return { context, range: { startMs, endMs: analyzed.startMs }, source: 'before', scopes };
}

const floorMinute = (ms: number) => Math.floor(ms / MINUTE_MS) * MINUTE_MS;

/** All of the other logs: of the log groups that both have, else of all that they have. */
async function placeByPath(context: RunContext): Promise<Place | null> {
  const { world, request, file } = context;
  if (world.baseline === null) return null;
  for (const gap of world.baseline.gaps) context.gap(gap);
  const other: RunContext = { ...context, calls: context.calls.over(world.baseline.tools) };
  const [region = 'local'] = request.regions;
  const { names } = await listLogGroups(other, region, null);
  const own = new Set(confirmedLogGroups(file).map(({ name }) => name));
  const common = names.filter((name) => own.has(name));
  const wanted = common.length > 0 ? common : names;
  const chosen = wanted.slice(0, MAX_GROUPS);
  if (chosen.length < wanted.length) context.gap(cutGap(wanted.length));
  if (chosen.length === 0) return null;
  const scopes = [{ region, logGroupNames: chosen }];
  const range = await rangeOf(other, chosen, region);
  return range === null ? null : { context: other, range, source: 'path', scopes };
}

const cutGap = (groups: number) => ({
  what: `Of the ${groups} log groups of the baseline ${MAX_GROUPS} were read.`,
  why: `The limit of ${MAX_GROUPS} log groups of one query was reached.`,
  remedy: 'Give --baseline a folder that holds the logs of the failing services alone.',
});

const Streams = z.object({
  logStreams: z.array(
    z.object({
      firstEventTimestamp: z.number().optional(),
      lastEventTimestamp: z.number().optional(),
    }),
  ),
});

/** From the first event of these log groups to their last. */
async function rangeOf(
  context: RunContext,
  names: readonly string[],
  region: string,
): Promise<TimeRange | null> {
  const times: number[] = [];
  for (const logGroupName of names) {
    const args = { ...(region === 'local' ? {} : { region }), logGroupName };
    const result = await context.calls.call('describe-log-streams', args);
    const streams = Streams.safeParse(result.content);
    if (result.isError || !streams.success) continue;
    for (const { firstEventTimestamp, lastEventTimestamp } of streams.data.logStreams) {
      if (firstEventTimestamp !== undefined) times.push(firstEventTimestamp);
      if (lastEventTimestamp !== undefined) times.push(lastEventTimestamp);
    }
  }
  if (times.length === 0) return null;
  const startMs = Math.floor(Math.min(...times) / SECOND_MS) * SECOND_MS;
  const endMs = (Math.floor(Math.max(...times) / SECOND_MS) + 1) * SECOND_MS;
  return { startMs, endMs };
}

interface Read {
  readonly events: readonly LogEvent[];
  readonly exposure: Exposure;
  readonly bytesScanned: number;
  readonly evidence: readonly string[];
}

/** Reads the candidates; null where none of the queries was answered, which is then a gap. */
async function readPlace(
  { context, range }: Place,
  started: readonly (StartedQuery | null)[],
): Promise<Read | null> {
  const read: QueryResult[] = [];
  let scanned: number | null = 0;
  let matched = 0;
  const firsts: QueryResult[] = [];
  for await (const { result } of results(context, started)) {
    if (result === null) {
      await giveUp(context, started);
      return null;
    }
    firsts.push(result);
  }
  for (const first of firsts) {
    read.push(...(await wholeOf(context, first)));
    matched += Math.max(first.matched, first.rows.length);
    const events = recordsScanned(context, first);
    scanned = scanned === null || events === null ? null : scanned + events;
  }
  const rows = sum(read.map((result) => result.rows.length));
  // Of an answer that was not whole the counts are taken all the same.
  const answers = [...new Set([...firsts, ...read])];
  return {
    events: read.flatMap((result) =>
      eventsOf(result, range, (group) => labelOf(context.file, group)),
    ),
    exposure: { range, events: scanned, readShare: matched === 0 ? 1 : rows / matched },
    bytesScanned: sum(answers.map((answer) => answer.bytesScanned)),
    evidence: answers.map(({ evidenceId }) => evidenceId),
  };
}

/** Part of a normal time is none: what of it still runs is not waited for. */
async function giveUp(
  context: RunContext,
  started: readonly (StartedQuery | null)[],
): Promise<void> {
  for (const query of started)
    if (query !== null && context.file.running.has(query.queryId)) await stopQuery(context, query);
}

/** One answer where it is whole, else one of each of several parts: an even sample. */
async function wholeOf(context: RunContext, first: QueryResult): Promise<readonly QueryResult[]> {
  if (first.matched <= first.rows.length) return [first];
  const { window: range } = first.plan;
  const limit = Math.floor(MAX_BASELINE_ROWS / BASELINE_PARTS);
  const parts: QueryResult[] = [];
  const plans = slices(range, BASELINE_PARTS).map((part) => planOf(first.plan, part, limit));
  for await (const { result } of results(context, await startQueries(context, plans)))
    if (result !== null) parts.push(result);
  return parts.length === 0 ? [first] : parts;
}

const planOf = (scope: QueryScope, range: TimeRange, limit: number): QueryPlan => ({
  ...candidatePlan(scope, range, limit),
  name: 'baseline',
  purpose: 'baseline',
});

function recordsScanned({ file }: RunContext, { evidenceId }: QueryResult): number | null {
  const kept = file.evidence.find(({ id }) => id === evidenceId);
  return kept?.statistics?.recordsScanned ?? null;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
