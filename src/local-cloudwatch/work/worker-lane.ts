// The heavy work in one thread beside this one.
import type { Worker } from 'node:worker_threads';
import type { IndexedFile } from '../input/index-builder.ts';
import { NO_ROWS } from './encoded-rows.ts';
import type { Findings, Lane, Scan, ScanEnd, ScanTask } from './lane.ts';
import type { News, Order } from './messages.ts';

export interface WorkerLane extends Lane {
  /** Orders that are not answered yet. */
  readonly open: () => number;
  close(): Promise<void>;
}

/** How often a running query is held against its time. */
const OVERDUE_CHECK_MS = 1_000;

interface Waiting {
  readonly hear: (news: News) => void;
  readonly fail: (error: Error) => void;
}

export function workerLane(worker: Worker): WorkerLane {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  worker.on('message', (news: News) => waiting.get(news.id)?.hear(news));
  const failAll = (error: Error) => {
    for (const { fail } of waiting.values()) fail(error);
    waiting.clear();
  };
  worker.on('error', failAll);
  worker.on('exit', () => failAll(new Error('the thread that read the logs has ended')));
  // Polls keep the program alive while a query runs; a worker alone is no reason to.
  worker.unref();
  const send = (order: Order) => worker.postMessage(order);
  return {
    open: () => waiting.size,
    close: async () => {
      await worker.terminate();
    },
    index: (head) => {
      const id = ++lastId;
      worker.ref();
      return new Promise<IndexedFile>((resolve, reject) => {
        const settle = (act: () => void) => {
          waiting.delete(id);
          worker.unref();
          act();
        };
        waiting.set(id, {
          hear: (news) =>
            settle(() => (news.kind === 'indexed' ? resolve(news.indexed) : reject(errorOf(news)))),
          fail: (error) => settle(() => reject(error)),
        });
        send({ kind: 'index', id, head });
      });
    },
    scan: (task) => scanBeside(++lastId, task, waiting, send),
  };
}

function scanBeside(
  id: number,
  task: ScanTask,
  waiting: Map<number, Waiting>,
  send: (order: Order) => void,
): Scan {
  const { query, files, selection, limit, nowMs } = task;
  const { startMs, endMs } = selection;
  let findings: Findings = {
    rows: NO_ROWS,
    recordsMatched: 0,
    scanned: { records: 0, sizeBytes: 0 },
    notes: [],
  };
  const ended = new Promise<ScanEnd>((resolve, reject) => {
    const timer = setInterval(() => {
      if (task.overdue()) send({ kind: 'timeout', id });
    }, OVERDUE_CHECK_MS).unref();
    const settle = (act: () => void) => {
      clearInterval(timer);
      waiting.delete(id);
      act();
    };
    const hear = (news: News) => {
      if (news.kind === 'ended' || news.kind === 'findings') findings = news.findings;
      if (news.kind === 'ended') settle(() => resolve(news.end));
      if (news.kind === 'failed') settle(() => reject(errorOf(news)));
    };
    waiting.set(id, { hear, fail: (error) => settle(() => reject(error)) });
  });
  const logGroups = [...selection.logGroups];
  const order = { queryText: query.text, files, logGroups, startMs, endMs, limit, nowMs };
  send({ kind: 'scan', id, ...order });
  return {
    ended,
    stop: () => send({ kind: 'stop', id }),
    look() {
      if (waiting.has(id)) send({ kind: 'look', id });
      return findings;
    },
  };
}

function errorOf(news: News): Error {
  if (news.kind !== 'failed') return new Error(`unexpected news: ${news.kind}`);
  const { message, code } = news;
  return Object.assign(new Error(message), code === null ? {} : { code });
}
