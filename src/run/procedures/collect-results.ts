// Step "collect results": waits for every query, reads all candidates, and keeps what the SOP's own queries answered.
import { grouped } from '../../base/grouped.ts';
import { MAX_CANDIDATE_ROWS } from '../../evidence/candidates.ts';
import { FIRST_SAMPLE_ROWS } from '../../evidence/sample.ts';
import { sketcher } from '../../evidence/sketch.ts';
import type { ReportQuery } from '../../report/types.ts';
import { type CaseLogGroup, labelOf } from '../case-file.ts';
import { beginReading, finishReading, type Reading } from '../collect.ts';
import { done, incomplete, type Procedure, type RunContext } from '../context.ts';
import { carriesOut } from '../not-done.ts';
import { edgesOf } from '../plan.ts';
import type { QueryPlan, QueryResult } from '../query.ts';
import { completions, readRows } from '../query-run.ts';
import { startQueries } from '../query-start.ts';
import { matchedBy, noteAnswered, readWhole, toldIn } from '../read-whole.ts';
import { groupName } from '../rows.ts';
import { candidateSearch, noteSearch } from '../search-plans.ts';

/** Rows of an SOP's own query that the report shows. */
const MAX_QUERY_ROWS = 20;

export const collectResults: Procedure = {
  name: 'collect-results',
  needs: ['run-queries'],
  usesTools: true,
  run: async (context) => {
    const { file } = context;
    const failedBefore = file.failedQueries;
    const answeredBefore = file.results.length;
    await readSearch(context);
    for (const result of file.results.slice(answeredBefore))
      if (result.plan.purpose === 'sop') keepQuery(context, result);
    const summary = inWords(context);
    return file.failedQueries > failedBefore ? incomplete(summary) : done(summary);
  },
};

function inWords(context: RunContext): string {
  const { candidates, totalEvents, queries } = context.file;
  if (!carriesOut(context, 'analyze-errors'))
    return `${grouped(queries.length)} ${queries.length === 1 ? 'answer' : 'answers'} of the SOP's own queries`;
  const read = candidates?.length ?? 0;
  const some = `${grouped(read)} ${read === 1 ? 'candidate' : 'candidates'}`;
  if (totalEvents === null)
    return `${grouped(read)} candidate ${read === 1 ? 'event' : 'events'} read`;
  return `${some} among ${grouped(totalEvents)} ${totalEvents === 1 ? 'event' : 'events'}`;
}

/** Reads what the search for errors gave: all events where it asked for them and they are few, else candidates. */
async function readSearch(context: RunContext): Promise<void> {
  const { file } = context;
  const readings = await awaitAll(context);
  const asksForAll = file.searchedWhole && readings.length > 0;
  const isWhole = asksForAll && (await readWhole(context, readings));
  const searched = asksForAll && !isWhole ? await searchInstead(context) : readings;
  // A later step that collects nothing more of the search leaves this as it was.
  if (searched.length > 0) file.onePassBytes = onePassOf(context, searched);
  if (isWhole) return;
  countEvents(context, searched);
  await readCandidates(context, searched);
}

/** The candidates alone, where there are more events than are read whole, or not all of them could be read. */
async function searchInstead(context: RunContext): Promise<readonly Reading[]> {
  const search = candidateSearch(context);
  noteSearch(context, search);
  context.file.seen = sketcher();
  await startQueries(context, search.plans);
  return awaitAll(context);
}

/** Waits for all started queries; those of the search for errors are read as far as each may be by itself. */
async function awaitAll(context: RunContext): Promise<readonly Reading[]> {
  const { file } = context;
  const all = [...file.running.values()];
  const searches = all.filter(({ plan }) => plan.purpose === 'candidates').length;
  const readings: Reading[] = [];
  // Of searches over parts of the window each gives its share; the rest is asked for when all are known.
  const rowsOfAll = file.searchesPerGroup > 1 ? FIRST_SAMPLE_ROWS : MAX_CANDIDATE_ROWS;
  const fairRows = Math.max(1, Math.floor(rowsOfAll / Math.max(1, searches)));
  for await (const { completed } of completions(context, all, fairRows)) {
    if (completed === null) continue;
    const { purpose, limit } = completed.started.plan;
    if (purpose === 'candidates') {
      const reading = await beginReading(context, completed, searches);
      readings.push(reading);
      // The next search runs by now, and what it takes is waited for.
      file.seen.lookAhead(toldIn(context, reading.events));
    } else file.results.push(await readRows(context, completed, limit));
  }
  return readings;
}

/** What the searches scanned that ended; null where one is missing. */
function onePassOf({ file, world }: RunContext, readings: readonly Reading[]): number | null {
  const isMissing = file.unanswered.some(({ purpose }) => purpose === 'candidates');
  if (readings.length === 0 || isMissing || world.signal.aborted) return null;
  return readings.reduce(
    (sum, { completed }) => sum + (completed.first.statistics?.bytesScanned ?? 0),
    0,
  );
}

/** How many events each log group holds in the window, as far as that was counted. */
function countEvents({ file }: RunContext, readings: readonly Reading[]): void {
  const answersOf = (purpose: QueryPlan['purpose'], group: CaseLogGroup) =>
    file.results.filter(({ plan }) => plan.purpose === purpose && asks(plan, group));
  const groups = file.logGroups ?? [];
  for (const group of groups) {
    const isUnanswered = (purpose: QueryPlan['purpose']) =>
      file.unanswered.some((plan) => plan.purpose === purpose && asks(plan, group));
    const volumes = answersOf('volume', group);
    if (volumes.length > 0 && !isUnanswered('volume'))
      group.events = volumes.reduce((sum, volume) => sum + eventsIn(volume, group), 0);
    const searches = readings
      .map(({ completed }) => completed)
      .filter(({ started: { plan } }) => asks(plan, group));
    // Searches of one log group have looked at all of its events in the window, and at some beside it.
    if (!searches.every(({ started: { plan } }) => plan.logGroupNames.length === 1)) continue;
    if (searches.length < Math.max(1, file.searchesPerGroup) || isUnanswered('candidates'))
      continue;
    const edges = answersOf('edges', group);
    const windows = searches.map(({ started: { plan } }) => plan.window);
    const known =
      edges.length === edgesOf(windows).length && searches.every(({ scanned }) => scanned !== null);
    const looked = searches.reduce((sum, { scanned }) => sum + (scanned ?? 0), 0);
    const outside = edges.reduce((sum, edge) => sum + eventsIn(edge, group), 0);
    group.events = known ? looked - outside : null;
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

async function readCandidates(context: RunContext, readings: readonly Reading[]): Promise<void> {
  const { file } = context;
  const all = matchedBy(readings);
  const { events, unread } = await finishReading(context, readings);
  file.unreadCandidates += unread;
  noteAnswered(context, readings);
  if (readings.length > 0) file.candidates = events;
  // What an interruption left unread is unread.
  if (context.world.signal.aborted) {
    file.unreadCandidates = Math.max(file.unreadCandidates, all - events.length);
  }
}

/** A log group of local logs is named as everywhere: `@log` puts an account before it that no file has. */
function withoutAccount(cell: string, logGroupNames: readonly string[]): string {
  const name = cell.replace(/^\d{12}:/, '');
  return logGroupNames.includes(name) ? name : cell;
}

/** An SOP's own answer as a table of the report. */
function keepQuery({ file, request }: RunContext, result: QueryResult): void {
  const { logGroupNames } = result.plan;
  const shown = (cell: string) => (request.local ? withoutAccount(cell, logGroupNames) : cell);
  const columns = [...new Set(result.rows.flatMap((row) => Object.keys(row)))].filter(
    (name) => name !== '@ptr',
  );
  const rows = result.rows
    .slice(0, MAX_QUERY_ROWS)
    .map((row) => columns.map((column) => shown(row[column] ?? '')));
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
