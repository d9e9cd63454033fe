// Objects around a message, as Docker and exports write them: indexed without parsing, and known as if they were parsed.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeJson } from '../../../src/local-cloudwatch/input/decode.ts';
import { learnWrapping } from '../../../src/local-cloudwatch/input/known-lines.ts';
import { wrappedSize } from '../../../src/local-cloudwatch/input/wrapped-text.ts';
import { JsonReader } from '../../../src/local-cloudwatch/kernel/json-reader.ts';
import { openStore } from '../../../src/local-cloudwatch/log-store.ts';
import { inlineLane } from '../../../src/local-cloudwatch/work/inline-lane.ts';
import { allEvents, folderOf, groupNames, NOON_MS, serve } from '../served.ts';

const piece = fc.constantFrom(
  ...['a', 'b c', '\n', '\r\n', '\r', '\\', '\\n', '"', '\t', 'é', '\u{1f600}', '\u0001', '\ufffd'],
);
const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const iso = (second: number) => new Date(NOON_MS + second * 1_000).toISOString();

/** Ways in which an event is wrapped, the first of them Docker's own. */
const WRAPPINGS: readonly ((message: unknown, second: number) => object)[] = [
  (log, second) => ({ log, stream: 'stdout', time: iso(second) }),
  (log, second) => ({ log, stream: 'stderr', attrs: { tag: 'x"log":' }, time: iso(second) }),
  (message, second) => ({ timestamp: NOON_MS + second * 1_000, message, eventId: '1' }),
  (msg, second) => ({ time: iso(second), msg }),
  (message, second) => ({ time: iso(second), message, logStream: 'web' }),
  (log, second) => ({ time: iso(second), log, message: 'the message' }),
];

describe('the index of wrapped events', () => {
  test('says of them what parsing says', async () => {
    const line = fc.tuple(fc.nat(WRAPPINGS.length - 1), fc.oneof(text, fc.constant({ a: 1 })));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 40 }), async (lines) => {
        const written = lines.map(([kind, message], index) =>
          JSON.stringify(WRAPPINGS[kind]?.(message, index)),
        );
        const events = written.flatMap((one) => decodeJson(one, NOON_MS).events);
        const folder = folderOf({ 'app.jsonl': `${written.join('\n')}\n` });
        const { value: store } = await openStore([folder], inlineLane());
        const groups = [...(store?.groups.values() ?? [])];
        const size = (messages: readonly { readonly message: string }[]) =>
          messages.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
        expect(store?.events).toBe(events.length);
        expect(groups.map(({ sizeBytes }) => sizeBytes)).toEqual([size(events)]);
        const streams = groups.flatMap((group) => [...group.streams.values()]);
        const times = events.map(({ timestampMs }) => timestampMs);
        expect(Math.min(...streams.map(({ firstMs }) => firstMs))).toBe(Math.min(...times));
        expect(Math.max(...streams.map(({ lastMs }) => lastMs))).toBe(Math.max(...times));
      }),
      { numRuns: 150 },
    );
  });

  test('leaves the events as they are', async () => {
    const messages = ['one\n', 'two "quoted"\r\n', 'three \\n', '\n', 'caf\u00e9\n', '{"a":1}\n'];
    const lines = messages.map((log, second) =>
      JSON.stringify({ log, stream: 'stdout', time: iso(second) }),
    );
    const served = await serve(folderOf({ 'app.jsonl': `${lines.join('\n')}\n` }));
    const events = await allEvents(served, (await groupNames(served))[0] ?? '');
    expect(events.map(([ms, , message]) => [ms, message])).toEqual(
      messages.map((message, second) => [NOON_MS + second * 1_000, message.trimEnd()]),
    );
  });
});

const READER = new JsonReader(4_096);
const kindOf = (learnt: string, line: string) => {
  READER.forget();
  learnWrapping(READER, 0, READER.window.write(learnt));
  return READER.kindOf(0, READER.window.write(line));
};

describe('lines that wrap a message', () => {
  const docker = '{"log":"a\\n","stream":"stdout","time":"2026-11-20T12:00:00Z"}';

  test('are those with the fields of one that did', () => {
    expect(kindOf(docker, docker.replace('a\\n', 'another'))).toBe('wrapping');
    expect(READER.window.toString('latin1', READER.messageAt, READER.messageAt + 9)).toBe(
      '"another"',
    );
    expect(kindOf(docker, docker.replace('stream', 'source'))).toBeNull();
  });

  test.each([
    ['it names its log stream', '{"time":1,"message":"a","logStream":"x"}'],
    ['it has two messages', '{"time":1,"message":"a","log":"x"}'],
    ['it has two times', '{"time":1,"timestamp":2,"message":"a"}'],
    ['it has none', '{"message":"a"}'],
    ['it has a field of its own', '{"time":1,"message":"a","user":"x"}'],
    ['it says when it came in', '{"time":1,"message":"a","ingestionTime":2}'],
  ])('are not learnt of a line where %s', (_, line) => expect(kindOf(line, line)).toBeNull());
});

describe('the size of a message', () => {
  const sizeIn = (line: string | Buffer) => {
    const bytes = Buffer.from(line);
    return wrappedSize(bytes, bytes.indexOf(':') + 1);
  };

  test.each([
    ['{"log":"a"}', 1],
    ['{"log":"a\\n"}', 1],
    ['{"log":"a\\r\\n"}', 1],
    ['{"log":"a\\\\n"}', 3],
    ['{"log":"\\\\\\n"}', 1],
    ['{"log":"\\n"}', 0],
    ['{"log":""}', 0],
    ['{"msg":"a\\n"}', 2],
    ['{"msg":"é"}', 2],
  ])('is told from its bytes: %s', (line, size) => expect(sizeIn(line)).toBe(size));

  test.each([
    ['an escape of a character', '{"log":"\\u00e9"}'],
    ['no text', '{"log":{"a":"b"}}'],
    ['what is no UTF-8', Buffer.from('{"log":"\xe9"}', 'latin1')],
  ])('is not where it is %s', (_, line) => expect(sizeIn(line)).toBeNull());
});
