// Which series go together, and which leads: pairs made on purpose against pairs that only share an hour or a day.
import { describe, expect, test } from 'vitest';
import { correlateLogGroups } from '../../src/evidence/correlate.ts';
import { FOUR_HOURS, MINUTE, merged, random, START_MS, scattered } from './support.ts';

const DAY = { startMs: START_MS, endMs: START_MS + 1_440 * MINUTE };
const pairs = (series: Record<string, readonly number[]>, window = FOUR_HOURS) =>
  correlateLogGroups(
    Object.entries(series).map(([name, timesMs]) => ({ name, timesMs })),
    window,
  );

describe('correlateLogGroups', () => {
  test('of two that burst one after the other the earlier one leads', () => {
    const [pair, ...others] = pairs({
      web: merged(scattered(200, 102, 112, 1), scattered(10, 0, 240, 2)),
      db: merged(scattered(80, 100, 110, 3), scattered(5, 0, 240, 4)),
    });
    expect(others).toEqual([]);
    expect(pair).toMatchObject({ first: 'db', second: 'web' });
    expect(pair?.each).toBeUndefined();
    expect(Math.abs((pair?.lagMs ?? 0) - 2 * MINUTE)).toBeLessThan(MINUTE / 2);
  });

  test('of two that come together all the time the one that comes first leads, with its usual lag', () => {
    const times = scattered(40, 0, 238, 5);
    const web = times.map((time, at) => time + 3_000 + (at % 5) * 100);
    expect(pairs({ web, db: times })).toEqual([
      { first: 'db', second: 'web', share: 1, lagMs: 3_200, each: true },
    ]);
  });

  test('where neither comes first the lag is 0', () => {
    const next = random(7);
    const times = scattered(40, 1, 238, 6);
    const [pair] = pairs({
      db: times,
      web: times.map((time) => time + Math.round((next() - 0.5) * 8_000)).sort((a, b) => a - b),
    });
    expect(pair).toMatchObject({ lagMs: 0, each: true });
  });

  test('two that only have their hours in common do not go together', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const next = random(seed);
      const daily = (count: number) => {
        const times: number[] = [];
        while (times.length < count) {
          const share = next();
          const busy = Math.max(0, Math.sin(2 * Math.PI * share)) ** 2;
          if (next() < busy) times.push(Math.floor(DAY.startMs + share * 1_440 * MINUTE));
        }
        return times.sort((a, b) => a - b);
      };
      expect(pairs({ web: daily(150), db: daily(60) }, DAY)).toEqual([]);
    }
  });

  test('independent ones do not, and too few errors say nothing', () => {
    for (let seed = 1; seed <= 20; seed++) {
      expect(
        pairs({ web: scattered(60, 0, 240, seed), db: scattered(30, 0, 240, seed + 50) }),
      ).toEqual([]);
    }
    expect(pairs({ web: scattered(4, 100, 101, 1), db: scattered(4, 100, 101, 2) })).toEqual([]);
  });

  test('the strongest pairs come first, whatever the order of the groups', () => {
    const base = scattered(40, 0, 238, 9);
    const series = {
      a: base,
      b: base.map((time) => time + 500),
      c: merged(
        base.slice(0, 26).map((time) => time + 900),
        scattered(10, 0, 240, 11),
      ),
    };
    const told = pairs(series);
    const backwards = pairs(Object.fromEntries(Object.entries(series).reverse()));
    expect(told.map(({ first, second }) => first + second)[0]).toBe('ab');
    expect(backwards).toEqual(told);
  });
});
