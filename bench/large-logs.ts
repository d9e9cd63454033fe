// Writes realistic logs of any size: `node --import tsx bench/large-logs.ts OUTDIR BYTES`. Half is CloudWatch subscription
// records, half a Java service's text log with stack traces; 2 % errors and a burst of them. Always the same bytes.
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SEED = 20_261_120;
const START_MS = Date.UTC(2026, 10, 20, 10);
const SPAN_MS = 4 * 3_600_000;
const ERROR_SHARE = 0.02;
/** Part of the span in which every third event is an error. */
const BURST = { from: 0.6, to: 0.63, errorShare: 0.33 };
const WRITE_BYTES = 1_048_576;
const RECORD_EVENTS = 200;

export type Random = () => number;

/** Mulberry32: small, and the same on every machine. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const whole = (random: Random, below: number) => Math.floor(random() * below);
export const pick = (random: Random, words: readonly string[]) =>
  words[whole(random, words.length)] ?? '';
export const hex = (random: Random) => whole(random, 0xffffffff).toString(16).padStart(8, '0');

const CLASSES = [
  'OrderController',
  'CartService',
  'ShippingClient',
  'StockRepository',
  'EventPublisher',
];
const PACKAGES = [
  'com.example.orders',
  'org.springframework.web',
  'org.apache.tomcat.util',
  'java.util.concurrent',
];
const METHODS = ['reserve', 'doFilter', 'invoke', 'run', 'publish', 'execute'];

export function healthy(random: Random): string {
  const id = `${hex(random)}-${hex(random)}`;
  const lines = [
    `Order ${id} accepted for customer c-${whole(random, 1e6)} total=${(random() * 900).toFixed(2)} EUR in ${whole(random, 400)} ms`,
    `GET /api/v1/orders/${id} -> ${pick(random, ['200', '200', '201', '204', '304'])} (${whole(random, 300)} ms)`,
    `Published OrderAccepted partition=${whole(random, 12)} offset=${whole(random, 1e9)} key=${hex(random)}`,
    `Stock cache hit ratio ${(random() * 100).toFixed(1)} % size=${whole(random, 1e4)} evictions=${whole(random, 50)}, 0 errors`,
  ];
  return pick(random, lines);
}

export function failure(random: Random): string {
  const lines = [
    `Connection to stock-db.internal:5432 refused; timeout after ${whole(random, 30_000)} ms`,
    `Failed to reserve stock for order ${hex(random)}: java.net.SocketTimeoutException: Read timed out`,
    `AccessDeniedException: not authorized to perform dynamodb:PutItem on table carts`,
    `Unexpected error in checkout: java.lang.IllegalStateException: cart ${hex(random)} is closed`,
  ];
  return pick(random, lines);
}

/** The places in the code that fail, each with its own way there. */
const SITES: readonly string[] = Array.from({ length: 12 }, (_, site) => {
  const random = seeded(SEED + 100 + site);
  const frames = Array.from({ length: 6 + whole(random, 14) }, () => {
    const type = pick(random, CLASSES);
    return `\tat ${pick(random, PACKAGES)}.${type}.${pick(random, METHODS)}(${type}.java:${1 + whole(random, 900)})`;
  });
  return ['java.lang.IllegalStateException: stock is locked', ...frames].join('\n');
});

export function isFailure(random: Random, progress: number): boolean {
  const inBurst = progress > BURST.from && progress < BURST.to;
  return random() < (inBurst ? BURST.errorShare : ERROR_SHARE);
}

/** One event of the text log, with its stack trace. */
export function textEvent(
  random: Random,
  progress: number,
  ms = msAt(progress),
  ordinary = healthy,
): string {
  const bad = isFailure(random, progress);
  const time = new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
  const level = bad ? 'ERROR' : pick(random, ['INFO ', 'INFO ', 'DEBUG']);
  const head = `${time} ${level} [http-nio-8080-exec-${whole(random, 64)}] ${pick(random, PACKAGES)}.${pick(random, CLASSES)} - `;
  const message = bad ? failure(random) : ordinary(random);
  return `${head}${message}\n${bad && random() < 0.5 ? `${pick(random, SITES)}\n` : ''}`;
}

/** One subscription record of RECORD_EVENTS events. */
export function recordLine(
  random: Random,
  progress: number,
  number: number,
  ms = msAt(progress),
  ordinary = healthy,
): string {
  const logEvents = Array.from({ length: RECORD_EVENTS }, (_, index) => ({
    id: String(number * RECORD_EVENTS + index).padStart(56, '0'),
    timestamp: ms + index,
    message: isFailure(random, progress) ? `ERROR ${failure(random)}` : `INFO ${ordinary(random)}`,
  }));
  const logStream = `2026/11/20/[$LATEST]${hex(seeded(number % 8))}`;
  const record = {
    messageType: 'DATA_MESSAGE',
    owner: '123456789012',
    logGroup: '/aws/lambda/orders',
    logStream,
    logEvents,
  };
  return `${JSON.stringify(record)}\n`;
}

function msAt(progress: number): number {
  return START_MS + Math.floor(progress * SPAN_MS);
}

/** Writes a file of about this size in pieces, so that memory stays flat. */
export function write(
  path: string,
  sizeBytes: number,
  next: (progress: number, number: number) => string,
): void {
  const file = openSync(path, 'w');
  let written = 0;
  let pending: string[] = [];
  let pendingBytes = 0;
  const flush = () => {
    writeSync(file, pending.join(''));
    pending = [];
    pendingBytes = 0;
  };
  for (let number = 0; written < sizeBytes; number++) {
    const piece = next(written / sizeBytes, number);
    pending.push(piece);
    pendingBytes += piece.length;
    written += piece.length;
    if (pendingBytes > WRITE_BYTES) flush();
  }
  flush();
  closeSync(file);
}

/** Log groups /aws/lambda/orders and orders/application. */
export function writeLargeLogs(folder: string, sizeBytes: number): void {
  mkdirSync(join(folder, 'orders'), { recursive: true });
  const records = seeded(SEED);
  const half = sizeBytes / 2;
  write(join(folder, 'lambda.jsonl'), half, (progress, number) =>
    recordLine(records, progress, number),
  );
  const text = seeded(SEED + 1);
  write(join(folder, 'orders', 'application.log'), half, (progress) => textEvent(text, progress));
}

const [, script = '', folder, sizeBytes] = process.argv;
if (import.meta.url === pathToFileURL(script).href) {
  if (folder === undefined || !(Number(sizeBytes) > 0)) {
    console.error('usage: node --import tsx bench/large-logs.ts OUTDIR BYTES');
    process.exitCode = 2;
  } else writeLargeLogs(folder, Number(sizeBytes));
}
