// Events of lines that say where they belong: whatever the lines are, a scan finds those that parsing each line finds.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bare } from '../../src/insights/regex/literals.ts';
import type { InsightsRecord } from '../../src/insights/types.ts';
import { decodeJson } from '../../src/local-cloudwatch/input/decode.ts';
import { LOCAL_ACCOUNT } from '../../src/local-cloudwatch/input/log-file.ts';
import { openStore } from '../../src/local-cloudwatch/log-store.ts';
import { NO_PREFILTER, seeksIn } from '../../src/local-cloudwatch/prefilter.ts';
import { openBlocks, scanBlock } from '../../src/local-cloudwatch/scan.ts';
import { inlineLane } from '../../src/local-cloudwatch/work/inline-lane.ts';
import { folderOf, NOON_MS } from './served.ts';

type Line = Readonly<Record<string, unknown>>;

const odd = fc.constantFrom<unknown>(
  7,
  null,
  true,
  '',
  'error',
  { a: 1 },
  'Fri, 20 Nov 2026 14:00:05 GMT',
  ['error'],
  1e21,
  'a"b\\c\n',
);
const names = fc.constantFrom('a', 'b', 'error-c', 'café');
const times = fc.nat(3_600_000).map((ms) => NOON_MS + ms);
const messages = fc.constantFrom(
  ...['an error', 'fine', 'an "error"\n\tat x', '{"level":"error"}', 'Größe: error', ''],
);

/** Lines of four kinds, some of whose values are others than usual. */
function kindsOf(isOdd: boolean): readonly fc.Arbitrary<Line>[] {
  const mostly = (usual: fc.Arbitrary<unknown>) =>
    isOdd ? fc.oneof({ weight: 30, arbitrary: usual }, odd) : usual;
  const [name, time, message] = [mostly(names), mostly(times), mostly(messages)];
  return [
    fc.record({ timestamp: time, logGroup: name, logStream: name, message }),
    fc.record({
      logStreamName: name,
      timestamp: time,
      message,
      ingestionTime: time,
      eventId: name,
    }),
    fc.record({ '@timestamp': time, '@message': message, '@logStream': name, '@ptr': name }),
    fc.record({ time, log_stream: name, log_group: name, msg: message }),
  ];
}
const lines = fc
  .boolean()
  .chain((isOdd) => fc.array(fc.constantFrom(...kindsOf(isOdd)), { minLength: 1, maxLength: 2 }))
  .chain((some) => fc.array(fc.oneof(...some), { minLength: 30, maxLength: 120 }));

async function scanned(text: string, literal: string | null) {
  const { value: store } = await openStore([folderOf({ 'a.jsonl': text })], inlineLane());
  if (store === null) return null;
  const found: InsightsRecord[] = [];
  const logGroups = new Set(store.groups.keys());
  const shapes = new Set<string | null>();
  for (const file of store.files) {
    const reader = await openBlocks(file);
    const seeks = seeksIn(file, literal === null ? null : [bare(literal)]);
    for (const block of file.blocks) {
      const bytes = await reader.read(block);
      const selection = { logGroups, startMs: 0, endMs: 4e15 };
      scanBlock(file, block, bytes, selection, { ...NO_PREFILTER, seeks }, (record) =>
        found.push(record),
      );
      shapes.add(block.shape);
    }
    await reader.close();
  }
  return { found: found.map(seen), shapes };
}

const seen = ({
  timestampMs,
  ingestionTimeMs,
  accountId,
  logGroup,
  logStream,
  message,
}: InsightsRecord) => ({
  ...{ timestampMs, ingestionTimeMs, accountId, logGroup, logStream, message },
});

const parsed = (text: string) =>
  text.split('\n').flatMap((line) =>
    decodeJson(line, NOON_MS).events.map((event) =>
      seen({
        ...event,
        accountId: event.accountId ?? LOCAL_ACCOUNT,
        logGroup: event.logGroup ?? 'a',
        logStream: event.logStream ?? 'a.jsonl',
        ptr: '',
      }),
    ),
  );

test('all events, and those that hold a word, are the ones that parsing finds', async () => {
  const shapes = new Map<string | null, number>();
  await fc.assert(
    fc.asyncProperty(lines, fc.boolean(), async (all, spaced) => {
      const text = all
        .map((line) => JSON.stringify(line))
        .map((line) => `${spaced ? line.replaceAll('":', '": ').replaceAll(',"', ', "') : line}\n`)
        .join('');
      const expected = parsed(text);
      const whole = await scanned(text, null);
      expect(whole?.found ?? []).toEqual(expected);
      const some = await scanned(text, 'error');
      const holding = (records: typeof expected) =>
        records.filter((record) => record.message.includes('error'));
      expect(holding(some?.found ?? [])).toEqual(holding(expected));
      for (const shape of whole?.shapes ?? []) shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
    }),
    { numRuns: 200 },
  );
  expect([...shapes].filter(([, count]) => count > 20).map(([shape]) => shape)).toEqual(
    expect.arrayContaining(['placed', null]),
  );
}, 60_000);

const line = (logGroup: string, logStream: string, more: Line = {}) =>
  `${JSON.stringify({ timestamp: NOON_MS, logGroup, logStream, ...more, message: 'error' })}\n`;

test.each([
  ['written as text', 'Fri, 20 Nov 2026 14:00:05 GMT'],
  ['in digits as text', String(NOON_MS + 5_000)],
  ['that is none', 'later'],
  ['that is null', null],
])('a time of intake %s is the one that parsing finds', async (_what, ingestionTime) => {
  // Its like was read before.
  const usual = line('a', 's', { ingestionTime: NOON_MS + 1 });
  const text = usual + line('a', 's', { ingestionTime }).repeat(9);
  expect((await scanned(text, null))?.found).toEqual(parsed(text));
});

test.each([4_091, 4_092, 4_093])('a name of %i bytes spoils no other line', async (length) => {
  const long = line('g'.repeat(length), 's'.repeat(900_000));
  const text = `${line('a', 'b').repeat(3)}${long.repeat(2)}${line('a', 'b').repeat(3)}`;
  expect((await scanned(text, null))?.found).toEqual(parsed(text));
});

const inRecord = (timestamp: number, message: string) =>
  `{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"a","logStream":"s","logEvents":[{"id":"1","timestamp":${timestamp},"message":"${message}"}]}\n`;
const inLine = (timestamp: number, message: string) =>
  `{"timestamp":${timestamp},"logGroup":"a","logStream":"s","message":"${message}"}\n`;

test.each([
  ['in a record', inRecord, 'a\xff'],
  ['in a line', inLine, 'a\xff'],
  ['in a record, with escapes', inRecord, '\xff\\n'],
  ['in a line, with escapes', inLine, '\xff\\n'],
])(
  'bytes that are no UTF-8 are counted as what they are read as: %s',
  async (_what, write, bytes) => {
    // The block ends outside the selection, so that the scan counts.
    const messages = [bytes, bytes, 'end'];
    const text = messages.map((message, index) => write(NOON_MS + index, message)).join('');
    const { value: store } = await openStore(
      [folderOf({ 'a.jsonl': Buffer.from(text, 'latin1') })],
      inlineLane(),
    );
    const [file] = store?.files ?? [];
    const [block] = file?.blocks ?? [];
    if (store === null || file === undefined || block === undefined) throw new Error('no block');
    const reader = await openBlocks(file);
    const selection = { logGroups: new Set(['a']), startMs: 0, endMs: NOON_MS + 1 };
    const { sizeBytes } = scanBlock(
      ...([file, block, await reader.read(block), selection, NO_PREFILTER, () => {}] as const),
    );
    await reader.close();
    // U+FFFD and another character.
    expect(sizeBytes).toBe(2 * 4);
    expect(store.groups.get('a')?.sizeBytes).toBe(2 * 4 + 3);
  },
);

test('of lines that all name another place the events are the same, parsed line by line', async () => {
  const text = Array.from({ length: 12_000 }, (_, index) => line('a', `stream-${index}`)).join('');
  const whole = await scanned(text, null);
  expect(whole?.found).toEqual(parsed(text));
  expect(whole?.shapes).toEqual(new Set([null]));
});

test('lines of a few places stay known however many lines there are', async () => {
  const text = Array.from({ length: 12_000 }, (_, index) =>
    line('a', `stream-${index % 900}`),
  ).join('');
  expect((await scanned(text, null))?.shapes).toEqual(new Set(['placed']));
});
