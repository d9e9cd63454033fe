// The heavy work in one thread beside this one.
import type { Worker } from 'node:worker_threads';
import type { IndexedFile } from '../input/index-builder.ts';
import type { Block, LogFile } from '../input/log-file.ts';
import { blockName, type Places, type Recall } from '../recall.ts';
import { isRelevant, type Selection } from '../scan.ts';
import { blockCounter } from '../whole-block.ts';
import { jsonBytesOf } from './encoded-rows.ts';
import { charsOf, type KeptPiece, NOTHING_KEPT } from './kept-pieces.ts';
import { type Lane, NO_FINDINGS, type Scan, type ScanEnd, type ScanTask } from './lane.ts';
import type { News, Order } from './messages.ts';

export interface WorkerLane extends Lane {
  /** Orders that are not answered yet. */
  readonly open: () => number;
  /** Whether the thread has ended, by itself or closed: what is ordered then fails. */
  readonly ended: () => boolean;
  /** Has the thread compile a query that will be asked: the patterns in it are kept. There is no answer. */
  expect(queryText: string): void;
  close(): Promise<void>;
}

/**
 * A thread that has handed over so many bytes or characters since it had nothing to do is ended when it has nothing to do
 * again: what it made them of would stay in its heap until it works on.
 */
const MAX_HANDED_OVER = 25_165_824;
/** How often a running query is held against its time. */
const OVERDUE_CHECK_MS = 1_000;

interface Waiting {
  readonly hear: (news: News, done: () => void) => void;
  readonly fail: (error: Error) => void;
}

export function workerLane(worker: Worker): WorkerLane {
  const orders = orderBook(worker);
  return {
    open: orders.open,
    ended: orders.ended,
    expect: (queryText) => orders.tell({ kind: 'expect', id: 0, queryText }),
    close: async () => {
      orders.end();
      await worker.terminate();
    },
    index: (head) =>
      new Promise<IndexedFile>((resolve, reject) => {
        orders.place((id) => ({ kind: 'index', id, head }), {
          hear: (news, done) => {
            done();
            if (news.kind === 'indexed') resolve(news.indexed);
            else reject(errorOf(news));
          },
          fail: reject,
        });
      }),
    scan: (task) => scanBeside(task, orders),
  };
}

interface OrderBook {
  readonly open: () => number;
  readonly ended: () => boolean;
  /** What is ordered from now on fails; what is open does when the thread has ended. */
  end(): void;
  /** Sends an order; its answers are heard until `done` is called. */
  place(order: (id: number) => Order, waiting: Waiting): number;
  /** Sends what has no answer. */
  tell(order: Order): void;
  /** Tells of what the thread has found and need not keep. */
  handedOver(size: number): void;
  /** Sends more about an order, as long as it is open. */
  add(kind: 'look' | 'stop' | 'timeout' | 'kept', id: number): void;
}

/** The thread keeps the program alive while it has an order, and not longer. */
function orderBook(worker: Worker): OrderBook {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  /** A thread that has ended answers nothing more. */
  let fault: Error | null = null;
  let handedOver = 0;
  const done = (id: number) => {
    waiting.delete(id);
    if (waiting.size > 0) return;
    worker.unref();
    if (handedOver > MAX_HANDED_OVER) {
      end();
      void worker.terminate();
    }
    handedOver = 0;
  };
  const failAll = (error: Error) => {
    fault ??= error;
    const all = [...waiting.values()];
    waiting.clear();
    for (const { fail } of all) fail(error);
  };
  worker.on('message', (news: News) => {
    waiting.get(news.id)?.hear(news, () => done(news.id));
  });
  worker.on('error', failAll);
  const end = () => {
    fault ??= new Error('the thread that read the logs has ended');
    return fault;
  };
  worker.on('exit', () => failAll(end()));
  worker.unref();
  return {
    open: () => waiting.size,
    ended: () => fault !== null,
    end,
    place(order, entry) {
      const id = ++lastId;
      if (fault !== null) {
        entry.fail(fault);
        return id;
      }
      waiting.set(id, entry);
      worker.ref();
      worker.postMessage(order(id));
      return id;
    },
    tell(order) {
      if (fault === null) worker.postMessage(order);
    },
    handedOver(size) {
      handedOver += size;
    },
    add(kind, id) {
      if (waiting.has(id)) worker.postMessage({ kind, id } satisfies Order);
    },
  };
}

function scanBeside(task: ScanTask, orders: OrderBook): Scan {
  const { query, files, selection, limit, nowMs, part } = task;
  const { startMs, endMs } = selection;
  const logGroups = [...selection.logGroups];
  const partsNeeded = needsParts(task);
  const needed = files.map((file) => withNeeded(file, selection, partsNeeded));
  const order = {
    queryText: query.text,
    files: needed,
    logGroups,
    startMs,
    endMs,
    limit,
    nowMs,
    part,
    recall: recallFor(needed, task),
  };
  let findings = NO_FINDINGS;
  let id = 0;
  const kept = keptBeside(() => orders.add('kept', id));
  const ended = new Promise<ScanEnd>((resolve, reject) => {
    const timer = setInterval(() => {
      if (task.overdue()) orders.add('timeout', id);
    }, OVERDUE_CHECK_MS).unref();
    const over = (end: ScanEnd | Error) => {
      clearInterval(timer);
      if (end instanceof Error) reject(end);
      else resolve(end);
    };
    const fail = (error: Error) => {
      kept.fail(error);
      over(error);
    };
    const hear = (news: News, done: () => void) => {
      switch (news.kind) {
        case 'findings':
          findings = news.findings;
          return;
        case 'ended':
          findings = news.findings;
          if (news.recall !== null) task.memory?.remember(news.recall);
          orders.handedOver(jsonBytesOf(findings.rows) + charsOf(news.kept));
          kept.hear(news.kept);
          over(news.end);
          if (news.kept.last) done();
          return;
        case 'kept':
          orders.handedOver(charsOf(news.kept));
          kept.hear(news.kept);
          if (news.kept.last) done();
          return;
        default:
          done();
          fail(errorOf(news));
      }
    };
    id = orders.place((number) => ({ kind: 'scan', id: number, ...order }), { hear, fail });
  });
  return {
    ended,
    nextKept: kept.next,
    stop: () => orders.add('stop', id),
    look() {
      orders.add('look', id);
      return findings;
    },
  };
}

interface Asked {
  readonly give: (piece: KeptPiece) => void;
  readonly fail: (error: Error) => void;
}

/** What a part beside keeps: the first piece comes with its end, each other one when it is asked for. */
function keptBeside(ask: () => void) {
  /** What has come and was not taken; null: there is more. */
  let ready: KeptPiece | null = NOTHING_KEPT;
  let asked: Asked | null = null;
  let fault: Error | null = null;
  const take = (piece: KeptPiece) => {
    ready = piece.last ? NOTHING_KEPT : null;
    return piece;
  };
  return {
    hear(piece: KeptPiece) {
      if (asked === null) ready = piece;
      else asked.give(take(piece));
      asked = null;
    },
    fail(error: Error) {
      fault = error;
      asked?.fail(error);
    },
    async next(): Promise<KeptPiece> {
      if (ready !== null) return take(ready);
      if (fault !== null) throw fault;
      ask();
      return new Promise<KeptPiece>((give, fail) => {
        asked = { give, fail };
      });
    },
  };
}

type PartsNeeded = (file: LogFile, block: Block) => boolean;

/** Whether a block must be known by its parts: where time is all that matters, and the index does not count it as a whole. */
function needsParts({ query, files, selection, limit, nowMs }: ScanTask): PartsNeeded {
  // What is sought by its bytes is read wherever these may stand.
  if (query.screen !== null) return () => false;
  const { startMs, endMs } = selection;
  const trial = query.run({ startMs, endMs, nowMs, limit });
  if (!query.coarse && trial.takes === null) return () => false;
  const { count, mayPart } = blockCounter(files, selection, trial);
  return (file, block) => count(file, block) === null && mayPart(file, block);
}

/** The file as far as the thread must know it: an index of gigabytes is large to hand over. */
function withNeeded(file: LogFile, selection: Selection, partsNeeded: PartsNeeded): LogFile {
  const blocks = file.blocks.filter((block) => isRelevant(block, selection));
  return {
    ...file,
    blocks: blocks.map((block) => (partsNeeded(file, block) ? block : { ...block, parts: null })),
  };
}

/** What is known of the blocks that the thread reads. */
function recallFor(files: readonly LogFile[], { memory }: ScanTask): Recall | null {
  const recall = memory?.recall ?? null;
  if (recall === null) return null;
  const names = files.flatMap((file) => file.blocks.map((block) => blockName(file, block)));
  const known = names.flatMap((name): [string, Places][] => {
    const places = recall.blocks.get(name);
    return places === undefined ? [] : [[name, places]];
  });
  return { tests: recall.tests, blocks: new Map(known) };
}

function errorOf(news: News): Error {
  if (news.kind !== 'failed') return new Error(`unexpected news: ${news.kind}`);
  const { message, code } = news;
  return Object.assign(new Error(message), code === null ? {} : { code });
}
