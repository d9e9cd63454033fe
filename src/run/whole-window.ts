// A window with few data is read whole: one pass gives its errors and what is usual around them. Of more data the
// errors alone are asked for, and of the rest some lines around them.
import { durationMs, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { VOLUME_QUERY } from '../evidence/candidates.ts';
import { confirmedLogGroups } from './case-file.ts';
import { runQuery } from './collect.ts';
import type { RunContext } from './context.ts';
import { anyLevel, ensureWindow, exactEdges, type QueryScope, queryScopes } from './plan.ts';
import type { QueryPlan } from './query.ts';
import { estimateScan } from './scan-estimate.ts';

/** Events that are read whole. */
export const MAX_WHOLE_EVENTS = 40_000;
/** As many as are likely to be no more than that. */
const MAX_LIKELY_EVENTS = 30_000;
/** Bytes of log data that hold so few whatever events are like: of fifty bytes they are as many as may be. */
const MAX_FEW_BYTES = 2_000_000;
/** Bytes that are read whole where events are so long that they are few. */
const MAX_WHOLE_BYTES = 24_000_000;
/** Part of the window that shows how long events are. */
const SIZED_SHARE = 0.02;

/** Bytes in the window by what is known beforehand; null where the size of a log group is not. */
function bytesOf(context: RunContext): number | null {
  const groups = confirmedLogGroups(context.file);
  const { analyzed } = ensureWindow(context);
  const { bytes, unknown } = estimateScan(groups, analyzed, context.startedMs);
  return unknown.length === 0 ? bytes : null;
}

export const isSizeKnown = (context: RunContext): boolean => bytesOf(context) !== null;

/** Looks how long events are, where it depends on that whether the window is read whole. */
export async function sizeEvents(context: RunContext): Promise<void> {
  let [bytes, events] = [0, 0];
  for (const plan of sizePlans(context)) {
    const result = await runQuery(context, plan);
    bytes += result?.bytesScanned ?? 0;
    events += result?.matched ?? 0;
  }
  context.file.eventBytes = events === 0 ? 0 : bytes / events;
}

/** The queries for that; none where it is known without them. */
export function sizePlans(context: RunContext): readonly QueryPlan[] {
  const bytes = bytesOf(context);
  if (bytes === null || bytes <= MAX_FEW_BYTES || bytes > MAX_WHOLE_BYTES) return [];
  const window = middleOf(ensureWindow(context).analyzed);
  return queryScopes(context).map((scope) => ({
    ...scope,
    name: 'size',
    purpose: 'volume',
    window,
    text: `${exactEdges(window)}${VOLUME_QUERY}`,
    limit: MAX_WHOLE_EVENTS,
  }));
}

function middleOf(window: TimeRange): TimeRange {
  const widthMs = Math.ceil((durationMs(window) * SIZED_SHARE) / SECOND_MS) * SECOND_MS;
  const fromMs = window.startMs + (durationMs(window) - widthMs) / 2;
  const startMs = Math.max(window.startMs, Math.floor(fromMs / SECOND_MS) * SECOND_MS);
  return { startMs, endMs: Math.min(window.endMs, startMs + widthMs) };
}

/** Whether so few events lie in the window. */
export function isReadWhole(context: RunContext): boolean {
  const bytes = bytesOf(context);
  if (bytes === null || bytes <= MAX_FEW_BYTES) return bytes !== null;
  const { eventBytes } = context.file;
  return bytes <= MAX_WHOLE_BYTES && bytes <= eventBytes * MAX_LIKELY_EVENTS;
}

/** The search for errors that is one for all events. */
export function eventPlans(
  context: RunContext,
  scopes: readonly QueryScope[],
): readonly QueryPlan[] {
  const { analyzed } = ensureWindow(context);
  return scopes.map((scope) => ({
    ...scope,
    name: 'events',
    purpose: 'candidates',
    window: analyzed,
    text: `${exactEdges(analyzed)}${anyLevel('asc')}\n| limit ${MAX_WHOLE_EVENTS}`,
    limit: MAX_WHOLE_EVENTS,
  }));
}
