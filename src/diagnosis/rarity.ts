// Which lines are rare among all that were read: what is logged every minute sets nothing off.
import type { LogEvent } from '../base/log-event.ts';
import { MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import type { Survey } from '../evidence/survey.ts';
import type { Case } from './types.ts';

/** Lines of one shape more often than this are routine… */
const MAX_REPEATS = 3;
/** …unless they fall together, as when every instance of a fleet announces the same. */
const FLEET_SPREAD_MS = 2 * MINUTE_MS;
/** Three lines with gaps as even as this are a timer. */
const EVEN_GAP_SPREAD = 0.3;
const MIN_TIMER_GAP_MS = 5 * SECOND_MS;
/** Kinds of more lines are no announcements of a change. */
const MAX_STEADY = 2_000;
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

/** At most a few lines of one shape among all events read, with no timer behind them, or a few close together. */
export function isRare(times: readonly number[]): boolean {
  const spreadMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const isFew = times.length <= MAX_REPEATS;
  // One instance after the other is changed at even distances too.
  if (spreadMs <= FLEET_SPREAD_MS) return isFew || !isEven(times);
  return isFew && !isEven(times);
}

/** Whether lines of its shape come as a timer does, all through what was read: one of many alike explains nothing. */
export function isSteady(event: LogEvent, { survey }: Pick<Case, 'survey'>): boolean {
  const times = timesByShape.get(survey) ?? shapesIn(survey);
  timesByShape.set(survey, times);
  const own = times.get(`${event.logGroup} ${shapeOf(event)}`) ?? [];
  return own.length > MAX_REPEATS && isEven(own);
}

const timesByShape = new WeakMap<Survey, ReadonlyMap<string, readonly number[]>>();

function shapesIn({ kinds }: Survey): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>();
  const events = kinds
    .filter(({ lines }) => lines.length > MAX_REPEATS && lines.length <= MAX_STEADY)
    .flatMap(({ lines }) => lines.map(({ event }) => event));
  for (const event of events) {
    const key = `${event.logGroup} ${shapeOf(event)}`;
    const known = times.get(key);
    if (known === undefined) times.set(key, [event.timestampMs]);
    else known.push(event.timestampMs);
  }
  return new Map([...times].map(([key, ms]) => [key, ms.sort((a, b) => a - b)]));
}

function isEven(times: readonly number[]): boolean {
  if (times.length < MAX_REPEATS) return false;
  const gaps = times.slice(1).map((ms, index) => ms - (times[index] ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  return mean >= MIN_TIMER_GAP_MS && Math.sqrt(variance) / mean < EVEN_GAP_SPREAD;
}

/** The line without what changes from one event to the next; computed once an event. */
export function shapeOf(event: LogEvent): string {
  const known = shapes.get(event);
  if (known !== undefined) return known;
  const shape = event.message
    .slice(0, MAX_TEXT_CHARS)
    .replace(/[0-9a-fA-F]{8,}/g, '#')
    .replace(/\d+/g, '#')
    .slice(0, MAX_SHAPE_CHARS);
  shapes.set(event, shape);
  return shape;
}

const shapes = new WeakMap<LogEvent, string>();
