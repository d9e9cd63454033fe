// Writes logs with many kinds of errors and warnings: `node --import tsx bench/many-kinds.ts OUTDIR BYTES`. Half are JSON
// lines, half a Java service's text log whose traces come from ever other places; 2 % of the events are faults, a third of
// these within 43 minutes of a day. Always the same bytes; prints how many errors there are.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { healthy, hex, pick, type Random, seeded, whole, write } from './large-logs.ts';

const SEED = 20_261_129;
const START_MS = Date.UTC(2026, 10, 20);
const SPAN_MS = 24 * 3_600_000;
const SHARES = { usual: 0.013, incident: 0.25 };
const INCIDENT = { from: 0.58, to: 0.61 };
const ERROR_AMONG_FAULTS = 0.7;
const TRACE_AMONG_FAULTS = 0.3;

/** The first are the most frequent. */
const FAULTS: readonly ((random: Random) => string)[] = [
  (random) =>
    `Failed to charge order ${hex(random)}: connect timeout after ${whole(random, 5_000)} ms to payments.internal:8443`,
  (random) =>
    `Connection is not available, request timed out after ${30_000 + whole(random, 9)}ms (total=10, active=10, idle=0, waiting=${whole(random, 90)})`,
  (random) =>
    `AccessDenied: User arn:aws:sts::123456789012:assumed-role/orders/${hex(random)} is not authorized to perform: dynamodb:PutItem`,
  (random) =>
    `Unable to parse message ${hex(random)}: invalid JSON at position ${whole(random, 900)}`,
  (random) => `Deadlock detected while updating stock row ${whole(random, 1e6)}`,
  (random) =>
    `Exception while publishing OrderAccepted to partition ${whole(random, 12)}: broker ${whole(random, 5)} not reachable`,
  (random) =>
    `Customer c-${whole(random, 1e6)} has an invalid address, validation failed for field zip`,
  (random) =>
    `Upstream shipping returned 503 for order ${hex(random)}, attempt ${whole(random, 4)}`,
];
const EXCEPTIONS = [
  'java.net.SocketTimeoutException: connect timed out',
  'java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available',
  'java.lang.IllegalStateException: order is closed',
  'com.example.orders.StockException: no stock',
];
const CLASSES = ['OrderService', 'PaymentClient', 'StockRepository', 'EventPublisher', 'Checkout'];
const METHODS = ['reserve', 'charge', 'find', 'publish', 'handle', 'load', 'save', 'apply'];
const LIBRARY = [
  'org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:897)',
  'org.apache.tomcat.util.threads.TaskThread$WrappingRunnable.run(TaskThread.java:61)',
  'java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1136)',
  'java.base/java.lang.Thread.run(Thread.java:833)',
];

interface Event {
  readonly time: string;
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  readonly message: string;
}

let errors = 0;

function eventAt(random: Random, progress: number): Event {
  const time = new Date(START_MS + Math.floor(progress * SPAN_MS)).toISOString();
  const isIncident = progress > INCIDENT.from && progress < INCIDENT.to;
  if (random() >= (isIncident ? SHARES.incident : SHARES.usual))
    return { time, level: 'INFO', message: healthy(random) };
  const level = random() < ERROR_AMONG_FAULTS ? 'ERROR' : 'WARN';
  if (level === 'ERROR') errors++;
  const rank = Math.min(FAULTS.length - 1, Math.floor(-2 * Math.log(1 - random())));
  return { time, level, message: FAULTS[rank]?.(random) ?? '' };
}

const own = (random: Random) => `com.example.orders.${pick(random, CLASSES)}`;
const trace = (random: Random) => `traceId=${hex(random)}${hex(random)} spanId=${hex(random)}`;

function jsonLine(random: Random, progress: number): string {
  const { time, level, message } = eventAt(random, progress);
  const thread = `worker-${whole(random, 16)}`;
  const [traceId, durationMs] = [hex(random), whole(random, 900)];
  const line = { timestamp: time, level, service: 'orders', logger: own(random), thread };
  return `${JSON.stringify({ ...line, message, traceId, durationMs })}\n`;
}

function textEvent(random: Random, progress: number): string {
  const { time, level, message } = eventAt(random, progress);
  const stamp = time.replace('T', ' ').replace('.', ',').replace('Z', '');
  const head = `${stamp} ${level.padEnd(5)} [http-nio-8080-exec-${whole(random, 64)}] ${own(random)} - ${message} ${trace(random)}\n`;
  return level === 'INFO' || random() >= TRACE_AMONG_FAULTS ? head : head + thrown(random);
}

function thrown(random: Random): string {
  const sites = Array.from({ length: 3 }, () => {
    const name = pick(random, CLASSES);
    return `com.example.orders.${name}.${pick(random, METHODS)}(${name}.java:${whole(random, 400)})`;
  });
  const below = Array.from({ length: 2 + whole(random, 14) }, () => pick(random, LIBRARY));
  const frames = [...sites, ...below].map((frame) => `\tat ${frame}\n`);
  return `${pick(random, EXCEPTIONS)}\n${frames.join('')}`;
}

/** Log groups orders/events and orders/app. */
function writeLogs(into: string, sizeBytes: number): void {
  const folder = join(into, 'orders');
  mkdirSync(folder, { recursive: true });
  const [json, text] = [seeded(SEED), seeded(SEED + 1)];
  write(join(folder, 'events.jsonl'), sizeBytes / 2, (progress) => jsonLine(json, progress));
  write(join(folder, 'app.log'), sizeBytes / 2, (progress) => textEvent(text, progress));
  console.log(`${errors} errors`);
}

const [, script = '', folder = '', size = ''] = process.argv;
if (import.meta.url === pathToFileURL(script).href) writeLogs(folder, Number(size));
