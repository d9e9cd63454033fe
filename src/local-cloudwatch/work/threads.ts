// How many threads beside the first one work of some size is worth.
import { availableParallelism } from 'node:os';

/** Work on fewer bytes is done in the thread that asks for it. */
export const MIN_WORKER_BYTES = 33_554_432;
/** The same where a thread that was started for other work has nothing to do. */
export const MIN_READY_BYTES = 2_097_152;
/** For fewer bytes a second thread takes longer to start than the first one to read them. */
export const MIN_PARTED_BYTES = 134_217_728;
/** Threads; more than these wait for the same disk. */
const MAX_WORKERS = 4;

export const mostThreads = () => Math.min(MAX_WORKERS, availableParallelism());

/** Threads that reading logs of this size through will take. */
export function threadsFor(sizeBytes: number): number {
  if (sizeBytes < MIN_WORKER_BYTES) return 0;
  return sizeBytes < MIN_PARTED_BYTES ? 1 : mostThreads();
}
