// Events, random numbers and time series for the tests of this room.
import type { LogEvent } from '../../src/base/log-event.ts';
import type { TimeRange } from '../../src/base/time-range.ts';

export const START_MS = Date.UTC(2026, 2, 3, 12);
export const MINUTE = 60_000;
export const FOUR_HOURS: TimeRange = { startMs: START_MS, endMs: START_MS + 240 * MINUTE };

let serial = 0;

export function event(message: string, overrides: Partial<LogEvent> = {}): LogEvent {
  serial++;
  return {
    timestampMs: START_MS + serial,
    logGroup: '/shop/orders',
    logStream: 'app/1',
    message,
    eventId: `event-${serial}`,
    evidenceId: 'E1',
    ...overrides,
  };
}

/** Mulberry32: the same numbers for the same seed. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `count` times, evenly likely from one minute of the window to another, ascending. */
export function scattered(
  count: number,
  fromMinute: number,
  toMinute: number,
  seed: number,
): number[] {
  const next = random(seed);
  const width = (toMinute - fromMinute) * MINUTE;
  return Array.from({ length: count }, () =>
    Math.floor(START_MS + fromMinute * MINUTE + next() * width),
  ).sort((a, b) => a - b);
}

export function merged(...series: readonly (readonly number[])[]): number[] {
  return series.flat().sort((a, b) => a - b);
}
