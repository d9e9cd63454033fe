// How far the heap of this process grows where local logs are asked queries: a laptop has other things to do with its memory.
import { setFlagsFromString } from 'node:v8';
import type { Worker } from 'node:worker_threads';

/** How far the heap may grow beyond what is in use before it is cleaned, in percent: a query keeps little. */
const HEAP_GROWTH_PERCENT = 25;

export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
}

/**
 * As `start`, and from then on the room for what lives shortly stays as large as it is, in this thread and beside it: a
 * query keeps little, and V8 would give it 32 MB here on Node 20, 128 MB on Node 24.
 * Source: V8's Heap::ConfigureHeap, which sets the factor back to 2 whenever a thread is made; so it is told anew with
 * each of these.
 */
export function withShortLivedSmall(start: () => Worker): () => Worker {
  return () => {
    const worker = start();
    stopGrowth();
    worker.once('online', stopGrowth);
    return worker;
  };
}

/** V8 from this version on (Node 24) gives 128 MB to what lives shortly, others 32 MB. */
const V8_OF_MUCH_ROOM = 13;

/**
 * The same for an analysis, where V8 would give it much. An analysis keeps more than a query: with 32 MB it takes up to 4 %
 * less of the processors than with what it begins with, with 128 MB no less, and 125 MB more of memory.
 */
export function withShortLivedBounded(
  start: () => Worker,
  v8Version = process.versions.v8,
): () => Worker {
  return Number.parseInt(v8Version, 10) < V8_OF_MUCH_ROOM ? start : withShortLivedSmall(start);
}

function stopGrowth(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
