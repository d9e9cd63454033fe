import { describe, expect, test } from 'vitest';
import { compile } from '../../src/insights/compile.ts';
import { codes, problems } from './query.ts';

describe('what is refused, and where', () => {
  test('an unknown command, with the nearest name', () => {
    expect(problems('fields a | flter b = 1')).toEqual([
      {
        code: 'unknown-command',
        severity: 'error',
        at: 'flter',
        message: 'unknown command flter',
        help: 'did you mean filter?',
      },
    ]);
  });

  test.each([
    'anomaly',
    'logcompare timeshift 7d',
    'lookup t f OUTPUT x',
    'cidrlookup t ip OUTPUT x',
    'appendcols (SOURCE "lg" | limit 1)',
    'sessionize a',
    'outlier a',
    'relevantfields where a > 1',
    'estimate',
    'search "x"',
  ])('the command of %s is named as not supported', (query) => {
    const [found] = problems(query);
    expect([found?.code, found?.at]).toEqual(['unsupported-command', query.split(' ')[0]]);
  });

  test.each([
    ['', 'expected a command, found the end of the query', ''],
    ['# only a comment', 'expected a command, found the end of the query', ''],
    ['fields a |', 'expected a command, found the end of the query', ''],
    ['fields a || limit 1', 'expected a command, found "|"', '|'],
    ['fields', 'expected a field, a value or a function, found the end of the query', ''],
    ['fields a b', 'expected an operator, as, ",", "|" or the end of the query, found "b"', 'b'],
    ['limit 5 5', 'expected "|" or the end of the query, found "5"', '5'],
    ['fields a limit 1', '"|" is missing before limit', 'limit'],
    ['filter a = ', 'expected a field, a value or a function, found the end of the query', ''],
    ['filter a like b', 'expected a string or a /regular expression/, found "b"', 'b'],
    ['filter a in ("x")', 'expected "[", found "("', '('],
    ['filter a in [b]', 'expected a string or a number, found "b"', 'b'],
    [
      'filter errorCode exists',
      'expected an operator, "|" or the end of the query, found "exists"',
      'exists',
    ],
    [
      'filter a in (SOURCE "g" | fields a b)',
      'expected an operator, as, ",", "|" or ")", found "b"',
      'b',
    ],
    ['filter (a = 1', 'expected ")", found the end of the query', ''],
    ['filter a = "x', 'the string has no closing "', '"x'],
    ['filter a like /x', 'the regular expression has no closing /', '/x'],
    ['fields `a', 'the field name has no closing backtick', '`a'],
    ['fields a..b', 'the field name has an empty part', 'a..b'],
    ['fields 5xx', '"xx" is no unit of time', '5xx'],
    ['filter a ~ 1', 'unexpected character "~"', '~'],
    ['filter a not 1', 'expected like or in after not, found "1"', '1'],
    ['limit x', 'expected a number of rows, found "x"', 'x'],
    [
      'sort a down',
      'expected an operator, desc, asc, ",", "|" or the end of the query, found "down"',
      'down',
    ],
  ])('%s', (query, message, at) => {
    expect(problems(query).map((found) => [found.message, found.at])).toEqual([[message, at]]);
  });

  test.each([
    ['filter a lik /x/', 'like'],
    ['filter a = 1 adn b = 2', 'and'],
    ['filter a nto like /x/', 'not'],
    ['stats count(*) bay a', 'by'],
    ['stats count(*) sa n', 'as'],
    ['sort a dsc', 'desc'],
    ['diff previusWeek', 'previousweek'],
    ['parse @message /(a)/ sa b', 'as'],
  ])('%s: did you mean %s?', (query, meant) => {
    expect(problems(query).map(({ help }) => help?.toLowerCase())).toEqual([
      `did you mean ${meant}?`,
    ]);
  });

  test.each(['limit 0', 'limit 100001', 'limit 1.5'])('%s is out of range', (query) => {
    expect(codes(query)).toEqual([['limit-range', query.slice(6)]]);
  });

  test('several faults of names and functions are told at once, in the order of the text', () => {
    expect(codes('fields foo(a) as x, 1 as x | stats bar(b), pct(c, 200)')).toEqual([
      ['unknown-function', 'foo'],
      ['alias-redefined', 'x'],
      ['unknown-function', 'bar'],
      ['aggregate-argument', '200'],
    ]);
  });

  test('a date pattern that is not known is told by the part that is not', () => {
    expect(problems('fields strftime(@timestamp, "%j %U") as d')).toMatchObject([
      { message: 'strftime does not know "%U" in a date pattern', at: '"%j %U"' },
    ]);
    expect(problems('fields parseDate(d, "yyyy-MM-dd qq") as d')).toMatchObject([
      { message: 'parseDate does not know "qq" in a date pattern' },
    ]);
  });

  test('after dedup only limit may follow', () => {
    expect(codes('dedup a | limit 5')).toEqual([]);
    expect(codes('dedup a | display b')).toEqual([['after-dedup', 'display b']]);
  });

  test('a query has at most 10,000 characters', () => {
    const text = `filter a = "${'x'.repeat(10_000)}"`;
    expect(codes(text).map(([code]) => code)).toEqual(['query-too-long']);
  });

  test('nesting and chains are bounded', () => {
    expect(codes(`filter ${'('.repeat(101)}a${')'.repeat(101)}`).map(([code]) => code)).toEqual([
      'syntax',
    ]);
    expect(codes(`filter ${'not '.repeat(2_000)}a`).map(([code]) => code)).toEqual(['syntax']);
    expect(codes(`fields 1${'+1'.repeat(1_200)}`).map(([code]) => code)).toEqual(['syntax']);
    expect(codes(`fields 1${'+1'.repeat(900)} as x`)).toEqual([]);
  });

  test('warnings stand beside a query that runs', () => {
    const { query, diagnostics } = compile('stats count(*) as n by bin(5m) | sort @timestamp desc');
    expect([query === null, diagnostics.map(({ severity, code }) => [severity, code])]).toEqual([
      false,
      [['warning', 'lost-field']],
    ]);
  });
});
