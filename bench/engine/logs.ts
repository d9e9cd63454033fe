// What the engine is measured on: a day of two plain-text logs, of JSON lines, of subscription records, and of the first
// of the text logs in gzip. Ordered by time; always the same bytes.
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import {
  failure,
  healthy,
  hex,
  isFailure,
  pick,
  type Random,
  recordLine,
  seeded,
  textEvent,
  whole,
  write,
} from '../large-logs.ts';

/** 2026-11-20T00:00:00Z, and the hour that one of the queries asks for. */
const DAY_MS = Date.UTC(2026, 10, 20);
const SPAN_MS = 24 * 3_600_000;
export const HOUR = { startMs: DAY_MS + 14 * 3_600_000, endMs: DAY_MS + 15 * 3_600_000 };
const SEED = 4_711;

export interface Corpus {
  /** Folders; each is served on its own. */
  readonly text: string;
  readonly json: string;
  readonly records: string;
  readonly gzip: string;
}

/** `sizeBytes` of text, and a quarter as much of each other kind; in gzip, before it is compressed. */
export async function writeCorpus(folder: string, sizeBytes: number): Promise<Corpus> {
  const corpus = {
    text: join(folder, 'text'),
    json: join(folder, 'json'),
    records: join(folder, 'records'),
    gzip: join(folder, 'gzip'),
  };
  for (const path of Object.values(corpus)) mkdirSync(path, { recursive: true });
  for (const [index, name] of ['orders', 'stock'].entries()) {
    const random = seeded(SEED + index);
    const path = join(corpus.text, `${name}.log`);
    write(path, sizeBytes / 2, (progress) => textEvent(random, progress, msAt(progress), quiet));
  }
  const random = seeded(SEED + 2);
  write(join(corpus.json, 'checkout.jsonl'), sizeBytes / 4, (progress) =>
    jsonLine(random, progress),
  );
  const others = seeded(SEED + 3);
  write(join(corpus.records, 'checkout.jsonl'), sizeBytes / 4, (progress, number) =>
    recordLine(others, progress, number, msAt(progress), quiet),
  );
  const plain = createReadStream(join(corpus.text, 'orders.log'), { end: sizeBytes / 4 });
  await pipeline(
    plain,
    createGzip({ level: 6 }),
    createWriteStream(join(corpus.gzip, 'orders.log.gz')),
  );
  return corpus;
}

function jsonLine(random: Random, progress: number): string {
  const bad = isFailure(random, progress);
  const event = {
    timestamp: new Date(msAt(progress)).toISOString(),
    level: bad ? pick(random, ['ERROR', 'WARN']) : pick(random, ['INFO', 'INFO', 'DEBUG']),
    service: 'checkout',
    requestId: `${hex(random)}-${hex(random)}`,
    durationMs: whole(random, 500),
    message: bad ? failure(random) : quiet(random),
  };
  return `${JSON.stringify(event)}\n`;
}

/** Nothing that speaks of errors: only what failed does. */
function quiet(random: Random): string {
  return healthy(random).replace(', 0 errors', '');
}

function msAt(progress: number): number {
  return DAY_MS + Math.floor(Math.min(progress, 1) * (SPAN_MS - 1));
}
