// What the kernel goes over is what reading each line by itself gives: the same events, and the same sums of them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clearUnits,
  type Framer,
  noUnits,
  stampedFramer,
  type Tally,
  textFramer,
  textStamp,
  type Units,
} from '../../../src/local-cloudwatch/input/framing.ts';
import { INDENTED, type StampRules } from '../../../src/local-cloudwatch/input/time-stamps.ts';

const STRICT: StampRules = { referenceMs: Date.UTC(2026, 10, 21), looseLayout: null };

/** What may stand behind a stamp. */
const TAILS = [
  ' INFO started',
  ' ERROR x',
  ' - name - INFO - x',
  'Z ok it is',
  'Z',
  ' UTC x and more',
  ' CEST x and more',
  ' CESTA x and more',
  ' UTC+01:00 and more',
  '+01:00 and more',
  '+0100 and more',
  ' -0530 and more',
  '-05 LOG and more',
  '+1 and more of it',
  '] x and more',
  '5 and more of it',
  '',
  ' x',
];
const tail = fc.constantFrom(...TAILS);
const date = fc.constantFrom(
  '2026-11-20T14:',
  '2026-11-20 14:',
  '2026-11-20 15:',
  '2026/11/20 14:',
);
const clock = fc.constantFrom('00:00', '00:01', '59:59', '59:60', '60:00', '0a:00', '12:34');
const fraction = fc.constantFrom('', '.123', '.124', ',123', '.5', '.123456', '.');
const lead = fc.constantFrom('', '', '[', '"');
const stamped = fc.tuple(lead, date, clock, fraction, tail).map((parts) => parts.join(''));
const other = fc.constantFrom(
  '\tat com.example.A.b(A.java:1)',
  'Caused by: x',
  '}',
  '',
  '\r',
  ' indented',
  '\0\0x',
  'Nov 20 14:00:00 host x: y',
  'x'.repeat(140_000),
);
const lineEnd = fc.constantFrom('\n', '\n', '\r\n', '\n\n\n');

/** Lines that are mostly alike, as in a log. */
const text = fc
  .tuple(
    fc.array(fc.tuple(stamped, fc.nat(40)), { minLength: 1, maxLength: 5 }),
    fc.array(fc.tuple(fc.oneof({ weight: 6, arbitrary: fc.nat(100) }, other), lineEnd), {
      maxLength: 60,
    }),
  )
  .map(([examples, lines]) =>
    lines.map(([line, end]) => (typeof line === 'string' ? line : like(examples, line)) + end),
  )
  .map((lines) => lines.join(''));

function like(examples: readonly (readonly [string, number])[], number: number): string {
  const [example, length] = examples[number % examples.length] ?? ['', 0];
  return `${example}${'.'.repeat(length)}`;
}

interface Found {
  readonly units: (readonly [start: number, end: number, ms: number])[];
  readonly sums: Sum[];
}

interface Sum {
  readonly start: number;
  readonly end: number;
  readonly firstMs: number;
  readonly count: number;
  readonly sizeBytes: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** Moves a window over the text as the index does. */
function read(bytes: Buffer, step: number, makeFramer: (tally: Tally) => Framer): Found {
  const found: Found = { units: [], sums: [] };
  let base = 0;
  const units = noUnits();
  const take = (taken: Units) => {
    for (const [index, start] of taken.starts.entries()) {
      const end = taken.ends[index] ?? start;
      found.units.push([base + start, base + end, taken.times[index] ?? Number.NaN]);
    }
    clearUnits(taken);
  };
  const framer = makeFramer({
    limits: { partBytes: PART_BYTES, blockBytes: BLOCK_BYTES },
    borders: () => ({ part: null, block: null }),
    add: (sum) => found.sums.push({ ...sum, start: base + sum.start, end: base + sum.end }),
    take,
  });
  for (let filled = step; ; filled += step) {
    const atEnd = base + filled >= bytes.length;
    const consumed = framer.frame(bytes.subarray(base, base + filled), atEnd, units);
    take(units);
    base += consumed;
    filled -= consumed;
    if (atEnd) return found;
  }
}

const PART_BYTES = 200;
const BLOCK_BYTES = 700;

function sumOf(units: Found['units']): Sum | null {
  const [first, last] = [units[0], units.at(-1)];
  if (first === undefined || last === undefined) return null;
  const times = units.map(([, , ms]) => ms);
  return {
    start: first[0],
    end: last[1],
    firstMs: first[2],
    count: units.length,
    sizeBytes: units.reduce((sum, [start, end]) => sum + end - start, 0),
    minMs: Math.min(...times),
    maxMs: Math.max(...times),
  };
}

describe.each([
  ['strict layouts', STRICT],
  ['indented lines', { ...STRICT, looseLayout: INDENTED }],
  ['a loose layout', { ...STRICT, looseLayout: 'compact' }],
])('lines with stamps that are alike, in a file with %s,', (_, rules) => {
  const byItself = (bytes: Buffer, step: number) =>
    read(bytes, step, () => textFramer(textStamp(rules), 7)).units;

  test('are the events that reading each line by itself gives', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1_000, max: 400_000 }), (written, step) => {
        const bytes = Buffer.from(written, 'latin1');
        const { units } = read(bytes, step, () => stampedFramer(rules, 7));
        expect(units).toEqual(byItself(bytes, step));
      }),
      { numRuns: 400 },
    );
  });

  test('add up to the same, border by border', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1_000, max: 400_000 }), (written, step) => {
        const bytes = Buffer.from(written, 'latin1');
        const { units, sums } = read(bytes, step, (tally) => stampedFramer(rules, 7, tally));
        const all = byItself(bytes, step);
        const counted = sums.map(({ start, end }) =>
          all.filter(([from, to]) => from >= start && to <= end),
        );
        expect(sums).toEqual(counted.map(sumOf));
        for (const run of counted) {
          const [first, last] = [run[0]?.[0] ?? 0, run.at(-1)?.[0] ?? 0];
          expect(last - first).toBeLessThan(PART_BYTES);
        }
        const both = [...units, ...counted.flat()].sort(([a], [b]) => a - b);
        expect(both).toEqual(all);
      }),
      { numRuns: 400 },
    );
  });
});

test('most lines of an ordinary log are counted and no units', () => {
  const line = (index: number) =>
    `2026-11-20 14:0${index % 10}:00.${100 + (index % 900)} INFO  [main] handled ${index}\n`;
  const bytes = Buffer.from(Array.from({ length: 20_000 }, (_, index) => line(index)).join(''));
  const { units, sums } = read(bytes, 300_000, (tally) => stampedFramer(STRICT, 7, tally));
  expect(units.length).toBeLessThan(10);
  expect(units.length + sums.reduce((sum, { count }) => sum + count, 0)).toBe(20_000);
});
