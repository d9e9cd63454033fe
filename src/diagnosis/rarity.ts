// Which lines are rare among all that were read: what is logged every minute sets nothing off.
import type { LogEvent } from '../base/log-event.ts';
import { MINUTE_MS, SECOND_MS } from '../base/time-range.ts';

/** Lines of one shape more often than this are routine… */
const MAX_REPEATS = 3;
/** …unless they fall together, as when every instance of a fleet announces the same. */
const FLEET_SPREAD_MS = 2 * MINUTE_MS;
/** Three lines with gaps as even as this are a timer. */
const EVEN_GAP_SPREAD = 0.3;
const MIN_TIMER_GAP_MS = 5 * SECOND_MS;
const MAX_SHAPE_CHARS = 160;
const MAX_TEXT_CHARS = 500;

/** Times by shape, ascending, of events in order of time. */
export function shapesOf(context: readonly LogEvent[]): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>();
  for (const event of context) {
    const shape = shapeOf(event);
    const known = times.get(shape);
    if (known === undefined) times.set(shape, [event.timestampMs]);
    else known.push(event.timestampMs);
  }
  return times;
}

/** At most a few lines of one shape among all events read, or all of them close together. */
export function isRare(times: readonly number[]): boolean {
  const spreadMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return (times.length <= MAX_REPEATS || spreadMs <= FLEET_SPREAD_MS) && !isEven(times);
}

function isEven(times: readonly number[]): boolean {
  if (times.length < MAX_REPEATS) return false;
  const gaps = times.slice(1).map((ms, index) => ms - (times[index] ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  return mean >= MIN_TIMER_GAP_MS && Math.sqrt(variance) / mean < EVEN_GAP_SPREAD;
}

/** The line without what changes from one event to the next. */
export function shapeOf(event: LogEvent): string {
  return event.message
    .slice(0, MAX_TEXT_CHARS)
    .replace(/[0-9a-f]{8,}/gi, '#')
    .replace(/\d+/g, '#')
    .slice(0, MAX_SHAPE_CHARS);
}
