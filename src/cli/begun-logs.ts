// Local logs from the moment on that their paths are known: they are indexed, and served by an endpoint of this process that
// only this run can ask, while the rest of the program is still being loaded.
import { randomBytes } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import { type Diagnostic, sentence } from '../base/diagnostic.ts';
import { Failure } from '../base/failure.ts';
import { sanitize } from '../base/sanitize.ts';
import type { LocalCloudWatch, ServeOptions } from '../local-cloudwatch/serve.ts';
import { keepHeapSmall, withShortLivedBounded, withShortLivedSmall } from './heap.ts';
import { nearPath } from './near-path.ts';
import { scanWorker } from './scan-threads.ts';

/** Region that the SDK signs with where the logs are local and none was given. */
export const LOCAL_SIGNING_REGION = 'us-east-1';

export type HowServed = Pick<
  ServeOptions,
  'querySeed' | 'besideOnly' | 'idleMs' | 'patienceMs' | 'spares'
> & {
  /** Whether they are asked queries and nothing is analyzed: that needs little memory. Absent: it is. */
  readonly queriesOnly?: boolean;
};

export interface BegunLogs {
  readonly region: string;
  /** Queries that will be asked first, of those known by now. */
  readonly expected: () => readonly string[];
  /** Tells of such queries. */
  expect(queries: readonly string[]): void;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Where the endpoint is: what it is asked waits for the index; null: nowhere, `served` tells why. */
  readonly url: Promise<string | null>;
  /** When this thread has nothing to do for the index any more: others have, or it is there. */
  readonly handedOver: Promise<void>;
  /** Rejects with Failure `usage` where the paths cannot be served. */
  readonly served: Promise<LocalCloudWatch>;
  /** Whether `served` has been fulfilled or rejected. */
  isSettled(): boolean;
  /** Ends it, whatever has become of it. */
  close(): Promise<void>;
}

/** `onNotice` is told why a query failed; `how`: see ServeOptions. */
export function beginLogs(
  paths: readonly string[],
  region: string | null,
  onNotice: (text: string) => void,
  { queriesOnly = false, ...how }: HowServed = {},
): BegunLogs {
  if (queriesOnly) keepHeapSmall();
  const bounded = queriesOnly ? withShortLivedSmall : withShortLivedBounded;
  const start = scanWorker();
  const accessKeyId = `AKIALOCAL${randomBytes(8).toString('hex').toUpperCase()}`;
  const signingRegion = region ?? LOCAL_SIGNING_REGION;
  const abandoned = new AbortController();
  const [url, tellUrl] = later<string | null>();
  const [handedOver, tellHandedOver] = later<void>();
  const expected: string[] = [];
  const options: ServeOptions = {
    paths,
    accessKeyId,
    region: signingRegion,
    now: Date.now,
    startWorker: whenStarted(start === null ? null : bounded(start), tellHandedOver),
    onNotice,
    onListening: tellUrl,
    signal: abandoned.signal,
    expected: () => expected,
    ...how,
  };
  const served = serve(options);
  let settled = false;
  const end = () => {
    settled = true;
    tellUrl(null);
    tellHandedOver();
  };
  served.then(end, end);
  let closed: Promise<void> | null = null;
  const closeServed = async () => {
    abandoned.abort();
    await (await served.catch(() => null))?.close();
  };
  return {
    region: signingRegion,
    expected: () => expected,
    expect: (queries) => expected.push(...queries),
    credentials: { accessKeyId, secretAccessKey: randomBytes(20).toString('hex') },
    url,
    handedOver,
    served,
    isSettled: () => settled,
    close() {
      closed ??= closeServed();
      return closed;
    },
  };
}

/** Each question for results costs the time that the threads need. */
const PATIENCE_MS = 250;

/** The logs of an investigation, to be closed by the caller. */
export function beginInvestigated(paths: readonly string[], region: string | null): BegunLogs {
  return beginLogs(paths, region, () => {}, { querySeed: 'logs', patienceMs: PATIENCE_MS });
}

/** Where is told what of local files was not read. */
export interface Told {
  readonly stderr: { write(text: string): unknown };
}

/** What is asked first follows when the logs are indexed: the same threads answer it. */
const IDLE_MS = 2_000;

/** For a command that asks something of them; `spares`: it is still to be loaded, and asks before they are indexed. */
export function beginSource(
  logs: readonly string[],
  region: string | null,
  { stderr }: Told,
  spares = false,
): BegunLogs {
  const tell = (text: string) => stderr.write(`${sanitize(text)}\n`);
  const how = { idleMs: IDLE_MS, patienceMs: PATIENCE_MS, queriesOnly: true };
  return beginLogs(logs, region, tell, { ...how, spares });
}

async function serve(options: ServeOptions): Promise<LocalCloudWatch> {
  const { serveLogs } = await import('../local-cloudwatch/serve.ts');
  const { value, diagnostics } = await serveLogs(options);
  if (value === null) throw unreadable(diagnostics, options.paths);
  return value;
}

/** A promise, and what settles it; only the first time counts. */
function later<T>(): [promise: Promise<T>, tell: (value: T) => void] {
  let tell: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    tell = resolve;
  });
  return [promise, tell];
}

/** `also` is done after a thread has been given its work. */
function whenStarted(start: (() => Worker) | null, also: () => void): (() => Worker) | null {
  if (start === null) return null;
  return () => {
    setImmediate(also);
    return start();
  };
}

export function unreadable(diagnostics: readonly Diagnostic[], paths: readonly string[]): Failure {
  const [first] = diagnostics;
  const help = diagnostics.flatMap(({ help: line }) => (line === null ? [] : [sentence(line)]));
  const replace = paths.flatMap((from) => {
    const to = nearPath(from);
    return to === null ? [] : [{ flag: '--logs', from, to }];
  });
  const near = replace.map(({ to }) => `Did you mean ${to}?`);
  const again = replace.length === 0 ? [] : [{ label: 'Type', replace }];
  const message = first?.message ?? 'The logs could not be read.';
  return new Failure('usage', message, [...near, ...help], again);
}
