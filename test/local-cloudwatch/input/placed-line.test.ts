// Lines that say where their event belongs: their values are found from their bytes, as the JSON parser reads them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeJson } from '../../../src/local-cloudwatch/input/decode.ts';
import { learnPlaced } from '../../../src/local-cloudwatch/input/known-lines.ts';
import type { FileHead } from '../../../src/local-cloudwatch/input/log-file.ts';
import { PlacedReader } from '../../../src/local-cloudwatch/input/placed-line.ts';
import { messageText } from '../../../src/local-cloudwatch/input/records.ts';
import { JsonReader } from '../../../src/local-cloudwatch/kernel/json-reader.ts';
import { Kernel } from '../../../src/local-cloudwatch/kernel/kernel.ts';
import { NOON_MS } from '../served.ts';

const FILE = { logGroup: 'own', logStream: 'file' } as FileHead;

type Fields = Readonly<Record<string, unknown>>;

const written = (fields: Fields, spaced = false) => {
  const line = JSON.stringify(fields);
  return spaced ? line.replace(/(?<=":)(?=[\d"])|(?<=,)(?="(?:log|message|event))/g, ' ') : line;
};
const placed = (message: string, logGroup: string, logStream: string): Fields => ({
  timestamp: NOON_MS,
  logGroup,
  logStream,
  message,
});
/** As the AWS CLI prints events. */
const printed = (message: string, logStreamName: string, ingestionTime: number): Fields => ({
  logStreamName,
  timestamp: NOON_MS,
  message,
  ingestionTime,
  eventId: '38059',
});

/** What is read of a line in the midst of others; null: nothing. */
function read(line: string) {
  const bytes = Buffer.from(line);
  const window = Buffer.concat([Buffer.from('"}\n'), bytes, Buffer.from('\n{"timestamp":1')]);
  const reader = new PlacedReader(FILE, window);
  if (!reader.read(3, 3 + bytes.length)) return null;
  const { event, head, ingestionTimeMs } = reader;
  expect(messageStart(window)).toBe(event.start);
  return {
    timestampMs: event.timestampMs,
    ingestionTimeMs,
    logGroup: head?.logGroup,
    logStream: head?.logStream,
    message: messageText(window, event.start, event.end, true),
  };
}

const kernel = new Kernel();
/** As the search of a block has it. */
function messageStart(window: Buffer): number {
  window.copy(kernel.window(window.length));
  return kernel.messageStart(3, window.length);
}

/** The same of lines whose fields are known, which the parser takes for one event. */
function parsed(line: string) {
  const [event] = decodeJson(line, NOON_MS).events;
  if (event === undefined) return null;
  const { timestampMs, ingestionTimeMs, logGroup, logStream, message } = event;
  return {
    timestampMs,
    ingestionTimeMs,
    logGroup: logGroup ?? FILE.logGroup,
    logStream: logStream ?? FILE.logStream,
    message,
  };
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.json(),
  fc.constantFrom('\\', '"', '\n', 'a"}', '{"level":"error"}', 'é', '\u0001', 'a, "b": "c'),
);
const name = text.filter((one) => one !== '');

test('whatever place and message are, they are read as they are parsed', () => {
  fc.assert(
    fc.property(text, name, name, fc.boolean(), (message, logGroup, logStream, spaced) => {
      for (const fields of [
        placed(message, logGroup, logStream),
        printed(message, logStream, NOON_MS + 500),
      ]) {
        const line = written(fields, spaced);
        expect(read(line)).toEqual(parsed(line));
      }
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ['with both names', placed('failed "hard" \\ here', '/shop', 'web-1')],
  ['as the AWS CLI prints it', printed('failed "hard" \\ here', 'web-1', NOON_MS)],
])(
  'a line that is changed is read as it is parsed, where the index takes it for a placed one: %s',
  (_what, fields) => {
    const put = fc.constantFrom(...'{}[]",:\\ \n0a9é'.split(''), '\\u0041', '\\q', '","x":"');
    const reader = new JsonReader(4_096);
    const usual = written(fields);
    learnPlaced(reader, 0, reader.window.write(usual));
    let known = 0;
    fc.assert(
      fc.property(fc.nat(140), fc.nat(3), put, (at, removed, character) => {
        const line = `${usual.slice(0, at)}${character}${usual.slice(at + removed)}`;
        if (reader.kindOf(0, reader.window.write(line)) !== 'placed') return;
        const found = read(line);
        if (found === null) return;
        known++;
        expect(found).toEqual(parsed(line));
      }),
      { numRuns: 5_000 },
    );
    expect(known).toBeGreaterThan(500);
  },
);

test.each([
  ['a stream before its log group', '"logStreamName":"s","logGroupName":"g"', ['g', 's']],
  ['an empty name', '"logGroup":"","logStream":"s"', ['own', 's']],
  ['a stream alone', '"region":"x","logStream":"s","id":"7"', ['own', 's']],
  ['a log group alone', '"@ptr":null,"logGroup":"g"', ['g', 'file']],
  ['blanks', ' "log_group" : "g"\t, "log_stream" : "s" ', ['g', 's']],
])('%s is read', (_what, place, [logGroup, logStream]) => {
  const event = {
    timestampMs: NOON_MS,
    ingestionTimeMs: NOON_MS,
    logGroup,
    logStream,
    message: 'm',
  };
  expect(read(`{"time":${NOON_MS} ,${place},"message":"m" }`)).toEqual(event);
  expect(read(`{${place},"message" : "m","time":"${new Date(NOON_MS).toISOString()}"}`)).toEqual(
    event,
  );
});

test.each([
  '{"timestamp":1795183200000,"message":"m"}',
  '{"timestamp":1795183200000,"logGroup":"g","logStream":"s","message":{"a":"m"}}',
  '{"timestamp":1795183200000,"logGroup":"g","logStream":"s"}',
  '{"timestamp":null,"logGroup":"g","logStream":"s","message":"m"}',
  'no JSON',
])('%s is another line', (line) => expect(read(line)).toBeNull());

describe('the index takes no line for a placed one', () => {
  const reader = new JsonReader(4_096);
  const isPlaced = (line: string) => {
    reader.forget();
    const end = reader.window.write(line);
    learnPlaced(reader, 0, end);
    return reader.kindOf(0, end) === 'placed';
  };

  test('but those whose fields say where they belong, and hold texts and numbers', () => {
    expect(isPlaced('{"timestamp":1,"logGroup":"g","logStream":"s","message":"m"}')).toBe(true);
    expect(isPlaced('{"eventId":"1","time":1,"logStream":"s","msg":"m","ingestionTime":2}')).toBe(
      true,
    );
  });

  test.each([
    ['whose log group is a number', '{"timestamp":1,"logGroup":7,"message":"m"}'],
    ['whose stream is an object', '{"timestamp":1,"logStream":{"a":1},"message":"m"}'],
    ['whose id is a list', '{"timestamp":1,"logStream":"s","id":[1,2],"message":"m"}'],
    ['that names two log groups', '{"timestamp":1,"logGroup":"a","log_group":"b","message":"m"}'],
    ['that names an account', '{"timestamp":1,"owner":"1","logGroup":"a","message":"m"}'],
    ['that tells two times', '{"timestamp":1,"time":2,"logGroup":"a","message":"m"}'],
    ['that has a field of its own', '{"timestamp":1,"logGroup":"a","level":"b","message":"m"}'],
    ['that names no place', '{"timestamp":1,"message":"m"}'],
  ])('%s', (_what, line) => expect(isPlaced(line)).toBe(false));
});
