// Events of any level over the whole window: all of them where they are few, else slices spread evenly over it.
// What drifts, stands out or is new shows only beside what is usual.
import type { LogEvent } from '../base/log-event.ts';
import { once } from '../base/once.ts';
import { contains, durationMs, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { type CaseFile, labelOf } from './case-file.ts';
import type { RunContext } from './context.ts';
import { MAX_ANY_LEVEL_SHARE } from './looks.ts';
import { anyLevel, ensureWindow, exactEdges, queryScopes, ROWS_PER_QUERY } from './plan.ts';
import type { QueryPlan, StartedQuery } from './query.ts';
import { results } from './query-run.ts';
import { startQueries } from './query-start.ts';
import { eventsOf } from './rows.ts';
import { usualPhrases } from './usual-phrases.ts';
import { isSizeKnown } from './whole-window.ts';

/** Windows with so many events at most are read whole: one answer of CloudWatch holds them. */
const MAX_SURVEYED_EVENTS = ROWS_PER_QUERY;
/** Of larger ones so many events are read, in so many slices. */
const MAX_SLICED_EVENTS = 4_000;
const SLICES = 8;
/** Slices are cut so much wider than the mean rate needs. */
const SLICE_RESERVE = 1.5;
/** Of one pass over the window, what slices scan at most: where errors may be found the rest is kept for looks at them. */
export const MAX_SHARE_BESIDE_LOOKS = 0.06;
/** Where nobody counted them, slices are cut as if there were so many. */
const ASSUMED_EVENTS = 10 * MAX_SURVEYED_EVENTS;

export interface SurveyEvents {
  readonly events: readonly LogEvent[];
  /** Whether these are all events of the window. */
  readonly whole: boolean;
  /** What ordinary lines are known by. */
  readonly usual: () => readonly string[];
}

/** Starts the queries for them; what could not be started is a gap. None is started where none is left to be read. */
export async function startSurvey(context: RunContext): Promise<readonly (StartedQuery | null)[]> {
  if (countOf(context) === 0 || context.file.whole !== null) return [];
  return startQueries(context, plansFor(context));
}

const countOf = ({ file }: RunContext) => file.totalEvents ?? ASSUMED_EVENTS;

/** Reads what the started queries answer; what cannot be read is a gap of its own. */
export async function readSurvey(
  context: RunContext,
  started: readonly (StartedQuery | null)[],
): Promise<SurveyEvents> {
  const { whole } = context.file;
  if (whole !== null) return surveyed(context, whole);
  const events = new Map<string, LogEvent>();
  let read = true;
  for await (const { result } of results(context, started)) {
    if (result === null || result.matched > result.rows.length) read = false;
    if (result === null) continue;
    for (const event of eventsOf(result, result.plan.window, (group) =>
      labelOf(context.file, group),
    )) {
      events.set(event.eventId, event);
    }
  }
  const all = [...events.values()];
  return from(all, started.length > 0 && read && all.length >= countOf(context));
}

const from = (events: readonly LogEvent[], whole: boolean): SurveyEvents => ({
  events,
  whole,
  usual: once(() => usualPhrases(events)),
});

/** Of events that are at hand: all, or where they are many those of the slices. */
function surveyed(
  context: RunContext,
  { events, all }: NonNullable<CaseFile['whole']>,
): SurveyEvents {
  if (events.length <= MAX_SURVEYED_EVENTS) return from(events, all);
  const slices = slicesOf(ensureWindow(context).analyzed, events.length, 1);
  const rows = Math.floor(MAX_SLICED_EVENTS / slices.length);
  const some = slices.flatMap((slice) =>
    events.filter(({ timestampMs }) => contains(slice, timestampMs)).slice(0, rows),
  );
  return from(some, false);
}

/** Of one pass over the window, what the survey scans. */
export function surveyShare(context: RunContext): number {
  const scannedMs = windowsOf(context).windows.reduce((sum, part) => sum + durationMs(part), 0);
  return Math.min(1, scannedMs / Math.max(1, durationMs(ensureWindow(context).analyzed)));
}

function slicedShare({ file }: RunContext): number {
  const isQuiet = file.candidates?.length === 0 && file.unreadCandidates === 0;
  return isQuiet ? MAX_ANY_LEVEL_SHARE : MAX_SHARE_BESIDE_LOOKS;
}

/** Where the survey looks: at all of the window, or at slices of it. */
function windowsOf(context: RunContext): {
  readonly windows: readonly TimeRange[];
  readonly isWhole: boolean;
} {
  const window = ensureWindow(context).analyzed;
  const total = countOf(context);
  // Of known size they would have been read by the search, were it not for their bytes: no second pass.
  const isWhole = total <= MAX_SURVEYED_EVENTS && !isSizeKnown(context);
  return { windows: isWhole ? [window] : slicesOf(window, total, slicedShare(context)), isWhole };
}

function plansFor(context: RunContext): readonly QueryPlan[] {
  const scopes = queryScopes(context);
  const { windows, isWhole } = windowsOf(context);
  const share = Math.max(1, Math.floor(MAX_SLICED_EVENTS / (windows.length * scopes.length)));
  return windows.flatMap((part) =>
    scopes.map((scope) => ({
      ...scope,
      name: 'survey',
      purpose: 'context' as const,
      window: part,
      text: `${exactEdges(part)}${anyLevel('asc')}`,
      limit: isWhole ? ROWS_PER_QUERY : share,
    })),
  );
}

/** No more than a share of the window; whole seconds, so that each slice is as wide as it is asked for. */
function slicesOf({ startMs, endMs }: TimeRange, total: number, most: number): TimeRange[] {
  const spanMs = durationMs({ startMs, endMs });
  const needed = (spanMs * MAX_SLICED_EVENTS * SLICE_RESERVE) / total / SLICES;
  // Of a window of seconds fewer: none is shorter than one.
  const slices = Math.max(1, Math.min(SLICES, Math.floor((spanMs * most) / SECOND_MS)));
  const widthMs = Math.min((spanMs * most) / slices, Math.max(SECOND_MS, needed));
  const freeMs = spanMs - widthMs;
  return Array.from({ length: slices }, (_, index) => {
    // From the begin to the end of the window; a single one lies in its middle.
    const share = slices === 1 ? 0.5 : index / (slices - 1);
    const from = Math.floor((startMs + share * freeMs) / SECOND_MS) * SECOND_MS;
    const to = Math.ceil((Math.max(startMs, from) + widthMs) / SECOND_MS) * SECOND_MS;
    return { startMs: Math.max(startMs, from), endMs: Math.min(endMs, to) };
  });
}
