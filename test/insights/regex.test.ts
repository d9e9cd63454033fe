import { describe, expect, test } from 'vitest';
import { capturer, searcher } from '../../src/insights/regex/matcher.ts';
import { parseRegex } from '../../src/insights/regex/parse.ts';

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
  ])('%s over %j: %j', (pattern, text, expected) => {
    expect(searcher(parseRegex(pattern, false))(text)).toBe(expected);
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
    ['a(?m)^b|\\A', '(?m) must hold for the whole pattern'],
  ])('%s is refused: %s', (pattern, message) => {
    expect(() => searcher(parseRegex(pattern, false))).toThrow(message);
  });
});
