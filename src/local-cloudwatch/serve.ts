// The door of this room: serves log files on 127.0.0.1 as CloudWatch Logs, so that the AWS SDK reads them by the
// same calls as an account's logs. Closing stops queries and forgets everything; nothing is written to disk.
import type { Worker } from 'node:worker_threads';
import type { Checked } from '../base/diagnostic.ts';
import { compile } from '../insights/compile.ts';
import { openEndpoint } from './http-endpoint.ts';
import type { SkippedInput } from './input/skipped.ts';
import { openStore } from './log-store.ts';
import type { Account } from './protocol.ts';
import { queryJobs } from './query-jobs.ts';
import { openLanes } from './work/lanes.ts';

export type { SkippedInput } from './input/skipped.ts';

export interface ServeOptions {
  /** Log files and folders. */
  readonly paths: readonly string[];
  /** Random per run: only requests signed with it are answered. */
  readonly accessKeyId: string;
  /** Stands in ARNs. */
  readonly region: string;
  /** UTC ms. */
  readonly now: () => number;
  /** Starts a thread for large work; null: all is done in this thread. */
  readonly startWorker: (() => Worker) | null;
}

export interface LocalCloudWatch {
  /** For the SDK's `endpoint`. */
  readonly url: string;
  /** Input that is not served; `count` > 0 where log events are missing. */
  readonly skipped: readonly SkippedInput[];
  /** How files were read that leave it open, in words. */
  readonly notes: readonly string[];
  readonly logGroups: number;
  readonly events: number;
  close(): Promise<void>;
}

/**
 * Indexes the paths and serves them. A path that does not exist, cannot be read or holds no event is an error
 * diagnostic; nothing is served then.
 */
export async function serveLogs(options: ServeOptions): Promise<Checked<LocalCloudWatch>> {
  const lanes = openLanes(options.startWorker);
  const { value: store, diagnostics } = await openStore(options.paths, lanes);
  if (store === null) {
    await lanes.close();
    return { value: null, diagnostics };
  }
  const jobs = queryJobs(store, lanes, options.now);
  const account: Account = { store, jobs, region: options.region, compile };
  const endpoint = await openEndpoint(account, options.accessKeyId);
  const value: LocalCloudWatch = {
    url: endpoint.url,
    skipped: store.skipped,
    notes: store.notes,
    logGroups: store.groups.size,
    events: store.events,
    async close() {
      await endpoint.close();
      await jobs.close();
      await lanes.close();
    },
  };
  return { value, diagnostics };
}
