// Lines of JSON are added up as far as they are read: what stands behind in the window, left by what it held before, is none.
import { expect, test } from 'vitest';
import { learnLine } from '../../../src/local-cloudwatch/input/known-lines.ts';
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
