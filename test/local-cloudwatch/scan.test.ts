// Skipping by index and literals must change nothing but the work: the same events, counts and sizes as a
// reading of everything, whatever the format, the window and the log groups.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bare } from '../../src/insights/regex/literals.ts';
import type { InsightsRecord } from '../../src/insights/types.ts';
import { type LogStore, openStore } from '../../src/local-cloudwatch/log-store.ts';
import { NO_PREFILTER, seeksIn } from '../../src/local-cloudwatch/prefilter.ts';
import {
  isRelevant,
  openBlocks,
  type Selection,
  scanBlock,
} from '../../src/local-cloudwatch/scan.ts';
import { inlineLane } from '../../src/local-cloudwatch/work/inline-lane.ts';
import { folderOf, NOON_MS } from './served.ts';

const GROUPS = ['/a', '/b', 'c'];
const WORDS = [
  'ok',
  'Error',
  'ERROR',
  'caf\u00e9 "zu"',
  'denied\\path',
  'emoji \u{1f600}',
  'fine/line',
];

interface Written {
  readonly timestampMs: number;
  readonly logGroup: string;
  readonly message: string;
}

/** 12,000 events of about 300 bytes: several blocks. Groups and words go round; times jump back and forth. */
const EVENTS: readonly Written[] = Array.from({ length: 12_000 }, (_, index) => ({
  timestampMs: NOON_MS + index * 100 + ((index * 7919) % 60_000),
  logGroup: GROUPS[Math.floor(index / 40) % GROUPS.length] ?? '',
  message: `${index} ${index % 97 === 0 ? WORDS[index % WORDS.length] : 'quiet'} ${'.'.repeat(250 + (index % 90))}`,
}));
const inText = (event: Written) =>
  `${new Date(event.timestampMs).toISOString()} ${event.message}\n`;
/** As an application's own logger writes it: the whole line is the message. */
const inLines = ({ timestampMs, message }: Written) =>
  `${JSON.stringify({ ts: new Date(timestampMs).toISOString(), level: 'info', text: message })}\n`;
const inJson = ({ timestampMs, logGroup, message }: Written) =>
  `${JSON.stringify({ timestamp: timestampMs, logGroup, logStream: 's', message })}\n`;

function inRecords(): string {
  const records: string[] = [];
  for (let start = 0; start < EVENTS.length; start += 40) {
    const part = EVENTS.slice(start, start + 40);
    const logEvents = part.map(({ timestampMs, message }) => ({
      id: '',
      timestamp: timestampMs,
      message,
    }));
    records.push(
      JSON.stringify({
        messageType: 'DATA_MESSAGE',
        owner: '123456789012',
        logGroup: part[0]?.logGroup,
        logStream: 's',
        logEvents,
      }),
    );
  }
  return records.join('\n');
}

const FORMATS: Readonly<
  Record<string, { readonly file: string; readonly content: string | Buffer }>
> = {
  text: { file: 'c.log', content: EVENTS.map(inText).join('') },
  'compressed text': { file: 'c.log.gz', content: gzipSync(EVENTS.map(inText).join('')) },
  'JSON lines': { file: 'x.jsonl', content: EVENTS.map(inJson).join('') },
  'JSON lines that name an account': {
    file: 'x.jsonl',
    content: EVENTS.map((event) => inJson(event).replace('{', '{"owner":"123456789012",')).join(''),
  },
  "JSON lines of an application's logger": {
    file: 'c.jsonl',
    content: EVENTS.map(inLines).join(''),
  },
  'subscription records': { file: 'x.jsonl', content: inRecords() },
  'filter-log-events': {
    file: 'c.json',
    content: JSON.stringify({
      events: EVENTS.map(({ timestampMs, message }) => ({ timestamp: timestampMs, message })),
    }),
  },
};

async function storeOf(name: string): Promise<LogStore> {
  const { file = '', content = '' } = FORMATS[name] ?? {};
  const { value } = await openStore([folderOf({ [file]: content })], inlineLane());
  if (value === null) throw new Error(name);
  return value;
}

async function scan(store: LogStore, selection: Selection, literals: readonly string[] | null) {
  const found: InsightsRecord[] = [];
  let [records, sizeBytes, blocks] = [0, 0, 0];
  for (const file of store.files) {
    const reader = await openBlocks(file);
    for (const block of file.blocks.filter((one) => isRelevant(one, selection))) {
      const window = await reader.read(block);
      const seeks = seeksIn(file, literals === null ? null : literals.map(bare));
      const prefilter = { ...NO_PREFILTER, seeks };
      const scanned = scanBlock(file, block, window, selection, prefilter, (record) =>
        found.push(record),
      );
      records += scanned.records;
      sizeBytes += scanned.sizeBytes;
      blocks++;
    }
    await reader.close();
  }
  return { found, records, sizeBytes, blocks };
}

const WHOLE = { startMs: 0, endMs: 4e12 };
const PART = { startMs: NOON_MS + 300_000, endMs: NOON_MS + 700_000 };

describe.each(Object.keys(FORMATS))('%s', (name) => {
  const ownLines = name.startsWith('JSON lines of');
  const single = ![
    'JSON lines',
    'JSON lines that name an account',
    'subscription records',
  ].includes(name);
  const groupSets = single ? [['c']] : [['/a'], ['/a', 'c'], GROUPS];
  const prefix = (event: Written) =>
    name.endsWith('text')
      ? inText(event).trimEnd()
      : ownLines
        ? inLines(event).trimEnd()
        : event.message;

  test.each([
    ['the whole time', WHOLE],
    ['a part of it', PART],
  ])('over %s', async (_name, range) => {
    const store = await storeOf(name);
    for (const logGroups of groupSets) {
      const selection = { logGroups: new Set(logGroups), ...range };
      const expected = EVENTS.filter(
        (event) =>
          event.timestampMs >= range.startMs &&
          event.timestampMs <= range.endMs &&
          (single || selection.logGroups.has(event.logGroup)),
      ).map(prefix);
      const sizeBytes = expected.reduce((sum, message) => sum + Buffer.byteLength(message), 0);
      const all = await scan(store, selection, null);
      expect([all.found.map(({ message }) => message), all.records, all.sizeBytes]).toEqual([
        expected,
        expected.length,
        sizeBytes,
      ]);
      for (const literal of [
        'error',
        'caf\u00e9 "zu"',
        'denied\\path',
        '\u{1f600}',
        'fine/line',
        '11931 Error',
      ]) {
        // In a line of JSON the word stands as JSON writes it.
        const written = ownLines ? JSON.stringify(literal).slice(1, -1) : literal;
        const some = await scan(store, selection, [written, 'nowhere']);
        const wanted = (text: string) => text.toLowerCase().includes(written.toLowerCase());
        expect([some.records, some.sizeBytes]).toEqual([expected.length, sizeBytes]);
        expect(some.found.map(({ message }) => message).filter(wanted)).toEqual(
          expected.filter(wanted),
        );
      }
    }
  });

  test('ids are unique and the same in every scan', async () => {
    const store = await storeOf(name);
    const selection = { logGroups: new Set(GROUPS), ...WHOLE };
    const all = await scan(store, selection, null);
    const ids = new Map(all.found.map(({ ptr, message }) => [ptr, message]));
    expect(ids.size).toBe(EVENTS.length);
    const some = await scan(store, selection, ['error']);
    expect(some.found.every(({ ptr, message }) => ids.get(ptr) === message)).toBe(true);
    expect(some.found.length).toBeLessThan(EVENTS.length / 2);
  });
});

test('blocks are read without parsing where all of their units have the same known shape', async () => {
  const shapes = async (name: string) => {
    const { files } = await storeOf(name);
    return new Set(files.flatMap(({ blocks }) => blocks.map(({ shape }) => shape)));
  };
  expect(await shapes('subscription records')).toEqual(new Set(['records']));
  expect(await shapes("JSON lines of an application's logger")).toEqual(new Set(['lines']));
  expect(await shapes('JSON lines')).toEqual(new Set(['placed']));
  expect(await shapes('JSON lines that name an account')).toEqual(new Set([null]));
});

test('a record that is written otherwise is parsed, with the same events', async () => {
  const event = (index: number) => ({
    id: `${index}`,
    timestamp: NOON_MS + index,
    message: `m${index}\n"`,
  });
  const record = { messageType: 'DATA_MESSAGE', owner: '1', logGroup: 'g', logStream: 's' };
  const logEvents = [event(0), event(1)];
  const asWritten = JSON.stringify({ ...record, logEvents });
  const others = [
    JSON.stringify({ logEvents, ...record }),
    JSON.stringify({ ...record, logEvents }, null, 1).replaceAll('\n', ' '),
    asWritten.replace('"id":"0",', ''),
    asWritten.replaceAll('m0', '\\u006d0'),
    asWritten.replace('"timestamp":', '"extra":{"a":"]}"},"timestamp":'),
  ];
  for (const text of [asWritten, ...others]) {
    const { value } = await openStore([folderOf({ 'a.jsonl': `${text}\n` })], inlineLane());
    if (value === null) throw new Error('no store');
    const { found, sizeBytes } = await scan(value, { logGroups: new Set(['g']), ...WHOLE }, null);
    expect(found.map(({ message, timestampMs }) => [message, timestampMs - NOON_MS])).toEqual([
      ['m0\n"', 0],
      ['m1\n"', 1],
    ]);
    expect(sizeBytes).toBe(8);
  }
});

test('characters that an encoder wrote as escapes are found', async () => {
  const line = `{"timestamp":${NOON_MS},"message":"\\u0045RROR \\u003ctag\\u003e"}\n`;
  const { value } = await openStore([folderOf({ 'a.jsonl': line })], inlineLane());
  if (value === null) throw new Error('no store');
  const { found } = await scan(value, { logGroups: new Set(['a']), ...WHOLE }, ['error']);
  expect(found.map(({ message }) => message)).toEqual(['ERROR <tag>']);
});

test('blocks of another time are not read', async () => {
  const store = await storeOf('text');
  const { blocks } = await scan(
    store,
    { logGroups: new Set(['c']), startMs: 0, endMs: NOON_MS + 1000 },
    null,
  );
  expect([blocks, store.files[0]?.blocks.length]).toEqual([1, 4]);
});
