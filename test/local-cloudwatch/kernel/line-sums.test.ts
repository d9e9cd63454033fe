// Lines of JSON are added up as far as they are read: what stands behind in the window, left by what it held before, is none.
import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { learnLine, learnWrapping } from '../../../src/local-cloudwatch/input/known-lines.ts';
import { JsonReader } from '../../../src/local-cloudwatch/kernel/json-reader.ts';

const REACH = 1_000;
const lineOf = (ms: number) => `{"time":${ms},"pid":7,"text":"${'x'.repeat(ms % 40)}"}`;
const LINES = Array.from({ length: 6 }, (_, index) => lineOf(1_795_168_800_000 + index * 7));

test.each(['\n', '\r\n'])('a line counts once its line break %j is read', (lineBreak) => {
  const text = LINES.map((line) => line + lineBreak).join('');
  const reader = new JsonReader(text.length);
  reader.window.write(text);
  learnLine(reader, 0, LINES[0]?.length ?? 0, 'time');
  for (let to = 1; to <= text.length; to++) {
    const whole = text.slice(0, to).split('\n').length - 1;
    const sum = reader.sumOf(0, to, to, REACH);
    expect([to, sum?.events.count ?? 0]).toEqual([to, whole]);
    expect(reader.ended).toBe(
      LINES.slice(0, whole).join(lineBreak).length + (whole > 0 ? lineBreak.length : 0),
    );
    expect(reader.isOdd).toBe(reader.ended < to);
  }
});

test('a message is added up with the size of its UTF-8, and read otherwise where it is none', () => {
  const before = '{"timestamp":1795168800000,"message":"';
  const reader = new JsonReader(4_096);
  const end = reader.window.write(`${before}usual"}`);
  learnWrapping(reader, 0, end);
  const high = fc.integer({ min: 128, max: 255 }).map((byte) => Buffer.from([byte]));
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3 }).map((text) => Buffer.from(text)),
    high,
    fc
      .constantFrom(...'ab\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}')
      .map((one) => Buffer.from(one)),
    fc
      .tuple(fc.constantFrom(0xc0, 0xe0, 0xed, 0xf0, 0xf4, 0xf5), high, high)
      .map(([byte, ...more]) => Buffer.concat([Buffer.from([byte]), ...more])),
  );
  let [valid, invalid] = [0, 0];
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const message = Buffer.concat(pieces).filter(
        (byte) => byte >= 32 && byte !== 34 && byte !== 92,
      );
      const line = Buffer.concat([Buffer.from(before), message, Buffer.from('"}\n')]);
      line.copy(reader.window);
      const sum = reader.sumOf(0, line.length, line.length, REACH);
      expect(sum?.events.sizeBytes ?? null).toBe(isUtf8(message) ? message.length : null);
      if (sum === null) invalid++;
      else valid++;
    }),
    { numRuns: 10_000 },
  );
  expect([valid > 1_000, invalid > 1_000]).toEqual([true, true]);
});
