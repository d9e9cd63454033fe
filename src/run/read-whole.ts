// Reads a window whole whose search asked for all of its events, and tells the candidates among them.
import { grouped } from '../base/grouped.ts';
import type { LogEvent } from '../base/log-event.ts';
import { isCandidate } from '../evidence/candidates.ts';
import { labelOf } from './case-file.ts';
import { finishReading, type Reading } from './collect.ts';
import type { RunContext } from './context.ts';
import { MAX_WHOLE_EVENTS } from './whole-window.ts';

/** Reads all events; false where they are too many, or cannot all be read. */
export async function readWhole(
  context: RunContext,
  readings: readonly Reading[],
): Promise<boolean> {
  const { file, notice, world } = context;
  const all = matchedBy(readings);
  if (all > MAX_WHOLE_EVENTS) {
    notice(
      `The window holds ${grouped(all)} events, more than the ${grouped(MAX_WHOLE_EVENTS)} that are read whole: what may be an error is asked for by itself.`,
    );
    return false;
  }
  const { events, unread } = await finishReading(context, readings, MAX_WHOLE_EVENTS);
  if (unread > 0 && !world.signal.aborted) return false;
  noteAnswered(context, readings);
  file.candidates = events.filter(isTold);
  // What an interruption left unread may hold as many.
  file.unreadCandidates += unread;
  const isMissing = file.unanswered.some(({ purpose }) => purpose === 'candidates');
  if (unread === 0) countRead(context, events);
  if (unread === 0 && !isMissing) file.events = events;
  return true;
}

/** Of a message that was cut nobody knows what the rest holds. */
export const isTold = ({ message, keptChars }: LogEvent) =>
  keptChars !== undefined || isCandidate(message);

/** How many events each log group holds whose search was answered: all of them were read. */
function countRead({ file }: RunContext, events: readonly LogEvent[]): void {
  const counts = new Map<string, number>();
  for (const { logGroup } of events) counts.set(logGroup, (counts.get(logGroup) ?? 0) + 1);
  for (const group of file.logGroups ?? [])
    if (file.answered.has(`${group.region} ${group.name}`))
      group.events = counts.get(labelOf(file, group)) ?? 0;
  file.totalEvents = events.length;
}

export const matchedBy = (readings: readonly Reading[]) =>
  readings.reduce((sum, { completed }) => sum + completed.matched, 0);

export function noteAnswered({ file }: RunContext, readings: readonly Reading[]): void {
  for (const { completed } of readings) {
    const { region, logGroupNames } = completed.started.plan;
    for (const name of logGroupNames) file.answered.add(`${region} ${name}`);
  }
}
