import { describe, expect, test } from 'vitest';
import { courseOf } from '../../src/evidence/rhythm.ts';
import { seriesOf } from './series.ts';
import { FOUR_HOURS, MINUTE, merged, random, START_MS, scattered } from './support.ts';

const rhythmOf = (times: readonly number[]) => courseOf(times, FOUR_HOURS).rhythm;

describe('courseOf', () => {
  test('a timer is periodic, with its period', () => {
    const times = Array.from({ length: 24 }, (_, i) => START_MS + i * 10 * MINUTE + (i % 3) * 700);
    const { rhythm, periodMs, burst } = courseOf(times, FOUR_HOURS);
    expect({ rhythm, burst, minutes: Math.round((periodMs ?? 0) / MINUTE) }).toEqual({
      rhythm: 'periodic',
      burst: null,
      minutes: 10,
    });
  });

  test('has no bound on how many events it takes', () => {
    const count = 600_000;
    const span = FOUR_HOURS.endMs - FOUR_HOURS.startMs;
    const times = Array.from({ length: count }, (_, i) => START_MS + (i / count) * span);
    expect(courseOf(times, FOUR_HOURS).rhythm).not.toBe('burst');
  });

  test('clusters that recur are periodic', () => {
    const times = [0, 1, 2, 3, 4, 5, 6].flatMap((i) =>
      scattered(20, 5 + i * 30, 6 + i * 30, i + 1),
    );
    const { rhythm, periodMs } = courseOf(times, FOUR_HOURS);
    expect([rhythm, Math.round((periodMs ?? 0) / MINUTE)]).toEqual(['periodic', 30]);
  });

  test('timers of any length and jitter are periodic, their period the mean distance', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { timesMs, window, name } = seriesOf(seed, 'constant');
      const { rhythm, periodMs } = courseOf(timesMs, window);
      const mean = ((timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0)) / (timesMs.length - 1);
      expect([name, rhythm]).toEqual([name, 'periodic']);
      expect(Math.abs((periodMs ?? 0) - mean)).toBeLessThanOrEqual(1);
    }
  });

  test('retries whose distances grow are no timer, those at the longest distance are', () => {
    const timesOf = (gaps: readonly number[]) => {
      const times = [START_MS + 5 * MINUTE];
      for (const gap of gaps) times.push(Math.round((times.at(-1) ?? 0) + gap));
      return times;
    };
    const growing = Array.from({ length: 22 }, (_, i) => 4 * MINUTE * 1.04 ** i);
    expect(rhythmOf(timesOf(growing))).not.toBe('periodic');
    const jittered = growing.map((gap, i) => gap + (i % 3) * 1_000);
    expect(rhythmOf(timesOf(jittered))).not.toBe('periodic');
    const capped = Array.from({ length: 22 }, (_, i) => 8 * MINUTE + (i % 3) * 9_000);
    expect(rhythmOf(timesOf(capped))).toBe('periodic');
  });

  test('what comes by chance is hardly ever periodic', () => {
    const told = Array.from({ length: 200 }, (_, seed) => {
      const { timesMs, window } = seriesOf(seed + 1, 'none');
      return courseOf(timesMs, window).rhythm;
    });
    expect(told.filter((rhythm) => rhythm === 'periodic').length).toBeLessThanOrEqual(2);
  });

  test('thousands of series without any pattern hardly ever seem to have one', () => {
    const told = { burst: 0, periodic: 0, onset: 0 };
    const many = 4_000;
    const next = random(41);
    for (let series = 0; series < many; series++) {
      const count = 4 + Math.floor(next() * 57);
      const length = [30, 60, 120, 240, 1_440][series % 5] ?? 240;
      const window = { startMs: START_MS, endMs: START_MS + length * MINUTE };
      const times = Array.from({ length: count }, () =>
        Math.floor(START_MS + next() * length * MINUTE),
      );
      const { rhythm, episodes } = courseOf(
        times.sort((a, b) => a - b),
        window,
      );
      if (episodes.length > 0) told.burst++;
      if (rhythm === 'periodic') told.periodic++;
      if (rhythm === 'onset') told.onset++;
    }
    expect(told.burst / many).toBeLessThanOrEqual(0.005);
    expect(told.periodic / many).toBeLessThanOrEqual(0.005);
    expect(told.onset / many).toBeLessThanOrEqual(0.01);
  });

  test('few events are a burst, or a timer, where chance would hardly make them', () => {
    expect(
      rhythmOf([10, 100, 100.2, 100.5, 100.9, 101, 200].map((m) => START_MS + m * MINUTE)),
    ).toBe('burst');
    const hours = [0, 1, 2, 3].map((hour) => START_MS + (hour * 60 + (hour % 2)) * MINUTE);
    expect(rhythmOf(hours)).toBe('periodic');
    const unlike = [2, 61, 132, 188].map((minute) => START_MS + minute * MINUTE);
    expect(rhythmOf(unlike)).toBe('sporadic');
  });

  describe('within a small part of a long window', () => {
    const week = { startMs: START_MS, endMs: START_MS + 7 * 24 * 60 * MINUTE };
    const timesOf = (count: number, everyMinutes: number) =>
      Array.from(
        { length: count },
        (_, i) => START_MS + 9_000 * MINUTE + i * everyMinutes * MINUTE,
      );

    test.each([
      [16, 30],
      [8, 5],
    ])('%i times %i minutes apart are a timer', (count, minutes) => {
      const { rhythm, periodMs } = courseOf(timesOf(count, minutes), week);
      expect([rhythm, periodMs]).toEqual(['periodic', minutes * MINUTE]);
    });

    test.each([
      [7, 30],
      [60, 4],
    ])('%i times %i minutes apart are a burst', (count, minutes) => {
      expect(courseOf(timesOf(count, minutes), week).rhythm).not.toBe('periodic');
    });
  });

  test('an even retry loop within a minute is a burst, not a rhythm', () => {
    const times = Array.from({ length: 20 }, (_, i) => START_MS + 60 * MINUTE + i * 2_000);
    expect(rhythmOf(times)).toBe('burst');
  });

  test('half or more inside a short interval is a burst with tight edges', () => {
    const { rhythm, burst } = courseOf(
      merged(scattered(30, 0, 240, 1), scattered(200, 90, 105, 2)),
      FOUR_HOURS,
    );
    expect(rhythm).toBe('burst');
    expect(Math.abs((burst?.startMs ?? 0) - (START_MS + 90 * MINUTE))).toBeLessThan(MINUTE / 2);
    expect(Math.abs((burst?.endMs ?? 0) - (START_MS + 105 * MINUTE))).toBeLessThan(MINUTE / 2);
    expect(burst?.errors).toBeGreaterThanOrEqual(198);
  });

  test('what begins late and stays is an onset', () => {
    expect(rhythmOf(scattered(150, 130, 240, 3))).toBe('onset');
    expect(rhythmOf(merged(scattered(20, 0, 130, 4), scattered(300, 130, 240, 5)))).toBe('onset');
  });

  test('what fades out shortly before the end is an onset too, not consistent', () => {
    const { rhythm, burst } = courseOf(
      merged(scattered(4, 0, 90, 31), scattered(190, 100, 230, 32)),
      FOUR_HOURS,
    );
    expect(rhythm).toBe('onset');
    expect(Math.abs((burst?.startMs ?? 0) - (START_MS + 100 * MINUTE))).toBeLessThan(2 * MINUTE);
  });

  test('one of many that ends in the last tenth is no onset, and does not hide the bursts before it', () => {
    const noise = scattered(400, 0, 240, 33);
    expect(rhythmOf(merged(noise, scattered(60, 222, 226, 34)))).toBe('consistent');
    expect(rhythmOf(merged(scattered(200, 60, 70, 35), scattered(40, 224, 226, 36)))).toBe('burst');
  });

  test('a ramp is rising', () => {
    const next = random(6);
    const times = Array.from(
      { length: 400 },
      () => START_MS + Math.floor(Math.sqrt(next()) * 240 * MINUTE),
    );
    expect(rhythmOf(times.sort((a, b) => a - b))).toBe('rising');
  });

  test('even noise is consistent, and has no burst', () => {
    for (const [count, seed] of [
      [12, 7],
      [80, 8],
      [600, 9],
      [4_000, 10],
    ] as const) {
      expect(courseOf(scattered(count, 0, 240, seed), FOUR_HOURS)).toEqual({
        rhythm: 'consistent',
        periodMs: null,
        burst: null,
        episodes: [],
      });
    }
  });

  test('traffic that varies from minute to minute has no burst', () => {
    const next = random(11);
    const times = Array.from({ length: 240 }, (_, minute) => {
      const count = Math.round(-Math.log(1 - next()) * 12);
      return scattered(count, minute, minute + 1, minute + 100);
    });
    expect(courseOf(merged(...times), FOUR_HOURS).episodes).toEqual([]);
  });

  test('a daily cycle has no burst', () => {
    const next = random(12);
    const day = { startMs: START_MS, endMs: START_MS + 1_440 * MINUTE };
    const times: number[] = [];
    while (times.length < 6_000) {
      const minute = next() * 1_440;
      if (next() < 0.55 + 0.45 * Math.cos((minute / 1_440) * 2 * Math.PI)) {
        times.push(START_MS + Math.floor(minute * MINUTE));
      }
    }
    expect(
      courseOf(
        times.sort((a, b) => a - b),
        day,
      ).episodes,
    ).toEqual([]);
  });

  test('days that follow each other have no burst, however steep', () => {
    const week = { startMs: START_MS, endMs: START_MS + 7 * 1_440 * MINUTE };
    for (const [count, seed] of [
      [300, 21],
      [3_000, 22],
    ] as const) {
      const next = random(seed);
      const times: number[] = [];
      while (times.length < count) {
        const day = next() * 7;
        const busy = 0.1 + 0.9 * Math.max(0, Math.sin(2 * Math.PI * day)) ** 0.5;
        if (next() < busy) times.push(week.startMs + Math.floor(day * 1_440 * MINUTE));
      }
      const { rhythm, episodes } = courseOf(
        times.sort((a, b) => a - b),
        week,
      );
      expect([rhythm, episodes]).toEqual(['consistent', []]);
    }
  });

  test('a burst upon a daily cycle is found', () => {
    const next = random(23);
    const day = { startMs: START_MS, endMs: START_MS + 1_440 * MINUTE };
    const times: number[] = [];
    while (times.length < 2_000) {
      const share = next();
      if (next() < 0.55 + 0.45 * Math.cos(share * 2 * Math.PI))
        times.push(START_MS + Math.floor(share * 1_440 * MINUTE));
    }
    const { episodes } = courseOf(merged(times, scattered(150, 700, 720, 24)), day);
    expect(episodes).toHaveLength(1);
    expect(Math.abs((episodes[0]?.startMs ?? 0) - (START_MS + 700 * MINUTE))).toBeLessThan(
      6 * MINUTE,
    );
  });

  test('a ramp within an hour is rising, and no burst', () => {
    const hour = { startMs: START_MS, endMs: START_MS + 60 * MINUTE };
    const next = random(25);
    const times: number[] = [];
    while (times.length < 500) {
      const share = next();
      if (next() < Math.exp(3 * (share - 1)))
        times.push(START_MS + Math.floor(share * 60 * MINUTE));
    }
    const { rhythm, burst } = courseOf(
      times.sort((a, b) => a - b),
      hour,
    );
    expect([rhythm, burst]).toEqual(['rising', null]);
  });

  test('a handful is sporadic, one and none too', () => {
    expect(rhythmOf(scattered(5, 20, 130, 13))).toBe('sporadic');
    expect(rhythmOf([START_MS])).toBe('sporadic');
    expect(rhythmOf([])).toBe('sporadic');
  });

  test('many events of one millisecond are one burst', () => {
    const times = merged(
      new Array<number>(50).fill(START_MS + 40 * MINUTE),
      scattered(20, 0, 240, 14),
    );
    expect(courseOf(times, FOUR_HOURS).burst?.errors).toBeGreaterThanOrEqual(50);
  });

  test('an incident whose failures write four lines each is one burst from its beginning on', () => {
    const courses = Array.from({ length: 20 }, (_, seed) => {
      const failures = scattered(540, 192, 239.9, seed + 1);
      const times = merged(failures.flatMap((time) => [0, 100, 200, 300].map((ms) => time + ms)));
      return { times, ...courseOf(times, FOUR_HOURS) };
    });
    for (const { times, rhythm, episodes, burst } of courses) {
      expect([rhythm, episodes.length, burst?.startMs]).toEqual(['onset', 1, times[0]]);
      expect(burst?.errors).toBeGreaterThan(0.99 * times.length);
    }
  });

  test('a timer is periodic whatever it finds to do each time', () => {
    const times = [2, 2, 10, 2, 10, 3, 2, 10].flatMap((count, cluster) =>
      Array.from({ length: count }, (_, i) => START_MS + (10 + cluster * 28) * MINUTE + i * 1500),
    );
    const { rhythm, periodMs } = courseOf(times, FOUR_HOURS);
    expect([rhythm, periodMs]).toEqual(['periodic', 28 * MINUTE]);
  });

  test('few clusters that lie evenly are no rhythm where one is most of it', () => {
    const lone = [0.1, 80, 160.2].map((minute) => START_MS + minute * MINUTE);
    const times = merged(lone, scattered(13, 238, 239, 3));
    expect(rhythmOf(times)).not.toBe('periodic');
    const alike = [0, 80, 160, 239].flatMap((minute, seed) =>
      scattered(5, minute, minute + 1, seed),
    );
    expect(rhythmOf(merged(alike))).toBe('periodic');
  });
});
