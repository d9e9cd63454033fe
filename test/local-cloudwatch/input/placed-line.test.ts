// Lines that say where their event belongs: their message is found from their bytes, as the JSON parser reads it, or not at all.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeJson } from '../../../src/local-cloudwatch/input/decode.ts';
import { screenedMessage } from '../../../src/local-cloudwatch/input/placed-line.ts';
import { NOON_MS } from '../served.ts';

const written = (message: string, spaced = false) => {
  const place = { timestamp: NOON_MS, logGroup: '/shop/app', logStream: 'web-1', message };
  const line = JSON.stringify(place);
  return spaced ? line.replace(/(?<="timestamp":)|(?<=,)(?="(?:log|message))/g, ' ') : line;
};

/** What the screen is shown of a line in the midst of others; null: nothing. */
function shown(line: string | Buffer): string | null {
  const bytes = Buffer.from(line);
  const window = Buffer.concat([Buffer.from('"}\n'), bytes, Buffer.from('\n{"timestamp":1')]);
  let text: string | null = null;
  const screen = (of: Uint8Array, from: number, to: number) => {
    text = Buffer.from(of.subarray(from, to)).toString();
    return false;
  };
  const told = screenedMessage(screen, window, 3, 3 + bytes.length);
  expect(told).toBe(text === null ? null : false);
  return text;
}

const parsed = (line: string) => decodeJson(line, NOON_MS).events.map(({ message }) => message);

test('whatever the message is, it is shown as it is parsed', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.json(),
    fc.constantFrom('', '\\', '"', '\n', 'a"}', '{"level":"error"}', 'é', '\u0001'),
  );
  fc.assert(
    fc.property(text, fc.boolean(), (message, spaced) => {
      const line = written(message, spaced);
      const found = shown(line);
      if (found !== null) expect([found]).toEqual(parsed(line));
    }),
    { numRuns: 3_000 },
  );
});

test.each(['one', 'a "quoted" \\ word\n\tat x\r', '{"level":"error"}', 'Größe', ''])(
  '%j is shown',
  (message) => {
    for (const spaced of [false, true]) expect(shown(written(message, spaced))).toBe(message);
  },
);

test('a line that is changed somewhere is shown as it is parsed, or not at all', () => {
  const put = fc.constantFrom(...'{}[]",:\\ \n0a9é'.split(''), '\\u0041', '\\q', '","x":"');
  fc.assert(
    fc.property(fc.nat(120), fc.nat(3), put, (at, removed, text) => {
      const line = written('failed "hard" \\ here');
      const changed = `${line.slice(0, at)}${text}${line.slice(at + removed)}`;
      const [message] = parsed(changed);
      const found = shown(changed);
      if (found !== null && message !== undefined) expect(found).toBe(message);
    }),
    { numRuns: 5_000 },
  );
});

test('a message that is too long for the room is left to the parser', () => {
  expect(shown(written('x'.repeat(70_000)))).toBeNull();
});
