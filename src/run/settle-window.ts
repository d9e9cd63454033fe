// The window that all queries of a run share. It is settled once: by validation, or else before the first query.
import { type CaseWindow, confirmedLogGroups } from './case-file.ts';
import type { RunContext } from './context.ts';
import { callGap } from './faults.ts';
import { readStreams } from './log-streams.ts';
import { endAfterLastEvent, fitWindow, requestedWindow } from './window.ts';

/**
 * The window for queries. Without a validation step it is the window as asked for; local logs end at their last
 * event, so there it is looked up and the window fitted.
 */
export async function settleWindow(context: RunContext): Promise<CaseWindow> {
  const { file, request, world } = context;
  if (file.window !== null) return file.window;
  if (request.local) {
    for (const group of confirmedLogGroups(file)) {
      const fault = group.lastEventMs === null ? await readStreams(context, group) : null;
      if (fault !== null)
        context.gap(callGap(`The log streams of ${group.name} could not be listed.`, fault));
    }
    return keepWindow(context, fittedWindow(context));
  }
  const requested = requestedWindow(request.window, world.now());
  return keepWindow(context, { requested, analyzed: requested, adjustments: [] });
}

/** The window as asked for, shrunk to where the data of the confirmed log groups begins. */
export function fittedWindow({ file, request, world }: RunContext): CaseWindow {
  const groups = confirmedLogGroups(file);
  const nowMs = world.now();
  const lastMs = endAfterLastEvent(groups);
  const requested = requestedWindow(request.window, request.local ? (lastMs ?? nowMs) : nowMs);
  return fitWindow(requested, groups, nowMs);
}

/** Makes it the window of this run, and tells how it differs from what was asked for. */
export function keepWindow({ file, notice }: RunContext, window: CaseWindow): CaseWindow {
  for (const sentence of window.adjustments) notice(sentence);
  file.window = window;
  return window;
}
