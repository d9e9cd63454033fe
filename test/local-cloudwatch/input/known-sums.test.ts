// What the kernel counts of lines of JSON is what reading each line by itself gives: the same index in all that it holds.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { indexFile } from '../../../src/local-cloudwatch/input/index-file.ts';
import { inspectFile } from '../../../src/local-cloudwatch/input/inspect-file.ts';
import type { FileHead } from '../../../src/local-cloudwatch/input/log-file.ts';
import { JsonReader } from '../../../src/local-cloudwatch/kernel/json-reader.ts';
import { folderOf } from '../served.ts';
import { randomLines } from './random-lines.ts';

const WINDOW_BYTES = 12_582_912;

/** Tells how many lines it summed up. */
class Summing extends JsonReader {
  lines = 0;
  placed = 0;
  override sumOf(...asked: Parameters<JsonReader['sumOf']>) {
    const sum = super.sumOf(...asked);
    const count = sum?.events.count ?? 0;
    this.lines += count;
    if (sum?.kind === 'placed') this.placed += count;
    return sum;
  }
}

/** Sums up nothing. */
class Single extends JsonReader {
  #at = 0;
  override sumOf(at: number) {
    this.#at = at;
    return null;
  }
  override get ended() {
    return this.#at;
  }
  override get isOdd() {
    return true;
  }
}

const summing = new Summing(WINDOW_BYTES);
const single = new Single(WINDOW_BYTES);

async function headOf(path: string): Promise<FileHead> {
  const found = { path, root: path, relativePath: '', stats: statSync(path) };
  const inspected = await inspectFile(found, 1);
  if (inspected.head === null) throw new Error(`${path} is taken for no log`);
  return inspected.head;
}

const SEEDS = Array.from({ length: 48 }, (_, index) => index + 1);

test('lines of JSON add up to what each of them is by itself', async () => {
  let events = 0;
  for (const seed of SEEDS) {
    const path = join(
      folderOf({ 'a.jsonl': randomLines(seed, (1 + (seed % 8)) * 200_000) }),
      'a.jsonl',
    );
    const head = await headOf(path);
    const indexed = await indexFile(head, summing);
    expect(indexed, `seed ${seed}`).toEqual(await indexFile(head, single));
    events += indexed.events;
  }
  expect(summing.lines).toBeGreaterThan(events / 4);
  expect(summing.placed).toBeGreaterThan(events / 20);
}, 120_000);
