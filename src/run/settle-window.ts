// The window that all queries of a run share. It is settled once: by validation, or else before the first query.
import { HOUR_MS, isoTime, SECOND_MS } from '../base/time-range.ts';
import { MAX_WINDOW_HOURS } from '../sop/parameter-values.ts';
import { type CaseWindow, confirmedLogGroups } from './case-file.ts';
import { clockInWords, settleClock, startedByAws } from './clock.ts';
import type { RunContext } from './context.ts';
import { callGap } from './faults.ts';
import { readStreams } from './log-streams.ts';
import { endAfterLastEvent, fitWindow, refuseOverlap, requestedWindow } from './window.ts';

/**
 * The window for queries. Without a validation step it is the window as asked for; local logs end at their last
 * event, so there it is looked up and the window fitted.
 */
export async function settleWindow(context: RunContext): Promise<CaseWindow> {
  const { file, request } = context;
  if (file.window !== null) return file.window;
  if (request.local) {
    for (const group of confirmedLogGroups(file)) {
      const fault = group.lastEventMs === null ? await readStreams(context, group) : null;
      if (fault !== null)
        context.gap(callGap(`The log streams of ${group.name} could not be listed.`, fault));
    }
    return keepWindow(context, fittedWindow(context));
  }
  settleClock(context);
  const requested = requestedWindow(request.window, startedByAws(context));
  return keepWindow(context, { requested, analyzed: requested, adjustments: [] });
}

/** The window as asked for, shrunk to where the data of the confirmed log groups begins. */
export function fittedWindow(context: RunContext): CaseWindow {
  const { file, request } = context;
  settleClock(context);
  const nowMs = startedByAws(context);
  const groups = confirmedLogGroups(file);
  const lastMs = endAfterLastEvent(groups);
  const endMs = request.local ? (lastMs ?? nowMs) : nowMs;
  return fitWindow(requestedWindow(request.window, endMs), groups, nowMs);
}

/** Makes it the window of this run, and tells how it differs from what was asked for. */
export function keepWindow(context: RunContext, window: CaseWindow): CaseWindow {
  const { file, request, notice } = context;
  if (request.baseline?.kind === 'range') refuseOverlap(request.baseline, window.analyzed);
  const clock = clockInWords(context);
  for (const sentence of [...(clock === null ? [] : [clock]), ...window.adjustments])
    notice(sentence);
  file.outside = outsideOf(context, window);
  if (file.outside !== null) notice(file.outside);
  file.window = window;
  return window;
}

/** Local logs were handed over whole: what of them the window leaves out is said. */
function outsideOf(context: RunContext, { analyzed }: CaseWindow): string | null {
  const { file, request } = context;
  if (!request.local) return null;
  const known = (times: readonly (number | null)[]) => times.filter((time) => time !== null);
  const groups = confirmedLogGroups(file);
  const firstMs = Math.min(...known(groups.map(({ firstEventMs }) => firstEventMs)));
  const lastMs = Math.max(...known(groups.map(({ lastEventMs }) => lastEventMs)));
  const before = Number.isFinite(firstMs) && firstMs < analyzed.startMs;
  const after = Number.isFinite(lastMs) && lastMs >= analyzed.endMs;
  if (!before && !after) return null;
  const covering = coveringFlags(context, firstMs, lastMs);
  return `The logs hold events from ${isoTime(firstMs)} to ${isoTime(lastMs)}; those outside the window were not analyzed.${covering === null ? '' : ` To analyze all of them: ${covering}`}`;
}

/** Digits after the point of the hours that an advice tells. */
const HOURS_DECIMALS = 2;

/** The shortest window that begins at or before the first event: it ends where local logs end. null: none may be so long. */
function coveringFlags(
  { file, request }: RunContext,
  firstMs: number,
  lastMs: number,
): string | null {
  const endMs = endAfterLastEvent(confirmedLogGroups(file)) ?? lastMs + SECOND_MS;
  const unit = HOUR_MS / 10 ** HOURS_DECIMALS;
  const hours = Math.ceil((endMs - firstMs) / unit) / 10 ** HOURS_DECIMALS;
  if (hours > MAX_WINDOW_HOURS) return null;
  const { startMs, endMs: end } = request.window;
  const others = [...(startMs === null ? [] : ['--start']), ...(end === null ? [] : ['--end'])];
  return `--hours ${hours}${others.length === 0 ? '' : ` without ${others.join(' and ')}`}`;
}
