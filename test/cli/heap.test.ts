// How far the heap grows in a process that only asks queries: seen from outside, since it is set for a whole process.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

const HEAP = pathToFileURL(join(import.meta.dirname, '../../src/cli/heap.ts')).href;

/** Starts threads one after the other, then drops much; prints the bytes of the room for what lives shortly. */
const SCRIPT = `
import { once } from 'node:events';
import { getHeapSpaceStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { withShortLivedSmall } from '${HEAP}';
const plain = () => new Worker('setInterval(() => {}, 1_000)', { eval: true });
const start = process.env.SMALL === '1' ? withShortLivedSmall(plain) : plain;
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

function roomBytes(small: boolean): number {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', SCRIPT],
    { encoding: 'utf8', env: { ...process.env, SMALL: small ? '1' : '0' } },
  );
  if (stdout === '') throw new Error(stderr);
  return Number(stdout);
}

test('where threads read logs, the room for what lives shortly does not grow', () => {
  expect(roomBytes(false)).toBeGreaterThan(16_000_000);
  expect(roomBytes(true)).toBeLessThan(12_000_000);
});
