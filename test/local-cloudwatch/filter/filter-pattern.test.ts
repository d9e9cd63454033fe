// FilterLogEvents' pattern language: terms, regular expressions, JSON conditions, columns.
import { describe, expect, test } from 'vitest';
import { filterPattern } from '../../../src/local-cloudwatch/filter/filter-pattern.ts';

const MESSAGES = [
  'ERROR payment failed',
  'error payment',
  'WARN out of memory',
  'ERROR "quoted" health',
  'ok',
];
const matching = (pattern: string) =>
  MESSAGES.filter((message) => filterPattern(pattern).matches(message));

test.each([
  ['', MESSAGES],
  ['" "', MESSAGES],
  ['ERROR', [MESSAGES[0], MESSAGES[3]]],
  ['ERROR payment', [MESSAGES[0]]],
  ['?ERROR ?WARN', [MESSAGES[0], MESSAGES[2], MESSAGES[3]]],
  ['ERROR ?WARN', [MESSAGES[0], MESSAGES[3]]],
  ['ERROR -health', [MESSAGES[0]]],
  ['-ERROR -ok', [MESSAGES[1], MESSAGES[2]]],
  ['"out of memory"', [MESSAGES[2]]],
  ['?"out of memory" ?ok', [MESSAGES[2], MESSAGES[4]]],
  ['-"out of memory" -"\\"quoted\\"" -ok', [MESSAGES[0], MESSAGES[1]]],
])('%j', (pattern, expected) => {
  expect(matching(pattern)).toEqual(expected);
});

test.each([
  ['out-of-memory', "Invalid character(s) in term 'out-of-memory': put it in double quotes."],
  ['ERROR "open', 'Invalid filter pattern at character 5: a quote is not closed.'],
])('refuses %j', (pattern, message) => {
  expect(() => filterPattern(pattern)).toThrow(message);
});

test('tells the literals that every match must hold one of', () => {
  const texts = (pattern: string) =>
    filterPattern(pattern).literals?.map(({ run }) => run.map((set) => set.charAt(0)).join(''));
  expect(texts('ERROR payment -x')).toEqual(['payment']);
  expect(texts('?ERROR ?WARN')).toEqual(['error', 'warn']);
  expect(filterPattern('-x').literals).toBe(null);
});

describe('a regular expression', () => {
  const holds = (pattern: string, message: string) => filterPattern(pattern).matches(message);

  test('is found anywhere in the event, unless it is anchored', () => {
    expect(holds('%AUTHORIZED%', '[ERROR 401] UNAUTHORIZED REQUEST')).toBe(true);
    expect(holds('%^[hc]at%', 'the cat')).toBe(false);
    expect(holds('%10\\.10\\.0\\.1$%', 'from 10.10.0.1')).toBe(true);
    expect(holds('%a{,2}b%', 'aab')).toBe(true);
    expect(holds('%\\x28x%', '(x')).toBe(true);
  });

  test.each([
    ['%(a|b)%', 'holds a character that is not supported'],
    ['%a!%', 'holds a character that is not supported'],
    ['%a', 'a % is not closed'],
    ['%a% b', 'nothing may follow'],
    ['%[b%', 'Invalid filter pattern'],
  ])('%s is refused', (pattern, why) => {
    expect(() => filterPattern(pattern)).toThrow(why);
  });
});

describe('a JSON condition', () => {
  const EVENT = JSON.stringify({
    eventType: 'UpdateTrail',
    sourceIPAddress: '111.111.111.111',
    arrayKey: ['value', 'another value'],
    objectList: [
      { name: 'a', id: 1 },
      { name: 'b', id: 2 },
    ],
    SomeObject: null,
    'cluster.name': 'c',
    ok: true,
    n: 1_000,
    text: '5',
  });

  test.each([
    ['{ $.eventType = "UpdateTrail" }', true],
    ['{ $.eventType = UpdateTrail }', true],
    ['{ $.eventType = "Update*" }', true],
    ['{ $.eventType = "*T*l" }', true],
    ['{ $.eventType = "U*T*T*" }', false],
    ['{ $.eventType != "Update*" }', false],
    ['{ $.sourceIPAddress != 123.123.* }', true],
    ['{ $.arrayKey[0] = "value" }', true],
    ['{ $.arrayKey[*] = "another*" }', true],
    ['{ $.objectList[1].id = 2 }', true],
    ['{ $.objectList[*].id > 1 }', true],
    ['{ $.objectList = 2 }', false],
    ['{ $.eventType = %Trail% }', true],
    ['{ $.* = %111\\.111\\.111\\.1[0-9]{1,2}% }', true],
    ['{ $.[\'cluster.name\'] = "c" }', true],
    ['{ $.SomeObject IS NULL }', true],
    ['{ $.ok IS TRUE }', true],
    ['{ $.ok IS FALSE }', false],
    ['{ $.SomeOtherObject NOT EXISTS }', true],
    ['{ $.SomeObject NOT EXISTS }', false],
    ['{ $.n = 1e+3 }', true],
    ['{ $.n <= 999.5 }', false],
    ['{ $.text >= 5 }', true],
    ['{ $.none != "x" }', false],
    ['{ ($.n = 1) && ($.ok IS TRUE) }', false],
    ['{ $.n = 1000 || $.n = 1 && $.ok IS FALSE }', true],
    ['{ ($.n = 1000 || $.n = 1) && $.ok IS FALSE }', false],
  ])('%s', (pattern, expected) => {
    expect(filterPattern(pattern).matches(EVENT)).toBe(expected);
  });

  test('matches no event that is no JSON', () => {
    expect(filterPattern('{ $.a NOT EXISTS }').matches('plain text')).toBe(false);
    expect(filterPattern('{ $.a NOT EXISTS }').matches('{broken')).toBe(false);
  });

  test.each([
    ['{ $.a = }', 'a value is expected'],
    ['{ $.a "x" }', 'an operator'],
    ['{ a = 1 }', 'a selector begins with'],
    ['{ $ = 1 }', 'names no property'],
    ['{ $.a > "x" }', 'takes a number'],
    ['{ $.a = 1', '"}" is expected'],
    ['{ $.a = 1 } x', 'nothing may follow'],
    ['{ $.*.* = 1 }', 'at most one wildcard'],
    ['{ $.a = %x% && $.b = %y% && $.c = %z% }', 'at most 2 regular expressions'],
    [`{ ${'('.repeat(60)}$.a = 1 }`, 'nested too deep'],
  ])('%s is refused', (pattern, why) => {
    expect(() => filterPattern(pattern)).toThrow(why);
  });
});

describe('columns', () => {
  const ACCESS =
    '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';
  const ERROR = 'ERROR 09/25/2014 12:00:02 Failed to process request';

  test.each([
    ['[ip, user, username, timestamp, request, status_code, bytes]', ACCESS, true],
    [
      '[ip=%127\\.0\\.0\\.[1-9]%, user, username, timestamp, request =*.html*, status_code = 4*, bytes]',
      ACCESS,
      true,
    ],
    ['[..., request =*.html*, status_code = 4*, bytes]', ACCESS, true],
    ['[..., status_code = 404 || status_code = 410, bytes]', ACCESS, true],
    ['[..., status_code, bytes > 2000]', ACCESS, false],
    ['[ip, ..., bytes = 1534]', ACCESS, true],
    ['[a, b, c, d, e, f, g, h]', ACCESS, false],
    ['[w1=ERROR, w2]', ERROR, true],
    ['[w1!=ERROR && w1!=WARNING, w2]', ERROR, false],
    ['[w1=ERROR || w1=WARNING, w2]', ERROR, true],
    ['[w1, w2 = "*process request"]', ERROR, true],
    ['[]', ERROR, true],
  ])('%s over %s', (pattern, message, expected) => {
    expect(filterPattern(pattern).matches(message)).toBe(expected);
  });

  // To look at each pair of places would take minutes.
  test('takes time in proportion to the event, whatever brackets it opens', () => {
    const pattern = filterPattern('[a, b = "x"]');
    expect(pattern.matches('[ '.repeat(200_000))).toBe(false);
    expect(pattern.matches('" '.repeat(200_000))).toBe(false);
  });

  test.each([
    ['[a, ..., b, ...]', 'may stand once'],
    ['[a = 1 && b = 2]', 'a condition is on one column'],
    ['[a', '"]" is expected'],
    ['[a] b', 'nothing may follow'],
  ])('%s is refused', (pattern, why) => {
    expect(() => filterPattern(pattern)).toThrow(why);
  });
});
