// Queries as jobs: a few run at once, the rest wait. What they found is kept until it was fetched and others need the
// room.
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { CompiledQuery } from '../insights/types.ts';
import type { Ending } from './faults.ts';
import type { LogStore } from './log-store.ts';
import { isRelevant, type Selection } from './scan.ts';
import { type EncodedRows, sizeBytesOf } from './work/encoded-rows.ts';
import { type Findings, type Lane, NO_FINDINGS, type Scan } from './work/lane.ts';

export type QueryStatus = 'Scheduled' | 'Running' | 'Complete' | 'Failed' | 'Cancelled' | 'Timeout';

/** What a poll sees of a query. */
export interface QueryView {
  readonly status: QueryStatus;
  readonly rows: EncodedRows;
  readonly recordsMatched: number;
  readonly recordsScanned: number;
  readonly bytesScanned: number;
  readonly logGroupsScanned: number;
  /** Why it failed; null: it did not. */
  readonly failure: string | null;
}

export interface QueryRequest {
  readonly query: CompiledQuery;
  readonly selection: Selection;
  /** StartQuery's limit, null: none given. */
  readonly limit: number | null;
  /** A fault for tests: it ends so, whatever it finds; null: as it does. */
  readonly ending: Ending | null;
}

/** A query in a list. */
export interface QueryInfo {
  readonly id: string;
  readonly text: string;
  readonly logGroups: readonly string[];
  readonly status: QueryStatus;
  /** UTC ms. */
  readonly createdMs: number;
  readonly durationMs: number;
  readonly bytesScanned: number;
}

export interface QueryLimits {
  /** Queries that run at once; null: MAX_CONCURRENT_QUERIES. */
  readonly maxConcurrent: number | null;
  /** null: QUERY_TIMEOUT_MS. */
  readonly timeoutMs: number | null;
  /** From which ids follow; null: they are random. */
  readonly seed: string | null;
  /** Told why a query failed, which CloudWatch's answers have no word for. */
  readonly onFailure: (reason: string) => void;
}

export interface QueryJobs {
  /** The new query's id, null where MAX_OPEN_QUERIES are open already. */
  start(request: QueryRequest): string | null;
  view(queryId: string): QueryView | null;
  /** Resolves when the query has ended, when the time is over, or when the signal aborts. */
  ended(queryId: string, withinMs: number, signal: AbortSignal): Promise<void>;
  /** The caller has all rows: they may be forgotten when others need the room. */
  markFetched(queryId: string): void;
  /** Whether it was still open; null: unknown query. */
  stop(queryId: string): boolean | null;
  /** All queries that are known, the latest first. */
  list(): readonly QueryInfo[];
  /** The log groups of a query; null: unknown query. */
  logGroupsOf(queryId: string): readonly string[] | null;
  /** Stops all queries and waits for them. */
  close(): Promise<void>;
}

/** Two for each of two threads, so that none of them ever waits for its next one; more share the processors for nothing. */
export const MAX_CONCURRENT_QUERIES = 4;
/** CloudWatch's quota of queries that are scheduled or running. */
export const MAX_OPEN_QUERIES = 100;
/** CloudWatch ends a query after 60 minutes. */
const QUERY_TIMEOUT_MS = 3_600_000;
/** What is kept of ended queries after it was fetched; beyond, those fetched first are forgotten. */
const MAX_FETCHED: Room = { rows: 2_000, bytes: 8_000_000 };
/** What is kept in any case: two of the largest results. */
const MAX_KEPT: Room = { rows: 200_000, bytes: 128_000_000 };

/** What results take, in their encoded form. */
interface Room {
  readonly rows: number;
  readonly bytes: number;
}

/** Ended queries that are remembered at all: a server may run for long. */
const MAX_ENDED_QUERIES = 10_000;

interface Job {
  readonly id: string;
  readonly request: QueryRequest;
  readonly createdMs: number;
  endedMs: number | null;
  status: QueryStatus;
  /** While running. */
  scan: Scan | null;
  /** After it has ended. */
  findings: Findings;
  failure: string | null;
  fetched: boolean;
  ended: Promise<void>;
  /** Aborted when it ends, by itself or not. */
  readonly over: AbortController;
}

const DEFAULT_LIMITS: QueryLimits = {
  maxConcurrent: null,
  timeoutMs: null,
  seed: null,
  onFailure: () => {},
};

export function queryJobs(
  store: LogStore,
  lane: Lane,
  now: () => number,
  limits: QueryLimits = DEFAULT_LIMITS,
): QueryJobs {
  const maxConcurrent = limits.maxConcurrent ?? MAX_CONCURRENT_QUERIES;
  const timeoutMs = limits.timeoutMs ?? QUERY_TIMEOUT_MS;
  const jobs = new Map<string, Job>();
  const waiting: Job[] = [];
  let asked = 0;
  const running = new Set<Job>();
  const runNext = () => {
    while (running.size < maxConcurrent) {
      const job = waiting.shift();
      if (job === undefined) return;
      running.add(job);
      job.ended = runJob(store, lane, job, now, timeoutMs).finally(() => {
        job.endedMs = now();
        if (job.failure !== null) limits.onFailure(job.failure);
        running.delete(job);
        forgetOldRows(jobs);
        runNext();
      });
    }
  };
  return {
    start(request) {
      if (waiting.length + running.size >= MAX_OPEN_QUERIES) return null;
      const job = newJob(request, idOf(request, limits.seed, ++asked), now());
      jobs.set(job.id, job);
      waiting.push(job);
      runNext();
      return job.id;
    },
    view(queryId) {
      const job = jobs.get(queryId);
      return job === undefined ? null : viewOf(job);
    },
    async ended(queryId, withinMs, signal) {
      const job = jobs.get(queryId);
      if (job === undefined || withinMs === 0 || !isOpen(job)) return;
      const either = AbortSignal.any([job.over.signal, signal]);
      await wait(withinMs, undefined, { signal: either }).catch(() => {});
    },
    markFetched(queryId) {
      const job = jobs.get(queryId);
      if (job !== undefined) job.fetched = true;
    },
    stop(queryId) {
      const job = jobs.get(queryId);
      if (job === undefined) return null;
      if (!isOpen(job)) return false;
      if (job.status === 'Scheduled') waiting.splice(waiting.indexOf(job), 1);
      end(job, 'Cancelled');
      return true;
    },
    list: () => [...jobs.values()].reverse().map((job) => infoOf(job, now())),
    logGroupsOf(queryId) {
      const job = jobs.get(queryId);
      return job === undefined ? null : [...job.request.selection.logGroups];
    },
    async close() {
      waiting.length = 0;
      for (const job of running) end(job, 'Cancelled');
      await Promise.all([...running].map((job) => job.ended));
      jobs.clear();
    },
  };
}

/** The same in another process that is asked the same queries in the same order: so that answers can be compared. */
function idOf(
  { query, selection, limit }: QueryRequest,
  seed: string | null,
  number: number,
): string {
  if (seed === null) return randomUUID();
  const { logGroups, startMs, endMs } = selection;
  const asked = [seed, number, query.text, [...logGroups].sort(), startMs, endMs, limit];
  const hash = createHash('sha256').update(JSON.stringify(asked)).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function newJob(request: QueryRequest, id: string, createdMs: number): Job {
  return {
    id,
    request,
    createdMs,
    endedMs: null,
    status: 'Scheduled',
    scan: null,
    findings: NO_FINDINGS,
    failure: null,
    fetched: false,
    ended: Promise.resolve(),
    over: new AbortController(),
  };
}

const isOpen = ({ status }: Job) => status === 'Scheduled' || status === 'Running';

/** Keeps what was found, unless the job has ended already. */
function end(job: Job, status: QueryStatus): void {
  if (!isOpen(job)) return;
  job.findings = job.scan?.look() ?? NO_FINDINGS;
  job.scan?.stop();
  job.scan = null;
  job.status = status;
  job.over.abort();
  const [bound] = job.findings.notes;
  // CloudWatch has no word for an answer that a bound made inexact: then it is none.
  if (status === 'Complete' && bound !== undefined) {
    job.status = 'Failed';
    job.failure = bound;
  }
}

function viewOf(job: Job): QueryView {
  const { rows, recordsMatched, scanned } = job.scan?.look() ?? job.findings;
  return {
    status: job.status,
    rows,
    recordsMatched,
    recordsScanned: scanned.records,
    bytesScanned: scanned.sizeBytes,
    logGroupsScanned: job.request.selection.logGroups.size,
    failure: job.failure,
  };
}

function infoOf(job: Job, nowMs: number): QueryInfo {
  const { id, request, status, createdMs, endedMs, scan, findings } = job;
  return {
    id,
    text: request.query.text,
    logGroups: [...request.selection.logGroups],
    status,
    createdMs,
    durationMs: (endedMs ?? nowMs) - createdMs,
    bytesScanned: (scan?.look() ?? findings).scanned.sizeBytes,
  };
}

/** Fetched results go first, then those that ended first; the last one stays. */
function forgetOldRows(jobs: Map<string, Job>): void {
  const ended = [...jobs.values()].filter((job) => job.scan === null && job.status !== 'Scheduled');
  const others = ended.slice(0, -1);
  for (const job of others.slice(0, -MAX_ENDED_QUERIES)) jobs.delete(job.id);
  forget(
    jobs,
    others.filter((job) => job.fetched && jobs.has(job.id)),
    MAX_FETCHED,
  );
  forget(
    jobs,
    others.filter((job) => jobs.has(job.id)),
    MAX_KEPT,
  );
}

function forget(jobs: Map<string, Job>, candidates: readonly Job[], most: Room): void {
  const bytesOf = ({ findings }: Job) => sizeBytesOf(findings.rows);
  let rows = candidates.reduce((sum, job) => sum + job.findings.rows.count, 0);
  let bytes = candidates.reduce((sum, job) => sum + bytesOf(job), 0);
  for (const job of candidates) {
    if (rows <= most.rows && bytes <= most.bytes) return;
    rows -= job.findings.rows.count;
    bytes -= bytesOf(job);
    jobs.delete(job.id);
  }
}

/** Waits for the end that comes from outside, and else for the end of the query's time. */
async function held({ over }: Job, timeoutMs: number): Promise<QueryStatus> {
  await wait(timeoutMs, undefined, { signal: over.signal }).catch(() => {});
  return 'Timeout';
}

async function runJob(
  store: LogStore,
  lane: Lane,
  job: Job,
  now: () => number,
  timeoutMs: number,
): Promise<void> {
  const { query, selection, limit, ending } = job.request;
  const nowMs = now();
  const overdue = () => ending === 'timeout' || now() - nowMs > timeoutMs;
  const files = store.files.filter(({ blocks }) =>
    blocks.some((block) => isRelevant(block, selection)),
  );
  job.status = 'Running';
  try {
    job.scan = lane.scan({ query, files, selection, limit, part: false, nowMs, overdue });
    const ended = await job.scan.ended;
    if (ending === 'fail') throw new Error('a fault that was asked for');
    end(job, ending === 'hold' ? await held(job, timeoutMs) : ended);
  } catch (error) {
    // The file is gone or was replaced, or the query met what it cannot work with.
    job.failure = error instanceof Error ? error.message : String(error);
    end(job, 'Failed');
  }
}
