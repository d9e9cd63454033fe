// Made-up systems of services that call each other: requests that leave lines in each service on their way, errors
// that any system has, one fault, or a look-alike of one. Names, layout and traffic differ with the seed.
import type { LogEvent } from '../../src/base/log-event.ts';
import { SECOND_MS, type TimeRange } from '../../src/base/time-range.ts';
import { seeded } from '../base/random.ts';

export type Trouble =
  /** The service reports a failure of its own; who calls it reports one right after. */
  | 'own-error'
  /** The service throws; who calls it gets a 500 and says from whom. */
  | 'thrown'
  /** The service says nothing; who calls it says that it does not answer. */
  | 'silent'
  /** A failure that is usual here comes many times more often. */
  | 'more-of-the-usual'
  | 'none'
  | 'double-load'
  /** The usual clumps of calls that find nobody hit other pairs of services. */
  | 'other-clumps'
  | 'one-off'
  /** Every service is as usual, but one path is used that nobody used before, and it warns. */
  | 'new-warning';

export interface Told {
  readonly events: readonly LogEvent[];
  readonly range: TimeRange;
}

export interface System {
  readonly services: readonly string[];
  /** The one that the trouble is in. */
  readonly faulty: string;
  readonly baseline: Told;
  readonly window: Told;
}

type Random = () => number;

/** From 0 up to, but not including, 1. */
function fractions(seed: number): Random {
  const source = seeded(seed);
  return () => source.int(FINENESS) / FINENESS;
}

const FINENESS = 2 ** 30;
const WORDS = ['cart', 'orders', 'stock', 'billing', 'ledger', 'users', 'mail', 'search', 'rates'];
const START_MS = Date.UTC(2026, 4, 11, 9);
const LENGTH_MS = 240 * SECOND_MS;

interface Scene {
  readonly random: Random;
  readonly prefix: string;
  readonly services: readonly string[];
  readonly layout: number;
  readonly events: LogEvent[];
}

/** One system with a healthy time and a window that holds the trouble from its second third on. */
export function systemWith(trouble: Trouble, seed: number): System {
  const random = fractions(seed);
  const prefix = pick(random, ['shop', 'bk', 'travel']);
  const services = [...WORDS]
    .sort(() => random() - 0.5)
    .slice(0, 6)
    .map((word) => `${prefix}-${word}-service`);
  const faulty = services[2 + Math.floor(random() * 3)] ?? '';
  const layout = Math.floor(random() * 3);
  const time = (startMs: number, kind: Trouble): Told => {
    const scene: Scene = { random, prefix, services, layout, events: [] };
    const range = { startMs, endMs: startMs + LENGTH_MS };
    traffic(scene, range, kind, faulty);
    clumps(scene, range, kind === 'other-clumps');
    return { events: scene.events.sort((a, b) => a.timestampMs - b.timestampMs), range };
  };
  return {
    services,
    faulty,
    baseline: time(START_MS, 'none'),
    window: time(START_MS + 3_600 * SECOND_MS, trouble),
  };
}

const pick = <T>(random: Random, items: readonly T[]): T => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

/** A chain of calls from the first service down to one of the others, and what goes wrong on the way. */
function traffic(scene: Scene, range: TimeRange, trouble: Trouble, faulty: string): void {
  const { random, services } = scene;
  const requests = (trouble === 'double-load' ? 2 : 1) * 300;
  const setsInMs = range.startMs + LENGTH_MS / 3;
  for (let request = 0; request < requests; request++) {
    const startMs = range.startMs + Math.floor(random() * (LENGTH_MS - SECOND_MS));
    const [front = '', middle = ''] = services;
    const end = services[2 + Math.floor(random() * 4)] ?? '';
    const id = Math.floor(random() * 2 ** 48)
      .toString(16)
      .padStart(12, '0');
    const path = [front, middle, end];
    path.forEach((service, depth) => {
      say(scene, startMs + depth * 15, service, 'INFO', `request ${id} accepted`);
      say(
        scene,
        startMs + depth * 15 + 7,
        service,
        'INFO',
        `request ${id} answered in ${Math.floor(random() * 40)} ms`,
      );
    });
    usual(
      scene,
      startMs,
      end,
      id,
      trouble === 'more-of-the-usual' && end === faulty && startMs > setsInMs,
    );
    if (end === faulty && startMs > setsInMs && random() < 0.7)
      fail(scene, startMs + 60, trouble, path, id);
  }
  if (trouble === 'one-off')
    say(scene, setsInMs, faulty, 'ERROR', 'could not parse the coupon list, line 3');
}

/** Errors that are nobody's fault today. */
function usual(
  { random, ...scene }: Scene,
  ms: number,
  service: string,
  id: string,
  often: boolean,
): void {
  if (random() < (often ? 0.8 : 0.04))
    say({ random, ...scene }, ms + 20, service, 'ERROR', `item of request ${id} is sold out`);
  if (random() < 0.1) say({ random, ...scene }, ms + 21, service, 'WARN', `slow answer for ${id}`);
}

/** Now and then a caller finds nobody behind a name, for some seconds. */
function clumps(scene: Scene, range: TimeRange, others: boolean): void {
  const { random, services } = scene;
  const pairs = others
    ? [
        [3, 4],
        [4, 5],
        [5, 3],
      ]
    : [
        [0, 1],
        [1, 2],
        [0, 2],
      ];
  for (const [from = 0, to = 0] of pairs) {
    const startMs = range.startMs + Math.floor(random() * (LENGTH_MS - 20 * SECOND_MS));
    const count = 2 + Math.floor(random() * 8);
    for (let index = 0; index < count; index++) {
      const ms = startMs + Math.floor(random() * 15 * SECOND_MS);
      say(scene, ms, services[from] ?? '', 'ERROR', `No instances available for ${services[to]}`);
    }
  }
}

function fail(
  scene: Scene,
  ms: number,
  trouble: Trouble,
  path: readonly string[],
  id: string,
): void {
  const [, middle = '', end = ''] = path;
  const { random } = scene;
  const lag = 4 + Math.floor(random() * 20);
  if (trouble === 'own-error') {
    say(scene, ms, end, 'ERROR', `[read] no record belongs to key k-${id}`);
    say(scene, ms + lag, middle, 'ERROR', `[assemble] step 3 of request ${id} was not done`);
  }
  if (trouble === 'thrown') {
    const where = 'at com.acme.core.RecordReader.read(RecordReader.java:77)';
    say(
      scene,
      ms,
      end,
      'ERROR',
      `request ${id} failed\njava.lang.IllegalStateException: cursor is closed\n\t${where}`,
    );
    const plain = end.replaceAll('-', '');
    say(
      scene,
      ms + lag,
      middle,
      'ERROR',
      `500 Internal Server Error from http://${end}:8080/api/v1/${plain}/items`,
    );
  }
  if (trouble === 'silent')
    say(
      scene,
      ms + 900,
      middle,
      'ERROR',
      `call to ${end} failed: no answer after 1000 ms, timed out`,
    );
  if (trouble === 'new-warning')
    say(scene, ms, end, 'WARN', `column notes is empty, request ${id}`);
}

function say(scene: Scene, ms: number, service: string, level: string, text: string): void {
  const { layout, prefix, events } = scene;
  const time = new Date(ms).toISOString();
  const lines: readonly string[] = [
    `${time.slice(11, 23)} ${level.padEnd(5)} [worker-1] c.a.Main - ${text}`,
    JSON.stringify({ time, level: level.toLowerCase(), message: text }),
    `${time} [${level}] ${text}`,
  ];
  events.push({
    timestampMs: ms,
    logGroup: `/${prefix}/${service}`,
    logStream: `${service}-1`,
    message: lines[layout] ?? text,
    eventId: `${service}-${ms}-${events.length}`,
    evidenceId: 'E1',
  });
}
