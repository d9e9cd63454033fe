// Blocks that the index alone can answer for: a query for the first events in time gives the same rows, counts and
// sizes as a reading of everything, and reads little of it.
import { expect, test } from 'vitest';
import { compile } from '../../src/insights/compile.ts';
import type { QueryRun } from '../../src/insights/types.ts';
import { type LogStore, openStore } from '../../src/local-cloudwatch/log-store.ts';
import { NO_MEMORY, NO_PREFILTER } from '../../src/local-cloudwatch/prefilter.ts';
import {
  isRelevant,
  openBlocks,
  type Selection,
  scanBlock,
} from '../../src/local-cloudwatch/scan.ts';
import { blockCounter } from '../../src/local-cloudwatch/whole-block.ts';
import { inlineLane } from '../../src/local-cloudwatch/work/inline-lane.ts';
import { scanFiles } from '../../src/local-cloudwatch/work/scan-files.ts';
import { folderOf, NOON_MS } from './served.ts';

const SECOND_MS = 1_000;
const LAST_MS = NOON_MS + 20_000 * 100;

/** 20,000 events, ten a second, four of each time; every file of its own order of time within a minute. */
function linesOf(jumble: number): string {
  const lines = Array.from({ length: 20_000 }, (_, index) => {
    const timestampMs = NOON_MS + Math.floor(index / 4) * 400 + ((index * jumble) % 60) * SECOND_MS;
    return `${new Date(timestampMs).toISOString()} event ${index} ${'.'.repeat(200)}`;
  });
  return `${lines.join('\n')}\n`;
}

async function store(): Promise<LogStore> {
  const folder = folderOf({ 'a.log': linesOf(0), 'b.log': linesOf(7) });
  const { value } = await openStore([folder], inlineLane());
  if (value === null) throw new Error('there are events');
  return value;
}

interface Outcome {
  readonly rows: unknown;
  readonly recordsMatched: number;
  readonly records: number;
  readonly sizeBytes: number;
  readonly eventsRead: number;
}

const SELECTION: Selection = {
  logGroups: new Set(['a', 'b']),
  startMs: NOON_MS + 55_500,
  endMs: LAST_MS - 999,
};

function runOf(text: string, limit: number | null) {
  const { query } = compile(text);
  if (query === null) throw new Error(text);
  const { startMs, endMs } = SELECTION;
  const run = query.run({ startMs, endMs, nowMs: LAST_MS, limit });
  let eventsRead = 0;
  const push: QueryRun['push'] = (record) => {
    eventsRead++;
    return run.push(record);
  };
  return { query, run: { ...run, push, pushScreened: push }, eventsRead: () => eventsRead };
}

/** With the index's help. */
async function ask(text: string, limit: number | null): Promise<Outcome> {
  const { files } = await store();
  const { query, run, eventsRead } = runOf(text, limit);
  const scanned = { records: 0, sizeBytes: 0 };
  const mayGoOn = () => true;
  const memory = NO_MEMORY;
  const scan = {
    files,
    query,
    selection: SELECTION,
    run,
    primer: null,
    memory,
    scanned,
    isSought: true,
    mayGoOn,
  };
  await scanFiles(scan);
  const { rows, recordsMatched } = run.finish();
  return { rows, recordsMatched, ...scanned, eventsRead: eventsRead() };
}

/** The slow and simple reference: everything is read. */
async function askAll(text: string, limit: number | null): Promise<Outcome> {
  const { files } = await store();
  const { run, eventsRead } = runOf(text, limit);
  const total = { records: 0, sizeBytes: 0 };
  for (const file of files) {
    const reader = await openBlocks(file);
    for (const block of file.blocks.filter((one) => isRelevant(one, SELECTION))) {
      const window = await reader.read(block);
      const scanned = scanBlock(file, block, window, SELECTION, NO_PREFILTER, run.push);
      total.records += scanned.records;
      total.sizeBytes += scanned.sizeBytes;
    }
    await reader.close();
  }
  const { rows, recordsMatched } = run.finish();
  return { rows, recordsMatched, ...total, eventsRead: eventsRead() };
}

const MIDDLE_MS = NOON_MS + 1_000_400;

const IN_TIME: readonly (readonly [string, string])[] = [
  ['the oldest events', 'fields @message | sort @timestamp asc | limit 30'],
  ['the newest events', 'fields @message | sort @timestamp desc | limit 30'],
  ['the newest events, as without a sort', 'fields @timestamp, @message | limit 9'],
];

const WITHIN: readonly (readonly [string, string])[] = [
  ...IN_TIME,
  [
    'the newest events before a moment',
    `filter @timestamp < ${MIDDLE_MS} | fields @message | sort @timestamp desc | limit 50`,
  ],
  [
    'the oldest events since a moment',
    `fields @message | filter @timestamp >= ${MIDDLE_MS} | sort @timestamp asc`,
  ],
];

test.each(WITHIN)('%s are those that a reading of everything gives', async (_name, text) => {
  const [fast, slow] = [await ask(text, 100), await askAll(text, 100)];
  expect({ ...fast, eventsRead: 0 }).toEqual({ ...slow, eventsRead: 0 });
});

test.each(IN_TIME)('%s are found in a small part of the events', async (_name, text) => {
  const [fast, slow] = [await ask(text, 100), await askAll(text, 100)];
  expect(fast.eventsRead).toBeLessThan(slow.eventsRead / 20);
});

test('blocks of logs in no order of time are read whole: each of their parts may hold the first events', async () => {
  const shuffled = linesOf(0)
    .split('\n')
    .map((line, index) => [(index * 7_919) % 20_011, line] as const)
    .sort(([a], [b]) => a - b)
    .map(([, line]) => line);
  const { value } = await openStore([folderOf({ 'a.log': shuffled.join('\n') })], inlineLane());
  const { query } = runOf('fields @message | sort @timestamp asc | limit 30', null);
  const selection = { logGroups: new Set(['a']), startMs: NOON_MS, endMs: LAST_MS };
  const run = query.run({ startMs: NOON_MS, endMs: LAST_MS, nowMs: LAST_MS, limit: null });
  const files = value?.files ?? [];
  const counter = blockCounter(files, selection, run);
  const mayPart = files.flatMap((file) => file.blocks.map((block) => counter.mayPart(file, block)));
  expect(mayPart.length).toBeGreaterThan(3);
  expect(mayPart.every((may) => !may)).toBe(true);
});

test.each([
  'filter @message like /event 1/ | sort @timestamp asc | limit 5',
  'fields strlen(@message) as n | sort n desc, @timestamp asc | limit 5',
  'parse @message "event * " as n | filter n > 5 | sort @timestamp asc | limit 5',
  'stats count(*) by n | limit 5',
])(
  'whoever looks at more than the time is given what a reading of everything gives: %s',
  async (text) => {
    const [fast, slow] = [await ask(text, null), await askAll(text, null)];
    expect({ ...fast, eventsRead: 0 }).toEqual({ ...slow, eventsRead: 0 });
  },
);
