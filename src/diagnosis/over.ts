// What to do first about a cause that is over by the end of the window: nothing is to be stopped any more, so to make
// sure of that, to learn what ended it, and to see to it that it does not come back.

import type { TimeRange } from '../base/time-range.ts';
import type { Finding } from '../evidence/types.ts';
import { sourceWithin } from './account/words.ts';
import { fill } from './signature.ts';
import { clock, spoken } from './times.ts';
import type { TriggerKind } from './trigger-kinds.ts';
import { isWorthUndoing, momentTitle } from './trigger-words.ts';
import type { Action, Case, RootCause } from './types.ts';
import { undoingOf, undoRollback, undoTitle } from './undo.ts';

/** Instead of the action that would stop it. `component`: at fault, where the change names it. */
export function confirmOver(
  cause: RootCause,
  finding: Finding,
  endMs: number,
  component: string | null,
  input: Case,
): Action {
  const { window } = input;
  const end = clock(endMs, window);
  const goesOn = finding.lastSeenMs > endMs;
  const isOwnEnd = finding.lastSeenMs === endMs;
  const since = goesOn
    ? `The burst of ${finding.id} ended at ${end}, and its rate is back to what it was before`
    : `${isOwnEnd ? finding.id : 'What it explains'} was last seen at ${end}, ${spoken(window.endMs - endMs)} before the end of the window`;
  const undo = stillToUndo(cause, component, window);
  return {
    horizon: 'immediate',
    title: `Confirm that ${goesOn ? `the burst of ${finding.id}` : 'it'} is over since ${end}${andThen(cause, input)}`,
    reason: `${since}; there is nothing to stop in a hurry, but what ended it says whether it can come back.`,
    rootCauses: [cause.rank],
    steps: [
      `Look at the time after ${clock(window.endMs, window)}, at which these logs end.`,
      endStep(cause, end, input),
      ...(undo === null ? [] : [`If it is still in force and will act again: ${undo.title}.`]),
    ],
    commands: [],
    rollback: undo?.rollback ?? null,
  };
}

function andThen(cause: RootCause, { window }: Case): string {
  const { trigger } = cause;
  if (trigger === null) return '';
  const { undone = null, momentMs = null, kind, timestampMs } = trigger;
  const line = clock(timestampMs, window);
  const what =
    momentMs === null ? `${kind.noun} logged at ${line}` : `what the line of ${line} says`;
  if (undone === null && !isWorthUndoing(cause))
    return `, and check whether ${what} had a part in it`;
  return undone === null
    ? `, and check ${what} before it can act again`
    : `, and that what was undone at ${clock(undone.timestampMs, window)} stays so`;
}

function endStep(cause: RootCause, endTime: string, { window }: Case): string {
  const { trigger, end = null, endedWith = null } = cause;
  if (endedWith !== null)
    return `Find out whether it was ended by ${endedWith.noun} logged at ${clock(endedWith.changeMs, window)}, which set off ${endedWith.finding}.`;
  const said = trigger?.undone ?? end;
  return said === null
    ? `Find out what ended it at ${endTime}: a job that was over, a restart, less load, or someone who undid a change.`
    : `Check that it was ended by what ${sourceWithin(said.logGroup)} says at ${clock(said.timestampMs, window)}.`;
}

/** How to undo what set it off, and the way back; null where nothing is known to be undone. */
function stillToUndo(
  cause: RootCause,
  component: string | null,
  window: TimeRange,
): Pick<TriggerKind['undo'], 'title' | 'rollback'> | null {
  const { trigger } = cause;
  if (trigger === null || !isWorthUndoing(cause) || (trigger.undone ?? null) !== null) return null;
  const undoing = undoingOf(trigger.message);
  if (undoing !== null)
    return { title: undoTitle(undoing, component), rollback: undoRollback(undoing) };
  const { title, rollback } = trigger.kind.undo;
  const time = clock(trigger.timestampMs, window);
  return { title: momentTitle(trigger, window) ?? fill(title, { time }) ?? title, rollback };
}

/** An action that would stop what is over is kept for the next time. */
export function ifItComesBack(action: Action): Action {
  const { title } = action;
  const first = /^[A-Z][a-z]/.test(title) ? title.slice(0, 1).toLowerCase() : title.slice(0, 1);
  return { ...action, title: `If it comes back: ${first}${title.slice(1)}` };
}
