// A window against a normal time: what is told from chance, and what is not, on made-up errors.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { MINUTE_MS, SECOND_MS } from '../../src/base/time-range.ts';
import { prepare } from '../../src/evidence/analyze.ts';
import { compareWithBaseline } from '../../src/evidence/baseline.ts';
import { upperTail } from '../../src/evidence/binomial.ts';
import type { Comparison } from '../../src/evidence/types.ts';
import { seeded } from '../base/random.ts';

const NORMAL = { startMs: Date.UTC(2026, 2, 4, 8), endMs: Date.UTC(2026, 2, 4, 10) };
const WINDOW = { startMs: Date.UTC(2026, 2, 5, 8), endMs: Date.UTC(2026, 2, 5, 10) };

interface Line {
  readonly text: string;
  /** Minutes after the beginning. */
  readonly minutes: readonly number[];
  readonly group?: string;
}

function eventsOf(lines: readonly Line[], startMs: number): LogEvent[] {
  return lines.flatMap(({ text, minutes, group }, line) =>
    minutes.map((minute, index) => ({
      timestampMs: Math.round(startMs + minute * MINUTE_MS),
      logGroup: group ?? '/shop/orders',
      logStream: 'a',
      message: `ERROR ${text.replace('#', String(1_000 + index))}`,
      eventId: `${line}-${index}`,
      evidenceId: 'E1',
    })),
  );
}

interface Traffic {
  readonly now?: number;
  readonly then?: number;
  readonly readShare?: number;
}

function compared(
  now: readonly Line[],
  then: readonly Line[],
  { now: events = 50_000, then: eventsThen = 50_000, readShare = 1 }: Traffic = {},
): readonly Comparison[] {
  return compareWithBaseline(
    prepare(eventsOf(now, WINDOW.startMs), WINDOW),
    { range: WINDOW, events, readShare: 1 },
    eventsOf(then, NORMAL.startMs),
    { range: NORMAL, events: eventsThen, readShare },
  );
}

/** So many moments, evenly spread between two minutes. */
const every = (count: number, from = 0, to = 119): number[] =>
  Array.from({ length: count }, (_, index) => from + ((to - from) * (index + 0.5)) / count);
const standing = (comparisons: readonly Comparison[]) => comparisons[0]?.standing;

describe('the tail of the binomial', () => {
  test('is the plain sum of its terms', () => {
    for (const [k, n, q] of [
      [0, 5, 0.3],
      [3, 5, 0.3],
      [5, 5, 0.3],
      [6, 5, 0.3],
      [20, 40, 0.5],
      [45, 60, 0.66],
      [1, 200, 0.01],
    ] as const) {
      expect(upperTail(k, n, q)).toBeCloseTo(slowTail(k, n, q), 10);
    }
  });

  test('stays exact for large counts', () => {
    expect(upperTail(50_000, 100_000, 0.5)).toBeCloseTo(0.501_26, 4);
    expect(upperTail(60_000, 100_000, 0.5)).toBeLessThan(1e-300);
  });
});

describe('a window against a normal time', () => {
  test('what only the window has is new, from a handful on', () => {
    expect(standing(compared([{ text: 'disk is full', minutes: every(12, 60) }], []))).toBe('new');
    expect(standing(compared([{ text: 'disk is full', minutes: [30, 31] }], []))).toBe('rare');
  });

  test('few are enough where they came late and close together', () => {
    expect(standing(compared([{ text: 'disk is full', minutes: every(5, 5, 115) }], []))).toBe(
      'rare',
    );
    expect(standing(compared([{ text: 'disk is full', minutes: every(5, 100, 101) }], []))).toBe(
      'new',
    );
  });

  test('the same rate is background, whatever the ids in the text', () => {
    const line = { text: 'coupon # is unknown' };
    const [known] = compared([{ ...line, minutes: every(60) }], [{ ...line, minutes: every(55) }]);
    expect(known).toMatchObject({
      standing: 'background',
      count: 55,
      perHour: 30,
      baselinePerHour: 27.5,
    });
  });

  test('several times the rate has risen', () => {
    const line = { text: 'coupon # is unknown' };
    expect(
      standing(compared([{ ...line, minutes: every(90) }], [{ ...line, minutes: every(30) }])),
    ).toBe('risen');
  });

  test('twice the errors on twice the traffic are no rise', () => {
    const [now, then] = [
      { text: 'coupon # is unknown', minutes: every(120) },
      { text: 'coupon # is unknown', minutes: every(60) },
    ];
    expect(standing(compared([now], [then]))).toBe('risen');
    expect(standing(compared([now], [then], { now: 100_000 }))).toBe('background');
  });

  test('errors that always come in clumps need more than one clump more', () => {
    const text = 'peer is gone';
    const clump = (minute: number) => every(30, minute, minute + 0.5);
    const two = [...clump(20), ...clump(70)];
    const three = [...clump(10), ...clump(50), ...clump(90)];
    expect(standing(compared([{ text, minutes: three }], [{ text, minutes: two }]))).toBe(
      'background',
    );
  });

  test('the same words about other names are background where the names change anyway', () => {
    const gone = (name: string, minutes: readonly number[]) => ({
      text: `no instance of shop-${name}-service`,
      minutes,
    });
    const then = ['cart', 'mail'].map((name, index) =>
      gone(name, every(6, index * 30, index * 30 + 0.4)),
    );
    const [known] = compared([gone('users', every(8, 60, 60.4))], then);
    expect(known).toMatchObject({ standing: 'background', count: 0, kindCount: 12 });
  });

  test('they are new where it was always the same name', () => {
    const gone = (name: string, minutes: readonly number[]) => ({
      text: `no instance of shop-${name}-service`,
      minutes,
    });
    const [known] = compared([gone('users', every(40, 60, 100))], [gone('cart', every(60))]);
    expect(known?.standing).toBe('new');
  });

  test('a normal time of which only a part was read counts by that part', () => {
    const line = { text: 'coupon # is unknown' };
    const [now, then] = [
      { ...line, minutes: every(120) },
      { ...line, minutes: every(30) },
    ];
    expect(standing(compared([now], [then]))).toBe('risen');
    expect(standing(compared([now], [then], { readShare: 0.25 }))).toBe('background');
  });

  test('a rise is placed in the log group that it lies in', () => {
    const line = { text: 'coupon # is unknown' };
    const now = [
      { ...line, minutes: every(80), group: '/shop/cart' },
      { ...line, minutes: every(20), group: '/shop/mail' },
    ];
    const then = [
      { ...line, minutes: every(10), group: '/shop/cart' },
      { ...line, minutes: every(20), group: '/shop/mail' },
    ];
    expect(compared(now, then)[0]).toMatchObject({ standing: 'risen', grownIn: '/shop/cart' });
  });

  test('chance alone makes no more findings new or risen than it may', () => {
    const random = seeded(7);
    const moments = (perHour: number) =>
      Array.from({ length: perHour * 4 }, () => random.int(240_000) / 1_000 - 60).filter(
        (minute) => minute >= 0 && minute < 120,
      );
    const told = Array.from({ length: 60 }, () => {
      const lines = ['coupon # is unknown', 'cart # is empty', 'mail to # was not sent'];
      const some = () =>
        lines.map((text) => ({ text, minutes: moments(20).sort((a, b) => a - b) }));
      return compared(some(), some()).some(
        (one) => one.standing === 'risen' || one.standing === 'new',
      );
    });
    expect(told.filter((wrong) => wrong).length).toBeLessThanOrEqual(2);
  });

  test('is quick on a hundred thousand errors', () => {
    const minutes = every(50_000);
    const started = performance.now();
    compared(
      [{ text: 'coupon # is unknown', minutes }],
      [{ text: 'coupon # is unknown', minutes }],
    );
    expect(performance.now() - started).toBeLessThan(20 * SECOND_MS);
  });
});

/** Term by term, each from the one before. */
function slowTail(k: number, n: number, q: number): number {
  let sum = 0;
  for (let at = k; at <= n; at++) {
    let term = 1;
    for (let i = 0; i < at; i++) term *= ((n - i) / (at - i)) * q;
    sum += term * (1 - q) ** (n - at);
  }
  return Math.min(1, sum);
}

describe('an incident', () => {
  const line = { text: 'coupon # is unknown' };
  /** Background of so many an hour, at random. */
  const background = (random: ReturnType<typeof seeded>, perHour: number, minutes = 120) =>
    Array.from(
      { length: Math.round((perHour * minutes) / 60) },
      () => random.int(minutes * 1_000) / 1_000,
    );
  const sorted = (minutes: readonly number[]) => [...minutes].sort((a, b) => a - b);
  const RUNS = 50;
  const share = (factor: number, from: number, to: number, seed: number) => {
    const random = seeded(seed);
    const seen = Array.from({ length: RUNS }, () => {
      const extra = every(Math.round(((factor - 1) * 50 * (to - from)) / 60), from, to);
      const now = sorted([...background(random, 50), ...extra]);
      const then = sorted(background(random, 50));
      return (
        standing(compared([{ ...line, minutes: now }], [{ ...line, minutes: then }])) === 'risen'
      );
    });
    return seen.filter((told) => told).length / RUNS;
  };

  test.each([
    ['a burst of half an hour at five times the rate', 5, 40, 70, 0.99],
    ['a burst of half an hour at ten times the rate', 10, 40, 70, 0.99],
    ['a rate that doubles for the last hour', 2, 60, 120, 0.3],
    ['a rate that trebles for the last hour', 3, 60, 120, 0.99],
    ['a rate that doubles all through', 2, 0, 120, 0.98],
  ] as const)('is not hidden by itself: %s', (_, factor, from, to, atLeast) => {
    expect(share(factor, from, to, 11)).toBeGreaterThanOrEqual(atLeast);
  });

  test('that had begun before the window is not its own normal time', () => {
    const adjoining = { startMs: WINDOW.startMs - 120 * MINUTE_MS, endMs: WINDOW.startMs };
    const now = [...every(60, 0, 15), ...every(80, 15, 120)];
    const then = [...every(80, 0, 105), ...every(60, 105, 120)];
    const [known] = compareWithBaseline(
      prepare(eventsOf([{ ...line, minutes: now }], WINDOW.startMs), WINDOW),
      { range: WINDOW, events: 50_000, readShare: 1 },
      eventsOf([{ ...line, minutes: then }], adjoining.startMs),
      { range: adjoining, events: 50_000, readShare: 1 },
    );
    expect(known?.standing).toBe('risen');
    expect(Math.abs((known?.begunMs ?? 0) - (WINDOW.startMs - 15 * MINUTE_MS))).toBeLessThan(
      3 * MINUTE_MS,
    );
    expect(known?.baselinePerHour).toBeCloseTo(80 / 1.75, -1);
  });

  test('that was over when the window began leaves fewer than before, which is told', () => {
    const then = [...every(100), ...every(360, 70, 100)].sort((a, b) => a - b);
    const [fewer] = compared([{ ...line, minutes: every(100) }], [{ ...line, minutes: then }]);
    expect(fewer).toMatchObject({ standing: 'background', fallen: true });
  });

  test('that ended just before the window is not cut out of the normal time', () => {
    const adjoining = { startMs: WINDOW.startMs - 120 * MINUTE_MS, endMs: WINDOW.startMs };
    const then = [...every(80, 0, 85), ...every(360, 85, 115), ...every(5, 115, 120)];
    const [fewer] = compareWithBaseline(
      prepare(eventsOf([{ ...line, minutes: every(110) }], WINDOW.startMs), WINDOW),
      { range: WINDOW, events: 50_000, readShare: 1 },
      eventsOf([{ ...line, minutes: then }], adjoining.startMs),
      { range: adjoining, events: 50_000, readShare: 1 },
    );
    expect(fewer).toMatchObject({ standing: 'background', fallen: true, count: then.length });
    expect(fewer?.begunMs).toBeUndefined();
  });

  test('is not read into a normal time that has as many, a few more, or its usual clumps', () => {
    const clump = (minute: number) => every(30, minute, minute + 0.5);
    const fallen = (now: readonly number[], then: readonly number[]) =>
      compared([{ ...line, minutes: now }], [{ ...line, minutes: then }])[0]?.fallen;
    expect(fallen(every(100), every(100))).toBeUndefined();
    expect(fallen(every(1_000), every(1_300))).toBeUndefined();
    expect(fallen(every(3), every(8))).toBeUndefined();
    expect(fallen(clump(20), [...clump(20), ...clump(70)])).toBeUndefined();
  });

  test('is seldom read into a normal time by chance', () => {
    const random = seeded(23);
    const clumps = (number: number) =>
      sorted(
        Array.from({ length: number }, () => random.int(118_000) / 1_000).flatMap((minute) =>
          every(3 + random.int(12), minute, minute + 1.5),
        ),
      );
    const told = Array.from({ length: 2 * RUNS }, (_, run) => {
      const some = () => (run % 2 === 0 ? sorted(background(random, 20)) : clumps(8));
      return compared([{ ...line, minutes: some() }], [{ ...line, minutes: some() }])[0]?.fallen;
    });
    expect(told.filter((one) => one === true).length).toBeLessThanOrEqual(1);
  });

  test('in a normal time that lies elsewhere is part of that normal time', () => {
    const now = [...every(60, 0, 15), ...every(80, 15, 120)];
    const then = [...every(80, 0, 105), ...every(60, 105, 120)];
    const [known] = compared([{ ...line, minutes: now }], [{ ...line, minutes: then }]);
    expect(known).toMatchObject({ standing: 'background' });
    expect(known?.begunMs).toBeUndefined();
  });
});

describe('errors that come in clumps', () => {
  test('are seldom told as risen where nothing has changed', () => {
    const random = seeded(5);
    const line = { text: 'peer # is gone' };
    const clumps = (number: number) =>
      Array.from({ length: number }, () => random.int(118_000) / 1_000)
        .flatMap((minute) => every(3 + random.int(12), minute, minute + 1.5))
        .sort((a, b) => a - b);
    const runs = 120;
    const told = Array.from({ length: runs }, () =>
      standing(compared([{ ...line, minutes: clumps(8) }], [{ ...line, minutes: clumps(8) }])),
    ).filter((one) => one === 'risen' || one === 'new');
    expect(told.length / runs).toBeLessThanOrEqual(0.01);
  });
});

describe('errors that come one by one, then in a burst', () => {
  test('have risen, at whatever minute the window ends', () => {
    const random = seeded(9);
    const range = (startMinute: number, minutes: number) => ({
      startMs: WINDOW.startMs + startMinute * MINUTE_MS,
      endMs: WINDOW.startMs + (startMinute + minutes) * MINUTE_MS,
    });
    const seen = (minutes: readonly number[], from: number, to: number) =>
      eventsOf([{ text: 'pool empty', minutes }], WINDOW.startMs).filter(
        ({ timestampMs }) =>
          timestampMs >= WINDOW.startMs + from * MINUTE_MS &&
          timestampMs < WINDOW.startMs + to * MINUTE_MS,
      );
    const background = every(200, -40, 200).map((at) => at + random.int(600) / 1_000);
    const all = [...background, ...every(360, 95, 125)].sort((a, b) => a - b);
    const missed = Array.from({ length: 70 }, (_, index) => 130 + index).filter((minutes) => {
      const comparisons = compareWithBaseline(
        prepare(seen(all, 0, minutes), range(0, minutes)),
        { range: range(0, minutes), events: 50 * minutes, readShare: 1 },
        seen(all, -40, 0),
        { range: range(-40, 40), events: 2_000, readShare: 1 },
      );
      return standing(comparisons) !== 'risen';
    });
    expect(missed).toEqual([]);
  });
});

describe('bursts that go on as before, just before the window and in it', () => {
  const adjoining = { startMs: WINDOW.startMs - 120 * MINUTE_MS, endMs: WINDOW.startMs };
  const exposure = (range: typeof WINDOW) => ({ range, events: 50_000, readShare: 1 });
  /** Bursts of two minutes at any time of four hours, nine an hour. */
  const bursts = (random: ReturnType<typeof seeded>) =>
    Array.from({ length: 36 }, () => random.int(240_000) / 1_000).flatMap((start) =>
      Array.from({ length: 3 + random.int(9) }, () => start + random.int(2_000) / 1_000),
    );

  test('are seldom told as risen, or as begun before', () => {
    const random = seeded(5);
    const told = Array.from({ length: 120 }, () => {
      const all = bursts(random).sort((a, b) => a - b);
      const line = { text: 'coupon # is unknown' };
      const now = all.filter((at) => at >= 120).map((at) => at - 120);
      const then = all.filter((at) => at < 120);
      const [known] = compareWithBaseline(
        prepare(eventsOf([{ ...line, minutes: now }], WINDOW.startMs), WINDOW),
        exposure(WINDOW),
        eventsOf([{ ...line, minutes: then }], adjoining.startMs),
        exposure(adjoining),
      );
      return known?.standing === 'risen' || known?.standing === 'new';
    });
    expect(told.filter(Boolean).length / told.length).toBeLessThanOrEqual(0.01);
  });
});

test('of a finding that was counted by query as much was read as its count says, of the others all', () => {
  const lines = [
    { text: 'stock of shelf # was refused', minutes: every(30) },
    { text: 'price of order # is unknown', minutes: every(20) },
  ];
  const { drafts, ...rest } = prepare(eventsOf(lines, WINDOW.startMs), WINDOW);
  const counted = drafts.map((draft, index) => (index === 0 ? { ...draft, count: 120 } : draft));
  const [first, second] = compareWithBaseline(
    { ...rest, drafts: counted },
    { range: WINDOW, events: null, readShare: 1 },
    [],
    { range: NORMAL, events: null, readShare: 1 },
  );
  expect([first?.perHour, second?.perHour]).toEqual([60, 10]);
});
