// The kernel finds what a naive search finds, wherever in the window it stands; its bytes are those of its source.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Place } from '../../../src/insights/regex/places.ts';
import { Kernel } from '../../../src/local-cloudwatch/kernel/kernel.ts';
import {
  type ByteRun,
  foldedRun,
  runSet,
  type Sequence,
} from '../../../src/local-cloudwatch/kernel/run-set.ts';
import { bytesText, KERNEL_FOLDER, MODULES } from './assemble.ts';

test.each(MODULES)('the bytes in the tree are those that %s.wat is assembled to', async (name) => {
  expect(await bytesText(name)).toBe(readFileSync(join(KERNEL_FOLDER, `${name}-bytes.ts`), 'utf8'));
});

/** A window of these bytes, in the midst of what another window left behind. */
function windowOf(kernel: Kernel, bytes: Buffer): void {
  kernel.window(bytes.length + 64).fill('errorERROR\n{}');
  bytes.copy(kernel.window(bytes.length));
}

function everyHit(kernel: Kernel, to: number): number[] {
  const hits: number[] = [];
  for (let at = kernel.next(0, to); at !== -1; at = kernel.next(at + 1, to)) hits.push(at);
  return hits;
}

const alone = (run: ByteRun): Sequence => ({ run, tail: [] });
const literalSet = (literals: readonly string[]) => runSet(literals.map(foldedRun).map(alone));

const fold = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Where each of the literals stands, [start, end). */
function occurrences(bytes: Buffer, literals: readonly string[]): [number, number][] {
  const text = fold(bytes.toString('latin1'));
  const found: [number, number][] = [];
  for (const literal of literals.map(fold)) {
    for (let at = text.indexOf(literal); at !== -1; at = text.indexOf(literal, at + 1)) {
      found.push([at, at + literal.length]);
    }
  }
  return found;
}

/** Few letters, so that literals and parts of them are met often; some bytes that no text holds. */
const letter = fc.constantFrom(...'abAB \n{"id:0\u00c3\u00a4\u00ff\u0000');
const textOf = (minLength: number, maxLength: number) =>
  fc.string({ unit: letter, minLength, maxLength });

describe('literals', () => {
  test('are found everywhere that a naive search finds them, and nowhere else', () => {
    const kernel = new Kernel();
    fc.assert(
      fc.property(
        fc.array(textOf(2, 12), { minLength: 1, maxLength: 40 }),
        textOf(0, 120),
        fc.array(fc.tuple(fc.nat(), fc.nat(200)), { maxLength: 4 }),
        (literals, noise, planted) => {
          const set = literalSet(literals);
          if (set === null) throw new Error('too many');
          // Literals at random places, the borders of the kernel's steps and the window's end among them.
          const parts = planted.map(
            ([which, gap]) => 'x'.repeat(gap) + (literals[which % literals.length] ?? ''),
          );
          const bytes = Buffer.from(noise + parts.join(''), 'latin1');
          windowOf(kernel, bytes);
          kernel.seek(set);
          const hits = everyHit(kernel, bytes.length);
          const expected = occurrences(bytes, literals);
          for (const hit of hits) {
            expect(expected.some(([start, end]) => start <= hit && hit < end)).toBe(true);
          }
          for (const [start, end] of expected) {
            expect(hits.some((hit) => start <= hit && hit < end)).toBe(true);
          }
        },
      ),
      { numRuns: 800 },
    );
  });

  test('are found at every offset and at both ends of a window', () => {
    const kernel = new Kernel();
    const set = literalSet(['TimeOut', 'ab']);
    if (set === null) throw new Error('no set');
    kernel.seek(set);
    for (let size = 7; size < 120; size++) {
      for (let at = 0; at + 7 <= size; at++) {
        const bytes = Buffer.alloc(size, '.');
        bytes.write('tIMEoUT', at);
        windowOf(kernel, bytes);
        kernel.seek(set);
        const [hit = -1, ...others] = everyHit(kernel, size);
        expect([hit >= at && hit < at + 7, others]).toEqual([true, []]);
        expect(everyHit(kernel, at + 6)).toEqual([]);
      }
    }
  });

  test('that are too short or too many cannot be sought', () => {
    expect(literalSet([])).toBeNull();
    expect(literalSet(['ok', 'x'])).toBeNull();
    expect(literalSet(Array.from({ length: 800 }, (_, index) => `literal ${index}`))).toBeNull();
  });

  test('are found where each of them has many ways to be written', () => {
    const kernel = new Kernel();
    const digits = '0123456789';
    const run: ByteRun = [digits, `${digits}abcdef`, `${digits}ghijkl`, 'x'];
    const runs = Array.from({ length: 40 }, (_, index): ByteRun => [...run, `${index}`.slice(-1)]);
    const set = runSet(runs.map(alone));
    if (set === null) throw new Error('no set');
    windowOf(kernel, Buffer.from('--7f9x3--7f9y3--0agx0'));
    kernel.seek(set);
    const groups = new Set(everyHit(kernel, 21).map((hit) => Math.floor(hit / 7)));
    expect([...groups]).toEqual([0, 2]);
  });

  test('that are long are sought by what they begin with', () => {
    const kernel = new Kernel();
    const set = literalSet(['y'.repeat(100)]);
    if (set === null) throw new Error('no set');
    windowOf(kernel, Buffer.from(`${'y'.repeat(31)} ${'Y'.repeat(32)}`));
    kernel.seek(set);
    expect(everyHit(kernel, 64)).toHaveLength(1);
  });

  test('of another set are forgotten', () => {
    const kernel = new Kernel();
    const bytes = Buffer.from('one two');
    windowOf(kernel, bytes);
    for (const [literal, expected] of [
      ['one', true],
      ['three', false],
      ['two', true],
    ] as const) {
      const set = literalSet([literal]);
      if (set === null) throw new Error(literal);
      kernel.seek(set);
      expect(everyHit(kernel, bytes.length).length > 0).toBe(expected);
    }
  });
});

test('runs of several characters at each place are found as by a naive search', () => {
  const kernel = new Kernel();
  const set = fc.uniqueArray(letter, { minLength: 1, maxLength: 5 }).map((all) => all.join(''));
  const run = fc.array(set, { minLength: 2, maxLength: 6 });
  const holdsAt = (one: ByteRun, text: string, at: number) =>
    at + one.length <= text.length &&
    one.every((characters, index) => characters.includes(text.charAt(at + index)));
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 12 }), textOf(0, 100), (runs, text) => {
      const bytes = Buffer.from(text, 'latin1');
      const sought = runSet(runs.map(alone));
      if (sought === null) throw new Error('too many');
      windowOf(kernel, bytes);
      kernel.seek(sought);
      const hits = everyHit(kernel, bytes.length);
      const stretches = runs.flatMap((one) =>
        [...text].flatMap((_, at) =>
          holdsAt(one, text, at) ? [[at, at + one.length] as const] : [],
        ),
      );
      const inStretch = (hit: number, [start, end]: readonly [number, number]) =>
        start <= hit && hit < end;
      expect(hits.every((hit) => stretches.some((one) => inStretch(hit, one)))).toBe(true);
      expect(stretches.every((one) => hits.some((hit) => inStretch(hit, one)))).toBe(true);
    }),
    { numRuns: 800 },
  );
});

test('what must stand behind a literal is looked for place by place', () => {
  const kernel = new Kernel();
  const set = fc.uniqueArray(letter, { minLength: 1, maxLength: 3 }).map((all) => all.join(''));
  const kind = fc.constantFrom<Place['kind']>('one', 'maybe');
  const tail = fc.array(fc.record({ set, kind }), { maxLength: 4 });
  const edge: Place = { set: ' \n{}:"', kind: 'edge' };
  fc.assert(
    fc.property(textOf(2, 4), tail, fc.boolean(), textOf(0, 100), (literal, places, ends, text) => {
      const bytes = Buffer.from(`${text}${literal}`, 'latin1');
      const all = ends ? [...places, edge] : places;
      const sought = runSet([{ run: foldedRun(literal), tail: all }]);
      if (sought === null) throw new Error('too many');
      windowOf(kernel, bytes);
      kernel.seek(sought);
      const found = new Set(everyHit(kernel, bytes.length));
      const expected = occurrences(bytes, [literal]).filter(([, end]) => goesOn(bytes, end, all));
      expect(found.size).toBe(expected.length);
      for (const [start, end] of expected) {
        expect([...found].some((hit) => start <= hit && hit < end)).toBe(true);
      }
    }),
    { numRuns: 800 },
  );
});

/** Takes what may be left out wherever it stands. */
function goesOn(bytes: Buffer, from: number, places: readonly Place[]): boolean {
  let at = from;
  for (const { set, kind } of places) {
    const stands = at < bytes.length && set.includes(bytes.toString('latin1', at, at + 1));
    if (stands) at++;
    else if (kind !== 'maybe' && !(kind === 'edge' && at === bytes.length)) return false;
  }
  return true;
}

test('lines and events are found as a naive search finds them', () => {
  const kernel = new Kernel();
  const piece = fc.constantFrom('\n', '{"id":"', '{"id', '{', '"id', 'word ', '.'.repeat(15));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(), fc.nat(), (pieces, one, other) => {
      const text = pieces.join('');
      const bytes = Buffer.from(text);
      windowOf(kernel, bytes);
      const places = [one % (bytes.length + 1), other % (bytes.length + 1)];
      const [at, to] = [Math.min(...places), Math.max(...places)];
      const lineEnd = text.indexOf('\n', at);
      expect(kernel.lineEnd(at, to)).toBe(lineEnd === -1 || lineEnd > to ? to : lineEnd);
      expect(kernel.lineStart(to)).toBe(to === 0 ? 0 : text.lastIndexOf('\n', to - 1) + 1);
      const starts = [...text.matchAll(/\{"id/g)].map(({ index }) => index);
      const between = starts.filter((start) => at <= start && start < to);
      expect(kernel.countEvents(at, to)).toBe(between.length);
      expect(kernel.eventBefore(at, to)).toBe(between.at(-1) ?? -1);
    }),
    { numRuns: 400 },
  );
});
