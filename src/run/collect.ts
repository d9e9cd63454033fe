// Reads the candidate events that searches matched, as far as the rows of a run go.
import type { LogEvent } from '../base/log-event.ts';
import { durationMs, SECOND_MS } from '../base/time-range.ts';
import { MAX_CANDIDATE_ROWS } from '../evidence/candidates.ts';
import { FIRST_SAMPLE_ROWS, sampleRows } from '../evidence/sample.ts';
import { labelOf } from './case-file.ts';
import type { RunContext } from './context.ts';
import { candidatePlan, ensureWindow, overPart, ROWS_PER_QUERY, searchScopes } from './plan.ts';
import type { CompletedQuery, Place, QueryPlan, QueryResult, StartedQuery } from './query.ts';
import { awaitQuery, readRows } from './query-run.ts';
import { startQuery } from './query-start.ts';
import { eventsOf } from './rows.ts';
import { slices, wholeRows } from './search-windows.ts';

export interface Collected {
  readonly events: readonly LogEvent[];
  /** Candidates that exist but were not read. */
  readonly unread: number;
}

/** A search as far as its rows were read. */
export interface Reading {
  /** Without the first rows, once these were read. */
  completed: CompletedQuery;
  /** Ascending in time, as the search gives them. */
  readonly events: LogEvent[];
  /** Where to read on; null: nothing was read yet. */
  place: Place | null;
  rows: number;
}

/** Parts of a window that are asked for while the one before is read; more of them take more memory. */
const QUERIES_AHEAD = 4;
/** The same of local logs, which are read by the same processors. */
const LOCAL_QUERIES_AHEAD = 1;
/** How full a part is planned, so that an uneven spread still fits most parts. */
const PLANNED_FILL = 0.7;

/** Rows of a run that are worth another page of many searches. */
const MIN_SHARED_ROWS = 500;

/**
 * Begins with the rows of one of so many searches: with those that are its own whatever the others match, while these
 * still run. The first rows of a search over the whole window stand for nothing but its begin: they wait.
 */
export async function beginReading(
  context: RunContext,
  completed: CompletedQuery,
  searches: number,
): Promise<Reading> {
  const reading: Reading = { completed, events: [], place: null, rows: 0 };
  const fairRows = Math.floor(FIRST_SAMPLE_ROWS / searches);
  if (completed.matched <= fairRows || !isWhole(context, completed))
    await read(context, reading, fairRows);
  return reading;
}

const isWhole = (context: RunContext, { started }: CompletedQuery) =>
  durationMs(started.plan.window) === durationMs(ensureWindow(context).analyzed);

async function read(context: RunContext, reading: Reading, maxRows: number): Promise<void> {
  // The first page has come with the search's end; of one that is longer no row may be skipped.
  const rows = Math.max(maxRows, reading.completed.first.results.length);
  const result = await readRows(context, reading.completed, rows, reading.place);
  for (const event of events(context, result)) reading.events.push(event);
  reading.rows += result.rows.length;
  reading.place = result.place;
  const { first } = reading.completed;
  reading.completed = { ...reading.completed, first: { ...first, results: [] } };
}

/**
 * Reads on. Where all events fit into the rows that are read `whole`, all of them are read, and a window that matched more than
 * one answer holds is split until each part fits. Else each search gives its share of rows and the rest is unread;
 * a search over the whole window is then asked again in parts, so that its errors are seen wherever they lie.
 * A part that cannot be read is a gap of its own.
 */
export async function finishReading(
  context: RunContext,
  readings: readonly Reading[],
  whole = wholeRows(context),
): Promise<Collected> {
  const left = readings.map(({ completed, rows }) => Math.max(0, completed.matched - rows));
  const leftRows = sum(left);
  const read = sum(readings.map(({ rows }) => rows));
  const allFit = read + leftRows <= whole;
  const budget = (allFit ? whole : sampleOf(context, readings)) - read;
  const share = shareOf(budget, leftRows);
  const collected: LogEvent[] = [];
  let unread = 0;
  for (const [index, reading] of readings.entries()) {
    const rows = Math.ceil((left[index] ?? 0) * share);
    const rest = await readRest(context, reading, rows, share === 1);
    for (const event of reading.events) collected.push(event);
    for (const event of rest.events) collected.push(event);
    reading.events.length = 0;
    unread += rest.unread;
  }
  return { events: collected, unread };
}

/** Rows of a sample, by what was looked at of all searches; of one of which nothing was, nothing is known. */
function sampleOf({ file }: RunContext, readings: readonly Reading[]): number {
  const isSeen = readings.every(({ rows, completed }) => rows > 0 || completed.matched === 0);
  return sampleRows(isSeen ? file.seen.seen() : null);
}

/** Nothing where so little is left that it shows no more. */
function shareOf(budgetRows: number, leftRows: number): number {
  if (leftRows <= budgetRows) return 1;
  return budgetRows < MIN_SHARED_ROWS ? 0 : budgetRows / leftRows;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

const NOTHING: Collected = { events: [], unread: 0 };

/** What of a search still has to be read: all of it, or so many rows. */
async function readRest(
  context: RunContext,
  reading: Reading,
  maxRows: number,
  all: boolean,
): Promise<Collected> {
  const { completed } = reading;
  const { plan } = completed.started;
  if (completed.matched <= reading.rows) return NOTHING;
  if (!all && isWhole(context, completed) && reading.rows === 0) {
    context.file.windowSplit = true;
    return collectSome(context, plan, maxRows);
  }
  if (maxRows > 0 && (reading.place === null || reading.place.token !== undefined))
    await read(context, reading, maxRows);
  const unread = Math.max(0, completed.matched - reading.rows);
  if (unread === 0 || !all) return { events: [], unread };
  context.file.windowSplit = true;
  return collectAll(context, reading);
}

/** An even sample of the candidates of so many rows, read anew: for those that a smaller one could not tell apart. */
export async function readMore(context: RunContext): Promise<Collected> {
  const { analyzed: window } = ensureWindow(context);
  const scopes = searchScopes(context);
  const events: LogEvent[] = [];
  let unread = 0;
  for (const scope of scopes) {
    const plan = candidatePlan(scope, window, ROWS_PER_QUERY);
    const part = await collectSome(context, plan, MAX_CANDIDATE_ROWS / scopes.length);
    for (const event of part.events) events.push(event);
    unread += part.unread;
  }
  return { events, unread };
}

/** What lies behind the rows that were read: the window is split further until each part gives all of its rows. */
async function collectAll(
  context: RunContext,
  { events: known, completed, rows }: Reading,
): Promise<Collected> {
  const { plan } = completed.started;
  const lastMs = known.at(-1)?.timestampMs ?? plan.window.startMs;
  const startMs = Math.max(plan.window.startMs, Math.floor(lastMs / SECOND_MS) * SECOND_MS);
  const ids = new Set(
    known.filter(({ timestampMs }) => timestampMs >= startMs).map(({ eventId }) => eventId),
  );
  const count = partsFor(completed.matched, rows);
  const parts = slices({ startMs, endMs: plan.window.endMs }, count);
  const found: LogEvent[] = [];
  let unread = 0;
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const result = await runQuery(context, overPart(plan, part, ROWS_PER_QUERY));
    if (result === null) continue;
    const left = Math.max(0, result.matched - result.rows.length);
    if (left > 0 && durationMs(part) > SECOND_MS) {
      parts.unshift(...slices(part, partsFor(result.matched, result.rows.length)));
      continue;
    }
    for (const event of events(context, result)) if (!ids.has(event.eventId)) found.push(event);
    unread += left;
  }
  // However the rows came: what matched and is not among them was not read.
  const missing = completed.matched - known.length - found.length;
  return { events: found, unread: Math.max(unread, missing) };
}

/** The first rows of each of equally long parts; what one leaves over falls to those after it. */
async function collectSome(
  context: RunContext,
  plan: QueryPlan,
  budgetRows: number,
): Promise<Collected> {
  const parts = slices(plan.window, budgetRows / ROWS_PER_QUERY);
  const started: StartedQuery[] = [];
  const found: LogEvent[] = [];
  let unread = 0;
  let reservedRows = 0;
  const ahead = context.request.local ? LOCAL_QUERIES_AHEAD : QUERIES_AHEAD;
  const finishFirst = async () => {
    const query = started.shift();
    const result = query === undefined ? null : await awaitQuery(context, query);
    reservedRows -= query?.plan.limit ?? 0;
    if (result === null) return;
    for (const event of events(context, result)) found.push(event);
    unread += Math.max(0, result.matched - result.rows.length);
  };
  for (const [index, part] of parts.entries()) {
    const leftRows = budgetRows - found.length - reservedRows;
    const limit = Math.max(1, Math.floor(leftRows / (parts.length - index)));
    const query = await startQuery(context, overPart(plan, part, limit));
    if (query !== null) started.push(query);
    reservedRows += query === null ? 0 : limit;
    if (started.length > ahead) await finishFirst();
  }
  while (started.length > 0) await finishFirst();
  return { events: found, unread };
}

/** Into how many parts a window is cut whose query gave fewer rows than matched. */
const partsFor = (matched: number, rows: number) => matched / (Math.max(1, rows) * PLANNED_FILL);

const events = (context: RunContext, result: QueryResult) =>
  eventsOf(result, result.plan.window, (group) => labelOf(context.file, group));

export async function runQuery(context: RunContext, plan: QueryPlan): Promise<QueryResult | null> {
  const started = await startQuery(context, plan);
  return started === null ? null : awaitQuery(context, started);
}
