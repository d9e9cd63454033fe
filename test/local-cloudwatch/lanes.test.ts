// Work in a thread beside this one gives what work in this thread gives. The thread is the bundled one of dist/.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, test } from 'vitest';
import { compile } from '../../src/insights/compile.ts';
import type { CompiledQuery } from '../../src/insights/types.ts';
import type { Block } from '../../src/local-cloudwatch/input/log-file.ts';
import { type LogStore, openStore } from '../../src/local-cloudwatch/log-store.ts';
import { rowsJson } from '../../src/local-cloudwatch/work/encoded-rows.ts';
import { inlineLane } from '../../src/local-cloudwatch/work/inline-lane.ts';
import type { Lane, Scan, ScanTask } from '../../src/local-cloudwatch/work/lane.ts';
import { openLanes } from '../../src/local-cloudwatch/work/lanes.ts';
import type { Order } from '../../src/local-cloudwatch/work/messages.ts';
import { partedScan } from '../../src/local-cloudwatch/work/parted-scan.ts';
import { type WorkerLane, workerLane } from '../../src/local-cloudwatch/work/worker-lane.ts';
import { folderOf, NOON_MS } from './served.ts';

const SCRIPT = join(import.meta.dirname, '../../dist/scan-worker.js');
const opened: WorkerLane[] = [];
const beside = (): WorkerLane => {
  const lane = workerLane(new Worker(SCRIPT));
  opened.push(lane);
  return lane;
};
afterAll(async () => {
  for (const lane of opened) await lane.close();
});

const LINES = Array.from(
  { length: 3_000 },
  (_, index) =>
    `${new Date(NOON_MS + index * 1_000).toISOString()} ${index % 3 === 0 ? 'ERROR caf\u00e9' : 'INFO ok'} ${index}\n`,
).join('');

function compiled(text: string): CompiledQuery {
  const { query } = compile(text);
  if (query === null) throw new Error(text);
  return query;
}

async function storeOf(folder: string, lane: Lane): Promise<LogStore> {
  const { value, diagnostics } = await openStore([folder], lane);
  if (value === null) throw new Error(diagnostics[0]?.message);
  return value;
}

const taskOver = ({ files }: LogStore, text: string, more: Partial<ScanTask> = {}): ScanTask => ({
  query: compiled(text),
  files,
  selection: { logGroups: new Set(['a']), startMs: 0, endMs: 4e12 },
  limit: null,
  part: false,
  nowMs: NOON_MS,
  overdue: () => false,
  ...more,
});

async function outcome(lane: Lane, task: ScanTask) {
  const scan = lane.scan(task);
  const end = await scan.ended;
  const { rows, recordsMatched, scanned, notes } = scan.look();
  const text = rowsJson(rows, 0, rows.count).join('');
  return { end, rows: JSON.parse(text), recordsMatched, scanned, notes };
}

describe('a thread beside', () => {
  test('indexes as this one does', async () => {
    const folder = folderOf({
      'a.log': LINES,
      'b.jsonl': `{"timestamp":${NOON_MS},"message":"m"}\n`,
    });
    const store = await storeOf(folder, beside());
    expect(store).toEqual(await storeOf(folder, inlineLane()));
  });

  test.each([
    'filter @message like /ERROR/ | fields @timestamp, @message | sort @timestamp asc',
    'stats count(*) as n by bin(5m), @log',
    'filter @message like /nothing/',
  ])('answers %s as this one does', async (text) => {
    const store = await storeOf(folderOf({ 'a.log': LINES }), inlineLane());
    const task = taskOver(store, text, { limit: 500 });
    expect(await outcome(beside(), task)).toEqual(await outcome(inlineLane(), task));
  });

  test('answers as ever when it was told before what will be asked, or what cannot be', async () => {
    const store = await storeOf(folderOf({ 'a.log': LINES }), inlineLane());
    const task = taskOver(store, 'filter @message like /ERROR/ | stats count(*) as n');
    const lane = beside();
    lane.expect(task.query.text);
    lane.expect('filter (');
    expect(lane.open()).toBe(0);
    expect((await outcome(lane, task)).rows).toEqual([[{ field: 'n', value: '1000' }]]);
    await lane.close();
    expect(() => lane.expect(task.query.text)).not.toThrow();
  });

  test('fails as this one does where a file was replaced', async () => {
    const folder = folderOf({ 'a.log': LINES });
    const store = await storeOf(folder, inlineLane());
    writeFileSync(join(folder, 'new'), LINES);
    renameSync(join(folder, 'new'), join(folder, 'a.log'));
    const lane = beside();
    await expect(outcome(lane, taskOver(store, 'fields @message'))).rejects.toThrow('was replaced');
    expect(lane.open()).toBe(0);
  });

  test('tells the code of what cannot be read', async () => {
    const folder = folderOf({ 'a.log': LINES });
    const head = (await storeOf(folder, inlineLane())).files[0];
    if (head === undefined) throw new Error('no file');
    await expect(beside().index({ ...head, path: join(folder, 'gone') })).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  test('can be stopped, and keeps what was found', async () => {
    const store = await storeOf(folderOf({ 'a.log': LINES.repeat(20) }), inlineLane());
    const scan = beside().scan(taskOver(store, 'fields @message'));
    scan.stop();
    expect(await scan.ended).toBe('Cancelled');
  });

  test('does scans one after the other; one that waits can be stopped too', async () => {
    const store = await storeOf(folderOf({ 'a.log': LINES.repeat(20) }), inlineLane());
    const lane = beside();
    const ends: string[] = [];
    const [first, second, third] = ['first', 'second', 'third'].map((name) => {
      const scan = lane.scan(taskOver(store, `stats count(*) as ${name}`));
      void scan.ended.then((end) => ends.push(`${name} ${end}`));
      return scan;
    });
    expect(lane.open()).toBe(3);
    second?.stop();
    await Promise.all([first?.ended, second?.ended, third?.ended]);
    expect(ends).toEqual(['first Complete', 'second Cancelled', 'third Complete']);
    expect([first, second, third].map((scan) => scan?.look().recordsMatched)).toEqual([
      60_000, 0, 60_000,
    ]);
  });

  test('that ends makes what it was doing fail', async () => {
    const store = await storeOf(folderOf({ 'a.log': LINES }), inlineLane());
    const lane = beside();
    const failed = expect(outcome(lane, taskOver(store, 'fields @message'))).rejects.toThrow(
      'has ended',
    );
    await lane.close();
    await failed;
  });
});

describe('what the parts of a query in threads keep', () => {
  const line = (index: number) =>
    `${new Date(NOON_MS + index * 1_000).toISOString()} INFO ${index} ${'.'.repeat(700_000)}\n`;
  const long = () => folderOf({ 'a.log': Array.from({ length: 12 }, (_, i) => line(i)).join('') });

  test('comes in pieces, and together is what one thread keeps', async () => {
    const task = taskOver(await storeOf(long(), inlineLane()), 'fields @message, @ptr');
    const lanes = [beside(), beside()];
    const whole = await outcome(inlineLane(), task);
    expect(whole.rows).toHaveLength(12);
    const parted = { ...inlineLane(), scan: () => partedScan(task, () => lanes) as Scan };
    expect(await outcome(parted, task)).toEqual(whole);
    expect(lanes.map((lane) => lane.open())).toEqual([0, 0]);
  });

  test('is waited for by no one when its thread ends', async () => {
    const store = await storeOf(long(), inlineLane());
    const lane = beside();
    const part = lane.scan(taskOver(store, 'fields @message', { part: true }));
    expect(await part.ended).toBe('Complete');
    const first = await part.nextKept();
    expect([first.records.length, first.last]).toEqual([2, false]);
    const second = await part.nextKept();
    expect(second.records.map(({ message }) => message.slice(30, 32))).toEqual(['2 ', '3 ']);
    const third = part.nextKept();
    await lane.close();
    await third.catch(() => {});
    await expect(part.nextKept()).rejects.toThrow('has ended');
  });

  test('is taken of all others when one of the threads ends before it handed over all', async () => {
    const store = await storeOf(long(), inlineLane());
    const [first, second] = [beside(), beside()];
    const dying: Lane = {
      ...first,
      scan(task) {
        const part = first.scan(task);
        return {
          ...part,
          async nextKept() {
            await first.close();
            return part.nextKept();
          },
        };
      },
    };
    const scan = partedScan(taskOver(store, 'fields @message'), () => [dying, second]);
    await expect(scan?.ended).rejects.toThrow('has ended');
    expect(second.open()).toBe(0);
  });

  test('is waited for by no one when it cannot be handed over', async () => {
    const worker = new Worker(
      `const { parentPort } = require('node:worker_threads');
      const kept = { records: [], last: false };
      const findings = { rows: { count: 0, chunks: [] }, recordsMatched: 0, scanned: { records: 0, sizeBytes: 0 }, notes: [] };
      parentPort.on('message', ({ kind, id }) => {
        if (kind === 'scan') parentPort.postMessage({ kind: 'ended', id, end: 'Complete', findings, recall: null, kept });
        else parentPort.postMessage({ kind: 'failed', id, message: 'no room', code: null });
      });`,
      { eval: true },
    );
    const lane = workerLane(worker);
    opened.push(lane);
    const store = await storeOf(folderOf({ 'a.log': LINES }), inlineLane());
    const part = lane.scan(taskOver(store, 'fields @message', { part: true }));
    await part.ended;
    expect(await part.nextKept()).toEqual({ records: [], last: false });
    await expect(part.nextKept()).rejects.toThrow('no room');
    expect(lane.open()).toBe(0);
  });

  test('is nothing for a query that is no part', async () => {
    const scan = beside().scan(taskOver(await storeOf(long(), inlineLane()), 'fields @message'));
    await scan.ended;
    expect(await scan.nextKept()).toEqual({ records: [], last: true });
  });
});

test('a thread that has handed over much is ended, and others take over', async () => {
  let threads = 0;
  const lanes = openLanes(() => {
    threads++;
    return new Worker(SCRIPT);
  }, 60_000);
  const line = (index: number) =>
    `${new Date(NOON_MS + index * 1_000).toISOString()} INFO ${index} ${'.'.repeat(900_000)}\n`;
  const text = Array.from({ length: 40 }, (_, index) => line(index)).join('');
  const store = await storeOf(folderOf({ 'a.log': text }), inlineLane());
  const rows = async (count: number) =>
    (await outcome(lanes, taskOver(store, `fields @message | limit ${count}`))).rows.length;
  expect(await rows(20)).toBe(20);
  expect(await rows(20)).toBe(20);
  expect(threads).toBe(1);
  expect(await rows(30)).toBe(30);
  expect(await rows(20)).toBe(20);
  expect(threads).toBe(2);
  await lanes.close();
});

test('a thread is told the parts of those blocks alone that the index does not count as a whole', async () => {
  const line = (index: number) =>
    `${new Date(NOON_MS + index * 1_000).toISOString()} INFO ${'x'.repeat(300)}\n`;
  const text = Array.from({ length: 15_000 }, (_, index) => line(index)).join('');
  const store = await storeOf(folderOf({ 'a.log': text }), inlineLane());
  const worker = new Worker('setInterval(() => {}, 1_000)', { eval: true });
  const orders: Order[] = [];
  worker.postMessage = (order: Order) => orders.push(order);
  const lane = workerLane(worker);
  const waiting = lane.scan(taskOver(store, 'stats count(*) by bin(2h)')).ended;
  for (const text of ['stats count(*) by bin(1m)', 'sort @timestamp asc | limit 20'])
    void lane.scan(taskOver(store, text)).ended.catch(() => {});
  const partsTold = orders.map((order) =>
    order.kind === 'scan' ? order.files.flatMap(({ blocks }) => blocks.map(hasParts)) : [],
  );
  const blocks = store.files.flatMap((file) => file.blocks);
  expect(blocks.length).toBeGreaterThan(3);
  const bin = (ms: number) => Math.floor(ms / (2 * 3_600_000));
  const cut = blocks.map(({ segments }) =>
    segments.some(({ minMs, maxMs }) => bin(minMs) !== bin(maxMs)),
  );
  const first = blocks.map((_, index) => index === 0);
  expect(partsTold).toEqual([cut, blocks.map(() => true), first]);
  await lane.close();
  await expect(waiting).rejects.toThrow('has ended');
});

const hasParts = ({ parts }: Block) => parts !== null;

test('small work starts no thread; large work does, and closing ends it', async () => {
  let threads = 0;
  const lanes = openLanes(() => {
    threads++;
    return new Worker(SCRIPT);
  }, 60_000);
  const small = await storeOf(folderOf({ 'a.log': LINES }), lanes);
  await outcome(lanes, taskOver(small, 'fields @message'));
  expect(threads).toBe(0);
  const large = await storeOf(folderOf({ 'a.log': LINES.repeat(300) }), lanes);
  expect(threads).toBe(1);
  expect((await outcome(lanes, taskOver(large, 'stats count(*)'))).rows).toEqual([
    [{ field: 'count(*)', value: '900000' }],
  ]);
  expect(threads).toBe(1);
  await lanes.close();
});

test('a small search is given to a thread that has nothing to do, and waits for none that has', async () => {
  const orders: Order[] = [];
  const lanes = openLanes(() => {
    const worker = new Worker('setInterval(() => {}, 1_000)', { eval: true });
    worker.postMessage = (order: Order) => orders.push(order);
    return worker;
  }, 60_000);
  const large = await storeOf(folderOf({ 'a.log': LINES.repeat(300) }), inlineLane());
  const small = await storeOf(folderOf({ 'a.log': LINES.repeat(30) }), inlineLane());
  const search = 'filter @message like /INFO ok 7/ | limit 1';
  void lanes.scan(taskOver(large, search)).ended.catch(() => {});
  expect(orders.map(({ kind }) => kind)).toEqual(['scan']);
  expect((await outcome(lanes, taskOver(small, search))).recordsMatched).toBeGreaterThan(0);
  expect(orders).toHaveLength(1);
  await lanes.close();
});

test('threads that have indexed compile what will be asked', async () => {
  const orders: Order[] = [];
  const lanes = openLanes(() => {
    const worker = new Worker(SCRIPT);
    const post = worker.postMessage.bind(worker);
    worker.postMessage = (order: Order) => {
      orders.push(order);
      post(order);
    };
    return worker;
  }, 60_000);
  lanes.expect('stats count(*)');
  expect(orders).toEqual([]);
  await storeOf(folderOf({ 'a.log': LINES.repeat(300) }), lanes);
  lanes.expect('stats count(*)');
  expect(orders.map(({ kind }) => kind)).toEqual(['index', 'expect']);
  await lanes.close();
});

test('what is ordered of a thread that has ended fails at once, and others take over', async () => {
  let threads = 0;
  const lanes = openLanes(() => {
    threads++;
    // The first one ends without an answer.
    return threads === 1 ? new Worker('process.exit(1)', { eval: true }) : new Worker(SCRIPT);
  }, 60_000);
  const text = LINES.repeat(300);
  const { skipped, events } = await storeOf(folderOf({ 'a.log': text, 'b.log': text }), lanes);
  expect(skipped.length).toBeLessThan(2);
  expect(events).toBe((2 - skipped.length) * 900_000);
  expect((await storeOf(folderOf({ 'a.log': text }), lanes)).events).toBe(900_000);
  await lanes.close();
});

test('lanes that are closed while much is to be indexed end, and take nothing more', async () => {
  let threads = 0;
  const lanes = openLanes(
    () => {
      threads++;
      return new Worker(SCRIPT);
    },
    60_000,
    true,
  );
  // So many stretches that some wait for their turn.
  const folder = folderOf({ 'a.log': LINES.repeat(1_500) });
  const reading = openStore([folder], lanes);
  await expect.poll(() => threads).toBeGreaterThan(0);
  await lanes.close();
  expect((await reading).value).toBeNull();
  const began = threads;
  expect((await openStore([folder], lanes)).value).toBeNull();
  lanes.useAll();
  expect(threads).toBe(began);
});
