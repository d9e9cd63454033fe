// Events of any level over the whole window: all of them where they are few, else slices spread evenly over it.
// What drifts, stands out or is new shows only beside what is usual.
import type { LogEvent } from '../base/log-event.ts';
import { once } from '../base/once.ts';
import { durationMs, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { labelOf } from './case-file.ts';
import type { RunContext } from './context.ts';
import { ensureWindow, exactEdges, queryScopes, ROWS_PER_QUERY } from './plan.ts';
import type { QueryPlan, StartedQuery } from './query.ts';
import { results } from './query-run.ts';
import { startQueries } from './query-start.ts';
import { eventsOf } from './rows.ts';
import { usualPhrases } from './usual-phrases.ts';

/** Windows with so many events at most are read whole: one answer of CloudWatch holds them. */
const MAX_WHOLE_EVENTS = ROWS_PER_QUERY;
/** Of larger ones so many events are read, in so many slices. */
const MAX_SLICED_EVENTS = 4_000;
const SLICES = 8;
/** Slices are cut so much wider than the mean rate needs. */
const SLICE_RESERVE = 1.5;
/** Where nobody counted them, slices are cut as if there were so many. */
const ASSUMED_EVENTS = 10 * MAX_WHOLE_EVENTS;

export interface SurveyEvents {
  readonly events: readonly LogEvent[];
  /** Whether these are all events of the window. */
  readonly whole: boolean;
  /** What ordinary lines are known by. */
  readonly usual: () => readonly string[];
}

/** Starts the queries for them; what could not be started is a gap. None is started where no event was counted. */
export async function startSurvey(context: RunContext): Promise<readonly (StartedQuery | null)[]> {
  const totalEvents = countOf(context);
  if (totalEvents === 0) return [];
  const window = ensureWindow(context).analyzed;
  return startQueries(context, plansFor(context, window, totalEvents));
}

const countOf = ({ file }: RunContext) => file.totalEvents ?? ASSUMED_EVENTS;

/** Reads what the started queries answer; what cannot be read is a gap of its own. */
export async function readSurvey(
  context: RunContext,
  started: readonly (StartedQuery | null)[],
): Promise<SurveyEvents> {
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
  const whole = started.length > 0 && read && countOf(context) <= MAX_WHOLE_EVENTS;
  const all = [...events.values()];
  return { events: all, whole, usual: once(() => usualPhrases(all)) };
}

function plansFor(context: RunContext, window: TimeRange, total: number): readonly QueryPlan[] {
  const scopes = queryScopes(context);
  const whole = total <= MAX_WHOLE_EVENTS;
  const windows = whole ? [window] : slicesOf(window, total);
  const limit = whole
    ? ROWS_PER_QUERY
    : Math.max(1, Math.floor(MAX_SLICED_EVENTS / (SLICES * scopes.length)));
  return windows.flatMap((part) =>
    scopes.map((scope) => ({
      ...scope,
      name: 'survey',
      purpose: 'context' as const,
      window: part,
      text: `${exactEdges(part)}fields @timestamp, @message, @logStream, @log\n| sort @timestamp asc`,
      limit,
    })),
  );
}

/** Whole seconds, so that each slice is as wide as it is asked for. */
function slicesOf({ startMs, endMs }: TimeRange, total: number): TimeRange[] {
  const spanMs = durationMs({ startMs, endMs });
  const needed = (spanMs * MAX_SLICED_EVENTS * SLICE_RESERVE) / total / SLICES;
  const widthMs = Math.min(spanMs / SLICES, Math.max(SECOND_MS, needed));
  const stepMs = (spanMs - widthMs) / (SLICES - 1);
  return Array.from({ length: SLICES }, (_, index) => {
    const from = Math.floor((startMs + index * stepMs) / SECOND_MS) * SECOND_MS;
    const to = Math.ceil((from + widthMs) / SECOND_MS) * SECOND_MS;
    return { startMs: Math.max(startMs, from), endMs: Math.min(endMs, to) };
  });
}
