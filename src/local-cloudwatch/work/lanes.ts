// Which lane does what: large work goes to threads beside this one, small work is done here, since a thread takes
// longer to start. When none of them has had work for a while all are ended: they hold memory.
import type { Worker } from 'node:worker_threads';
import type { IndexedFile } from '../input/index-builder.ts';
import type { FileHead, LogFile } from '../input/log-file.ts';
import { joined, stretchesOf } from '../input/stretches.ts';
import { type Recall, RecallMemory } from '../recall.ts';
import { isRelevant, type Selection } from '../scan.ts';
import { inlineLane } from './inline-lane.ts';
import type { Lane, Scan, ScanTask } from './lane.ts';
import { partedScan } from './parted-scan.ts';
import { MIN_PARTED_BYTES, MIN_READY_BYTES, MIN_WORKER_BYTES, mostThreads } from './threads.ts';
import { type WorkerLane, workerLane } from './worker-lane.ts';

/** A larger file is indexed in stretches, several for each thread: some take longer than others. */
const MIN_STRETCH_BYTES = 67_108_864;
const MAX_STRETCHES = 16;
/** Events of fewer bytes are looked at one by one sooner than a search of their bytes is prepared. */
const MIN_SOUGHT_BYTES = 1_048_576;

export interface Lanes extends Lane {
  /** Ends the sparing of a processor. */
  useAll(): void;
  /** The threads that there are compile a query that will be asked while they wait for it. */
  expect(queryText: string): void;
  /** Ends all threads; what they were doing fails, and what is asked from now on. */
  close(): Promise<void>;
}

/**
 * `startWorker` starts the thread of scan-worker.ts; null: everything is done in this thread. Threads without work for
 * `idleMs` are ended. `spares`: this thread has much to do itself, so that a processor is left to it until `useAll`.
 */
export function openLanes(
  startWorker: (() => Worker) | null,
  idleMs: number,
  spares = false,
): Lanes {
  const here = inlineLane();
  const memory = new RecallMemory();
  const pool = threadPool();
  const queue = indexQueue(spares);
  const beside = (): Lane => {
    const workers = pool.living();
    const free = workers.find((worker) => worker.open() === 0);
    if (free !== undefined) return free;
    if (startWorker === null) return here;
    if (workers.length >= queue.threads()) return leastBusy(workers) ?? here;
    return pool.begin(startWorker);
  };
  /** Threads that have nothing else to do; new ones are started for this. */
  const allFree = (start: () => Worker): readonly WorkerLane[] => {
    const most = mostThreads();
    while (pool.living().length < most) pool.begin(start);
    return pool.living().filter((worker) => worker.open() === 0);
  };
  const scanLarge = (task: ScanTask, sizeBytes: number): Scan => {
    const parted =
      startWorker === null || sizeBytes < MIN_PARTED_BYTES
        ? null
        : partedScan(task, () => allFree(startWorker));
    return parted ?? beside().scan(task);
  };
  const scanSought = (asked: ScanTask, sizeBytes: number): Scan => {
    const recall = memory.find(asked.query.screenTests);
    const remember = (news: Recall) => memory.keep(news);
    const task = { ...asked, memory: { recall, remember } };
    const least = leastBeside(asked, pool.living());
    return sizeBytes < least ? here.scan(task) : scanLarge(task, sizeBytes);
  };
  const indexLarge = async (head: FileHead): Promise<IndexedFile> => {
    const count = startWorker === null ? 1 : Math.ceil(head.sizeBytes / MIN_STRETCH_BYTES);
    const stretches = await stretchesOf(head, Math.min(count, MAX_STRETCHES));
    const inTurn = stretches.map((stretch) => queue.inTurn(() => beside().index(stretch)));
    return joined(head, await Promise.all(inTurn));
  };
  const tidy = tidying(pool, idleMs);
  return {
    index(head) {
      if (pool.isClosed()) return Promise.reject(new Error(CLOSED));
      const indexed = head.sizeBytes < MIN_WORKER_BYTES ? here.index(head) : indexLarge(head);
      tidy.after(indexed);
      return indexed;
    },
    scan(asked) {
      const sizeBytes = bytesOf(asked.files, asked.selection);
      const scan =
        sizeBytes < MIN_SOUGHT_BYTES
          ? here.scan({ ...asked, small: true })
          : scanSought(asked, sizeBytes);
      tidy.after(scan.ended);
      return scan;
    },
    useAll() {
      // They are there when the first query comes.
      if (pool.isClosed()) return;
      if (startWorker !== null && pool.living().length > 0 && queue.isLarge()) allFree(startWorker);
      queue.useAll();
    },
    expect(queryText) {
      for (const worker of pool.living()) worker.expect(queryText);
    },
    close: async () => {
      tidy.end();
      await pool.close();
    },
  };
}

/** Bytes from which on a thread reads them; what asks for times alone reads little of them. */
const leastBeside = ({ query }: ScanTask, workers: readonly WorkerLane[]) =>
  query.screen !== null && workers.some((worker) => worker.open() === 0)
    ? MIN_READY_BYTES
    : MIN_WORKER_BYTES;

const CLOSED = 'the reading of logs was ended';

interface ThreadPool {
  /** Threads that answer; one may have ended by itself. */
  living(): readonly WorkerLane[];
  begin(start: () => Worker): WorkerLane;
  endAll(): Promise<void>;
  isClosed(): boolean;
  /** Ends all; none is begun after it. */
  close(): Promise<void>;
}

/** Ends threads that have had nothing to do for so long after the last work. */
function tidying(pool: ThreadPool, idleMs: number) {
  let idle: NodeJS.Timeout | undefined;
  const endIdle = () => {
    if (!pool.living().some((worker) => worker.open() > 0)) void pool.endAll();
  };
  const look = () => {
    clearTimeout(idle);
    idle = setTimeout(endIdle, idleMs).unref();
  };
  return {
    after: (work: Promise<unknown>) => void work.then(look, look),
    end: () => clearTimeout(idle),
  };
}

function threadPool(): ThreadPool {
  let workers: readonly WorkerLane[] = [];
  let closed = false;
  const living = () => {
    workers = workers.filter((worker) => !worker.ended());
    return workers;
  };
  const endAll = async () => {
    await Promise.all(living().map((worker) => worker.close()));
  };
  return {
    living,
    begin(start) {
      if (closed) throw new Error(CLOSED);
      const worker = workerLane(start());
      workers = [...workers, worker];
      return worker;
    },
    endAll,
    isClosed: () => closed,
    close() {
      closed = true;
      return endAll();
    },
  };
}

/** Orders that a thread may have at once where a processor is spared, so that it need not wait for this thread. */
const ORDERS_AHEAD = 3;

interface IndexQueue {
  /** Threads that may be busy. */
  threads(): number;
  /** Carries out an order now or when others are done. */
  inTurn(index: () => Promise<IndexedFile>): Promise<IndexedFile>;
  /** Whether there were more orders than one. */
  isLarge(): boolean;
  useAll(): void;
}

function indexQueue(spares: boolean): IndexQueue {
  let spared = spares ? 1 : 0;
  let open = 0;
  let all = 0;
  const waiting: (() => void)[] = [];
  const threads = () => Math.max(1, mostThreads() - spared);
  const goOn = () => {
    while (waiting.length > 0 && (spared === 0 || open < threads() * ORDERS_AHEAD)) {
      open++;
      waiting.shift()?.();
    }
  };
  return {
    threads,
    async inTurn(index) {
      all++;
      const turn = new Promise<void>((resolve) => waiting.push(resolve));
      goOn();
      await turn;
      try {
        return await index();
      } finally {
        open--;
        goOn();
      }
    },
    isLarge: () => all > 1,
    useAll() {
      spared = 0;
      goOn();
    },
  };
}

function leastBusy(workers: readonly WorkerLane[]): Lane | undefined {
  return [...workers].sort((a, b) => a.open() - b.open())[0];
}

/** Bytes of the blocks that must be read, decompressed. */
function bytesOf(files: readonly LogFile[], selection: Selection): number {
  const blocks = files
    .flatMap((file) => file.blocks)
    .filter((block) => isRelevant(block, selection));
  return blocks.reduce((sum, { start, end }) => sum + end - start, 0);
}
