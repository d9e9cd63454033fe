// The fast cut against one that tries every possibility.
import { describe, expect, test } from 'vitest';
import { type Block, type Counts, cutIntoBlocks } from '../../../src/evidence/burst/blocks.ts';
import { random } from '../support.ts';

const BLOCK_COST = 3;

/** Log likelihood less costs of blocks that end at the given bins. */
function worthOf(ends: readonly number[], { counts, weights, dispersion }: Counts): number {
  let from = 0;
  let worth = 0;
  for (const to of ends) {
    const events = counts.slice(from, to).reduce((a, b) => a + b, 0);
    const weight = weights.slice(from, to).reduce((a, b) => a + b, 0);
    if (events > 0) worth += (events * Math.log(events / weight)) / dispersion;
    worth -= BLOCK_COST - Math.log(weight);
    from = to;
  }
  return worth;
}

/** The best of all cuts, by trying every set of edges. */
function bestByTrying(input: Counts): number {
  const bins = input.counts.length;
  let best = Number.NEGATIVE_INFINITY;
  for (let set = 0; set < 2 ** (bins - 1); set++) {
    const ends = Array.from({ length: bins - 1 }, (_, at) => at + 1).filter(
      (at) => (set >> (at - 1)) % 2 === 1,
    );
    best = Math.max(best, worthOf([...ends, bins], input));
  }
  return best;
}

function someCounts(seed: number): Counts {
  const next = random(seed * 99 + 1);
  const bins = 3 + Math.floor(next() * 9);
  const hot = next() * 40;
  const counts = Array.from({ length: bins }, (_, at) =>
    Math.floor(next() * (at % 5 > 2 ? hot : 3)),
  );
  const widths = counts.map(() => 0.2 + next());
  const sum = widths.reduce((a, b) => a + b, 0);
  return { counts, weights: widths.map((width) => width / sum), dispersion: 1 + next() };
}

const endsOf = (blocks: readonly Block[]) => blocks.map(({ to }) => to);

describe('cutIntoBlocks', () => {
  test('finds the best of all cuts', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const input = someCounts(seed);
      const { blocks, value } = cutIntoBlocks(input);
      expect(value).toBeCloseTo(bestByTrying(input), 6);
      expect(worthOf(endsOf(blocks), input)).toBeCloseTo(value, 6);
    }
  });

  test('blocks follow each other without a gap and hold every event', () => {
    for (let seed = 100; seed <= 130; seed++) {
      const input = someCounts(seed);
      const { blocks } = cutIntoBlocks(input);
      expect(blocks.map(({ from }) => from)).toEqual([0, ...endsOf(blocks).slice(0, -1)]);
      expect(blocks.at(-1)?.to).toBe(input.counts.length);
      expect(blocks.reduce((sum, { events }) => sum + events, 0)).toBe(
        input.counts.reduce((a, b) => a + b, 0),
      );
    }
  });

  test('no event at all is one block', () => {
    const { blocks } = cutIntoBlocks({ counts: [0, 0], weights: [0.5, 0.5], dispersion: 1 });
    expect(blocks).toEqual([{ from: 0, to: 2, events: 0, weight: 1 }]);
  });
});
