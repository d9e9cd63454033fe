// Queries as jobs: a few run at once, the rest wait. A job reads block after block and lets the event loop run in
// between, so that polls, StopQuery and Ctrl-C are answered while it works.
import { randomUUID } from 'node:crypto';
import type { CompiledQuery, QueryOutput, QueryRun, Row } from '../insights/types.ts';
import type { LogFile } from './input/log-file.ts';
import { prefilterOf } from './literal-pattern.ts';
import type { LogStore } from './log-store.ts';
import { isRelevant, openBlocks, type Scanned, type Selection, scanBlock } from './scan.ts';
import { countWholeBlock } from './whole-block.ts';

export type QueryStatus = 'Scheduled' | 'Running' | 'Complete' | 'Failed' | 'Cancelled' | 'Timeout';

/** What a poll sees of a query. */
export interface QueryView {
  readonly status: QueryStatus;
  readonly rows: readonly Row[];
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
}

export interface QueryJobs {
  /** The new query's id, null where MAX_OPEN_QUERIES are open already. */
  start(request: QueryRequest): string | null;
  view(queryId: string): QueryView | null;
  /** The caller has all rows: they may be forgotten when others need the room. */
  markFetched(queryId: string): void;
  /** Whether it was still open; null: unknown query. */
  stop(queryId: string): boolean | null;
  /** Stops all queries and waits for them. */
  close(): Promise<void>;
}

/** More share one processor for nothing and take a window of memory each. */
export const MAX_CONCURRENT_QUERIES = 4;
/** CloudWatch's quota of queries that are scheduled or running. */
export const MAX_OPEN_QUERIES = 100;
/** Blocks between two looks at the rows of a running query: each look sorts and writes out all of them. */
const BLOCKS_PER_LOOK = 128;
/** CloudWatch ends a query after 60 minutes. */
const QUERY_TIMEOUT_MS = 3_600_000;
/** Rows of ended queries that are kept after they were fetched; beyond, those fetched first are forgotten. */
const MAX_FETCHED_ROWS = 2_000;
/** Rows of ended queries that are kept in any case: two of the largest results. */
const MAX_KEPT_ROWS = 200_000;

interface Job {
  readonly id: string;
  readonly request: QueryRequest;
  readonly scanned: Scanned;
  status: QueryStatus;
  /** While running. */
  run: QueryRun | null;
  /** While running: as it was at the last look. */
  output: QueryOutput;
  blocksRead: number;
  /** `blocksRead` from which the next look is worth while. */
  nextLook: number;
  failure: string | null;
  fetched: boolean;
  ended: Promise<void>;
}

const NO_OUTPUT: QueryOutput = { rows: [], recordsMatched: 0 };

export function queryJobs(store: LogStore, now: () => number): QueryJobs {
  const jobs = new Map<string, Job>();
  const waiting: Job[] = [];
  const running = new Set<Job>();
  const runNext = () => {
    while (running.size < MAX_CONCURRENT_QUERIES) {
      const job = waiting.shift();
      if (job === undefined) return;
      running.add(job);
      job.ended = runJob(store, job, now).finally(() => {
        running.delete(job);
        forgetOldRows(jobs);
        runNext();
      });
    }
  };
  return {
    start(request) {
      if (waiting.length + running.size >= MAX_OPEN_QUERIES) return null;
      const job = newJob(request);
      jobs.set(job.id, job);
      waiting.push(job);
      runNext();
      return job.id;
    },
    view(queryId) {
      const job = jobs.get(queryId);
      return job === undefined ? null : viewOf(job);
    },
    markFetched(queryId) {
      const job = jobs.get(queryId);
      if (job !== undefined) job.fetched = true;
    },
    stop(queryId) {
      const job = jobs.get(queryId);
      if (job === undefined) return null;
      if (job.status !== 'Scheduled' && job.status !== 'Running') return false;
      if (job.status === 'Scheduled') waiting.splice(waiting.indexOf(job), 1);
      end(job, 'Cancelled');
      return true;
    },
    async close() {
      waiting.length = 0;
      for (const job of running) end(job, 'Cancelled');
      await Promise.all([...running].map((job) => job.ended));
      jobs.clear();
    },
  };
}

function newJob(request: QueryRequest): Job {
  return {
    id: randomUUID(),
    request,
    scanned: { records: 0, sizeBytes: 0 },
    status: 'Scheduled',
    run: null,
    output: NO_OUTPUT,
    blocksRead: 0,
    nextLook: 0,
    failure: null,
    fetched: false,
    ended: Promise.resolve(),
  };
}

/** Keeps what the run has found, unless the job has ended already. */
function end(job: Job, status: QueryStatus): void {
  if (job.status !== 'Scheduled' && job.status !== 'Running') return;
  job.output = job.run?.finish() ?? NO_OUTPUT;
  job.run = null;
  job.status = status;
  const [bound] = job.output.notes ?? [];
  // CloudWatch has no word for an answer that a bound made inexact: then it is none.
  if (status === 'Complete' && bound !== undefined) {
    job.status = 'Failed';
    job.failure = bound;
  }
}

function viewOf(job: Job): QueryView {
  if (job.run !== null && job.blocksRead >= job.nextLook) {
    job.output = job.run.finish();
    job.nextLook = job.blocksRead + BLOCKS_PER_LOOK;
  }
  return {
    status: job.status,
    rows: job.output.rows,
    recordsMatched: job.output.recordsMatched,
    recordsScanned: job.scanned.records,
    bytesScanned: job.scanned.sizeBytes,
    logGroupsScanned: job.request.selection.logGroups.size,
    failure: job.failure,
  };
}

/** Fetched results go first, then those that ended first; the last one stays. */
function forgetOldRows(jobs: Map<string, Job>): void {
  const ended = [...jobs.values()].filter((job) => job.run === null && job.status !== 'Scheduled');
  const others = ended.slice(0, -1);
  forget(
    jobs,
    others.filter((job) => job.fetched),
    MAX_FETCHED_ROWS,
  );
  forget(
    jobs,
    others.filter((job) => jobs.has(job.id)),
    MAX_KEPT_ROWS,
  );
}

function forget(jobs: Map<string, Job>, candidates: readonly Job[], maxRows: number): void {
  let rows = candidates.reduce((sum, job) => sum + job.output.rows.length, 0);
  for (const job of candidates) {
    if (rows <= maxRows) return;
    rows -= job.output.rows.length;
    jobs.delete(job.id);
  }
}

async function runJob(store: LogStore, job: Job, now: () => number): Promise<void> {
  const { query, selection, limit } = job.request;
  const { startMs, endMs } = selection;
  const startedMs = now();
  job.status = 'Running';
  try {
    job.run = query.run({ startMs, endMs, nowMs: startedMs, limit });
    const overdue = () => now() - startedMs > QUERY_TIMEOUT_MS;
    for (const file of store.files) await scanFile(file, job, overdue);
    end(job, 'Complete');
  } catch (error) {
    // The file is gone or was replaced, or the query met what it cannot work with.
    job.failure = error instanceof Error ? error.message : String(error);
    end(job, 'Failed');
  }
}

async function scanFile(file: LogFile, job: Job, overdue: () => boolean): Promise<void> {
  const { query, selection } = job.request;
  const blocks = file.blocks.filter((block) => isRelevant(block, selection));
  if (blocks.length === 0 || job.run === null) return;
  const prefilter = prefilterOf(query, file.format);
  const reader = await openBlocks(file);
  try {
    for (const block of blocks) {
      if (overdue()) end(job, 'Timeout');
      const { run } = job;
      if (run === null) return;
      const scanned =
        countWholeBlock(file, block, selection, run) ??
        scanBlock(file, block, await reader.read(block), selection, prefilter, (record) =>
          run.push(record),
        );
      job.blocksRead++;
      job.scanned.records += scanned.records;
      job.scanned.sizeBytes += scanned.sizeBytes;
    }
  } finally {
    await reader.close();
  }
}
