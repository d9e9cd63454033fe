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
  textLines,
  type Units,
} from '../../../src/local-cloudwatch/input/framing.ts';
import { INDENTED, type StampRules } from '../../../src/local-cloudwatch/input/time-stamps.ts';

const STRICT: StampRules = {
  referenceMs: Date.UTC(2026, 10, 21),
  looseLayout: null,
  objects: null,
};

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
const fraction = fc.constantFrom('', '.123', '.124', ',123', '.5', '.123456', '.1234567890', '.');
const lead = fc.constantFrom('', '', '[', '"');
const iso = fc.tuple(lead, date, clock, fraction, tail).map((parts) => parts.join(''));
/** What stands before the minutes in other layouts; of one hour the year that is guessed ends within it. */
const otherBefore = fc.constantFrom(
  'Nov 20 14:',
  '<13>Nov 20 14:',
  'Nov 22 00:',
  'Feb 29 14:',
  'I1120 14:',
  'W1120 14:',
  'I1122 00:',
  '20/Nov/2026:14:',
  'Fri, 20 Nov 2026 14:',
  '[20-Nov-2026 14:',
  '20261120 14:',
  '26/11/20 14:',
  'time=2026-11-20T14:',
  'level=info ts="2026-11-20T14:',
  'INFO 2026-11-20 14:',
  'INFO [2026-11-20 14:',
  'Nov 20 14:00:00 host 2026-11-20 15:',
  '<13>1 2026-11-20T14:',
  'I, [2026-11-20T14:',
  `${'word'.repeat(12)} 2026-11-20T14:`,
);
const others = fc.tuple(otherBefore, clock, fraction, tail).map((parts) => parts.join(''));
const stamped = fc.oneof(iso, others);
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

/** The same line a little later: what stands in most logs. */
const later = (line: string, number: number) =>
  line.replace(/(?<=\d\d?:)\d\d:\d\d/, (at) => (number % 3 === 0 ? at : clockOf(number * 37)));

const clockOf = (seconds: number) =>
  [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => `${part}`.padStart(2, '0')).join(':');

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
  return `${later(example, number)}${'.'.repeat(length)}`;
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
  ['stamps behind keys', { ...STRICT, looseLayout: 'after-keys' }],
  ['stamps behind words', { ...STRICT, looseLayout: 'after-words' }],
  ['short years', { ...STRICT, looseLayout: 'short-year' }],
  ['years that end within an hour', { ...STRICT, referenceMs: STRICT.referenceMs + 1_830_000 }],
])('lines with stamps that are alike, in a file with %s,', (_, rules) => {
  const byItself = (bytes: Buffer, step: number) =>
    read(bytes, step, () => textFramer(textLines(rules), 7)).units;

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

const BEFORE_THREE = Date.UTC(2026, 10, 21, 14, 59, 59, 500);

test.each([
  [
    'a date and an hour joined by a colon behind blanks and a mark',
    { ...STRICT, looseLayout: INDENTED },
    ['   <13>2026-11-20:14:00:00 more text', '   <13>2026-11-20:15:30:00 more text'],
  ],
  [
    'a fraction behind a colon',
    { ...STRICT, looseLayout: 'compact' },
    [':00.5', ':01.25', ':01:', ':02:500'].map((at) => `20261120 14:00${at} more text`),
  ],
  [
    'a year that is guessed for the last half of a second',
    { ...STRICT, referenceMs: BEFORE_THREE },
    ['00:00.100', '00:01.100', '59:59.900'].map((at) => `Nov 22 14:${at} host more text`),
  ],
  [
    'a year that is guessed for all but the first moment',
    { ...STRICT, referenceMs: Date.UTC(2026, 10, 21) },
    ['38:09.9', '54:30', '00:00'].map((at) => `Nov 22 00:${at} host more text`),
  ],
  [
    'a second that was only tried',
    { ...STRICT, referenceMs: BEFORE_THREE },
    ['00:00.900', '59:59.100'].map((at) => `Nov 22 14:${at} host more text`),
  ],
])('%s is read as in each line by itself', (_, rules, lines) => {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const { units } = read(bytes, 1_000, () => stampedFramer({ ...rules }, 7));
  expect(units).toEqual(read(bytes, 1_000, () => textFramer(textLines({ ...rules }), 7)).units);
});

test.each([
  ['20/Nov/2026:10:29:00 -0530 and more', 'Nov 20 14:00:00 -0530 and more'],
  ['Nov 20 14:17:53 CEST x and more', 'I1122 00:38:14.5 CEST x and more'],
])('what is a zone behind %s is none behind %s', (first, second) => {
  const bytes = Buffer.from(`${first}\n${second}\n${second}\n`);
  const { units } = read(bytes, 1_000, () => stampedFramer(STRICT, 7));
  expect(units).toEqual(read(bytes, 1_000, () => textFramer(textLines(STRICT), 7)).units);
});

test.each([
  ['an ordinary log', '2026-11-20 14:', '.123 INFO  [main] handled', null],
  ['syslog', 'Nov 20 14:', ' web-1 app[123]: handled', null],
  ['klog', 'I1120 14:', '.123456    1207 sync.go:224] handled', null],
  ['logfmt', 'time=2026-11-20T14:', '.123Z level=info msg=handled', 'after-keys'],
  ['logfmt in quotes', 'ts="2026-11-20T14:', '+01:00" level=info msg=handled', 'after-keys'],
  ['a log with the level first', 'INFO 2026-11-20 14:', ',123 main handled', 'after-words'],
])('most lines of %s are counted and no units', (_, before, behind, looseLayout) => {
  const line = (index: number) => `${before}${clockOf(index % 3_600)}${behind} ${index}\n`;
  const bytes = Buffer.from(Array.from({ length: 20_000 }, (_, index) => line(index)).join(''));
  const rules = { ...STRICT, looseLayout };
  const { units, sums } = read(bytes, 300_000, (tally) => stampedFramer(rules, 7, tally));
  expect(units.length).toBeLessThan(10);
  expect(units.length + sums.reduce((sum, { count }) => sum + count, 0)).toBe(20_000);
});
