// What is sought in the bytes of a file changes nothing but the work: queries give what a look at every event gives,
// whatever the messages hold, wherever blocks end, in each format.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { compile } from '../../src/insights/compile.ts';
import type { CompiledQuery, InsightsRecord, QueryOutput } from '../../src/insights/types.ts';
import { type LogStore, openStore } from '../../src/local-cloudwatch/log-store.ts';
import { type Memory, NO_MEMORY, NO_PREFILTER } from '../../src/local-cloudwatch/prefilter.ts';
import { type Places, RecallMemory } from '../../src/local-cloudwatch/recall.ts';
import { openBlocks, type Scanned, scanBlock } from '../../src/local-cloudwatch/scan.ts';
import { inlineLane } from '../../src/local-cloudwatch/work/inline-lane.ts';
import { scanFiles } from '../../src/local-cloudwatch/work/scan-files.ts';
import { folderOf, NOON_MS } from './served.ts';

// Many events are looked at twice over; how long that takes says nothing.
vi.setConfig({ testTimeout: 120_000 });

interface Event {
  readonly timestampMs: number;
  readonly message: string;
}

const iso = ({ timestampMs }: Event) => new Date(timestampMs).toISOString();
const record = (events: readonly Event[]) =>
  JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: '1',
    logGroup: 'error',
    logStream: '503 timeout',
    logEvents: events.map(({ timestampMs, message }) => ({
      id: '503',
      timestamp: timestampMs,
      message,
    })),
  });

const FORMATS: Readonly<
  Record<string, readonly [string, (events: readonly Event[]) => string | Buffer]>
> = {
  text: ['a.log', (events) => events.map((one) => `${iso(one)} ${one.message}\n`).join('')],
  'text with carriage returns': [
    'a.log',
    (events) =>
      events.map((one) => `${iso(one)} ${one.message}\n`.replaceAll('\n', '\r\n')).join(''),
  ],
  'text with directives': [
    'a.log',
    (events) =>
      events
        .map((one, index) => {
          const directives = '#Fields: date time error 503\n#Date: timeout\n';
          const line = `${iso(one).replace('T', ' ').replace('Z', '')} ${one.message}\n`;
          return index % 10 === 0 ? `${directives}${line}` : line;
        })
        .join(''),
  ],
  gzip: [
    'a.log.gz',
    (events) => gzipSync(events.map((one) => `${iso(one)} ${one.message}\n`).join('')),
  ],
  'an export to S3': [
    'orders/0f1e2d3c-0000-4000-8000-000000000001/web-1/000000.gz',
    (events) => gzipSync(events.map((one) => `${iso(one)} ${one.message}\n`).join('')),
  ],
  "the AWS CLI's text": [
    'a.txt',
    (events) =>
      events
        .map(({ timestampMs, message }, index) => {
          const id = String(index).padStart(56, '3');
          return `EVENTS\t${id}\t${timestampMs + 5}\tpod/1\t${message}\t${timestampMs}\n`;
        })
        .join(''),
  ],
  'JSON lines': [
    'a.jsonl',
    (events) =>
      events.map((one) => `${JSON.stringify({ ts: iso(one), text: one.message })}\n`).join(''),
  ],
  'JSON lines among text': [
    'a.log',
    (events) =>
      events
        .map((one, index) => {
          const json = JSON.stringify({ time: iso(one), level: 50, msg: one.message });
          // The last kind has no stamp, and follows what may be JSON or text.
          const kinds = [json, json, `${iso(one)} ${one.message}`, `\n${one.message}`];
          return `${kinds[(index * 7) % 4]}\n`;
        })
        .join(''),
  ],
  'JSON lines with escapes': [
    'a.jsonl',
    (events) =>
      events
        .map((one) => JSON.stringify({ timestamp: one.timestampMs, message: one.message }))
        .map((line) => `${line.replace(/e(?=rror)/, '\\u0065').replace(' 5', '\\u00205')}\n`)
        .join(''),
  ],
  'JSON lines that say where they belong': [
    'a.jsonl',
    (events) =>
      events
        .map(({ timestampMs: timestamp, message }, index) => {
          const place = { timestamp, logGroup: 'error', logStream: `503-${index % 3}`, message };
          const line = JSON.stringify(place);
          const spaced = line.replace(/(?<=":)(?=")|(?<=,)(?="log)|,(?="message)/g, '$& ');
          return `${index % 2 === 0 ? line : spaced}\n`;
        })
        .join(''),
  ],
  'JSON lines whose messages are objects': [
    'a.jsonl',
    (events) =>
      events
        .map(({ timestampMs, message }, index) => {
          const text = JSON.stringify(message);
          return `{"timestamp":${timestampMs},"message":{"level" : ${index % 60}, "text":${text}}}\n`;
        })
        .join(''),
  ],
  'subscription records': [
    'a.jsonl',
    (events) =>
      Array.from({ length: Math.ceil(events.length / 7) }, (_, index) =>
        record(events.slice(index * 7, index * 7 + 7)),
      ).join('\n'),
  ],
  'filter-log-events': [
    'a.json',
    (events) =>
      JSON.stringify({
        events: events.map(({ timestampMs, message }) => ({ timestamp: timestampMs, message })),
      }),
  ],
};

/** So many patterns that they are searched for together, in the bytes where those are the message. */
const PARSED = [
  'error[\\s\\S]+503',
  '^[^\\n]*timeOut',
  'level|\u00e9',
  '\\berror\\b[\\s\\S]+=3',
  '\\d$',
  'Error.+[45]',
  'ERROR[\\s\\S]*at ',
  '"q',
];
const COUNTED = `filter @message like /(?i)err/ | ${PARSED.map((pattern, at) => `parse @message /(?<t${at}>${pattern})/`).join(' | ')} | stats ${PARSED.map((_, at) => `count(t${at})`).join(', ')} by bin(1s), @log`;
/** The same, told by values that only the captures give. */
const CAPTURED = COUNTED.replace(
  ' | stats',
  `${PARSED.map((_, at) => ` | fields strlen(t${at}) as l${at}`).join('')} | stats`,
).replaceAll('count(t', 'count(l');

const QUERIES = [
  'filter @message like /(?i)(error|timeout)/ | fields @timestamp, @message, @ptr | sort @timestamp desc | limit 50',
  'filter @message like / [45]\\d\\d / | fields @message, @ptr, @log, @logStream | sort @timestamp asc',
  'filter @message like /#[45]\\s[xyz]/ or @message like /"q/ | stats count(*) by bin(1s)',
  'filter @message like "Error" and @message not like /timeout/ | fields @message',
  'filter @message like /error\\n\\tat/ | stats count(*), max(@timestamp)',
  'filter @message like /level" ?: ?"?(?:[0-4]\\b|[5-9]\\d\\b)/ | fields @message, @ptr',
  'filter @message like /(?i)err(?:or) ?=?"?\\d\\b|timeout(?:\\ns)?"? ?[:=] ?5/ | stats count(*)',
  COUNTED,
  'filter @message like /(?i)err/ | parse @message /(?<a>[45](?<b>z)?\\d)/ | stats count(a), latest(b), count(text), sortsLast(@message), count_distinct(@ptr) by bin(1s), @logStream',
  'fields @message | filter @message like /(?i)error$/ or @message like /^\\d\\d\\d\\d-.{25} 5/',
].map(compiled);

/** The same queries with a test more. */
const NARROWED = QUERIES.map(({ text }) => compiled(`filter @message not like /u/ | ${text}`));

function compiled(text: string): CompiledQuery {
  const { query } = compile(text);
  if (query === null) throw new Error(text);
  return query;
}

const piece = fc.constantFrom(
  ...[
    'error',
    'Error',
    'ERROR',
    'timeOut',
    'level',
    '"level":30',
    'level" : "5',
    '{"level":"30"}',
    ...['": ', '=', '3', '50', '"'],
    ' 503 ',
    ' 41',
    '#4 x',
    '#5',
    '\tz',
    '"q',
    '\\',
    '\\u0045',
    'caf\u00e9',
  ],
  ...['\n', '\n\tat ', '{"id":"', '"}', '\u{1f600}', ' ', 'quiet', '-'.repeat(40), '.'.repeat(300)],
);
const messages = fc.array(
  fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => `m${pieces.join('')}`),
  { minLength: 1, maxLength: 40 },
);

const WINDOW = { startMs: 0, endMs: 4e12 };

interface Answer {
  readonly scanned: Scanned;
  readonly output: QueryOutput;
}

/** What a look at every event gives, for all queries at once. */
async function slowly(
  { files, groups }: LogStore,
  queries: readonly CompiledQuery[],
): Promise<(query: CompiledQuery) => Answer | undefined> {
  const selection = { logGroups: new Set(groups.keys()), ...WINDOW };
  const scanned: Scanned = { records: 0, sizeBytes: 0 };
  const runs = new Map(queries.map((query) => [query, started(query)]));
  const push = (record: InsightsRecord) => {
    for (const run of runs.values()) run.push(record);
  };
  for (const file of files) {
    const reader = await openBlocks(file);
    for (const block of file.blocks) {
      const bytes = await reader.read(block);
      const found = scanBlock(file, block, bytes, selection, NO_PREFILTER, push);
      scanned.records += found.records;
      scanned.sizeBytes += found.sizeBytes;
    }
    await reader.close();
  }
  const answers = new Map([...runs].map(([query, run]) => [query, run.finish()]));
  return (query) => {
    const output = answers.get(query);
    return output && { scanned, output };
  };
}

const started = (query: CompiledQuery) => query.run({ ...WINDOW, nowMs: NOON_MS, limit: null });

async function holdAgainstSlow(
  store: LogStore,
  queries = [...QUERIES, ...QUERIES, ...NARROWED],
): Promise<void> {
  const slow = await slowly(store, queries);
  const recalls = new RecallMemory();
  // Each once as if nothing were known, then knowing what the same tests told, then with a test more.
  for (const query of queries) {
    const blocks = new Map<string, Places>();
    const recall = recalls.find(query.screenTests);
    const memory = { recall, remember: (name: string, places: Places) => blocks.set(name, places) };
    expect(await scannedOf(store, query, memory, true)).toEqual(slow(query));
    recalls.keep({ tests: query.screenTests, blocks });
  }
  // As little is read: without a search of its bytes.
  if (store.files.every(({ blocks }) => blocks.length < 2))
    for (const query of new Set(queries))
      expect(await scannedOf(store, query, NO_MEMORY, false)).toEqual(slow(query));
}

async function scannedOf(store: LogStore, query: CompiledQuery, memory: Memory, isSought: boolean) {
  const run = started(query);
  const scanned: Scanned = { records: 0, sizeBytes: 0 };
  await scanFiles({
    memory,
    files: store.files,
    query,
    selection: { logGroups: new Set(store.groups.keys()), ...WINDOW },
    run,
    primer: started(query),
    scanned,
    isSought,
    mayGoOn: () => true,
  });
  return { scanned, output: run.finish() };
}

test('patterns that are searched for together count what the captures do', async () => {
  const texts = [
    'Error 503',
    'error\n\tat =3 503',
    'm\u00e9 ERROR at 4',
    'error level "q 50',
    'timeOut error',
  ];
  const events = Array.from({ length: 500 }, (_, at) => ({
    timestampMs: NOON_MS + at * 40,
    message: `${texts[at % 5]}${texts[at % 3]}${at % 7}`,
  }));
  for (const [file, write] of Object.values(FORMATS)) {
    const { value: store } = await openStore([folderOf({ [file]: write(events) })], inlineLane());
    if (store === null) throw new Error('no store');
    const countsOf = async (text: string) => {
      const query = compiled(text);
      const run = started(query);
      const selection = { logGroups: new Set(store.groups.keys()), ...WINDOW };
      const scanned: Scanned = { records: 0, sizeBytes: 0 };
      const mayGoOn = () => true;
      const { files } = store;
      const memory = NO_MEMORY;
      await scanFiles({
        memory,
        files,
        query,
        selection,
        run,
        primer: null,
        scanned,
        isSought: true,
        mayGoOn,
      });
      return run.finish().rows.map((row) => row.map(({ value }) => value));
    };
    const counted = await countsOf(COUNTED);
    expect(counted.length).toBeGreaterThan(10);
    expect(counted).toEqual(await countsOf(CAPTURED));
  }
});

/** So few, and once some thousand times over, so that there are several blocks. */
const SIZES = [
  { size: 'few events', least: 0, numRuns: 2 },
  { size: 'several blocks', least: 6_000, numRuns: 1 },
];

describe.each(SIZES)('$size', ({ least, numRuns }) => {
  test.each(Object.entries(FORMATS))('%s', async (_name, [file, write]) => {
    await fc.assert(
      fc.asyncProperty(messages, async (texts) => {
        const events = Array.from({ length: Math.max(least, texts.length) }, (_, at) => ({
          timestampMs: NOON_MS + at * 40,
          message: texts[at % texts.length] ?? '',
        }));
        const folder = folderOf({ [file]: write(events) });
        const { value: store } = await openStore([folder], inlineLane());
        if (store === null) throw new Error('no store');
        await holdAgainstSlow(store);
      }),
      { numRuns },
    );
  });
});

const INDENTED = [
  'filter @message like /^\\s+\\S+\\.go:\\d+/ | fields @message, @ptr | sort @timestamp asc',
  'filter @message like /^    |^\\s*file "|err/ | stats count(*), min(@message)',
  'filter @message like /(?i)^ +at .+[xyz]   frame/ or @message like /\\n\\tat/ | fields @message, @ptr',
].map(compiled);

const line = fc.constantFrom(
  `${new Date(NOON_MS).toISOString()} m main.go:12    at x   frame error\n`,
  `${new Date(NOON_MS + 9).toISOString()}\tfile "main.go:7"\n`,
  ...['\tmain.go:12\n', '    at x   frame\n', '\u00a0 main.go:3\n', '\n', 'main.go:5\n'],
  ...['\r\n', '\tat 9\n', ' \u2003\tfile "a"\n'],
);

test('lines that begin with white space, as events of their own or not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 30 }), async (lines) => {
      const { value: store } = await openStore(
        [folderOf({ 'a.log': lines.join(''), 'b.log': lines.slice(1).join('').repeat(99) })],
        inlineLane(),
      );
      if (store !== null) await holdAgainstSlow(store, INDENTED);
    }),
    { numRuns: 60 },
  );
});

test('an event that is several because it is very long', async () => {
  const frame = (index: number) =>
    `\tat frame ${index} ${'.'.repeat(60)}${index % 9_999 === 0 ? ' error 503 ' : ''}\n`;
  const trace = Array.from({ length: 40_000 }, (_, index) => frame(index)).join('');
  const head = (index: number) => `${new Date(NOON_MS + index).toISOString()} Error ${index}\n`;
  const text = `${head(0)}${head(1)}${trace}${head(2)}${'x'.repeat(2_000_000)} error\n${head(3)}`;
  const { value: store } = await openStore([folderOf({ 'a.log': text })], inlineLane());
  if (store === null) throw new Error('no store');
  expect(store.events).toBeGreaterThan(5);
  await holdAgainstSlow(store, [...QUERIES, ...QUERIES, ...NARROWED, ...INDENTED]);
});

const MAX_MESSAGE_BYTES = 1_048_576;

test.each([
  ['of text', 'a.log', `${new Date(NOON_MS).toISOString()} `, ''],
  ['of JSON', 'a.jsonl', `{"ts":${NOON_MS},"text":"`, '"}'],
])('a word at the end of a message that is cut, %s', async (_name, file, head, tail) => {
  const line = `${head.padEnd(MAX_MESSAGE_BYTES - 'error'.length, '.')}error503${tail}\n`;
  const { value: store } = await openStore([folderOf({ [file]: line.repeat(3) })], inlineLane());
  if (store === null) throw new Error('no store');
  const query = compiled('filter @message like /error\\b/ | stats count(*)');
  const slow = await slowly(store, [query]);
  expect(slow(query)?.output.recordsMatched).toBe(3);
  await holdAgainstSlow(store, [query]);
});
