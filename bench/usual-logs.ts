// Writes logs as most services write them, a fault in some thousand events and a burst of them: `node --import tsx
// bench/usual-logs.ts OUTDIR BYTES json|access|text|syslog|klog|docker|logfmt`. One event after the other, in the order of time; always the same.
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hex, pick, type Random, seeded, whole } from './large-logs.ts';

const SEED = 20_261_121;
const START_MS = Date.UTC(2026, 10, 20);
const SPAN_MS = 24 * 3_600_000;
const ERROR_SHARE = 0.0003;
/** Part of the span in which every fiftieth event is an error. */
const BURST = { from: 0.6, to: 0.61, errorShare: 0.02 };
const WRITE_BYTES = 1_048_576;

interface Kind {
  readonly file: string;
  /** Of an event, about. */
  readonly bytes: number;
  write(random: Random, ms: number, failed: boolean): string;
}

const PATHS = ['/api/orders', '/api/orders/', '/health', '/api/carts/', '/static/app.js', '/login'];
const path = (random: Random) => {
  const chosen = pick(random, PATHS);
  return chosen.endsWith('/') ? chosen + whole(random, 99_999) : chosen;
};
const address = (random: Random) =>
  `10.${whole(random, 256)}.${whole(random, 256)}.${whole(random, 256)}`;
const two = (value: number) => String(value).padStart(2, '0');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const FAULTS = [
  ['Error', 'connect ECONNREFUSED 10.0.3.7:5432', 'stock.js:42:11'],
  ['TimeoutError', 'Timeout acquiring a connection. The pool is full', 'pool.js:188:9'],
  ['TypeError', "Cannot read properties of undefined (reading 'id')", 'cart.js:17:23'],
] as const;

/** As pino writes it: the time is not the first field. */
function jsonLine(random: Random, ms: number, failed: boolean): string {
  const common = { time: ms, pid: 17, hostname: 'web-1', reqId: hex(random) };
  if (failed) {
    const [type, message, place] = FAULTS[whole(random, FAULTS.length)] ?? FAULTS[0];
    const stack = `${type}: ${message}\n    at run (/app/src/${place})\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)`;
    return JSON.stringify({
      level: 50,
      ...common,
      err: { type, message, stack },
      msg: 'request errored',
    });
  }
  const req = {
    method: pick(random, ['GET', 'GET', 'POST']),
    url: path(random),
    remoteAddress: address(random),
  };
  const res = { statusCode: Number(pick(random, ['200', '200', '200', '201', '304', '404'])) };
  return JSON.stringify({
    level: 30,
    ...common,
    req,
    res,
    responseTime: whole(random, 900),
    msg: 'request completed',
  });
}

function accessLine(random: Random, ms: number, failed: boolean): string {
  const at = new Date(ms);
  const date = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  const status = failed
    ? pick(random, ['502', '503', '504'])
    : pick(random, ['200', '200', '200', '204', '304', '404']);
  return `${address(random)} - - [${date}:${at.toISOString().slice(11, 19)} +0000] "GET ${path(random)} HTTP/1.1" ${status} ${whole(random, 90_000)} "-" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"`;
}

function textLine(random: Random, ms: number, failed: boolean): string {
  const stamp = new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
  const head = `${stamp} ${failed ? 'ERROR' : 'INFO '} [http-nio-8080-exec-${whole(random, 40)}] c.e.orders.CartService -`;
  if (!failed)
    return `${head} Cart ${hex(random)} updated with ${whole(random, 9)} items in ${whole(random, 400)} ms`;
  return `${head} Cannot check out cart ${hex(random)}\njava.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available\n\tat com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:696)\n\tat com.example.orders.CartService.checkOut(CartService.java:88)`;
}

function syslogLine(random: Random, ms: number, failed: boolean): string {
  const at = new Date(ms);
  const head = `${MONTHS[at.getUTCMonth()]} ${String(at.getUTCDate()).padStart(2)} ${at.toISOString().slice(11, 19)} web-1`;
  const program = `${pick(random, ['app', 'nginx', 'worker'])}[${100 + whole(random, 30_000)}]`;
  const text = failed
    ? `error: connect to ${pick(random, ['10.0.3.7', '10.0.3.8'])} port 5432 failed: Connection refused`
    : `request ${hex(random)} of ${address(random)} took ${whole(random, 900)} ms`;
  return `${head} ${program}: ${text}`;
}

/** As Kubernetes writes its own logs. */
function klogLine(random: Random, ms: number, failed: boolean): string {
  const at = new Date(ms);
  const date = `${two(at.getUTCMonth() + 1)}${two(at.getUTCDate())}`;
  const clock = `${at.toISOString().slice(11, 23)}${String(whole(random, 1_000)).padStart(3, '0')}`;
  const place = pick(random, ['kubelet.go:2431', 'pod_workers.go:1298', 'reconciler.go:224']);
  const head = `${failed ? 'E' : 'I'}${date} ${clock}    1207 ${place}]`;
  const pod = `pod="shop/cart-${hex(random)}"`;
  return failed
    ? `${head} "Error syncing pod, skipping" err="failed to start container: context deadline exceeded" ${pod}`
    : `${head} "SyncLoop (PLEG): event for pod" ${pod} event={"Type":"ContainerStarted"}`;
}

/** Lines of a container, one of which a failure has to itself. */
function dockerLine(random: Random, ms: number, failed: boolean): string {
  const stamp = new Date(ms).toISOString();
  const log = failed
    ? `ERROR [orders] Failed to reserve stock: dial tcp 10.0.3.7:5432: i/o timeout\n`
    : `INFO  [orders] "GET ${path(random)}" took ${whole(random, 900)} ms for ${hex(random)}\n`;
  const time = stamp.replace('Z', `${String(whole(random, 1_000_000)).padStart(6, '0')}Z`);
  return JSON.stringify({ log, stream: 'stdout', time });
}

function logfmtLine(random: Random, ms: number, failed: boolean): string {
  const head = `time=${new Date(ms).toISOString()} level=${failed ? 'error' : 'info'}`;
  return failed
    ? `${head} msg="cannot reserve stock" err="dial tcp 10.0.3.7:5432: connect: connection refused" req=${hex(random)}`
    : `${head} msg="request done" path=${path(random)} status=200 ms=${whole(random, 900)} req=${hex(random)}`;
}

const KINDS: Readonly<Record<string, Kind>> = {
  json: { file: 'orders.jsonl', bytes: 230, write: jsonLine },
  access: { file: 'orders-access.log', bytes: 140, write: accessLine },
  text: { file: 'orders.log', bytes: 120, write: textLine },
  syslog: { file: 'orders-messages', bytes: 80, write: syslogLine },
  klog: { file: 'orders-kubelet.log', bytes: 140, write: klogLine },
  docker: { file: 'orders-json.log', bytes: 165, write: dockerLine },
  logfmt: { file: 'orders-logfmt.log', bytes: 115, write: logfmtLine },
};
export const USUAL = Object.keys(KINDS);

export function writeUsual(folder: string, sizeBytes: number, name: string): void {
  const kind = KINDS[name];
  if (kind === undefined) throw new Error(`no such kind: ${name} (${USUAL.join(', ')})`);
  mkdirSync(folder, { recursive: true });
  const file = openSync(join(folder, kind.file), 'w');
  const random = seeded(SEED);
  const step = (SPAN_MS * kind.bytes) / sizeBytes;
  let ms = START_MS;
  let text = '';
  for (let written = 0; written < sizeBytes; ) {
    ms += 2 * random() * step;
    const part = (ms - START_MS) / SPAN_MS;
    const share = part >= BURST.from && part < BURST.to ? BURST.errorShare : ERROR_SHARE;
    text += `${kind.write(random, Math.floor(ms), random() < share)}\n`;
    if (text.length < WRITE_BYTES) continue;
    written += writeSync(file, text);
    text = '';
  }
  closeSync(file);
}

const [, script = '', folder = '', size = '', kind = ''] = process.argv;
if (import.meta.url === pathToFileURL(script).href) writeUsual(folder, Number(size), kind);
