// How far the heap grows in a process that only asks queries: seen from outside, since it is set for a whole process.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { withShortLivedBounded } from '../../src/cli/heap.ts';

const HEAP = pathToFileURL(join(import.meta.dirname, '../../src/cli/heap.ts')).href;

/** Starts threads one after the other, then drops much; prints the bytes of the room for what lives shortly. */
const SCRIPT = `
import { once } from 'node:events';
import { getHeapSpaceStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { withShortLivedBounded, withShortLivedSmall } from '${HEAP}';
const plain = () => new Worker('setInterval(() => {}, 1_000)', { eval: true });
const starts = { plain, queries: withShortLivedSmall(plain), analysis: withShortLivedBounded(plain, '13.6.233') };
const start = starts[process.env.START];
const workers = [];
for (let count = 0; count < 2; count++) {
  const worker = start();
  workers.push(worker);
  await once(worker, 'online');
}
let kept = [];
for (let round = 0; round < 300; round++) {
  kept = Array.from({ length: 10_000 }, (_, index) => ({ index, list: [index] }));
}
const { space_size } = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
console.log(space_size);
for (const worker of workers) await worker.terminate();
`;

type Start = 'plain' | 'queries' | 'analysis';

function roomBytes(start: Start): number {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', SCRIPT],
    { encoding: 'utf8', env: { ...process.env, START: start } },
  );
  if (stdout === '') throw new Error(stderr);
  return Number(stdout);
}

test('where threads are started for queries alone, the room for what lives shortly does not grow', () => {
  expect(roomBytes('plain')).toBeGreaterThan(16_000_000);
  expect(roomBytes('queries')).toBeLessThan(12_000_000);
});

test('nor does it for an analysis where V8 would give it 128 MB', () => {
  expect(roomBytes('analysis')).toBeLessThan(12_000_000);
});

test('where V8 gives it 32 MB an analysis may have them', () => {
  const start = () => new Worker('', { eval: true });
  expect(withShortLivedBounded(start, '11.3.244.8-node.30')).toBe(start);
});
