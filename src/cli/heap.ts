// How far the heap of this process grows where local logs are asked queries: a laptop has other things to do with its memory.
import { setFlagsFromString } from 'node:v8';
import type { Worker } from 'node:worker_threads';

/** How far the heap may grow beyond what is in use before it is cleaned, in percent: a query keeps little. */
const HEAP_GROWTH_PERCENT = 25;

export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
}

/**
 * As `start`, and from then on the room for what lives shortly stays as large as it is, in this thread and beside it:
 * little of a query or an analysis lives long, and V8 would give it 32 MB here on Node 20, 128 MB on Node 24.
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

function stopGrowth(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
