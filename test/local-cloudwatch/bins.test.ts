// Counts by time come from the index down to stretches of a few kilobytes; what they give is what a look at each event
// gives, whatever the bins, the window and the format.
import { expect, test } from 'vitest';
import { compile } from '../../src/insights/compile.ts';
import type { CompiledQuery, QueryRun } from '../../src/insights/types.ts';
import { halvesOf } from '../../src/local-cloudwatch/input/block-parts.ts';
import { type LogStore, openStore } from '../../src/local-cloudwatch/log-store.ts';
import { NO_MEMORY, NO_PREFILTER } from '../../src/local-cloudwatch/prefilter.ts';
import {
  isRelevant,
  openBlocks,
  type Scanned,
  type Selection,
  scanBlock,
} from '../../src/local-cloudwatch/scan.ts';
import { inlineLane } from '../../src/local-cloudwatch/work/inline-lane.ts';
import { scanFiles } from '../../src/local-cloudwatch/work/scan-files.ts';
import { folderOf, NOON_MS } from './served.ts';

const EVENTS = Array.from({ length: 12_000 }, (_, index) => ({
  timestampMs: NOON_MS + index * 250 + ((index * 37) % 11) * 400,
  message: `event ${index} ${'.'.repeat(100 + (index % 90))}`,
}));
const stamp = (ms: number) => new Date(ms).toISOString();

function records(group: (index: number) => string): string {
  const lines: string[] = [];
  for (let start = 0; start < EVENTS.length; start += 50) {
    const logEvents = EVENTS.slice(start, start + 50).map(({ timestampMs, message }) => ({
      id: '1',
      timestamp: timestampMs,
      message,
    }));
    const head = { messageType: 'DATA_MESSAGE', owner: '123456789012', logGroup: group(start) };
    lines.push(JSON.stringify({ ...head, logStream: 's', logEvents }));
  }
  return lines.join('\n');
}

const FILES: Readonly<Record<string, string>> = {
  'text.log': EVENTS.map(({ timestampMs, message }) => `${stamp(timestampMs)} ${message}\n`).join(
    '',
  ),
  'traces.log': EVENTS.map(
    ({ timestampMs, message }) => `${stamp(timestampMs)} ${message}\n\tat one\n\tat two\n`,
  ).join(''),
  'directives.log': EVENTS.map(
    ({ timestampMs, message }, index) =>
      `${index % 20 === 0 ? '#Fields: date time text\n' : ''}${stamp(timestampMs)} ${message}\n`,
  ).join(''),
  'lines.jsonl': EVENTS.map(
    ({ timestampMs, message }) => `${JSON.stringify({ ts: stamp(timestampMs), text: message })}\n`,
  ).join(''),
  'records.jsonl': records(() => '/one'),
  'mixed.jsonl': records((start) => (start % 1_000 === 0 ? '/two' : '/three')),
};

async function storeOf(name: string): Promise<LogStore> {
  const { value } = await openStore([folderOf({ [name]: FILES[name] ?? '' })], inlineLane());
  if (value === null) throw new Error(name);
  return value;
}

function queryOf(text: string): CompiledQuery {
  const { query } = compile(text);
  if (query === null) throw new Error(text);
  return query;
}

/** Every block, without a look at what the index counts. */
async function slowly({ files }: LogStore, selection: Selection, run: QueryRun): Promise<Scanned> {
  const scanned: Scanned = { records: 0, sizeBytes: 0 };
  for (const file of files) {
    const reader = await openBlocks(file);
    for (const block of file.blocks.filter((one) => isRelevant(one, selection))) {
      const bytes = await reader.read(block);
      const found = scanBlock(file, block, bytes, selection, NO_PREFILTER, run.push);
      scanned.records += found.records;
      scanned.sizeBytes += found.sizeBytes;
    }
    await reader.close();
  }
  return scanned;
}

const WINDOWS = [
  { startMs: 0, endMs: 4e12 },
  { startMs: NOON_MS + 100_250, endMs: NOON_MS + 1_900_001 },
];

test.each(Object.keys(FILES))('%s', async (name) => {
  const store = await storeOf(name);
  for (const text of [
    'stats count(*) by bin(5m)',
    'stats count(*) as n by bin(7s), @log',
    `filter @timestamp > ${NOON_MS + 500_000} | stats count(*) by bin(1h)`,
  ]) {
    for (const window of WINDOWS) {
      const selection = { logGroups: new Set(store.groups.keys()), ...window };
      const query = queryOf(text);
      const start = () => query.run({ ...window, nowMs: NOON_MS, limit: null });
      const [fast, slow] = [start(), start()];
      const scanned: Scanned = { records: 0, sizeBytes: 0 };
      const { files } = store;
      await scanFiles({
        memory: NO_MEMORY,
        files,
        query,
        selection,
        run: fast,
        primer: null,
        scanned,
        isSought: true,
        mayGoOn: () => true,
      });
      expect(scanned).toEqual(await slowly(store, selection, slow));
      expect(fast.finish()).toEqual(slow.finish());
    }
  }
});

test('a block of one log group falls into halves that hold its events, down to small ones', async () => {
  const [block] = (await storeOf('text.log')).files[0]?.blocks ?? [];
  if (block === undefined) throw new Error('no block');
  const halves = halvesOf(block);
  expect(halves.map(({ start, end }) => end - start < block.end - block.start)).toEqual([
    true,
    true,
  ]);
  const counts = halves.map(({ segments }) => segments[0]?.count ?? 0);
  expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(block.segments[0]?.count);
  expect([halves[0]?.segments[0]?.minMs, halves[1]?.end]).toEqual([
    block.segments[0]?.minMs,
    block.end,
  ]);
  let part = block;
  for (let next = halvesOf(part); next.length > 1; next = halvesOf(part)) part = next[0] ?? part;
  expect(part.end - part.start).toBeLessThan(65_536);
});
