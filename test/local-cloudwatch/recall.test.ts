// What queries found out about blocks is kept for later ones, within bounds.
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compile } from '../../src/insights/compile.ts';
import type { CompiledQuery } from '../../src/insights/types.ts';
import { openStore } from '../../src/local-cloudwatch/log-store.ts';
import { placesOf, type Recall, RecallMemory } from '../../src/local-cloudwatch/recall.ts';
import { inlineLane } from '../../src/local-cloudwatch/work/inline-lane.ts';
import { folderOf, groupNames, NOON_MS, query, serve } from './served.ts';

const recallOf = (tests: readonly string[], blocks: Record<string, number>): Recall => ({
  tests,
  blocks: new Map(
    Object.entries(blocks).map(([name, count]) => [
      name,
      placesOf(Array.from({ length: count }, (_, at) => at + 1)),
    ]),
  ),
});

function compiled(text: string): CompiledQuery {
  const { query } = compile(text);
  if (query === null) throw new Error(text);
  return query;
}

test('a query is helped by the one with the most of its own tests, and by none with others', () => {
  const memory = new RecallMemory();
  memory.keep(recallOf(['a'], { one: 3 }));
  memory.keep(recallOf(['a', 'b'], { one: 2 }));
  memory.keep(recallOf(['a', 'x'], { one: 1 }));
  expect(memory.find(['b', 'a', 'c'])?.tests).toEqual(['a', 'b']);
  expect(memory.find(['a'])?.tests).toEqual(['a']);
  expect(memory.find(['b'])).toBeNull();
});

test('a block that is known stays as it is; of tests the latest are kept', () => {
  const memory = new RecallMemory();
  memory.keep(recallOf(['a'], { one: 3 }));
  memory.keep(recallOf(['a'], { one: 2, two: 1 }));
  const lengths = [...(memory.find(['a'])?.blocks ?? [])].map(([name, { length }]) => [
    name,
    length,
  ]);
  expect(lengths).toEqual([
    ['one', 3],
    ['two', 1],
  ]);
  for (const test of ['b', 'c', 'd', 'e']) memory.keep(recallOf([test], { one: 1 }));
  expect(memory.find(['a'])).toBeNull();
});

test('no more than four million places are kept', () => {
  const memory = new RecallMemory();
  memory.keep(recallOf(['a'], { one: 3_000_000, two: 2_000_000, three: 1_000_000 }));
  expect([...(memory.find(['a'])?.blocks.keys() ?? [])]).toEqual(['one', 'three']);
});

test('the tests of a query are told by what they ask, whatever time and columns it has', () => {
  const one = compiled('filter @message like /err/ and @timestamp < 5 | fields @message');
  const other = compiled('filter @timestamp > 7 | filter @message like /err/ | stats count(*)');
  expect(one.screenTests).toEqual(other.screenTests);
  expect(compiled('filter @message like /(?i)err/').screenTests).not.toEqual(one.screenTests);
  expect(compiled('fields @message').screenTests).toEqual([]);
});

test('a message without the tests is not looked at again', async () => {
  const lines = Array.from(
    { length: 9 },
    (_, at) => `2026-11-20T12:00:0${at}Z ${at % 3 ? 'ok' : 'ERROR'} ${at}`,
  );
  const { value: store } = await openStore([folderOf({ 'a.log': lines.join('\n') })], inlineLane());
  if (store === null) throw new Error('no store');
  const query = compiled('filter @message like /ERROR/ | stats count(*) as n');
  const kept: Recall[] = [];
  const scan = inlineLane().scan({
    query,
    files: store.files,
    selection: { logGroups: new Set(store.groups.keys()), startMs: 0, endMs: 2 * NOON_MS },
    limit: null,
    part: false,
    nowMs: NOON_MS,
    memory: { recall: null, remember: (recall) => kept.push(recall) },
    overdue: () => false,
  });
  await scan.ended;
  const [places] = [...(kept[0]?.blocks.values() ?? [])];
  expect([kept[0]?.tests, places?.length]).toEqual([query.screenTests, 3]);
});

test.each([
  'strcontains(@message, "error")',
  'level = "error"',
  '(level like /error/ or kind = "error")',
])('a query is not kept from events that another one did not seek for %s', async (condition) => {
  const line = (at: number) =>
    `{"time":${NOON_MS + at},"level":"${at % 5 === 0 ? 'error' : 'info'}","kind":"k"}\n`;
  const lines = Array.from({ length: 20 }, (_, at) => line(at)).join('');
  const served = await serve(folderOf({ 'a.jsonl': lines }));
  const groups = await groupNames(served);
  const count = async (filter: string) => {
    const { results } = await query(served, groups, `filter ${filter} | stats count(*)`);
    return results?.[0]?.[0]?.value;
  };
  const both = `@message not like /quiet/ and ${condition}`;
  expect(await count(both)).toBe('4');
  expect(await count('@message not like /quiet/')).toBe('20');
  expect(await count(both)).toBe('4');
});

const SHORT = ['x', 'xx', '', '/', 'xxx'];
const records = (messages: readonly string[]) =>
  JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: '1',
    logGroup: 'g',
    logStream: 's',
    logEvents: messages.map((message, at) => ({ id: '1', timestamp: NOON_MS + at, message })),
  });
const placed = (messages: readonly string[]) =>
  messages
    .map((message, at) => ({ timestamp: NOON_MS + at, logGroup: 'g', logStream: 's', message }))
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
const stamp = new Date(NOON_MS).toISOString();

test.each([
  ['records', 'a.jsonl', records(SHORT)],
  ['placed lines', 'a.jsonl', placed(SHORT)],
  [
    'an export to S3',
    'g/0f1e2d3c-0000-4000-8000-000000000001/s/000000.gz',
    gzipSync(SHORT.map((message) => `${stamp} ${message}\n`).join('')),
  ],
  ['text with directives', 'a.log', `#Fields: date time\nx\n${stamp} ok\n`],
])('messages of one byte are found again: %s', async (_what, file, content) => {
  const served = await serve(folderOf({ [file]: content }));
  const groups = await groupNames(served);
  const matched = async (filter: string) =>
    (await query(served, groups, `filter ${filter} | fields @message`)).statistics?.recordsMatched;
  const all = await matched('@message not like /y/');
  expect(await matched('@message not like /y/')).toBe(all);
  expect(await matched('@message not like /y/ and @message not like /z/')).toBe(all);
});
