// Local logs are begun before what asks them is loaded: to load it takes as long as the threads take to start.
import { setTimeout as wait } from 'node:timers/promises';
import type { BegunLogs } from './begun-logs.ts';
import { startAhead } from './scan-threads.ts';

/** So long at most the loading of what asks waits, that other threads have their work before this one is busy. */
const MAX_HAND_OVER_MS = 250;

/** Begins the logs of these paths. */
export type Begin = (logs: typeof import('./begun-logs.ts'), paths: readonly string[]) => BegunLogs;

/**
 * Does `work`, which loads what asks and asks, with logs that are under way; null where no paths are given. They are
 * closed at the end, whatever has become of them.
 */
export async function withBegun<T>(
  paths: readonly string[] | undefined,
  begin: Begin,
  work: (begun: BegunLogs | null) => Promise<T>,
): Promise<T> {
  if (paths === undefined) return work(null);
  startAhead(paths);
  const begun = begin(await import('./begun-logs.ts'), paths);
  try {
    await Promise.race([begun.handedOver, wait(MAX_HAND_OVER_MS, undefined, { ref: false })]);
    return await work(begun);
  } finally {
    await begun.close();
  }
}
