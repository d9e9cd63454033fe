// Lines that say where their event belongs: their values are found from their bytes, as the JSON parser reads them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeJson } from '../../../src/local-cloudwatch/input/decode.ts';
import { learnPlaced } from '../../../src/local-cloudwatch/input/known-lines.ts';
import { timeAt } from '../../../src/local-cloudwatch/input/line-time.ts';
import {
  LinePlaces,
  placedLine,
  readPlaced,
} from '../../../src/local-cloudwatch/input/placed-line.ts';
import { messageText } from '../../../src/local-cloudwatch/input/records.ts';
import { JsonReader } from '../../../src/local-cloudwatch/kernel/json-reader.ts';
import { Kernel } from '../../../src/local-cloudwatch/kernel/kernel.ts';
import { NOON_MS } from '../served.ts';

const OWN = { logGroup: 'own', logStream: 'file' };

interface Place {
  readonly logGroup: string;
  readonly logStream: string;
}

const written = (message: string, place: Place, spaced = false) => {
  const line = JSON.stringify({ timestamp: NOON_MS, ...place, message });
  return spaced ? line.replace(/(?<="timestamp":)|(?<=,)(?="(?:log|message))/g, ' ') : line;
};

/** What is read of a line in the midst of others; null: nothing. */
function read(line: string) {
  const bytes = Buffer.from(line);
  const window = Buffer.concat([Buffer.from('"}\n'), bytes, Buffer.from('\n{"timestamp":1')]);
  const found = placedLine(window);
  if (!readPlaced(found, 3, 3 + bytes.length)) return null;
  expect(messageStart(window)).toBe(found.start);
  const head = new LinePlaces(OWN).of(window, found.timeEnd, found.start - 1);
  return {
    timestampMs: timeAt(window, found.timeAt, found.timeEnd),
    logGroup: head?.logGroup,
    logStream: head?.logStream,
    message: messageText(window, found.start, found.end, true),
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
  const { timestampMs, logGroup, logStream, message } = event;
  return {
    timestampMs,
    logGroup: logGroup ?? OWN.logGroup,
    logStream: logStream ?? OWN.logStream,
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
      const line = written(message, { logGroup, logStream }, spaced);
      expect(read(line)).toEqual(parsed(line));
    }),
    { numRuns: 3_000 },
  );
});

test('a line that is changed somewhere is read as it is parsed, where the index takes it for a placed one', () => {
  const put = fc.constantFrom(...'{}[]",:\\ \n0a9é'.split(''), '\\u0041', '\\q', '","x":"');
  const reader = new JsonReader(4_096);
  const usual = written('failed "hard" \\ here', { logGroup: '/shop', logStream: 'web-1' });
  learnPlaced(reader, 0, reader.window.write(usual));
  let known = 0;
  fc.assert(
    fc.property(fc.nat(120), fc.nat(3), put, (at, removed, character) => {
      const line = `${usual.slice(0, at)}${character}${usual.slice(at + removed)}`;
      if (reader.kindOf(0, reader.window.write(line)) !== 'placed') return;
      const event = parsed(line);
      if (event === null || Number.isNaN(read(line)?.timestampMs)) return;
      known++;
      expect(read(line)).toEqual(event);
    }),
    { numRuns: 5_000 },
  );
  expect(known).toBeGreaterThan(500);
});

test.each([
  ['a stream before its log group', '"logStreamName":"s","logGroupName":"g"', ['g', 's']],
  ['an empty name', '"logGroup":"","logStream":"s"', ['own', 's']],
  ['blanks', ' "log_group" : "g"\t, "log_stream" : "s" ', ['g', 's']],
])('%s is read', (_what, place, [logGroup, logStream]) => {
  expect(read(`{"time":${NOON_MS} ,${place},"message":"m" }`)).toEqual({
    timestampMs: NOON_MS,
    logGroup,
    logStream,
    message: 'm',
  });
});

test.each([
  '{"timestamp":1795183200000,"logGroup":"g","message":"m"}',
  '{"timestamp":1795183200000,"logGroup":"g","logStream":7,"message":"m"}',
  '{"timestamp":1795183200000,"logGroup":"g","logStream":"s","message":{"a":"m"}}',
  '{"timestamp":1795183200000,"logGroup":"g","logStream":"s"}',
  'no JSON',
])('%s is another line', (line) => expect(read(line)).toBeNull());
