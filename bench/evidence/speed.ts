// Events a second through the whole evidence room (put together, peeled, sketched, grouped, analyzed) on one core, and
// the memory that this takes: on generated events, and on recorded ones.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { LogEvent } from '../../src/base/log-event.ts';
import { analyze, prepare } from '../../src/evidence/analyze.ts';

const START_MS = Date.UTC(2026, 10, 20, 10);
const SEED = 20_261_127;
const MEGABYTE_BYTES = 1_048_576;
/** Fewer events say nothing of speed. */
const MIN_RECORDED = 10_000;
/** The best of several is what the machine can do while others use it too. */
const ROUNDS = 3;

/** A line each: speed on JSON lines and on text lines. */
export function* measureGenerated(): Generator<string> {
  yield `JSON lines of 200 bytes: ${rateOf(generated(200_000, jsonLine))}`;
  yield `text lines: ${rateOf(generated(200_000, textLine))}`;
}

/** The memory of this process with a million events that are held at once; it is to be a process of its own. */
export function measureMemory(): string {
  const rate = rateOf(generated(1_000_000, jsonLine), 1);
  const peakMegabytes = process.resourceUsage().maxRSS / 1_024;
  return `a million events: peak memory ${peakMegabytes.toFixed(0)} MB, ${rate}`;
}

/** Speed on the recorded events of each folder DIR/* that holds files of them, all files together. */
export async function measureRecorded(dataDir: string): Promise<string> {
  const rates = readdirSync(dataDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const files = readdirSync(join(dataDir, name)).filter((file) => file.endsWith('.jsonl.gz'));
      const events = files.flatMap((file) => recorded(join(dataDir, name, file)));
      return events.length < MIN_RECORDED ? [] : [`${name} ${rateOf(events)}`];
    });
  return rates.length === 0 ? 'skipped, no folder of recorded events' : rates.join(' · ');
}

/** By the clock, and by the processor time of the whole process, which others on the machine do not stretch. */
function rateOf(events: readonly LogEvent[], rounds = ROUNDS): string {
  const times = Array.from({ length: rounds }, () => timeOf(() => run(events)));
  const best = (pick: (time: Time) => number) => events.length / Math.min(...times.map(pick));
  const bytes = events.reduce((sum, { message }) => sum + message.length, 0) / events.length;
  const perSecond = best(({ seconds }) => seconds);
  const perCpuSecond = best(({ cpuSeconds }) => cpuSeconds);
  const megabytes = (perSecond * bytes) / MEGABYTE_BYTES;
  const whole = (rate: number) => Math.round(rate).toLocaleString('en');
  return `${whole(perSecond)} events/s, ${megabytes.toFixed(0)} MB/s (${whole(perCpuSecond)} a CPU second)`;
}

interface Time {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

function timeOf(work: () => void): Time {
  const started = performance.now();
  const cpuStarted = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(cpuStarted);
  return { seconds: (performance.now() - started) / 1e3, cpuSeconds: (user + system) / 1e6 };
}

function run(events: readonly LogEvent[]): void {
  const times = { startMs: Number.POSITIVE_INFINITY, endMs: Number.NEGATIVE_INFINITY };
  for (const { timestampMs } of events) {
    times.startMs = Math.min(times.startMs, timestampMs);
    times.endMs = Math.max(times.endMs, timestampMs + 1);
  }
  analyze(prepare(events, times));
}

/** The lines of a file that are events. */
function recorded(path: string): LogEvent[] {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n');
  return lines.flatMap((line, index): LogEvent[] => {
    const { timestamp, logGroup, logStream, message } = JSON.parse(line);
    if (typeof timestamp !== 'number' || typeof message !== 'string') return [];
    const eventId = `${path}:${index}`;
    return [{ timestampMs: timestamp, logGroup, logStream, message, eventId, evidenceId: 'E1' }];
  });
}

type Random = () => number;

/** Mulberry32: small, and the same on every machine. */
function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pick = (random: Random, words: readonly string[]) =>
  words[Math.floor(random() * words.length)] ?? '';

const LOG_GROUPS = ['/shop/orders', '/shop/carts', '/shop/stock', '/shop/mail'];
const LOG_STREAMS = Array.from({ length: 8 }, (_, index) => `app/${index}`);

function generated(count: number, lineOf: (random: Random, index: number) => string): LogEvent[] {
  const random = seeded(SEED);
  return Array.from({ length: count }, (_, index) => ({
    timestampMs: START_MS + index * 7,
    logGroup: pick(random, LOG_GROUPS),
    logStream: pick(random, LOG_STREAMS),
    message: flat(lineOf(random, index)),
    eventId: String(index),
    evidenceId: 'E1',
  }));
}

/** One piece of memory, as what is read from a file or an answer is; what is put together in JavaScript is a rope. */
function flat(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** One in ten is an error. */
function jsonLine(random: Random, index: number): string {
  const failed = random() < 0.1;
  return JSON.stringify({
    time: new Date(START_MS + index * 7).toISOString(),
    level: failed ? 'error' : pick(random, ['info', 'info', 'debug']),
    msg: failed ? failure(random) : success(random),
    requestId: `r-${index.toString(16).padStart(12, '0')}`,
    service: pick(random, ['orders', 'carts', 'stock']),
    durationMs: Math.floor(random() * 900),
    host: `ip-10-0-${index % 200}-${index % 250}`,
  });
}

function textLine(random: Random, index: number): string {
  const failed = random() < 0.1;
  const time = new Date(START_MS + index * 7).toISOString().replace('T', ' ').replace('Z', '');
  const level = failed ? 'ERROR' : pick(random, ['INFO ', 'DEBUG', 'WARN ']);
  const thread = `http-${index % 64}`;
  return `${time} ${level} [${thread}] com.example.shop.Orders - ${failed ? failure(random) : success(random)}`;
}

function success(random: Random): string {
  const id = Math.floor(random() * 1e6);
  return pick(random, [
    `order ${id} accepted for customer c-${id % 977} in ${id % 411} ms`,
    `cache hit ratio ${(random() * 100).toFixed(1)} % size=${id % 10_000} evictions=${id % 50}`,
    `published OrderAccepted partition=${id % 12} offset=${id} key=${id.toString(16)}`,
  ]);
}

function failure(random: Random): string {
  const id = Math.floor(random() * 1e6);
  return pick(random, [
    `connection to stock-db.internal:5432 refused after ${id % 30_000} ms`,
    `cannot reserve stock for order ${id}: java.net.SocketTimeoutException: Read timed out`,
    `cart ${id.toString(16)} is closed`,
  ]);
}
