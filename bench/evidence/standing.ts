// How often background that comes in clumps is told as risen, and how often a true rise is, by simulation: windows of
// two hours against normal times of two hours, just before them and of another day, from processes that do not change.
import type { LogEvent } from '../../src/base/log-event.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, type TimeRange } from '../../src/base/time-range.ts';
import { prepare } from '../../src/evidence/analyze.ts';
import { compareWithBaseline } from '../../src/evidence/baseline.ts';
import { seeded } from '../../test/base/random.ts';

type Random = () => number;

/** Times in milliseconds from 0 to `lengthMs` of a process with about so many an hour. */
type Process = (perHour: number, lengthMs: number, random: Random) => number[];

const RUNS = 300;
const LENGTH_MS = 2 * HOUR_MS;
const START_MS = Date.UTC(2026, 0, 5, 8);
const DAY_MS = 24 * HOUR_MS;
const EVENTS = 50_000;

const PROCESSES: Readonly<Record<string, Process>> = {
  'one by one': poisson,
  'bursts of 2 minutes': (perHour, lengthMs, random) =>
    clumps(perHour, lengthMs, random, () => ({ size: 3 + random() * 9, spreadMs: 2 * MINUTE_MS })),
  'retries within seconds': (perHour, lengthMs, random) =>
    clumps(perHour, lengthMs, random, () => ({ size: 1 + random() * 5, spreadMs: 8 * SECOND_MS })),
  'a rate that varies (negative binomial)': (perHour, lengthMs, random) =>
    Array.from({ length: Math.ceil(lengthMs / RATE_MS) }, (_, at) =>
      poisson(perHour * gamma(random), RATE_MS, random).map((ms) => at * RATE_MS + ms),
    ).flat(),
};
/** A rate that varies is another one in each stretch of this length. */
const RATE_MS = 10 * MINUTE_MS;
const RATES = [20, 60];
/** How a true rise looks: so many times the rate, from a moment on that is before the window's begin, at it or behind. */
const RISES = [
  { name: '3 times, from 30 minutes into the window on', factor: 3, fromMs: 30 * MINUTE_MS },
  { name: '3 times, from 20 minutes before the window on', factor: 3, fromMs: -20 * MINUTE_MS },
];

/** A line for each process and rate: told as risen though nothing changed; told where it is three times the rate. */
export function measureStandings(): string[] {
  return Object.entries(PROCESSES).flatMap(([name, process]) =>
    RATES.map((perHour) => {
      const alarm = (adjoining: boolean) =>
        share((random) => isRisen(steady(process, perHour, random), adjoining));
      const found = RISES.map((rise) => {
        const seen = share((random) => isRisen(rising(process, perHour, rise, random), true));
        return `${percent(seen)} of ${rise.name}`;
      });
      return `${name}, ${perHour} an hour: false ${percent(alarm(true))} just after, ${percent(alarm(false))} another day; found ${found.join(', ')}`;
    }),
  );
}

interface Pair {
  /** Of the normal time, then of the window, each from 0 on. */
  readonly before: readonly number[];
  readonly now: readonly number[];
}

function steady(process: Process, perHour: number, random: Random): Pair {
  const all = process(perHour, 2 * LENGTH_MS, random);
  return split(all);
}

function rising(
  process: Process,
  perHour: number,
  { factor, fromMs }: (typeof RISES)[number],
  random: Random,
): Pair {
  const base = process(perHour, 2 * LENGTH_MS, random);
  const startMs = LENGTH_MS + fromMs;
  const more = process(perHour * (factor - 1), 2 * LENGTH_MS - startMs, random);
  return split([...base, ...more.map((ms) => startMs + ms)]);
}

function split(all: readonly number[]): Pair {
  const sorted = [...all].sort((a, b) => a - b);
  return {
    before: sorted.filter((ms) => ms < LENGTH_MS),
    now: sorted.filter((ms) => ms >= LENGTH_MS).map((ms) => ms - LENGTH_MS),
  };
}

function isRisen({ before, now }: Pair, adjoining: boolean): boolean {
  const window = { startMs: START_MS, endMs: START_MS + LENGTH_MS };
  const earlierMs = adjoining ? LENGTH_MS : DAY_MS;
  const normal = { startMs: START_MS - earlierMs, endMs: START_MS - earlierMs + LENGTH_MS };
  const exposure = (range: TimeRange) => ({ range, events: EVENTS, readShare: 1 });
  const [told] = compareWithBaseline(
    prepare(eventsOf(now, window), window),
    exposure(window),
    eventsOf(before, normal),
    exposure(normal),
  );
  return told?.standing === 'risen' || told?.standing === 'new';
}

function eventsOf(timesMs: readonly number[], { startMs }: TimeRange): LogEvent[] {
  return timesMs.map((ms, index) => ({
    timestampMs: Math.floor(startMs + ms),
    logGroup: '/shop/orders',
    logStream: 'a',
    message: 'ERROR coupon is unknown',
    eventId: `${startMs}-${index}`,
    evidenceId: 'E1',
  }));
}

function share(isSo: (random: Random) => boolean): number {
  const numbers = seeded(7);
  const random = () => numbers.int(RESOLUTION) / RESOLUTION;
  return Array.from({ length: RUNS }, () => isSo(random)).filter(Boolean).length / RUNS;
}

const RESOLUTION = 2 ** 31;

const percent = (value: number) => `${(value * 100).toFixed(1)} %`;

function poisson(perHour: number, lengthMs: number, random: Random): number[] {
  const times: number[] = [];
  if (perHour <= 0) return times;
  for (let ms = gap(perHour, random); ms < lengthMs; ms += gap(perHour, random)) times.push(ms);
  return times;
}

const gap = (perHour: number, random: Random) => (-Math.log(1 - random()) * HOUR_MS) / perHour;

interface Clump {
  readonly size: number;
  readonly spreadMs: number;
}

/** Clumps one by one, each of some occurrences; as many an hour in all as asked for. */
function clumps(perHour: number, lengthMs: number, random: Random, clumpOf: () => Clump): number[] {
  const sizes = Array.from({ length: SIZES }, () => Math.floor(clumpOf().size));
  const mean = sizes.reduce((sum, size) => sum + size, 0) / SIZES;
  return poisson(perHour / mean, lengthMs, random)
    .flatMap((ms) => {
      const { size, spreadMs } = clumpOf();
      return Array.from({ length: Math.floor(size) }, () => ms + random() * spreadMs);
    })
    .filter((ms) => ms < lengthMs);
}

/** Drawn to know the mean size of a clump. */
const SIZES = 500;

/** Gamma of shape 2 and mean 1, as the sum of two exponentials. */
const gamma = (random: Random) => -(Math.log(1 - random()) + Math.log(1 - random())) / 2;
