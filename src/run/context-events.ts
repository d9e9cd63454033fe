// Events of any level around the onsets and the first occurrences: where causes are found. What announces a change
// is asked for by its words, so that ordinary traffic cannot hide it; the rest is read nearest to the onset first.
import { grouped } from '../base/grouped.ts';
import type { LogEvent } from '../base/log-event.ts';
import { durationMs } from '../base/time-range.ts';
import { ranFromStart } from '../diagnosis/times.ts';
import { triggerPatterns } from '../diagnosis/trigger-kinds.ts';
import type { Found } from '../evidence/analyze.ts';
import { labelOf } from './case-file.ts';
import type { RunContext } from './context.ts';
import { announcesChange, lookedAtInMemory } from './kept-lines.ts';
import { type Look, looksAt, MAX_ANY_LEVEL_SHARE, type Room } from './looks.ts';
import { anyLevel, ensureWindow, exactEdges, type QueryScope, queryScopes } from './plan.ts';
import type { QueryPlan } from './query.ts';
import { completions, readRows } from './query-run.ts';
import { startQueries } from './query-start.ts';
import { RowShares } from './row-shares.ts';
import { eventsOf } from './rows.ts';
import { type SurveyEvents, surveyShare } from './survey-events.ts';

/** Events of context that a run reads in all. */
const MAX_CONTEXT_EVENTS = 2_000;
/** The same where no error set in within the window: there is no onset, and nothing to be found before it. */
const MAX_STEADY_EVENTS = 400;
/** All lines of a look are as many as are read where they come so many times as often as the others. */
const UNEVENNESS = 1.5;

/**
 * Reads context events, ascending; those that cannot be read are a gap, and a cut is told. Where all events of the
 * window are known already and are few, these are the context.
 */
export async function readContext(
  context: RunContext,
  found: Found,
  known: SurveyEvents,
): Promise<readonly LogEvent[]> {
  if (known.whole) {
    noteRead(context, known.events);
    return ascending(known.events);
  }
  const around = await lookAround(context, found, known);
  const events = new Map([...known.events, ...around].map((event) => [event.eventId, event]));
  return ascending([...events.values()]);
}

/** Notes that all of these were read, and with them every line that may announce a change. */
function noteRead({ file }: RunContext, events: readonly LogEvent[]): void {
  const announces = announcesChange();
  const changes = events.filter(({ message }) => announces(message)).length;
  file.contextRead = events.length;
  file.contextMatched = events.length;
  file.changesRead = changes;
  file.changesMatched = changes;
}

const ascending = (events: readonly LogEvent[]) =>
  [...events].sort((a, b) => a.timestampMs - b.timestampMs);

async function lookAround(
  context: RunContext,
  found: Found,
  known: SurveyEvents,
): Promise<readonly LogEvent[]> {
  const { file } = context;
  const { analyzed } = ensureWindow(context);
  const errors = found.findings.filter(({ severity }) => severity === 'error');
  const steady = errors.every((finding) => ranFromStart(finding, analyzed));
  const rows = steady ? MAX_STEADY_EVENTS : MAX_CONTEXT_EVENTS;
  const usual = steady ? [] : known.usual();
  if (file.whole !== null) {
    const looks = looksAt(errors, analyzed, usual.length > 0, null);
    noteRead(context, file.whole.events);
    return lookedAtInMemory(file.whole.events, looks, usual, rows);
  }
  const looks = looksAt(errors, analyzed, usual.length > 0, roomOf(context));
  const seen = await askedFor(context, looks, usual, rows);
  tellCut(context, seen);
  return seen.flatMap(({ events }) => events);
}

/** What looks may scan beside the survey, and how soon all lines are more than are read. */
function roomOf(context: RunContext): Room {
  const { file } = context;
  const spanMs = durationMs(ensureWindow(context).analyzed);
  const share = MAX_ANY_LEVEL_SHARE - surveyShare(context);
  const candidates = (file.candidates?.length ?? 0) + file.unreadCandidates;
  // Lines come as fast before an onset as those that are no errors.
  const others = (file.totalEvents ?? 0) - candidates;
  const allLinesMs = (UNEVENNESS * MAX_CONTEXT_EVENTS * spanMs) / Math.max(1, others);
  return { mostMs: Math.max(0, spanMs * share), allLinesMs };
}

/** What a look gave, rows and all that there was. */
interface Seen {
  readonly look: Look;
  readonly events: readonly LogEvent[];
  readonly read: number;
  readonly matched: number;
}

async function askedFor(
  context: RunContext,
  looks: readonly Look[],
  usual: readonly string[],
  rows: number,
): Promise<readonly Seen[]> {
  const { file } = context;
  const parts = looks.flatMap((look) => queryScopes(context).map((scope) => ({ look, scope })));
  // All are started before the first is waited for; how many rows of each are read shows when it has ended.
  const asked = await startQueries(
    context,
    parts.map((part) => planOf(part, usual, rows)),
  );
  const shares = new RowShares(
    rows,
    parts.map(({ look }) => look.weight),
  );
  const seen: Seen[] = [];
  for await (const { index, completed } of completions(context, asked)) {
    const look = parts[index]?.look;
    if (look === undefined) continue;
    const share = shares.of(index);
    if (completed === null) continue;
    const result = await readRows(context, completed, share);
    shares.took(result.rows.length);
    const events = eventsOf(result, look.window, (group) => labelOf(file, group));
    seen.push({ look, events, read: result.rows.length, matched: result.matched });
  }
  return seen;
}

/** A look at the log groups that one query can ask. */
interface Part {
  readonly look: Look;
  readonly scope: QueryScope;
}

function planOf({ look, scope }: Part, usual: readonly string[], limit: number): QueryPlan {
  const { name, window } = look;
  const text = `${exactEdges(window)}${textOf(look, usual)}`;
  return { ...scope, name, purpose: 'context', window, text, limit };
}

function textOf({ name, order }: Look, usual: readonly string[]): string {
  if (name === 'unusual')
    return `filter @message not like /${usual.join('|')}/\n| ${anyLevel(order)}`;
  if (name === 'context') return anyLevel(order);
  const like = triggerPatterns().map((pattern) => `@message like /(?i)${pattern}/`);
  return `filter ${like.join(' or ')}\n| ${anyLevel(order)}`;
}

/** Notes how much there was, and says so where not all of it was read. */
function tellCut({ file, notice }: RunContext, seen: readonly Seen[]): void {
  const read = (of: readonly Seen[]) => of.reduce((sum, one) => sum + one.read, 0);
  const matched = (of: readonly Seen[]) => of.reduce((sum, one) => sum + one.matched, 0);
  const inWords = (of: readonly Seen[]) => `${grouped(read(of))} of ${grouped(matched(of))}`;
  const changes = seen.filter(({ look }) => look.name === 'changes');
  file.contextRead = read(seen);
  file.contextMatched = matched(seen);
  file.changesRead = read(changes);
  file.changesMatched = matched(changes);
  if (file.contextRead >= file.contextMatched) return;
  notice(
    `Read ${inWords(seen)} events around the onsets, the nearest first; of those that may announce a change ${inWords(changes)}.`,
  );
}
