import { describe, expect, test } from 'vitest';
import { capturer, searcher } from '../../src/insights/regex/matcher.ts';
import { parseRegex } from '../../src/insights/regex/parse.ts';
import { pick, type Random, randomOf } from './random.ts';

/** Longer than what the backtracking engine is given. */
const LONG = 20_000;
const TEXTS = [
  '',
  'error',
  'ERROR: Timeout after 30 ms',
  '2026-01-01T00:00:00Z [main] INFO c.a.Service - took 12ms {"id":"a-1"}',
  'at com.acme.Foo.bar(Foo.java:42)',
  'aaaa',
  'abab ab',
  'a\nb\nERROR\n',
  'naïve Été ÉTÉ',
  '10.0.0.1 - - "GET /a/b HTTP/1.1" 500',
];
/** Patterns that mean the same in JavaScript. */
const PATTERNS = [
  'error',
  '[A-Z]+',
  'a{2,3}b?',
  '(a|ab)(c|bcd)?',
  '\\d{1,3}(?:\\.\\d{1,3}){3}',
  '^\\d{4}-\\d\\d',
  'at [\\w.$]+\\((\\w+)\\.java:(\\d+)\\)',
  '[^a-z\\s]+?x|took (\\d+)ms',
  '(?:ab){2}\\s',
  '"(\\w+) ([^"]*)"',
  '\\bERROR\\b|\\bInfo\\b',
  'a{0,25}b',
  '(?:a|b){12,}',
  '\\{.*?\\}',
  '[]a]|x',
  '\\$|\\.\\*|\\/',
];

const ATOMS = ['a', 'b', '-', '[ab]', '[^a]', '\\w', '\\s', '.', '\\b', '\\B', '^', '\\d', 'é'];
const QUANTIFIERS = ['', '', '', '*', '+', '?', '{2}', '{1,3}', '*?'];

function randomPattern(random: Random, depth: number): string {
  const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    if (depth > 0 && random() < 0.3) {
      const options = [randomPattern(random, depth - 1), randomPattern(random, depth - 1)];
      return `(?:${options.join('|')})${pick(random, QUANTIFIERS)}`;
    }
    const atom = pick(random, ATOMS);
    return /^(?:\\b|\\B|\^)$/i.test(atom) ? atom : `${atom}${pick(random, QUANTIFIERS)}`;
  });
  return parts.join('');
}

const randomText = (random: Random) =>
  Array.from({ length: Math.floor(random() * 8) }, () =>
    pick(random, ['a', 'b', '-', ' ', '\n', '1', 'é', 'x']),
  ).join('');

describe('patterns', () => {
  test.each(PATTERNS)('%s matches and captures as JavaScript does', (pattern) => {
    const own = pattern === '[]a]|x' ? '[\\]a]|x' : pattern;
    const parsed = parseRegex(pattern, false);
    for (const text of TEXTS) {
      const expected = new RegExp(own).exec(text);
      expect([text, searcher(parsed)(text)]).toEqual([text, expected !== null]);
      expect([text, capturer(parsed)(text)]).toEqual([
        text,
        expected === null ? null : expected.slice(1),
      ]);
    }
  });

  test.each(PATTERNS)('%s matches the same without regard to case', (pattern) => {
    const own = pattern === '[]a]|x' ? '[\\]a]|x' : pattern;
    const test = searcher(parseRegex(`(?i)${pattern}`, false));
    for (const text of TEXTS)
      expect([text, test(text)]).toEqual([text, new RegExp(own, 'i').test(text)]);
  });

  test.each(PATTERNS)('%s finds the same in long texts', (pattern) => {
    const own = pattern === '[]a]|x' ? '[\\]a]|x' : pattern;
    const parsed = parseRegex(pattern, false);
    for (const text of TEXTS) {
      const long = text + '~'.repeat(LONG);
      expect([text, searcher(parsed)(long)]).toEqual([text, new RegExp(own).test(long)]);
    }
  });

  test.each([
    ['(?i)été', 'ÉTÉ', true],
    ['a(?i)b', 'AB', false],
    ['a(?i)b', 'aB', true],
    ['a(?i:b)c', 'aBC', false],
    ['(?i)a(?-i)b', 'AB', false],
    ['(?s).', '\n', true],
    ['.', '\n', false],
    ['\\Aab\\z', 'ab', true],
    ['\\Aab\\z', 'ab\n', false],
    ['[[:upper:]]{2}', 'aBC', true],
    ['[[:punct:]]', 'a', false],
    ['\\x41\\x{42}', 'AB', true],
    ['💥+', 'a💥', true],
    ['[a💥]b', '💥b', true],
    ['{"a":1}', '{"a":1}', true],
    ['a{,2}', 'a{,2}', true],
    ['.*a.*', 'xax', true],
    ['.+a', 'a', false],
    ['()', '', true],
    ['a$', 'a\n', true],
    ['a$', 'a\n\n', false],
    ['(?m)^b$', 'a\nb\nc', true],
    ['(?m)b$', 'ab\r\n', false],
    ['\\Bb', 'ab', true],
    ['\\bb', 'ab', false],
    ['a\\b', 'a', true],
    ['\\b', '--', false],
    ['(?:^|;)x', 'y;x', true],
  ])('%s over %j: %j', (pattern, text, expected) => {
    expect(searcher(parseRegex(pattern, false))(text)).toBe(expected);
  });

  test('by chance: patterns of all kinds match where V8 says so', () => {
    const random = randomOf(20_261_127);
    for (let round = 0; round < 1_500; round++) {
      const pattern = randomPattern(random, 3);
      const search = searcher(parseRegex(pattern, false));
      const reference = new RegExp(pattern);
      for (let texts = 0; texts < 8; texts++) {
        const text = randomText(random);
        expect([pattern, text, search(text)]).toEqual([pattern, text, reference.test(text)]);
      }
    }
  });

  test('more states than are remembered change no answer', () => {
    // Which of the last 14 letters were an a: 16,384 states.
    const search = searcher(parseRegex('a[ab]{13}c', false));
    const random = randomOf(7);
    const letters = Array.from({ length: 60_000 }, () => (random() < 0.5 ? 'a' : 'b')).join('');
    expect(search(letters)).toBe(false);
    expect(search(`${letters}a${'b'.repeat(13)}c`)).toBe(true);
  });

  test('more kinds of characters than were foreseen change no answer', () => {
    const kinds = Array.from({ length: 200 }, (_, index) => String.fromCharCode(0x4e00 + index));
    const search = searcher(parseRegex(kinds.map((kind) => `${kind}x`).join('|'), false));
    for (const kind of kinds) {
      expect(search(`${kinds.join('')}${kind}x`)).toBe(true);
      expect(search(`${kinds.join('')}${kind}y`)).toBe(false);
    }
  });

  test('hostile patterns over hostile texts come to an end', () => {
    const hostile: readonly (readonly [string, string])[] = [
      ['^(a+)+$', `${'a'.repeat(40)}b`],
      ['^(a+)+$', `${'a'.repeat(30_000)}b`],
      ['(?i)(x+x+)+y', 'xX'.repeat(15_000)],
      ['(a|a)*b', 'a'.repeat(8_000)],
      ['.*.*.*=', 'a'.repeat(8_000)],
      ['a.*error.*failed', `error failed ${'a'.repeat(30_000)}`],
    ];
    for (const [pattern, text] of hostile) {
      expect([pattern, searcher(parseRegex(pattern, false))(text)]).toEqual([pattern, false]);
    }
  });

  test.each([
    ['(?=a)', 'look-ahead is not supported'],
    ['(?!a)', 'negative look-ahead is not supported'],
    ['(?<=a)b', 'look-behind is not supported'],
    ['(?<!a)b', 'negative look-behind is not supported'],
    ['(?>a)', 'an atomic group is not supported'],
    ['(a)\\1', 'back-references are not supported'],
    ['a++', 'possessive quantifiers are not supported'],
    ['a**', 'a quantifier follows another'],
    ['*a', 'nothing to repeat before *'],
    ['(a', 'the group has no closing )'],
    ['a)', 'unmatched )'],
    ['[a', 'the class has no closing ]'],
    ['[z-a]', 'the range is out of order'],
    ['[[:nope:]]', 'unknown class [:nope:]'],
    ['\\p{L}', 'unknown escape \\p'],
    ['a\\', '\\ at the end of the pattern'],
    ['(?x)a', 'unknown flag x'],
    ['a{1001}', 'bad count {1001} (at most 1000)'],
    ['a{3,2}', 'bad count {3,2} (at most 1000)'],
    ['((a{1000}){1000}){1000}', 'the pattern repeats too much'],
  ])('%s is refused: %s', (pattern, message) => {
    expect(() => searcher(parseRegex(pattern, false))).toThrow(message);
  });

  test('captures cannot be taken where (?m) holds for a part of the pattern only', () => {
    const parsed = parseRegex('(a)(?m)^b|\\A', false);
    expect(searcher(parsed)('xa')).toBe(true);
    expect(() => capturer(parsed)).toThrow('(?m) must hold for the whole pattern');
  });
});
