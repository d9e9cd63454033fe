// The example's seeded truth, counted in the committed files themselves, without the program's own code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { exampleFiles } from '../../examples/generator/files.ts';

interface Event {
  readonly logGroup: string;
  readonly logStream: string;
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
}

const FOLDER = join(import.meta.dirname, '..', '..', 'examples', 'payment-service');
const at = (time: string) => Date.parse(`2026-11-20T${time}Z`);
const MINUTE_MS = 60_000;

function readCommitted(name: string): string {
  const bytes = readFileSync(join(FOLDER, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** What lies beside the logs. */
const BESIDE = ['alarms.json', 'changes.jsonl', 'metrics.jsonl'];
const logFiles = readdirSync(FOLDER).filter((name) => !BESIDE.includes(name));

const events: readonly Event[] = logFiles.flatMap((name) =>
  readCommitted(name)
    .trim()
    .split('\n')
    .flatMap((line) => {
      const { logGroup, logStream, logEvents } = JSON.parse(line);
      return logEvents.map((event: object) => ({ ...event, logGroup, logStream }));
    }),
);
const own = events.filter(({ logGroup }) => !logGroup.includes('staging'));
const errors = own.filter(({ message }) => / ERROR /.test(message.split('\n')[0] ?? ''));
const within = (from: string, to: string) =>
  errors.filter(({ timestamp }) => timestamp >= at(from) && timestamp < at(to));
const countBy = (list: readonly Event[], key: (event: Event) => string) => {
  const counts: Record<string, number> = {};
  for (const event of list) counts[key(event)] = (counts[key(event)] ?? 0) + 1;
  return counts;
};

describe('examples/payment-service', () => {
  test('is what the generator writes', () => {
    const files = exampleFiles();
    expect(readdirSync(FOLDER).toSorted()).toEqual(files.map(({ name }) => name).toSorted());
    const differing = files.filter(({ name, text }) => readCommitted(name) !== text);
    expect(differing.map(({ name }) => name)).toEqual([]);
  });

  test('spans the four hours before 16:00 UTC', () => {
    const times = own.map(({ timestamp }) => timestamp);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(at('12:00:00'));
    expect(Math.max(...times)).toBeGreaterThanOrEqual(at('15:59:59'));
    expect(Math.max(...times)).toBeLessThan(at('16:00:00'));
  });

  test('holds 847 errors in three log groups', () => {
    expect(countBy(errors, ({ logGroup }) => logGroup)).toEqual({
      '/aws/lambda/payment-service-processor': 456,
      '/aws/lambda/payment-service-validator': 234,
      '/payment-service/application': 157,
    });
  });

  test('of three kinds, each with its place in the code', () => {
    const kind = ({ message }: Event) =>
      /(ConnectionManager|PaymentValidator|StripeClient)\.java:\d+/.exec(message)?.[0] ?? message;
    expect(countBy(errors, kind)).toEqual({
      'ConnectionManager.java:45': 567,
      'PaymentValidator.java:23': 198,
      'StripeClient.java:67': 82,
    });
  });

  test('423 of them from 14:15 to 14:45, most of them for want of a connection', () => {
    const burst = within('14:15:00', '14:45:00');
    expect(burst.length).toBe(423);
    const pool = burst.filter(({ message }) => message.includes('Connection pool exhausted'));
    expect(pool.length).toBe(388);
  });

  test('no other ten minutes hold more than half of what the quietest ten of the burst hold', () => {
    const minutes = Array.from({ length: 240 }, (_, minute) => {
      const startMs = at('12:00:00') + minute * MINUTE_MS;
      return errors.filter(
        ({ timestamp }) => timestamp >= startMs && timestamp < startMs + MINUTE_MS,
      ).length;
    });
    const tens = Array.from({ length: 231 }, (_, start) => ({
      start,
      count: minutes.slice(start, start + 10).reduce((sum, count) => sum + count, 0),
    }));
    const inside = tens.filter(({ start }) => start >= 135 && start <= 155);
    const outside = tens.filter(({ start }) => start + 10 <= 135 || start >= 165);
    const quietest = Math.min(...inside.map(({ count }) => count));
    expect(Math.max(...outside.map(({ count }) => count))).toBeLessThanOrEqual(quietest / 2);
  });

  test('writes times into the messages that are the times of the events', () => {
    const wrong = events.filter(({ message, timestamp }) => {
      const written = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{3}) /.exec(message);
      return written !== null && Date.parse(`${written[1]}T${written[2]}Z`) !== timestamp;
    });
    expect(wrong).toEqual([]);
  });

  test('runs one invocation at a time on each Lambda instance', () => {
    const running = new Map<string, string>();
    const faults: string[] = [];
    const lambda = events.filter(({ logGroup }) => logGroup.startsWith('/aws/lambda/'));
    const ordered = lambda.toSorted((a, b) => a.timestamp - b.timestamp || (a.id < b.id ? -1 : 1));
    for (const { logStream, message } of ordered) {
      const id = /(?:RequestId: |\.\d{3} )([0-9a-f-]{36})/.exec(message)?.[1];
      if (id === undefined) continue;
      if (message.startsWith('START')) {
        if (running.has(logStream)) faults.push(message);
        running.set(logStream, id);
      } else if (running.get(logStream) !== id) faults.push(message);
      if (message.startsWith('REPORT')) running.delete(logStream);
    }
    expect([faults, running.size]).toEqual([[], 0]);
  });

  test('has ids that are unique', () => {
    const ids = new Set(events.map(({ logGroup, id }) => `${logGroup} ${id}`));
    expect(ids.size).toBe(events.length);
  });

  test('tells the story before the burst, and only there', () => {
    const messages = own.map(({ message }) => message);
    const changes = messages.filter((message) => message.includes('settlement.workers changed'));
    expect(changes).toEqual([
      '2026-11-20 14:06:41.318 [config-watcher] INFO  ConfigService - configuration change CHG-20417 applied: settlement.workers changed from 2 to 14',
    ]);
    const usage = own
      .filter(({ message }) => message.includes('db pool usage='))
      .toSorted((a, b) => a.timestamp - b.timestamp)
      .map(({ timestamp, message }) => [timestamp, Number(/usage=(\d+)%/.exec(message)?.[1])]);
    const between = (from: string, to: string) =>
      usage.flatMap(([time = 0, value = 0]) => (time >= at(from) && time < at(to) ? [value] : []));
    expect(Math.max(...between('12:00:00', '14:07:00'))).toBeLessThanOrEqual(65);
    expect(Math.max(...between('14:07:00', '14:10:00'))).toBeLessThan(100);
    expect(Math.min(...between('14:14:30', '14:44:50'))).toBe(100);
    expect(Math.max(...between('14:45:00', '16:00:00'))).toBeLessThanOrEqual(65);
  });

  test('tells beside the logs who deployed the setting, and how full the pool was', () => {
    const changes = readCommitted('changes.jsonl').trim().split('\n');
    const [change] = changes
      .map((line) => JSON.parse(line))
      .filter(({ eventName }) => eventName === 'CreateDeployment');
    expect(Date.parse(change.eventTime)).toBeLessThan(at('14:06:41'));
    const samples = readCommitted('metrics.jsonl').trim().split('\n');
    const logged = own.filter(({ message }) => message.includes('db pool usage='));
    const pool = samples.filter((line) => line.includes('"DbPoolActiveConnections"'));
    expect(pool.length).toBe(logged.length);
  });

  test('counts the runs of its functions as their own lines do', () => {
    const runs = (name: string) =>
      readCommitted('metrics.jsonl')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
        .filter((one) => one.MetricName === 'Invocations' && one.Dimensions.FunctionName === name)
        .reduce((sum, one) => sum + one.Sum, 0);
    for (const name of ['payment-service-processor', 'payment-service-validator']) {
      const logged = own.filter(
        ({ logGroup, message }) => logGroup.endsWith(name) && message.startsWith('REPORT '),
      );
      expect(runs(name)).toBe(logged.length);
    }
  });

  test('holds look-alikes: healthy lines that mention errors, 4xx records, another environment', () => {
    const info = own.filter(({ message }) => / INFO {2}/.test(message));
    const count = (pattern: RegExp) => info.filter(({ message }) => pattern.test(message)).length;
    expect(count(/0 errors/)).toBeGreaterThan(1_000);
    expect(count(/failover disabled/)).toBeGreaterThan(5);
    expect(count(/timeout=30s/)).toBeGreaterThan(5);
    expect(count(/HTTP\/1\.1" 4\d\d /)).toBeGreaterThan(100);
    expect(own.filter(({ message }) => /HTTP\/1\.1" 5\d\d /.test(message))).toEqual([]);
    const staging = events.filter(({ message, logGroup }) => {
      return logGroup.includes('staging') && message.includes(' ERROR ');
    });
    expect(staging.length).toBe(60);
  });
});
