// The threads that read local logs. A command that is about to read much starts them before it loads anything else: they
// take as long to start as the program does, and do it on another processor.
import { existsSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { SCAN_LIMITS } from '../local-cloudwatch/work/scan-limits.ts';
import { threadsFor } from '../local-cloudwatch/work/threads.ts';

/** Of more files the sizes are not looked at beforehand. */
const MAX_FILES = 500;

/** Started and not yet taken. */
const ahead: Worker[] = [];

/** What starts a thread. Bundled, its script lies beside this file; run from source there is none. */
export function scanWorker(): (() => Worker) | null {
  const script = new URL('./scan-worker.js', import.meta.url);
  if (!existsSync(script)) return null;
  return () => ahead.shift() ?? new Worker(script, { resourceLimits: SCAN_LIMITS });
}

/**
 * Starts the threads that reading these paths will take, but for one: a processor is left to this thread. They do not keep
 * the program alive.
 */
export function startAhead(paths: readonly string[]): void {
  const start = scanWorker();
  if (start === null) return;
  const started = Array.from({ length: aheadOf(threadsFor(sizeOf(paths))) }, start);
  for (const worker of started) worker.unref();
  ahead.push(...started);
}

const aheadOf = (threads: number) => Math.min(threads, Math.max(1, threads - 1));

/** Bytes in the files of these folders, as far as they are soon known: who reads them says what is wrong with a path. */
function sizeOf(paths: readonly string[]): number {
  const open = [...paths];
  let sizeBytes = 0;
  for (let seen = 0; seen < MAX_FILES; seen++) {
    const path = open.pop();
    if (path === undefined) break;
    const stats = statsOf(path);
    if (stats?.isFile() === true) sizeBytes += stats.size;
    if (stats?.isDirectory() === true) open.push(...namesIn(path));
  }
  return sizeBytes;
}

function statsOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    // Denied, a loop of links, not there: told when it is read.
    return null;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    // Told when the folder is read.
    return [];
  }
}
