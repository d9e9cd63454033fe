// A window with few data is read whole: one pass gives its errors and what is usual around them. Of more data the
// errors alone are asked for, and of the rest some lines around them.
import { durationMs, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { VOLUME_QUERY } from '../evidence/candidates.ts';
import { BYTES_PER_GB } from '../report/scan-price.ts';
import { runQuery } from './collect.ts';
import type { RunContext } from './context.ts';
import {
  ALL_EVENTS,
  anyLevel,
  ensureWindow,
  exactEdges,
  type QueryScope,
  queryScopes,
} from './plan.ts';
import type { QueryPlan } from './query.ts';
import { bytesSpent } from './run-scan.ts';
import { estimateWindow } from './window-estimate.ts';

/** Events of a window that are read. */
export const MAX_WHOLE_EVENTS = 40_000;

/** Up to which a window is read whole. */
interface Bounds {
  /** Bytes of log data that hold few enough events whatever these are like: fifty bytes each. */
  readonly surelyBytes: number;
  /** Bytes that are read where events are so long that they are few. */
  readonly mostBytes: number;
  /** Events by their mean length: fewer than are read, for the mean is taken from a part of the window. */
  readonly meanEvents: number;
}

const BOUNDS: Bounds = { surelyBytes: 2e6, mostBytes: 24e6, meanEvents: 30_000 };
/** Of local logs less: to scan them again costs nothing, to hand their events over a lot. */
const LOCAL_BOUNDS: Bounds = { surelyBytes: 1e6, mostBytes: 8e6, meanEvents: 20_000 };
/** Passes that there has to be room for below --max-scan-gb: one in vain, and all that is asked then. */
const PASSES_IN_VAIN = 2.5;
/** Part of the window that shows how long events are. */
const SIZED_SHARE = 0.02;

/** Bytes in the window by what is known beforehand; null where the size of a log group is not. */
function bytesOf(context: RunContext): number | null {
  const { bytes, unknown } = estimateWindow(context);
  return unknown.length === 0 ? bytes : null;
}

const boundsOf = ({ request }: RunContext) => (request.local ? LOCAL_BOUNDS : BOUNDS);

function hasRoom({ file, world }: RunContext, bytes: number): boolean {
  return PASSES_IN_VAIN * bytes <= world.maxScanGb * BYTES_PER_GB - bytesSpent(file.scan);
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
  const { surelyBytes, mostBytes } = boundsOf(context);
  if (bytes === null || bytes <= surelyBytes || bytes > mostBytes || !hasRoom(context, bytes))
    return [];
  const window = middleOf(ensureWindow(context).analyzed);
  return queryScopes(context).map((scope) => ({
    ...scope,
    name: 'size',
    purpose: 'size',
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
  if (bytes === null || !hasRoom(context, bytes)) return false;
  const { surelyBytes, mostBytes, meanEvents } = boundsOf(context);
  const { eventBytes } = context.file;
  return bytes <= surelyBytes || (bytes <= mostBytes && bytes <= eventBytes * meanEvents);
}

/** The search for errors that is one for all events. */
export function eventPlans(
  context: RunContext,
  scopes: readonly QueryScope[],
): readonly QueryPlan[] {
  const { analyzed } = ensureWindow(context);
  return scopes.map((scope) => ({
    ...scope,
    name: ALL_EVENTS,
    purpose: 'candidates',
    window: analyzed,
    text: `${exactEdges(analyzed)}${anyLevel('asc')}\n| limit ${MAX_WHOLE_EVENTS}`,
    limit: MAX_WHOLE_EVENTS,
  }));
}
