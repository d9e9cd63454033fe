// Events as large and as strange as CloudWatch lets them be: nothing is lost, and what is kept of them is bounded.
import { describe, expect, test } from 'vitest';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { peel } from '../../src/evidence/peel.ts';
import { event, FOUR_HOURS, START_MS } from './support.ts';

const MEGABYTE = 1_048_576;
const fill = (unit: string, chars = MEGABYTE) =>
  unit.repeat(Math.ceil(chars / unit.length)).slice(0, chars);
const TIME = '2026-03-03 12:00:01,123';

const LARGE: readonly (readonly [what: string, message: string])[] = [
  ['words', `${TIME} ERROR [main] c.a.Cart - ${fill('no stock ')}`],
  ['one word', `${TIME} ERROR [main] c.a.Cart - ${fill('x')}`],
  ['digits', `${TIME} ERROR ${fill('7')}`],
  ['opening brackets', `${TIME} ERROR ${fill('[')}`],
  ['opening braces and quotes', `${TIME} ERROR ${fill('{"')}`],
  ['pairs', `${TIME} ERROR ${fill('a=1 ')}`],
  ['one pair in quotes', `${TIME} ERROR a="${fill('\\"')}`],
  ['empty lines', `${TIME} ERROR lost${fill('\n')}`],
  [
    'frames',
    `${TIME} ERROR lost\njava.io.IOException: disk\n${fill('\tat com.acme.Io.read(Io.java:5)\n')}`,
  ],
  ['a JSON record', JSON.stringify({ level: 'error', msg: fill('no stock ', MEGABYTE - 100) })],
  [
    'a JSON record of many fields',
    `{"level":"error","msg":"lost",${Array.from({ length: 40_000 }, (_, i) => `"field${i}":"value ${i}"`).join(',')}}`,
  ],
  ['a JSON record cut off', `{"level":"error","msg":"${fill('no stock ')}`],
  [
    'nested JSON',
    `{"level":"error","msg":"lost","a":${fill('{"a":', 200_000)}1${fill('}', 40_000)}}`,
  ],
  ['colours', `${TIME} ERROR ${fill('\u001b[31mred\u001b[0m ')}`],
  [
    'control characters',
    `${TIME} ERROR ${fill(String.fromCharCode(...Array.from({ length: 32 }, (_, i) => i)))}`,
  ],
];
const BYTES: readonly (readonly [what: string, bytes: readonly number[]])[] = [
  ['every byte', Array.from({ length: 256 }, (_, byte) => byte)],
  ['broken UTF-8', [0xc3, 0x28, 0xe2, 0x82, 0xff, 0xfe, 0xed, 0xa0, 0x80, 0xf0, 0x9f]],
  ['a mark of byte order', [0xef, 0xbb, 0xbf, 0x7b, 0x7d]],
  ['zeros', Array.from({ length: 4_096 }, () => 0)],
];

const run = (messages: readonly string[]) =>
  analyze(
    prepare(
      messages.map((message, index) => event(message, { timestampMs: START_MS + index })),
      FOUR_HOURS,
    ),
  );

describe('an event of 1 MB', () => {
  test.each(LARGE)(
    'of %s is one error whose title, template and fields are short',
    (_, message) => {
      const { findings, totalErrors } = run([message]);
      const [finding] = findings;
      expect([totalErrors, findings.length]).toEqual([1, 1]);
      expect(finding?.title.length).toBeLessThanOrEqual(120);
      expect(finding?.template.length).toBeLessThanOrEqual(1_200);
      const { fields } = peel(message);
      expect(Object.keys(fields).length).toBeLessThanOrEqual(80);
      expect(Math.max(0, ...Object.values(fields).map(({ length }) => length))).toBeLessThanOrEqual(
        256,
      );
    },
  );
});

describe('bytes that are no text', () => {
  test.each(BYTES)('%s', (_, bytes) => {
    const text = Buffer.from(bytes).toString('utf8');
    const { findings, totalErrors } = run([
      `${TIME} ERROR lost ${text}`,
      text,
      `${TIME} INFO ${text}`,
    ]);
    expect([totalErrors, findings.map(({ count }) => count)]).toEqual([1, [1]]);
  });
});

describe('50,000 distinct errors', () => {
  test('are all counted, and the rarest stand together', () => {
    const word = (index: number) =>
      [...String(index)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    const messages = Array.from({ length: 50_000 }, (_, index) => {
      const name = word(index);
      return `${TIME} ERROR ${name}or is ${name}ing ${name}ed ${name}s`;
    });
    const { findings, totalErrors } = run(messages);
    expect([totalErrors, findings.length]).toEqual([50_000, 300]);
    expect(findings.reduce((sum, { count }) => sum + count, 0)).toBe(50_000);
  });
});
