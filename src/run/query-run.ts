// Queries to their end and the rows that they give. A query that fails is started once more; one that takes too long is
// asked again in halves of its window, where the rows of the halves together are the rows of the whole.
import { grouped } from '../base/grouped.ts';
import { durationMs, SECOND_MS } from '../base/time-range.ts';
import { isCandidate } from '../evidence/candidates.ts';
import type { RunContext } from './context.ts';
import type { Statistics } from './evidence-record.ts';
import { ALL_EVENTS, exactEdges, overPart } from './plan.ts';
import {
  type Cells,
  type CompletedQuery,
  type Ending,
  groupsInWords,
  type Place,
  type QueryPlan,
  type QueryResult,
  type ResultRow,
  type StartedQuery,
  startArguments,
} from './query.ts';
import { readPage, settle, tellLost } from './query-poll.ts';
import { startAgain, startQueries } from './query-start.ts';
import { endOf, lookAtOthers, POLL_ROWS } from './query-wait.ts';
import { bounded, keptChars, MAX_EVENT_CHARS } from './text-bounds.ts';

/** How often a window is halved whose query takes too long: into four parts. */
const MAX_HALVINGS = 2;

/** How one of several queries ended. */
export interface Ended {
  /** Its place among those that were asked for. */
  readonly index: number;
  /** null: it did not complete, which is told as a gap. */
  readonly completed: CompletedQuery | null;
}

/**
 * How queries ended, in their order; each once, but one that took too long once for each part of its window. With each
 * come `firstRows` of its rows where it ended while an earlier one was waited for.
 */
export async function* completions(
  context: RunContext,
  asked: readonly (StartedQuery | null)[],
  firstRows = POLL_ROWS,
  halvings = MAX_HALVINGS,
): AsyncGenerator<Ended> {
  for (const [index, started] of asked.entries()) {
    const ending = started === null ? null : await endingOf(context, started, firstRows);
    if (ending?.kind === 'completed') yield { index, completed: ending.completed };
    else {
      const parts = await halved(context, started, ending, halvings);
      if (parts === null) yield { index, completed: null };
      else yield* named(index, completions(context, parts, firstRows, halvings - 1));
    }
  }
}

async function* named(index: number, parts: AsyncGenerator<Ended>): AsyncGenerator<Ended> {
  for await (const { completed } of parts) yield { index, completed };
}

/** How a query ended; while it was waited for, how others that are open did. */
async function endingOf(
  context: RunContext,
  started: StartedQuery,
  firstRows: number,
): Promise<Ending> {
  const isKnown = context.file.ended.has(started.queryId);
  const ending = await endOrAgain(context, started, firstRows);
  if (ending.kind === 'completed') settle(context, ending.completed.started);
  if (!isKnown) await lookAtOthers(context, firstRows);
  return ending;
}

/** The halves of a query that took too long, started; null where it is lost, which is told. */
async function halved(
  context: RunContext,
  started: StartedQuery | null,
  ending: Exclude<Ending, { kind: 'completed' }> | null,
  halvings: number,
): Promise<readonly (StartedQuery | null)[] | null> {
  if (started === null || ending === null) return null;
  const { plan } = started;
  const halves = ending.kind === 'slow' && halvings > 0 ? halvesOf(plan) : null;
  if (halves === null || context.world.signal.aborted) {
    tellLost(context, plan, ending);
    return null;
  }
  tellHalved(context, plan);
  return startQueries(context, halves);
}

/** The end of a query; where CloudWatch failed at it, of the same query started once more. */
async function endOrAgain(
  context: RunContext,
  started: StartedQuery,
  firstRows: number,
): Promise<Ending> {
  const ended = await endOf(context, started, firstRows);
  if (ended.kind !== 'failed' || context.request.local) return ended;
  const again = await startAgain(context, started.plan);
  if (again === null) return { ...ended, why: `${ended.why}; it could not be started again` };
  const second = await endOf(context, again);
  return second.kind === 'failed' ? { ...second, why: `${second.why}, twice` } : second;
}

/** The same over the two halves of the window; null where the rows of parts are not the rows of the whole. */
function halvesOf(plan: QueryPlan): readonly QueryPlan[] | null {
  const edges = exactEdges(plan.window);
  const { startMs, endMs } = plan.window;
  const middleMs = Math.round((startMs + endMs) / 2 / SECOND_MS) * SECOND_MS;
  const isSplit = plan.purpose !== 'sop' && plan.text.startsWith(edges);
  if (!isSplit || durationMs(plan.window) <= 2 * SECOND_MS) return null;
  const windows = [
    { startMs, endMs: middleMs },
    { startMs: middleMs, endMs },
  ];
  const halves = windows.map((window) => overPart(plan, window, plan.limit));
  return / desc$/.test(plan.text) ? halves.reverse() : halves;
}

function tellHalved(context: RunContext, plan: QueryPlan): void {
  if (plan.purpose === 'candidates') context.file.windowSplit = true;
  context.notice(
    `The query "${plan.name}" over ${groupsInWords(plan)} took too long: it is asked again in two halves of its window.`,
  );
}

/** Waits for a query and reads all of its rows; null where it did not complete: a gap. */
export async function awaitQuery(
  context: RunContext,
  started: StartedQuery,
): Promise<QueryResult | null> {
  for await (const { completed } of completions(context, [started], POLL_ROWS, 0))
    return completed === null ? null : await readRows(context, completed, started.plan.limit);
  return null;
}

/** What one of several queries gave. */
export interface Given {
  readonly index: number;
  readonly result: QueryResult | null;
}

/** The same of several queries, in their order. */
export async function* results(
  context: RunContext,
  asked: readonly (StartedQuery | null)[],
  firstRows = POLL_ROWS,
): AsyncGenerator<Given> {
  for await (const { index, completed } of completions(context, asked, firstRows)) {
    const result =
      completed === null ? null : await readRows(context, completed, completed.started.plan.limit);
    yield { index, result };
  }
}

/**
 * Reads rows of a query that completed, at most `maxRows`: from the first on, or from where reading ended before. No place
 * lies within a page: of a first page that is longer, the rest cannot be read later.
 */
export function readRows(
  context: RunContext,
  completed: CompletedQuery,
  maxRows: number,
  place: Place | null = null,
): Promise<QueryResult> {
  if (place !== null) return readPages(context, completed, [], place, maxRows);
  const { results: rows, nextToken } = completed.first;
  return readPages(context, completed, rows, { from: 0, token: nextToken }, maxRows);
}

async function readPages(
  context: RunContext,
  { started, first, matched }: CompletedQuery,
  cells: readonly Cells[],
  { token, from }: Place,
  maxRows: number,
): Promise<QueryResult> {
  const { plan, queryId } = started;
  const cut = cutOf(plan, matched);
  const rows = cells.slice(0, maxRows).map((row) => rowWithin(row, cut));
  let next = token;
  // Each page but a last one holds a row at least: those of long rows may hold no more.
  while (next !== undefined && rows.length < maxRows) {
    const read = await readPage(context, started, maxRows - rows.length, next);
    if ('why' in read) {
      tellLost(context, plan, read);
      break;
    }
    for (const row of read.answer.results) rows.push(rowWithin(row, cut));
    next = read.answer.results.length === 0 ? undefined : read.answer.nextToken;
  }
  const statistics: Statistics = first.statistics ?? {};
  const evidenceId = context.keep(
    {
      tool: 'get-query-results',
      arguments: { queryId, ...startArguments(plan) },
      rows,
      statistics,
      truncated: isEventQuery(plan) && matched > rows.length,
    },
    `${plan.name}: ${rowsInWords(from, rows.length)} of ${grouped(matched)} matching events`,
  );
  const bytesScanned = from === 0 ? (statistics.bytesScanned ?? 0) : 0;
  const place = { from: from + rows.length, token: next };
  return { plan, queryId, status: 'Complete', rows, cut, place, matched, bytesScanned, evidenceId };
}

function rowsInWords(from: number, count: number): string {
  return from === 0
    ? `${grouped(count)} rows`
    : `rows ${grouped(from + 1)} to ${grouped(from + count)}`;
}

const isEventQuery = (plan: QueryPlan) =>
  plan.purpose === 'candidates' || plan.purpose === 'context' || plan.purpose === 'baseline';

/** How rows are cut, and which were whose rest may matter. */
interface Cut {
  readonly chars: number;
  readonly rows: Set<ResultRow>;
  readonly matters: (message: string) => boolean;
}

/** Of all events of a window the rest of those alone that a search for candidates would find; they are few bytes together. */
const cutOf = ({ name }: QueryPlan, matched: number): Cut =>
  name === ALL_EVENTS
    ? { chars: MAX_EVENT_CHARS, rows: new Set(), matters: isCandidate }
    : { chars: keptChars(matched), rows: new Set(), matters: () => true };

/** A row as an object; longer cells are cut, and say so, so that evidence and analysis hold the same text. */
function rowWithin(cells: Cells, { chars, rows, matters }: Cut): ResultRow {
  const row: Record<string, string> = {};
  for (const { field, value = '' } of cells) {
    row[field] = bounded(value, chars);
    if (field === '@message' && value.length > chars && matters(value)) rows.add(row);
  }
  return row;
}
