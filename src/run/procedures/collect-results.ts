// Step "collect results": waits for every query, reads all candidates, and keeps what the SOP's own queries answered.
import type { LogEvent } from '../../base/log-event.ts';
import { MAX_CANDIDATE_ROWS } from '../../evidence/candidates.ts';
import type { ReportQuery } from '../../report/types.ts';
import { type CaseLogGroup, labelOf } from '../case-file.ts';
import { collectCandidates } from '../collect.ts';
import { done, incomplete, type Procedure, type RunContext } from '../context.ts';
import { edgesOf } from '../plan.ts';
import type { QueryPlan, QueryResult } from '../query.ts';
import { awaitCompletion, awaitQuery, type CompletedQuery } from '../query-run.ts';
import { groupName } from '../rows.ts';

/** Rows of an SOP's own query that the report shows. */
const MAX_QUERY_ROWS = 20;

export const collectResults: Procedure = {
  name: 'collect-results',
  needs: ['run-queries'],
  usesTools: true,
  run: async (context) => {
    const { file } = context;
    const failedBefore = file.failedQueries;
    const searches = await awaitAll(context);
    countEvents(context, searches);
    await readCandidates(context, searches);
    for (const result of file.results)
      if (result.plan.purpose === 'sop') keepQuery(context, result);
    const candidates = file.candidates?.length ?? 0;
    const summary =
      file.totalEvents === null
        ? `${count(candidates)} candidate events read`
        : `${count(candidates)} candidates among ${count(file.totalEvents)} events`;
    return file.failedQueries > failedBefore ? incomplete(summary) : done(summary);
  },
};

const count = (value: number) => value.toLocaleString('en');

/** Waits for all started queries; those of the search for errors are given back, their rows still to be read. */
async function awaitAll(context: RunContext): Promise<readonly CompletedQuery[]> {
  const { file } = context;
  const searches: CompletedQuery[] = [];
  for (const started of [...file.running.values()]) {
    if (started.plan.purpose === 'candidates') {
      const search = await awaitCompletion(context, started);
      if (search !== null) searches.push(search);
      continue;
    }
    const result = await awaitQuery(context, started);
    if (result !== null) file.results.push(result);
  }
  return searches;
}

/** How many events each log group holds in the window, as far as that was counted. */
function countEvents({ file }: RunContext, searches: readonly CompletedQuery[]): void {
  const answersOf = (purpose: QueryPlan['purpose'], group: CaseLogGroup) =>
    file.results.filter(({ plan }) => plan.purpose === purpose && asks(plan, group));
  const groups = file.logGroups ?? [];
  for (const group of groups) {
    const [volume] = answersOf('volume', group);
    if (volume !== undefined) group.events = eventsIn(volume, group);
    // A search of one log group has looked at all of its events in the window, and at some beside it.
    const search = searches.find(({ started: { plan } }) => asks(plan, group));
    const alone = search?.started.plan.logGroupNames.length === 1;
    if (!alone || search.scanned === null) continue;
    const edges = answersOf('edges', group);
    const outside = edges.reduce((sum, edge) => sum + eventsIn(edge, group), 0);
    const known = edges.length === edgesOf(search.started.plan.window).length;
    group.events = known ? search.scanned - outside : null;
  }
  const counted = groups.flatMap(({ events }) => (events === null ? [] : [events]));
  if (counted.length > 0) file.totalEvents = counted.reduce((sum, events) => sum + events, 0);
}

const asks = ({ region, logGroupNames }: QueryPlan, group: CaseLogGroup) =>
  region === group.region && logGroupNames.includes(group.name);

function eventsIn(volume: QueryResult, { name }: CaseLogGroup): number {
  const rows = volume.rows.filter((row) => groupName(row, volume) === name);
  return rows.reduce((sum, row) => sum + Number(row.events ?? 0), 0);
}

/** Where they match more than is read in all, each search gives its share. */
async function readCandidates(
  context: RunContext,
  searches: readonly CompletedQuery[],
): Promise<void> {
  const { file } = context;
  const all = searches.reduce((sum, { matched }) => sum + matched, 0);
  const share = Math.min(1, MAX_CANDIDATE_ROWS / Math.max(1, all));
  const events: LogEvent[] = [];
  for (const search of searches) {
    const { region, logGroupNames } = search.started.plan;
    const budget = Math.ceil(search.matched * share);
    const { events: read, unread } = await collectCandidates(context, search, budget);
    for (const event of read) events.push(event);
    file.unreadCandidates += unread;
    for (const name of logGroupNames) file.answered.add(`${region} ${name}`);
  }
  if (searches.length > 0) file.candidates = events;
  // What an interruption left unread is unread.
  if (context.world.signal.aborted) {
    file.unreadCandidates = Math.max(file.unreadCandidates, all - events.length);
  }
}

/** An SOP's own answer as a table of the report. */
function keepQuery({ file }: RunContext, result: QueryResult): void {
  const columns = [...new Set(result.rows.flatMap((row) => Object.keys(row)))].filter(
    (name) => name !== '@ptr',
  );
  const rows = result.rows
    .slice(0, MAX_QUERY_ROWS)
    .map((row) => columns.map((column) => row[column] ?? ''));
  const query: ReportQuery = {
    name: result.plan.name,
    text: result.plan.text,
    evidence: result.evidenceId,
    columns,
    rows,
    matched: result.rows.length,
  };
  file.queries.push(query);
  for (const name of result.plan.logGroupNames) {
    const label = labelOf(file, { name, region: result.plan.region });
    file.logGroups
      ?.find((group) => labelOf(file, group) === label)
      ?.evidence.push(result.evidenceId);
  }
}
