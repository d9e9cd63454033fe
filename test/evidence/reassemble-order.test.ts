// Long streams: blocks are given out before the stream ends, and must come as if all had been waited for.
import { describe, expect, test } from 'vitest';
import { evenly, sampler } from '../../src/evidence/evenly.ts';
import { reassemble } from '../../src/evidence/reassemble.ts';
import { event, random, START_MS } from './support.ts';

const HEAD = '2026-03-03 12:00:01,123 ERROR [main] c.s.Cart - cannot price the order';
const WARNING = '2026-03-03 12:00:01,123 WARN [main] c.s.Cart - trying again';
const TRACE = [
  'java.lang.NullPointerException: cart is null',
  '\tat com.shop.cart.Pricing.price(Pricing.java:41)',
  '\tat com.shop.Api.post(Api.java:7)',
];
const CALM = '2026-03-03 12:00:01,123 INFO [main] c.s.Cart - order priced';

/** Events of a few streams in which traces are torn apart by other lines and by parts of a line. */
function torn(count: number, seed: number) {
  const next = random(seed);
  const events = [];
  for (let index = 0; index < count; index++) {
    const at = { timestampMs: START_MS + index * 40, logStream: `app/${Math.floor(next() * 3)}` };
    const kind = next();
    if (kind < 0.06) events.push(...[HEAD, ...TRACE].map((line) => event(line, at)));
    else if (kind < 0.08) events.push(event(WARNING, at));
    else if (kind < 0.1) events.push(event(`2026-03-03T12:00:01.123Z stdout P ${CALM}`, at));
    else events.push(event(CALM, at));
  }
  return events;
}

describe('long streams', () => {
  test.each([1, 2, 3])(
    'blocks come by their first event, each event in one of them, seed %i',
    (seed) => {
      const events = torn(9_000, seed);
      const place = new Map(events.map((one, index) => [one.eventId, index]));
      const blocks = reassemble(events);
      const seen = blocks.flatMap((block) => block.events.map(({ eventId }) => eventId));
      expect([seen.length, new Set(seen).size]).toEqual([events.length, events.length]);
      for (const stream of ['app/0', 'app/1', 'app/2']) {
        const firsts = blocks
          .filter((block) => block.events[0]?.logStream === stream)
          .map((block) => place.get(block.events[0]!.eventId)!);
        expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
      }
    },
  );

  test('a trace is one block, however far into the stream', () => {
    const calm = Array.from({ length: 5_000 }, (_, index) =>
      event(CALM, { timestampMs: START_MS + index }),
    );
    const traces = [2, 1_500, 4_999].map((at) =>
      [at === 1_500 ? WARNING : HEAD, ...TRACE].map((line) =>
        event(line, { timestampMs: START_MS + at }),
      ),
    );
    const blocks = reassemble([...calm, ...traces.flat()]);
    expect(blocks.filter(({ events }) => events.length > 1).map(({ events }) => events)).toEqual(
      traces,
    );
    expect(blocks).toHaveLength(calm.length + traces.length);
  });
});

describe('a sampler', () => {
  const taken = (count: number, most: number) => {
    const sample = sampler<number>(most);
    for (let item = 0; item < count; item++) sample.add(item);
    return sample.taken;
  };

  test('keeps all up to twice as many as it must', () => {
    expect(taken(20, 10)).toEqual(Array.from({ length: 20 }, (_, item) => item));
  });

  test.each([21, 100, 12_345])('spreads what it keeps of %i evenly', (count) => {
    const kept = taken(count, 10);
    const gaps = new Set(kept.slice(1).map((item, index) => item - kept[index]!));
    expect(kept.length).toBeGreaterThanOrEqual(10);
    expect(kept.length).toBeLessThanOrEqual(20);
    expect([kept[0], gaps.size]).toEqual([0, 1]);
    expect(count - kept.at(-1)!).toBeLessThanOrEqual([...gaps][0]!);
  });

  test('a list is thinned to its first, its last and evenly between', () => {
    expect(evenly([0, 1, 2, 3, 4, 5, 6, 7, 8], 5)).toEqual([0, 2, 4, 6, 8]);
  });
});
