// The door of this room: serves log files on 127.0.0.1 as CloudWatch Logs, so that the AWS SDK reads them by the
// same calls as an account's logs. Closing stops queries; nothing is written to disk, but for what clients put into
// a standing server with a data folder.

import type { Worker } from 'node:worker_threads';
import type { Checked, Diagnostic } from '../base/diagnostic.ts';
import { errorCode } from '../base/error-code.ts';
import { compile } from '../insights/compile.ts';
import { firstVisibleMs } from './age.ts';
import type { Beside } from './beside/beside.ts';
import { compoundLane } from './compound-scan.ts';
import type { FaultRule } from './faults.ts';
import { openDataFolder } from './held/data-folder.ts';
import { HeldLogs } from './held/held-logs.ts';
import type { HeldGroup } from './held/types.ts';
import { type Endpoint, openEndpoint } from './http-endpoint.ts';
import type { SkippedInput } from './input/skipped.ts';
import { type LogStore, openBeside, openStore } from './log-store.ts';
import type { Account } from './protocol.ts';
import { type QueryLimits, queryJobs } from './query-jobs.ts';
import { type Lanes, openLanes } from './work/lanes.ts';

export type { Beside } from './beside/beside.ts';
export type { FaultRule } from './faults.ts';
export type { SkippedInput } from './input/skipped.ts';

export interface ServeOptions {
  /** Log files and folders. */
  readonly paths: readonly string[];
  /** Random per run: only requests signed with it are answered; null: any are. */
  readonly accessKeyId: string | null;
  /** Stands in ARNs. */
  readonly region: string;
  /** UTC ms. */
  readonly now: () => number;
  /** Starts a thread for large work; null: all is done in this thread. */
  readonly startWorker: (() => Worker) | null;
  /**
   * From which ids of queries follow, with what is asked and in which order: for answers that are to be compared. Apart
   * for each endpoint that a client speaks to at once; absent: ids are random.
   */
  readonly querySeed?: string;
  /** Serves what lies beside the logs alone: these are not read. */
  readonly besideOnly?: boolean;
  /** Queries that will be asked first, as far as they are known when the logs are indexed: threads compile them then. */
  readonly expected?: () => readonly string[];
  /** How long threads stay that have nothing to do; absent: some seconds. */
  readonly idleMs?: number;
  /** For how long GetQueryResults waits for the end of its query, so that it need not be asked often; absent: not at all. */
  readonly patienceMs?: number;
  /** Told what is odd about a call, and why a query failed. */
  readonly onNotice?: (text: string) => void;
  /** Told where the endpoint is before the logs are indexed: what is asked until then waits. */
  readonly onListening?: (url: string) => void;
  /** Whether this thread has so much else to do at first that a processor is to be left to it until something is asked. */
  readonly spares?: boolean;
  /** Aborted where what was begun is not wanted any more: then nothing is served. */
  readonly signal?: AbortSignal;
  /** A server that clients find and write to; without it, a free port of 127.0.0.1 and nothing is kept. */
  readonly standing?: StandingOptions;
}

export interface StandingOptions {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** Keeps what clients put; null: only in memory. */
  readonly dataFolder: string | null;
  /** Whether events, queries and groups follow CloudWatch's rules of age and retention. */
  readonly enforceAge: boolean;
  readonly maxConcurrentQueries: number | null;
  readonly queryTimeoutMs: number | null;
  /** Faults that calls run into, for tests of clients. */
  readonly faults: readonly FaultRule[];
}

const LOOPBACK = '127.0.0.1';
/** Who has asked for something asks for more, and new threads would learn anew what these know, which hold 30 MB each. */
const IDLE_MS = 2_000;

export interface LocalCloudWatch {
  /** For the SDK's `endpoint`. */
  readonly url: string;
  /** Input that is not served; `count` > 0 where log events are missing. */
  readonly skipped: readonly SkippedInput[];
  /** How files were read that leave it open, in words. */
  readonly notes: readonly string[];
  /** What else there is to ask about: the members that are not null. */
  readonly beside: Beside;
  readonly logGroups: number;
  readonly events: number;
  close(): Promise<void>;
}

function limitsOf(
  { standing, querySeed }: ServeOptions,
  notice: (text: string) => void,
): QueryLimits {
  return {
    maxConcurrent: standing?.maxConcurrentQueries ?? null,
    timeoutMs: standing?.queryTimeoutMs ?? null,
    seed: querySeed ?? null,
    onFailure: (reason) => notice(`A query failed: ${reason}`),
  };
}

/**
 * Indexes the paths and serves them. A path that does not exist, cannot be read or holds no event is an error
 * diagnostic, as is a port or data folder that cannot be used; nothing is served then.
 */
export async function serveLogs(options: ServeOptions): Promise<Checked<LocalCloudWatch>> {
  const lanes = openLanes(options.startWorker, options.idleMs ?? IDLE_MS, options.spares);
  const abandon = () => void lanes.close();
  options.signal?.addEventListener('abort', abandon);
  const opening = openAccount(options, lanes);
  // Who can use no answer before its end is not to find a port that gives none.
  const listening =
    options.onListening === undefined
      ? opening.then(({ value }) => (value === null ? null : listen(options, opening, lanes)))
      : listen(options, opening, lanes);
  try {
    const [{ value: opened, diagnostics }, listened] = await Promise.all([opening, listening]);
    const endpoint = listened?.value ?? null;
    const isWanted = options.signal?.aborted !== true;
    if (opened !== null && endpoint !== null && isWanted) {
      for (const text of options.expected?.() ?? []) lanes.expect(text);
      return { value: served(opened, endpoint), diagnostics };
    }
    await endpoint?.close();
    await (opened ?? lanes).close();
    return {
      value: null,
      diagnostics: opened === null ? diagnostics : (listened?.diagnostics ?? []),
    };
  } catch (fault) {
    await (await listening.catch(() => null))?.value?.close();
    await lanes.close();
    throw fault;
  } finally {
    options.signal?.removeEventListener('abort', abandon);
  }
}

function served({ account, close }: OpenAccount, endpoint: Endpoint): LocalCloudWatch {
  const { skipped, notes, groups, events, beside } = account.store;
  return {
    url: endpoint.url,
    skipped,
    notes,
    beside,
    logGroups: groups.size + account.held.groups.size,
    events: events + heldEvents(account.held),
    close: async () => {
      await endpoint.close();
      await close();
    },
  };
}

interface OpenAccount {
  readonly account: Account;
  close(): Promise<void>;
}

async function openAccount(options: ServeOptions, lanes: Lanes): Promise<Checked<OpenAccount>> {
  const { value: store, diagnostics } =
    options.besideOnly === true
      ? await openBeside(options.paths)
      : await openStore(options.paths, lanes);
  if (store === null) return { value: null, diagnostics };
  const opened = openHeld(options.standing?.dataFolder ?? null, store);
  const held = opened.value;
  if (held === null) return { value: null, diagnostics: opened.diagnostics };
  const enforceAge = options.standing?.enforceAge ?? false;
  const visibleFrom = (group: HeldGroup) =>
    enforceAge ? firstVisibleMs(options, group) : Number.NEGATIVE_INFINITY;
  const notice = options.onNotice ?? (() => {});
  const lane = compoundLane(lanes, { store, held, enforceAge, visibleFrom });
  const jobs = queryJobs(store, lane, options.now, limitsOf(options, notice));
  const account: Account = {
    store,
    beside: store.beside,
    held,
    writable: options.standing !== undefined,
    jobs,
    region: options.region,
    now: options.now,
    patienceMs: options.patienceMs ?? 0,
    enforceAge,
    ending: null,
    notice,
    compile,
  };
  const close = async () => {
    await jobs.close();
    await lanes.close();
    held.close();
  };
  return { value: { account, close }, diagnostics };
}

async function listen(
  options: ServeOptions,
  opening: Promise<Checked<OpenAccount>>,
  lanes: Lanes,
): Promise<Checked<Endpoint>> {
  const account = opening.then(({ value }) => {
    if (value === null) throw new Error('There is nothing to serve.');
    return value.account;
  });
  // Told to who opens it.
  account.catch(() => {});
  try {
    const whenAsked = () => {
      lanes.useAll();
      return account;
    };
    const endpoint = await openEndpoint(whenAsked, {
      host: options.standing?.host ?? LOOPBACK,
      port: options.standing?.port ?? 0,
      accessKeyId: options.accessKeyId,
      faults: options.standing?.faults ?? [],
    });
    options.onListening?.(endpoint.url);
    return { value: endpoint, diagnostics: [] };
  } catch (error) {
    return cannotListen(options.standing, error);
  }
}

function heldEvents({ groups }: HeldLogs): number {
  return [...groups.values()].reduce((sum, { events }) => sum + events.length, 0);
}

function openHeld(folder: string | null, store: LogStore): Checked<HeldLogs> {
  if (folder === null) return { value: new HeldLogs(null), diagnostics: [] };
  let held: HeldLogs;
  try {
    held = openDataFolder(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refused(
      'data-folder',
      `The data folder cannot be used: ${reason}`,
      'another folder: --data DIR',
    );
  }
  const twice = [...held.groups.keys()].find((name) => store.groups.has(name));
  if (twice === undefined) return { value: held, diagnostics: [] };
  held.close();
  return refused(
    'group-twice',
    `The log group ${twice} is in ${folder} and in the log files.`,
    'serve one of them, or delete the log group in the data folder first',
  );
}

function cannotListen(standing: StandingOptions | undefined, error: unknown) {
  const code = errorCode(error);
  const at = `${standing?.host ?? LOOPBACK}:${standing?.port ?? 0}`;
  const reason = error instanceof Error ? error.message : String(error);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    const message = `Cannot listen on ${at}: this machine has no such address.`;
    return refused('cannot-listen', message, 'for this machine alone: --host 127.0.0.1');
  }
  const message =
    code === 'EADDRINUSE' ? `${at} is in use already.` : `Cannot listen on ${at}: ${reason}`;
  return refused('cannot-listen', message, 'another port: --port N, or 0 for a free one');
}

function refused(code: string, message: string, help: string) {
  const diagnostic: Diagnostic = { severity: 'error', code, message, span: null, help };
  return { value: null, diagnostics: [diagnostic] };
}
