// Edges of episodes against what is near them.
import { describe, expect, test } from 'vitest';
import { type Surroundings, withEdges } from '../../../src/evidence/burst/edges.ts';
import { findEpisodes } from '../../../src/evidence/burst.ts';
import { FOUR_HOURS, MINUTE, merged, START_MS, scattered } from '../support.ts';

const SECOND = 1_000;
const at = (...seconds: number[]) => seconds.map((second) => START_MS + second * SECOND);

/** A hundred events, one a second, from second 1,000 on. */
const BURST = {
  startMs: START_MS + 1_000 * SECOND,
  endMs: START_MS + 1_099 * SECOND + 1,
  errors: 100,
};
const EVENTS = at(...Array.from({ length: 100 }, (_, second) => 1_000 + second));

function around(others: readonly number[], facts: Partial<Surroundings> = {}): Surroundings {
  const rate = 1 / (100 * SECOND);
  return { timesMs: merged(EVENTS, others), binMs: MINUTE, rate, dispersion: 1, ...facts };
}

const secondsOf = ({ startMs, endMs, errors }: typeof BURST) => [
  (startMs - START_MS) / SECOND,
  (endMs - 1 - START_MS) / SECOND,
  errors,
];

describe('withEdges', () => {
  test('takes in what follows the last event, or comes before the first, as those inside follow each other', () => {
    const [burst = BURST] = withEdges([BURST], around(at(994, 997, 1_102, 1_106)));
    expect(secondsOf(burst)).toEqual([994, 1_106, 104]);
  });

  test('leaves what comes after a longer gap, and what comes behind that', () => {
    const [burst = BURST] = withEdges([BURST], around(at(993, 994, 1_106, 1_107)));
    expect(secondsOf(burst)).toEqual([1_000, 1_099, 100]);
  });

  test('the gap may be longer where events come by fours, and is short beside many other events', () => {
    const others = at(990, 1_101);
    const clumped = withEdges([BURST], around(others, { dispersion: 4 }));
    expect(clumped.map(secondsOf)).toEqual([[990, 1_101, 102]]);
    const busy = withEdges([BURST], around(others, { rate: 1 / (2 * SECOND) }));
    expect(busy.map(secondsOf)).toEqual([[1_000, 1_099, 100]]);
    const busier = withEdges([BURST], around(others, { rate: 2 / SECOND }));
    expect(busier.map(secondsOf)).toEqual([[1_000, 1_099, 100]]);
  });

  test('reaches no further than a bin', () => {
    const tail = at(...Array.from({ length: 60 }, (_, index) => 1_101 + index * 2));
    const [burst = BURST] = withEdges([BURST], around(tail));
    expect(secondsOf(burst)).toEqual([1_000, 1_159, 130]);
  });

  test('an event belongs to one episode', () => {
    const later = { startMs: START_MS + 1_104 * SECOND, endMs: START_MS + 1_203 * SECOND + 1 };
    const times = merged(
      EVENTS,
      at(1_102),
      at(...Array.from({ length: 100 }, (_, i) => 1_104 + i)),
    );
    const both = withEdges([BURST, { ...later, errors: 100 }], around([], { timesMs: times }));
    expect(both.map(secondsOf)).toEqual([
      [1_000, 1_102, 101],
      [1_104, 1_203, 100],
    ]);
  });
});

describe('findEpisodes', () => {
  test('an incident with nothing beside it has no background at its edges', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const times = scattered(400 + seed * 20, 81.3 + seed / 60, 118.4 + seed / 45, seed);
      const found = findEpisodes(times, FOUR_HOURS);
      expect(found.map(({ errors }) => errors)).toEqual([times.length]);
    }
  });
});
