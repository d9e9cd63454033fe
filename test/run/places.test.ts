// Some of the events of answers, kept by their places.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { atPlaces, placesOf } from '../../src/run/places.ts';

const event = (evidenceId: string, index: number): LogEvent => ({
  timestampMs: index,
  logGroup: 'orders',
  logStream: 'a',
  message: `line ${index}`,
  eventId: `${evidenceId}-${index}`,
  evidenceId,
});
const ANSWERS = {
  E1: [0, 1, 2, 3, 4, 5].map((at) => event('E1', at)),
  E2: [0, 1].map((at) => event('E2', at)),
};
/** As a run holds them: in order of time. */
const all = [...ANSWERS.E1, ...ANSWERS.E2].sort((a, b) => a.timestampMs - b.timestampMs);

describe('places', () => {
  test('are runs, and give the same events again', () => {
    const chosen = [0, 1, 4].map((at) => ANSWERS.E1[at] as LogEvent);
    const places = placesOf(chosen, all);
    expect(places).toEqual({
      E1: [
        [0, 2],
        [4, 5],
      ],
      E2: [],
    });
    expect(atPlaces(places, 'E1', ANSWERS.E1)).toEqual(chosen);
    expect(atPlaces(places, 'E2', ANSWERS.E2)).toEqual([]);
  });

  test('of an answer that they say nothing of are all of its events', () => {
    expect(atPlaces({}, 'E1', ANSWERS.E1)).toEqual(ANSWERS.E1);
  });
});
