// Logs in which nothing may be claimed, though they hold what incidents hold: changes, warnings, numbers that move.
import { Logs } from './logs.ts';

export interface LookAlike {
  readonly name: string;
  readonly logs: (seed: number) => Logs;
  /** The most that may be said of it. */
  readonly atMost: 'no-incident' | 'inconclusive' | 'likely';
}

const DAY = Date.UTC(2026, 4, 12, 8);
const AT = '@TIME';

function quiet(minutes: number, seed: number): Logs {
  return new Logs(DAY, minutes, seed)
    .lines(
      900,
      0,
      minutes,
      ({ int, pick }) =>
        `${AT} INFO web-${int(1, 5)} ${pick(['GET', 'PUT'])} ${pick(['/a', '/b', '/c'])} 200 ${int(4, 80)}ms`,
    )
    .lines(
      200,
      0,
      minutes,
      ({ int }) => `${AT} INFO web-${int(1, 5)} heap used=${int(300, 700)}MB pool=${int(1, 9)}/20`,
    );
}

export const LOOK_ALIKES: readonly LookAlike[] = [
  { name: 'ordinary traffic', atMost: 'no-incident', logs: (seed) => quiet(60, seed) },
  {
    name: 'a deployment and a flag, and nothing after them',
    atMost: 'no-incident',
    logs: (seed) =>
      quiet(60, seed)
        .line(20, `${AT} INFO deployer version 9.3.1 rolled out to web`)
        .line(40, `${AT} INFO flags dark-mode changed: off -> on`),
  },
  {
    name: 'a load that rises by a third over the day',
    atMost: 'no-incident',
    logs: (seed) =>
      quiet(120, seed).lines(
        400,
        0,
        120,
        ({ progress, int }) =>
          `${AT} INFO search query took ${Math.floor(40 + 14 * progress) + int(0, 12)} ms`,
      ),
  },
  {
    name: 'a process that warms up and counters that grow',
    atMost: 'no-incident',
    logs: (seed) =>
      quiet(120, seed).lines(
        400,
        0,
        120,
        ({ progress, int }) =>
          `${AT} INFO stats rss=${Math.floor(200 + 220 * Math.min(1, progress * 8)) + int(0, 9)}MB requests_total=${Math.floor(90_000 * progress)} seq=${Math.floor(5_000 * progress)} uptime=${Math.floor(7_200 * progress)}s`,
      ),
  },
  {
    name: 'a warning about an old interface, now and then',
    atMost: 'no-incident',
    logs: (seed) =>
      quiet(60, seed).lines(
        30,
        0,
        60,
        ({ int }) =>
          `${AT} WARN web-${int(1, 5)} deprecated call of /v1/list by client ${int(100, 999)}`,
      ),
  },
  {
    name: 'a few slow calls and retries that went well',
    atMost: 'no-incident',
    logs: (seed) =>
      quiet(60, seed)
        .lines(
          9,
          0,
          60,
          ({ int }) => `${AT} WARN web-${int(1, 5)} slow call of geo: ${int(900, 1_400)} ms`,
        )
        .lines(6, 0, 60, () => `${AT} WARN web-2 geo timed out, retry 1 went well`),
  },
  {
    name: 'errors that run through the window, and a deployment amid them',
    atMost: 'likely',
    logs: (seed) =>
      quiet(120, seed)
        .lines(
          40,
          0,
          120,
          ({ int }) => `${AT} ERROR web-${int(1, 5)} avatar ${int(1, 999)} is no image`,
        )
        .line(60, `${AT} INFO deployer version 9.3.1 rolled out to web`),
  },
  {
    name: 'a report that is always slow beside quick pages',
    atMost: 'no-incident',
    logs: (seed) =>
      quiet(60, seed)
        .lines(300, 0, 60, ({ int }) => `${AT} INFO pages route=home latency=${int(5, 20)}ms`)
        .lines(
          40,
          0,
          60,
          ({ int }) => `${AT} INFO pages route=report latency=${int(900, 1_500)}ms`,
        ),
  },
  {
    name: 'a system whose every other line is one of a kind',
    atMost: 'no-incident',
    logs: (seed) => {
      const logs = quiet(60, seed);
      const words = [
        'amber',
        'birch',
        'cedar',
        'delta',
        'ember',
        'fjord',
        'grove',
        'heron',
        'islet',
        'jetty',
        'knoll',
        'larch',
      ];
      for (const a of words)
        for (const b of words)
          logs.lines(1, 0, 60, () => `${AT} INFO author ${a} moved ${b} ${b}${a} to ${a}${b}`);
      return logs;
    },
  },
  {
    name: 'a process that has just started and warns a little all along',
    atMost: 'no-incident',
    logs: (seed) =>
      quiet(60, seed)
        .line(0.05, `${AT} INFO web started version 4.2.0 in 3.1 s`)
        .lines(
          25,
          0.5,
          60,
          ({ int }) =>
            `${AT} WARN web-${int(1, 5)} image of item ${int(1, 900)} has no alternative text`,
        ),
  },
  {
    name: 'hosts of unlike size, each steady',
    atMost: 'no-incident',
    logs: (seed) =>
      quiet(60, seed).lines(400, 0, 60, ({ int, pick }) => {
        const [host, rows] = pick([
          ['db-1', 900],
          ['db-2', 40],
          ['db-3', 50],
        ] as const);
        return `${AT} INFO stats host=${host} rows=${rows + int(0, 9)} cpu=${int(10, 30)}%`;
      }),
  },
];
