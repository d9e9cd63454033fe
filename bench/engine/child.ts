// One process that opens a folder and asks it each query some times over; bundled by engine.ts, so that what is measured
// is what users run. Writes what it measured as JSON: milliseconds inside the process, and its peak resident memory.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { keepHeapSmall, withShortLivedSmall } from '../../src/cli/heap.ts';
import { compile } from '../../src/insights/compile.ts';
import { openStore } from '../../src/local-cloudwatch/log-store.ts';
import { rowsJson } from '../../src/local-cloudwatch/work/encoded-rows.ts';
import { openLanes } from '../../src/local-cloudwatch/work/lanes.ts';
import { SCAN_LIMITS } from '../../src/local-cloudwatch/work/scan-limits.ts';

export interface Order {
  readonly folder: string;
  /** Where the built program is. */
  readonly dist: string;
  readonly rounds: number;
  readonly queries: readonly {
    readonly text: string;
    readonly startMs: number;
    readonly endMs: number;
  }[];
}

export interface Measured {
  readonly openMs: number;
  readonly peakMb: number;
  readonly queries: readonly {
    readonly ms: readonly number[];
    readonly rows: number;
    readonly matched: number;
  }[];
}

/** Threads stay for all queries of a measurement. */
const IDLE_MS = 60_000;

// As the program does at its start.
keepHeapSmall();

const order: Order = JSON.parse(process.argv[2] ?? '{}');
const lanes = openLanes(
  withShortLivedSmall(
    () => new Worker(join(order.dist, 'scan-worker.js'), { resourceLimits: SCAN_LIMITS }),
  ),
  IDLE_MS,
);
const started = performance.now();
const { value: store } = await openStore([order.folder], lanes);
if (store === null) throw new Error(`${order.folder} cannot be opened`);
const openMs = performance.now() - started;
const queries: Measured['queries'][number][] = [];
for (const query of order.queries) queries.push(await ask(query));
await lanes.close();
const peakMb = (process.resourceUsage().maxRSS * 1_024) / 1e6;
console.log(JSON.stringify({ openMs, peakMb, queries } satisfies Measured));

async function ask({ text, startMs, endMs }: Order['queries'][number]) {
  if (store === null) throw new Error('no store');
  const { query } = compile(text);
  if (query === null) throw new Error(`${text} does not compile`);
  const selection = { logGroups: new Set(store.groups.keys()), startMs, endMs };
  const task = { query, files: store.files, selection, limit: null, part: false, nowMs: endMs };
  const ms: number[] = [];
  let found = { rows: 0, matched: 0 };
  for (let round = 0; round < order.rounds; round++) {
    const begun = performance.now();
    const scan = lanes.scan({ ...task, overdue: () => false });
    await scan.ended;
    const { rows, recordsMatched } = scan.look();
    rowsJson(rows, 0, rows.count);
    ms.push(performance.now() - begun);
    found = { rows: rows.count, matched: recordsMatched };
  }
  return { ms, ...found };
}
