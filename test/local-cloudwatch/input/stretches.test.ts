// A file that is indexed in stretches is the file that is indexed as a whole: the same events under the same ids, the
// same totals, the same problems.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/insights/compile.ts';
import type { FileHead } from '../../../src/local-cloudwatch/input/log-file.ts';
import { joined, stretchesOf } from '../../../src/local-cloudwatch/input/stretches.ts';
import { type LogStore, openStore } from '../../../src/local-cloudwatch/log-store.ts';
import { rowsJson } from '../../../src/local-cloudwatch/work/encoded-rows.ts';
import { inlineLane } from '../../../src/local-cloudwatch/work/inline-lane.ts';
import { folderOf, NOON_MS } from '../served.ts';

const iso = (index: number) => new Date(NOON_MS + index * 1_000).toISOString();
const each = (line: (index: number) => string) =>
  Array.from({ length: 400 }, (_, index) => `${line(index)}\n`).join('');

const FILES: Readonly<Record<string, readonly [string, string]>> = {
  'text with stack traces': [
    'a.log',
    `before any stamp\n${each((index) =>
      index % 3 === 0
        ? `${iso(index)} ERROR caf\u00e9 ${index}\njava.lang.Oops: ${'x'.repeat(index)}\n\tat a.B.c(B.java:1)`
        : `${iso(index)} INFO ok ${index}`,
    )}`,
  ],
  'text without a line break at its end': ['a.log', each((index) => `${iso(index)} ok`).trimEnd()],
  'lines of a container, many of them cut': [
    'a.log',
    each((index) => `${iso(index)} stdout ${index % 3 === 0 ? 'F' : 'P'} text ${index}`),
  ],
  'JSON lines, some of them broken': [
    'a.jsonl',
    each((index) =>
      index % 50 === 7
        ? '{"time":"no time","msg":"x"}'
        : index % 90 === 8
          ? 'no JSON'
          : JSON.stringify({ time: iso(index), level: 'INFO', msg: `m${index}`, extra: index }),
    ),
  ],
  'subscription records': [
    'a.jsonl',
    each((index) =>
      JSON.stringify({
        messageType: 'DATA_MESSAGE',
        owner: '123456789012',
        logGroup: `/aws/lambda/${index % 2}`,
        logStream: `s${index % 3}`,
        subscriptionFilters: [],
        logEvents: [
          { id: '1', timestamp: NOON_MS + index, message: `m${index}` },
          { id: '2', timestamp: NOON_MS + index, message: `"n"\n${index}` },
        ],
      }),
    ),
  ],
};

async function open(folder: string, parts: number) {
  const here = inlineLane();
  const counts: number[] = [];
  const index = async (head: FileHead) => {
    const stretches = await stretchesOf(head, parts);
    counts.push(stretches.length);
    return joined(head, await Promise.all(stretches.map((one) => here.index(one))));
  };
  const { value } = await openStore([folder], { index });
  if (value === null) throw new Error('no store');
  return { store: value, counts };
}

async function rows({ files, groups }: LogStore): Promise<string> {
  const { query } = compile(
    'fields @timestamp, @message, @log, @logStream, @ptr | sort @timestamp asc | limit 10000',
  );
  if (query === null) throw new Error('no query');
  const selection = { logGroups: new Set(groups.keys()), startMs: 0, endMs: 4e12 };
  const more = { limit: null, nowMs: NOON_MS, part: false, overdue: () => false };
  const scan = inlineLane().scan({ query, files, selection, ...more });
  await scan.ended;
  return rowsJson(scan.look().rows, 0, 10_000).join('');
}

describe.each(Object.entries(FILES))('%s', (_, [name, content]) => {
  test.each([2, 3, 7, 50])('in up to %i stretches', async (count) => {
    const folder = folderOf({ [name]: content });
    const whole = await open(folder, 1);
    const parted = await open(folder, count);
    expect(whole.counts).toEqual([1]);
    expect(parted.counts[0]).toBeGreaterThan(1);
    expect(parted.counts[0]).toBeLessThanOrEqual(count);
    const { store } = parted;
    expect([store.groups, store.skipped, store.events]).toEqual([
      whole.store.groups,
      whole.store.skipped,
      whole.store.events,
    ]);
    expect(await rows(store)).toBe(await rows(whole.store));
  });
});

test('a NUL byte in any stretch is known of the file', async () => {
  const folder = folderOf({ 'a.log': each((index) => `${iso(index)} ok`) });
  appendFileSync(join(folder, 'a.log'), `${iso(400)} torn \0 word\n`);
  const { store } = await open(folder, 4);
  expect(store.files[0]?.holdsNul).toBe(true);
});

test.each([
  ['begins with a stamp', '', false],
  ['stands before the first stamp', '  go on\n', true],
  ['begins with what may be a blank beyond ASCII', '\u00a0go on\n', true],
])('whether an event is indented: one that %s', async (_what, first, indented) => {
  const lines = each((index) => `${iso(index)} ok\n\tat frame`);
  const { store } = await open(folderOf({ 'a.log': `${first}${lines}` }), 4);
  expect(store.files[0]?.holdsIndented).toBe(indented);
});

test('all events are indented where every stamp is', async () => {
  const { store } = await open(folderOf({ 'a.log': each((index) => `  ${iso(index)} ok`) }), 4);
  expect([store.events > 100, store.files[0]?.holdsIndented]).toEqual([true, true]);
});

test.each([
  ['compressed text', { compressed: true }],
  ['text in UTF-16', { encoding: 'utf-16le' as const }],
  ['a list of JSON objects', { format: { kind: 'json-objects' as const, depth: 3 } }],
  ['a stretch', { contentEnd: 5 }],
])('%s is not cut', async (_, change) => {
  const { store } = await open(folderOf({ 'a.log': each((index) => `${iso(index)} ok`) }), 1);
  const [file] = store.files;
  if (file === undefined) throw new Error('no file');
  expect(await stretchesOf({ ...file, ...change }, 4)).toHaveLength(1);
});

test('a file whose events are longer than the look for the next one is not cut', async () => {
  const long = `${iso(0)} ${'x\n'.repeat(500_000)}${iso(1)} end\n`;
  const { counts } = await open(folderOf({ 'a.log': long }), 3);
  expect(counts).toEqual([1]);
});
