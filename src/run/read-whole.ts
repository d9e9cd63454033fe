// Reads a window whole whose search asked for all of its events, and tells the candidates among them.
import { grouped } from '../base/grouped.ts';
import type { LogEvent } from '../base/log-event.ts';
import { isCandidate } from '../evidence/candidates.ts';
import { type CaseLogGroup, labelOf } from './case-file.ts';
import { finishReading, type Reading } from './collect.ts';
import type { RunContext } from './context.ts';
import { readRows } from './query-run.ts';
import { MAX_WHOLE_EVENTS } from './whole-window.ts';

/** Reads all events; false where they are too many, or cannot all be read. */
export async function readWhole(
  context: RunContext,
  readings: readonly Reading[],
): Promise<boolean> {
  const { file, world } = context;
  if (matchedBy(readings) > MAX_WHOLE_EVENTS) {
    await leave(context, readings);
    return false;
  }
  const { events, unread } = await finishReading(context, readings, MAX_WHOLE_EVENTS);
  if (unread > 0 && !world.signal.aborted) return false;
  noteAnswered(context, readings);
  const all = unread === 0 && !file.unanswered.some(({ purpose }) => purpose === 'candidates');
  const ascending = [...events].sort((a, b) => a.timestampMs - b.timestampMs);
  file.whole = { events: ascending, all };
  file.candidates = ascending.filter(isTold);
  // What an interruption left unread may hold as many.
  file.unreadCandidates += unread;
  if (unread === 0) countRead(context, ascending);
  else for (const part of ['survey', 'context'] as const) file.unread.add(part);
  return true;
}

/** What was asked for in vain is evidence all the same: it was scanned. */
async function leave(context: RunContext, readings: readonly Reading[]): Promise<void> {
  context.notice(
    `The window holds ${grouped(matchedBy(readings))} events, more than the ${grouped(MAX_WHOLE_EVENTS)} that are read whole: what may be an error is asked for by itself.`,
  );
  for (const { completed, place } of readings)
    if (place === null) await readRows(context, completed, 0);
}

/** Of a message that was cut, only what the query for candidates would find is one (`query-run.ts`). */
const isTold = ({ message, keptChars }: LogEvent) =>
  keptChars !== undefined || isCandidate(message);

/** The candidates among the events that a search gave. */
export const toldIn = ({ file }: RunContext, events: readonly LogEvent[]): readonly LogEvent[] =>
  file.searchedWhole ? events.filter(isTold) : events;

/** How many events each log group holds of which all were read. */
function countRead({ file }: RunContext, events: readonly LogEvent[]): void {
  const counts = new Map<string, number>();
  for (const { logGroup } of events) counts.set(logGroup, (counts.get(logGroup) ?? 0) + 1);
  const isAnswered = ({ region, name }: CaseLogGroup) =>
    file.answered.has(`${region} ${name}`) &&
    !file.unanswered.some((plan) => plan.region === region && plan.logGroupNames.includes(name));
  const groups = (file.logGroups ?? []).filter(isAnswered);
  for (const group of groups) group.events = counts.get(labelOf(file, group)) ?? 0;
  if (groups.length > 0)
    file.totalEvents = groups.reduce((sum, group) => sum + (group.events ?? 0), 0);
}

export const matchedBy = (readings: readonly Reading[]) =>
  readings.reduce((sum, { completed }) => sum + completed.matched, 0);

export function noteAnswered({ file }: RunContext, readings: readonly Reading[]): void {
  for (const { completed } of readings) {
    const { region, logGroupNames } = completed.started.plan;
    for (const name of logGroupNames) file.answered.add(`${region} ${name}`);
  }
}
