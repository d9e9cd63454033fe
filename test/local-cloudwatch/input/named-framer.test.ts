// Blocks of lines of several sources: each gives the same units when it is read by itself.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noUnits, type Units } from '../../../src/local-cloudwatch/input/framing.ts';
import {
  MAX_MESSAGE_BYTES,
  MAX_RECORD_BYTES,
  type StreamTimes,
} from '../../../src/local-cloudwatch/input/log-file.ts';
import type { NameForm } from '../../../src/local-cloudwatch/input/named-forms.ts';
import { type NamedFormat, namedFramer } from '../../../src/local-cloudwatch/input/named-framer.ts';
import { namedText } from '../../../src/local-cloudwatch/input/named-lines.ts';
import { NOON_MS } from '../served.ts';

const BLOCK_BYTES = 200;
const formatOf = (timed: boolean, form: NameForm = 'bar'): NamedFormat => ({
  kind: 'named-lines',
  form,
  timed,
  stamps: { referenceMs: NOON_MS, looseLayout: null, objects: null },
  byName: new Map(),
});

interface Told {
  readonly start: number;
  readonly end: number;
  readonly ms: number;
}

interface Begun {
  readonly start: number;
  readonly known: StreamTimes;
}

const listOf = ({ starts, ends, times }: Units, base: number): readonly Told[] =>
  starts.map((start, index) => ({
    start: base + start,
    end: base + (ends[index] ?? 0),
    ms: times[index] ?? 0,
  }));

/** The units of a file that comes in windows that grow by so many bytes, and where blocks begin. */
function framed(bytes: Buffer, format: NamedFormat, readBytes: number) {
  const begun: Begun[] = [];
  let base = 0;
  const begins = (start: number, known: StreamTimes) => begun.push({ start: base + start, known });
  const framer = namedFramer(format, NOON_MS, BLOCK_BYTES, null, begins);
  const units: Told[] = [];
  for (let end = 0; end < bytes.length; ) {
    end = Math.min(end + readBytes, bytes.length);
    const found = noUnits();
    const consumed = framer.frame(bytes.subarray(base, end), end === bytes.length, found);
    units.push(...listOf(found, base));
    base += consumed;
  }
  return { units, begun };
}

const of = (name: string, text: string) => `${name.padEnd(8)}| ${text}\n`;
const WRITERS: Readonly<Record<NameForm, (name: string, text: string) => string>> = {
  bar: of,
  'clock-bar': (name, text) => `14:00:00 ${of(name, text)}`,
  bracket: (name, text) => `[pod/${name}/app] ${text}\n`,
  pair: (name, text) => (text === '' ? `+ ${name} › app\n` : `${name} app ${text}\n`),
  triple: (name, text) => (text === '' ? `- shop ${name} › app\n` : `shop ${name} app ${text}\n`),
};
const form = fc.constantFrom<NameForm>('bar', 'clock-bar', 'bracket', 'pair', 'triple');
const lines = fc.array(
  fc.tuple(
    fc.constantFrom('web-1', 'db-1', 'x-1', ''),
    fc.constantFrom('STAMP a', 'STAMP', 'b', '  c', '', '{"a":1}'),
    fc.integer({ min: 0, max: 3_000 }),
  ),
  { maxLength: 60 },
);

function contentOf(
  all: readonly (readonly [string, string, number])[],
  timed: boolean,
  write = of,
): Buffer {
  let ms = NOON_MS;
  const written = all.map(([name, text, laterMs]) => {
    ms += laterMs;
    const stamp = new Date(ms).toISOString();
    const full = text.replace('STAMP', stamp);
    return name === '' ? `${full}\n` : write(name, timed ? `${stamp} ${full}` : full);
  });
  return Buffer.from(written.join(''));
}

describe('blocks of lines of containers', () => {
  test('give the same units by themselves as in the file, however it is read', () => {
    fc.assert(
      fc.property(
        lines,
        fc.boolean(),
        form,
        fc.integer({ min: 1, max: 900 }),
        (all, timed, named, readBytes) => {
          const format = formatOf(timed, named);
          const bytes = contentOf(all, timed, WRITERS[named]);
          const { units, begun } = framed(bytes, format, readBytes);
          expect(framed(bytes, format, bytes.length + 1)).toEqual({ units, begun });
          for (const [index, { start, known }] of begun.entries()) {
            const next = begun[index + 1]?.start ?? Number.POSITIVE_INFINITY;
            const own = units.filter((unit) => unit.start >= start && unit.start < next);
            const end = Math.max(...own.map((unit) => unit.end));
            expect(own[0]?.start).toBe(start);
            expect(end).toBeLessThanOrEqual(next);
            expect(next - start).toBeGreaterThanOrEqual(BLOCK_BYTES);
            expect(own.every((unit) => unit.start < start + BLOCK_BYTES)).toBe(true);
            const firstMs = own[0]?.ms ?? 0;
            const again = noUnits();
            namedFramer(format, firstMs, BLOCK_BYTES, known, null).frame(
              bytes.subarray(start, end),
              true,
              again,
            );
            expect(listOf(again, start)).toEqual(own);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('hold all text of every line that says something, once', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const bytes = contentOf(all, false);
        const { units } = framed(bytes, formatOf(false), 10_000);
        const texts = units.flatMap(({ start, end }) =>
          namedText(bytes, start, end, formatOf(false)).toString().split('\n'),
        );
        const expected = bytes
          .toString()
          .split('\n')
          .map((line) => line.replace(/^[a-z]+-1 +\| /, ''));
        const said = (list: readonly string[]) => list.filter((text) => text !== '').sort();
        expect(said(texts)).toEqual(said(expected));
      }),
      { numRuns: 1_000 },
    );
  });

  test('that hold a line beyond every bound keep its first bytes', () => {
    const long = `${of('web-1', 'x'.repeat(MAX_RECORD_BYTES + 1_000))}`;
    const bytes = Buffer.from(`${of('db-1', 'before')}${long}${of('db-1', 'after')}`);
    const found = noUnits();
    const framer = namedFramer(formatOf(false), NOON_MS, BLOCK_BYTES, null, null);
    const read = MAX_RECORD_BYTES + 500;
    const consumed = framer.frame(bytes.subarray(0, read), false, found);
    framer.frame(bytes.subarray(consumed), true, found);
    expect(found.tooLong).toBe(1);
    expect(found.starts.length).toBe(3);
    expect((found.ends[1] ?? 0) - (found.starts[1] ?? 0)).toBe(MAX_MESSAGE_BYTES);
  });
});
