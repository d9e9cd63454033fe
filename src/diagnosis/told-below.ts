// Lines that belong to an exception's message though nothing in them tells of an error, so that nobody asked for them: the
// names of what was not valid. Where the events around the failure were read, they stand there.
import type { LogEvent } from '../base/log-event.ts';
import { SECOND_MS } from '../base/time-range.ts';
import { reassemble } from '../evidence/reassemble.ts';
import type { Finding, Occurrence } from '../evidence/types.ts';

/** The first line below the message of one of the finding's Python exceptions that the finding lacks; null: none. */
export function toldBelow(
  { sample, samples }: Finding,
  context: readonly LogEvent[],
): LogEvent | null {
  for (const occurrence of [sample, ...samples]) {
    const below = belowMessage(occurrence, context);
    if (below !== null) return below;
  }
  return null;
}

function belowMessage({ block, trace }: Occurrence, context: readonly LogEvent[]): LogEvent | null {
  const last = block.events.at(-1);
  if (trace?.language !== 'python' || last === undefined || block.events.length < 2) return null;
  const around = context.filter((event) => isNear(event, block.events[0] ?? last, last));
  const whole = reassemble(around).find(({ events }) =>
    events.some((event) => isSame(event, last)),
  );
  const at = whole?.events.findIndex((event) => isSame(event, last)) ?? -1;
  return whole?.events.slice(at + 1).find(({ message }) => message.trim() !== '') ?? null;
}

function isNear(event: LogEvent, first: LogEvent, last: LogEvent): boolean {
  return (
    event.timestampMs >= first.timestampMs &&
    event.timestampMs <= last.timestampMs + SECOND_MS &&
    event.logStream === last.logStream &&
    event.logGroup === last.logGroup
  );
}

const isSame = (one: LogEvent, other: LogEvent) => one.eventId === other.eventId;
