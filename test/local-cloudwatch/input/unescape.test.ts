// A text without its escapes is what the JSON parser makes of it, or it is left to the parser.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutEscapes } from '../../../src/local-cloudwatch/input/unescape.ts';

/** null: it is left to the parser. */
function plain(quoted: string): string | null {
  const window = Buffer.from(`"${quoted}", "b\\n"`);
  const found = withoutEscapes(window, 1, 1 + Buffer.byteLength(quoted));
  return found && Buffer.from(found.bytes.subarray(found.start, found.end)).toString();
}

test('whatever is written is the same as parsed, or left to the parser', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.json());
  fc.assert(
    fc.property(text, (message) => {
      const found = plain(JSON.stringify(message).slice(1, -1));
      if (found !== null) expect(found).toBe(Buffer.from(message).toString());
    }),
    { numRuns: 3_000 },
  );
});

test.each(['one', 'a "quoted" \\ word\n\tat x\r\b\f', '{"level":"error"}', 'Größe', ''])(
  '%j is told',
  (message) => expect(plain(JSON.stringify(message).slice(1, -1))).toBe(message),
);

test.each(['\\u0065rror', '\\q', '\\', 'a"b', 'a\u0001b'])('%j is left to the parser', (quoted) =>
  expect(plain(quoted)).toBeNull(),
);

test('a text that is too long for the room is left to the parser', () => {
  expect(plain('x'.repeat(65_536))).toBe('x'.repeat(65_536));
  expect(plain('x'.repeat(65_537))).toBeNull();
});
