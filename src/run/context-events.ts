// Events of any level around the onsets and the first occurrences: where causes are found. What announces a change
// is asked for by its words, so that ordinary traffic cannot hide it; the rest is read nearest to the onset first.
import { grouped } from '../base/grouped.ts';
import type { LogEvent } from '../base/log-event.ts';
import { durationMs, MINUTE_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { activeRange, isChange, ranFromStart } from '../diagnosis/times.ts';
import { triggerPatterns } from '../diagnosis/trigger-kinds.ts';
import type { Found } from '../evidence/analyze.ts';
import type { Finding } from '../evidence/types.ts';
import { labelOf } from './case-file.ts';
import type { RunContext } from './context.ts';
import { ensureWindow, exactEdges, type QueryScope, queryScopes } from './plan.ts';
import type { QueryPlan } from './query.ts';
import { completions, readRows } from './query-run.ts';
import { startQueries } from './query-start.ts';
import { eventsOf } from './rows.ts';
import type { SurveyEvents } from './survey-events.ts';

/** Events of context that a run reads in all. */
const MAX_CONTEXT_EVENTS = 2_000;
/** The same where no error set in within the window: there is no onset, and nothing to be found before it. */
const MAX_STEADY_EVENTS = 400;
/** Onsets that are looked at, those of the most important findings. */
const MAX_ONSETS = 3;
/** Changes are sought further back than a cause acts: what is routine shows by coming again. */
const CHANGES_BEFORE_MS = 30 * MINUTE_MS;
const BEFORE_ONSET_MS = 10 * MINUTE_MS;
const AFTER_ONSET_MS = MINUTE_MS;
const BEFORE_FIRST_MS = MINUTE_MS;
const AROUND_END_MS = MINUTE_MS;
/** What ends a failure may be logged a little after the last error. */
const AT_END_MS = 10 * SECOND_MS;
/** Moments nearer to each other than this are one. */
const SAME_MOMENT_MS = MINUTE_MS;

/** One look at the logs: where, in which order, and its share of the rows beside the others'. */
interface Look {
  readonly name: 'changes' | 'unusual' | 'context';
  readonly order: 'asc' | 'desc';
  /** What a look leaves over falls to those after it. */
  readonly weight: number;
  readonly window: TimeRange;
}

type Kind = Omit<Look, 'window'>;
const CHANGES: Kind = { name: 'changes', order: 'desc', weight: 4 };
const UNUSUAL: Kind = { name: 'unusual', order: 'desc', weight: 4 };
const BEFORE_ONSET: Kind = { name: 'context', order: 'desc', weight: 4 };
const AFTER_ONSET: Kind = { name: 'context', order: 'asc', weight: 1 };
const BEFORE_END: Kind = { name: 'context', order: 'desc', weight: 2 };
const AFTER_END: Kind = { name: 'context', order: 'asc', weight: 1 };
const BEFORE_FIRST: Kind = { name: 'context', order: 'desc', weight: 1 };

/**
 * Reads context events, ascending; those that cannot be read are a gap, and a cut is told. Where all events of the
 * window are known already, these are the context.
 */
export async function readContext(
  context: RunContext,
  found: Found,
  known: SurveyEvents,
): Promise<readonly LogEvent[]> {
  if (known.whole) return wholeContext(context, known.events);
  const around = await readAround(context, found, known);
  const events = new Map([...known.events, ...around].map((event) => [event.eventId, event]));
  return ascending([...events.values()]);
}

/** All of it was read, and so was every line that may announce a change. */
function wholeContext({ file }: RunContext, events: readonly LogEvent[]): readonly LogEvent[] {
  const forms = triggerPatterns().map((pattern) => new RegExp(pattern, 'i'));
  const changes = events.filter(({ message }) => forms.some((form) => form.test(message))).length;
  file.contextRead = events.length;
  file.contextMatched = events.length;
  file.changesRead = changes;
  file.changesMatched = changes;
  return ascending(events);
}

const ascending = (events: readonly LogEvent[]) =>
  [...events].sort((a, b) => a.timestampMs - b.timestampMs);

async function readAround(
  context: RunContext,
  found: Found,
  known: SurveyEvents,
): Promise<readonly LogEvent[]> {
  const { file } = context;
  const { analyzed } = ensureWindow(context);
  const errors = found.findings.filter(({ severity }) => severity === 'error');
  const steady = errors.every((finding) => ranFromStart(finding, analyzed));
  const mostEvents = steady ? MAX_STEADY_EVENTS : MAX_CONTEXT_EVENTS;
  const usual = steady ? [] : known.usual();
  const looks = looksAt(errors, analyzed).filter(
    ({ name }) => name !== 'unusual' || usual.length > 0,
  );
  const parts = looks.flatMap((look) => queryScopes(context).map((scope) => ({ look, scope })));
  // All are started before the first is waited for; how many rows of each are read shows when it has ended.
  const asked = await startQueries(
    context,
    parts.map((part) => planOf(part, usual, mostEvents)),
  );
  const events = new Map<string, LogEvent>();
  const cuts: Cut[] = [];
  let rowsLeft = mostEvents;
  let weightLeft = parts.reduce((sum, { look }) => sum + look.weight, 0);
  let shareOf = -1;
  let shareRows = 0;
  for await (const { index, completed } of completions(context, asked)) {
    const look = parts[index]?.look;
    if (look === undefined) continue;
    // A look that took too long comes in parts, which share its rows.
    if (shareOf !== index) {
      shareOf = index;
      shareRows = Math.floor((rowsLeft * look.weight) / weightLeft);
      weightLeft -= look.weight;
    }
    if (completed === null) continue;
    const limit = Math.min(rowsLeft, shareRows);
    const result = await readRows(context, completed, limit);
    rowsLeft -= result.rows.length;
    shareRows -= result.rows.length;
    cuts.push({ look, read: result.rows.length, matched: result.matched });
    const read = eventsOf(result, look.window, (group) => labelOf(file, group));
    for (const event of read) events.set(event.eventId, event);
  }
  tellCut(context, cuts);
  return [...events.values()];
}

/** A look at the log groups that one query can ask. */
interface Part {
  readonly look: Look;
  readonly scope: QueryScope;
}

function planOf({ look, scope }: Part, usual: readonly string[], limit: number): QueryPlan {
  const { name, window, order } = look;
  const fields = 'fields @timestamp, @message, @logStream, @log';
  const text = `${exactEdges(window)}${filterOf(name, usual)}${fields}\n| sort @timestamp ${order}`;
  return { ...scope, name, purpose: 'context', window, text, limit };
}

function filterOf(name: Look['name'], usual: readonly string[]): string {
  if (name === 'changes') {
    const like = triggerPatterns().map((pattern) => `@message like /(?i)${pattern}/`);
    return `filter ${like.join(' or ')}\n| `;
  }
  if (name === 'unusual') return `filter @message not like /${usual.join('|')}/\n| `;
  return '';
}

function looksAt(errors: readonly Finding[], analyzed: TimeRange): readonly Look[] {
  const onsets = distinct(onsetsOf(errors), []).slice(0, MAX_ONSETS);
  const firstTimes = errors.map(({ firstSeenMs }) => firstSeenMs);
  const firsts = distinct(firstTimes, onsets).slice(0, MAX_ONSETS);
  const ends = endsOf(errors);
  const around = (moments: readonly number[], beforeMs: number, afterMs: number) =>
    moments.map((ms) => ({
      startMs: Math.max(analyzed.startMs, ms - beforeMs),
      endMs: Math.min(analyzed.endMs, ms + afterMs),
    }));
  const looks = (kind: Kind, windows: readonly TimeRange[]): Look[] =>
    windows.map((window) => ({ ...kind, window }));
  return [
    ...looks(CHANGES, joined(around(onsets, CHANGES_BEFORE_MS, 1))),
    ...looks(UNUSUAL, joined(around(onsets, CHANGES_BEFORE_MS, 1))),
    ...looks(AFTER_ONSET, around(onsets, 0, AFTER_ONSET_MS)),
    ...looks(BEFORE_END, around(ends, AROUND_END_MS, AT_END_MS)),
    ...looks(AFTER_END, around(ends, -AT_END_MS, AROUND_END_MS)),
    ...looks(BEFORE_FIRST, around(firsts, BEFORE_FIRST_MS, SECOND_MS)),
    // The most important onset last: it gets what the others left over.
    ...looks(BEFORE_ONSET, around(onsets, BEFORE_ONSET_MS, 1).reverse()),
  ].filter(({ window }) => window.startMs < window.endMs);
}

/** How much time of each log group the looks take together at most, in milliseconds; they may overlap. */
export function longestLooksMs(analyzed: TimeRange): number {
  const wholeMs = durationMs(analyzed);
  const joinedMs = Math.min(wholeMs, MAX_ONSETS * CHANGES_BEFORE_MS);
  const singleMs = [
    BEFORE_ONSET_MS,
    AFTER_ONSET_MS,
    2 * AROUND_END_MS,
    BEFORE_FIRST_MS + SECOND_MS,
  ].reduce((sum, ms) => sum + Math.min(ms, wholeMs), 0);
  return 2 * joinedMs + MAX_ONSETS * singleMs;
}

/** Onsets as the rules take them, most important first; of errors that ran through the window they come last. */
function onsetsOf(errors: readonly Finding[]): readonly number[] {
  const sorted = [...errors].sort((a, b) => Number(isChange(b)) - Number(isChange(a)));
  return sorted.map((finding) => activeRange(finding).startMs);
}

/** Where bursts end: what ended there, or was undone, shows what had set them off. */
function endsOf(errors: readonly Finding[]): readonly number[] {
  const ends = errors.filter(isChange).map((finding) => activeRange(finding).endMs);
  return distinct(ends, []).slice(0, MAX_ONSETS);
}

/** Those that lie apart from each other and from the known ones, in their order. */
function distinct(moments: readonly number[], known: readonly number[]): readonly number[] {
  const kept: number[] = [];
  for (const ms of moments) {
    if ([...known, ...kept].every((other) => Math.abs(other - ms) > SAME_MOMENT_MS)) kept.push(ms);
  }
  return kept;
}

/** Windows that overlap as one, ascending. */
function joined(windows: readonly TimeRange[]): readonly TimeRange[] {
  const kept: TimeRange[] = [];
  for (const window of [...windows].sort((a, b) => a.startMs - b.startMs)) {
    const last = kept.at(-1);
    if (last === undefined || window.startMs > last.endMs) kept.push(window);
    else kept[kept.length - 1] = { ...last, endMs: Math.max(last.endMs, window.endMs) };
  }
  return kept;
}

interface Cut {
  readonly look: Look;
  readonly read: number;
  readonly matched: number;
}

/** Notes how much there was, and says so where not all of it was read. */
function tellCut({ file, notice }: RunContext, cuts: readonly Cut[]): void {
  const sum = (of: readonly Cut[], key: 'read' | 'matched') =>
    of.reduce((total, cut) => total + cut[key], 0);
  const inWords = (of: readonly Cut[]) =>
    `${grouped(sum(of, 'read'))} of ${grouped(sum(of, 'matched'))}`;
  file.contextRead = sum(cuts, 'read');
  file.contextMatched = sum(cuts, 'matched');
  const changes = cuts.filter(({ look }) => look.name === 'changes');
  file.changesRead = sum(changes, 'read');
  file.changesMatched = sum(changes, 'matched');
  if (file.contextRead >= file.contextMatched) return;
  notice(
    `Read ${inWords(cuts)} events around the onsets, the nearest first; of those that may announce a change ${inWords(changes)}.`,
  );
}
