// Where of a field that `parse` makes only its presence is asked, patterns are searched for together: the counts must be
// those of the captures, whatever the patterns.

import { describe, expect, test } from 'vitest';
import { ManySearch } from '../../src/insights/regex/many-search.ts';
import { capturer } from '../../src/insights/regex/matcher.ts';
import { parseRegex } from '../../src/insights/regex/parse.ts';
import { piecesOf } from '../../src/insights/regex/sequence.ts';
import { output } from './query.ts';
import { pick, type Random, randomOf } from './random.ts';

const piecesIn = (pattern: string) =>
  piecesOf(parseRegex(pattern, false).node).map(({ gap, length }) => `${gap} ${length}`);

/** Searches texts, and where they are ASCII their bytes, which must tell the same. */
function searcherFor(patterns: readonly string[]) {
  const search = new ManySearch(patterns.map((pattern) => parseRegex(pattern, false).node));
  return (text: string) => {
    const found = search.foundIn(text).toSorted();
    const bytes = Buffer.from(`é${text}é`);
    const inBytes = search.foundInBytes(bytes, 2, bytes.length - 2)?.toSorted() ?? null;
    if (bytes.length === text.length + 4)
      expect([patterns, text, inBytes]).toEqual([patterns, text, found]);
    return found;
  };
}

const listOf = (random: Random, most: number, one: () => string) =>
  Array.from({ length: 1 + Math.floor(random() * most) }, one);

const PIECES = [
  'a',
  'ab',
  'b',
  '\\ba\\b',
  '[ab]b',
  '.',
  'a|bb',
  'a+',
  'a?',
  '\\b',
  '^',
  '$',
  '\\B',
  'é',
  'aa',
  '\\s',
  '(?:ab|ba)',
  'b{2}',
  '^a',
  'b$',
  '💥',
  '',
];
const GAPS = [
  '[\\s\\S]+',
  '[\\s\\S]+',
  '[\\s\\S]*',
  '[\\s\\S]{2,}',
  '[\\s\\S]+?',
  '(?s:.*)',
  '.+',
  '',
];
const UNITS = ['a', 'b', 'a', 'b', ' ', '\n', 'é', '💥', 'ab', 'ba'];

const randomPattern = (random: Random) =>
  listOf(random, 4, () => `${pick(random, PIECES)}${pick(random, GAPS)}`)
    .join('')
    .replace(/(?:\[\\s\\S\]\+)$/, (gap) => (random() < 0.8 ? '' : gap));
const randomText = (random: Random) => listOf(random, 9, () => pick(random, UNITS)).join('');

describe('many patterns in one pass', () => {
  test.each([
    ['a', ['0 null']],
    ['\\ba\\b[\\s\\S]+\\bbc\\b', ['0 1', '1 2']],
    ['(?:a+[\\s\\S]*(?:b|c)[\\s\\S]{3,}?d)', ['0 null', '0 1', '3 1']],
    ['a(?s).*[bc]{2}', ['0 1', '0 2']],
    // What varies in length, or is nothing, cannot be told from where it ends.
    ['a[\\s\\S]+b+', ['0 null']],
    ['a[\\s\\S]+b$', ['0 null']],
    ['a[\\s\\S]+', ['0 null']],
    ['[\\s\\S]+a', ['0 null']],
    ['a.+b', ['0 null']],
    ['(?:a[\\s\\S]+b)?c', ['0 null']],
  ])('%s: the pieces', (pattern, expected) => {
    expect(piecesIn(pattern)).toEqual(expected);
  });

  test('pieces follow one another without sharing a unit', () => {
    const found = searcherFor([
      'ab[\\s\\S]+ab',
      'ab[\\s\\S]*ab',
      'aba[\\s\\S]*ba',
      'b[\\s\\S]{2,}b',
    ]);
    expect(found('abab')).toEqual([1]);
    expect(found('ab ab')).toEqual([0, 1, 3]);
    expect(found('ababa')).toEqual([1, 2]);
  });

  test('by chance: those match that V8 says', () => {
    const random = randomOf(28_112_026);
    for (let round = 0; round < 600; round++) {
      const patterns = listOf(random, 5, () => randomPattern(random));
      const found = searcherFor(patterns);
      const captures = patterns.map((pattern) => capturer(parseRegex(pattern, false)));
      for (let texts = 0; texts < 12; texts++) {
        const text = randomText(random);
        const expected = captures.flatMap((capture, at) => (capture(text) === null ? [] : [at]));
        expect([patterns, text, found(text)]).toEqual([patterns, text, expected]);
      }
    }
  });

  test('it is told where what was learnt is of no use', () => {
    const search = new ManySearch([parseRegex('a[ab]{13}c', false).node]);
    const random = randomOf(7);
    const text = () => Array.from({ length: 2_000 }, () => (random() < 0.5 ? 'a' : 'b')).join('');
    search.foundIn(text());
    expect(search.isCostly).toBe(false);
    for (let texts = 0; texts < 100; texts++) search.foundIn(text());
    expect(search.isCostly).toBe(true);
  });
});

describe('what is learnt of thirty findings', () => {
  const LEVELS = ['ERROR', 'WARN'];
  const KINDS = Array.from({ length: 15 }, (_, kind) => [
    `Component ${kind * 7_919} could not reach its upstream within the time allowed for`,
    `attempts; the circuit of peer ${kind * 104_729} is open and stays so until`,
  ]);
  const patterns = LEVELS.flatMap((level) =>
    KINDS.map(([head, tail]) => `\\b${level}\\b.*${head}\\s+.+\\s+${tail}.+`),
  );
  const text = (at: number) => {
    const [head, tail] = KINDS[at % KINDS.length] ?? [];
    const level = LEVELS[Math.floor(at / KINDS.length) % LEVELS.length];
    return `2026-11-20T10:00:00Z ${level} [main] ${head} ${at * 31} ${tail} ${at * 17}`;
  };

  test('fits into the memory, so that later texts cost next to nothing', () => {
    const search = new ManySearch(patterns.map((pattern) => parseRegex(pattern, false).node));
    const found = Array.from({ length: 2_000 }, (_, at) => search.foundIn(text(at)));
    expect(found).toEqual(found.map((_, at) => [at % patterns.length]));
    expect(search.isCostly).toBe(false);
  });
});

describe('count of a field', () => {
  const GROUPS = [
    (pattern: string) => `(?<N>${pattern})`,
    (pattern: string) => `(?<N>${pattern})`,
    (pattern: string) => `(?<N>${pattern})?b`,
    (pattern: string) => `a(?:(?<N>${pattern})|b)`,
    (pattern: string) => `(?:a(?<N>${pattern})){2}`,
    (pattern: string) => `[ab](?<N>${pattern})`,
    (pattern: string) => `((?<N>)${pattern})`,
  ];

  /** Counts beside those of a value that is made of the field, and so needs the capture. */
  function bothCounts(parses: readonly string[], texts: readonly string[], by: string) {
    const names = parses.map((_, at) => `t${at}`);
    const { rows } = output(
      [
        ...parses.map((parse, at) => `parse @message /${parse.replace('N', `t${at}`)}/`),
        ...names.map((name) => `fields strlen(${name}) as l${name}`),
        `stats ${names.flatMap((name) => [`count(${name}) as n${name}`, `count(l${name}) as m${name}`]).join(', ')} ${by}`,
      ].join(' | '),
      texts,
    );
    const cellOf = (row: (typeof rows)[number], field: string) =>
      row.find((cell) => cell.field === field)?.value;
    return rows.map((row) => ({
      fast: names.map((name) => cellOf(row, `n${name}`)),
      slow: names.map((name) => cellOf(row, `m${name}`)),
    }));
  }

  test('by chance: it is that of the captures', () => {
    const random = randomOf(3);
    for (let round = 0; round < 400; round++) {
      const parses = listOf(
        random,
        16,
        () => GROUPS[Math.floor(random() * GROUPS.length)]?.(randomPattern(random)) ?? '',
      );
      const texts = listOf(random, 12, () => randomText(random));
      const by = random() < 0.5 ? '' : 'by bin(5s), @log';
      for (const { fast, slow } of bothCounts(parses, texts, by))
        expect([parses, texts, fast]).toEqual([parses, texts, slow]);
    }
  });

  test('an empty capture counts, a group that takes no part does not', () => {
    const { rows } = output(
      'parse @message /a(?<e>)/ | parse @message /b(?<o>x)?/ | stats count(e) as e1, count(o) as o1',
      ['ab', 'abx', 'b'],
    );
    expect(rows).toEqual([
      [
        { field: 'e1', value: '2' },
        { field: 'o1', value: '1' },
      ],
    ]);
  });

  test('patterns that together are too large are looked for one by one', () => {
    const parses = Array.from({ length: 8 }, (_, at) => `(?<N>a(?:b{900}){${8 + at}})`);
    const text = `a${'b'.repeat(900 * 10)}`;
    const [counts] = bothCounts(parses, [text], '');
    expect(counts?.fast).toEqual(['1', '1', '1', '0', '0', '0', '0', '0']);
    expect(counts?.slow).toEqual(counts?.fast);
  });
});
