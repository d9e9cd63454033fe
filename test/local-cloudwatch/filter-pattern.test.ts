// FilterLogEvents' pattern language for text.
import { expect, test } from 'vitest';
import { filterPattern } from '../../src/local-cloudwatch/filter-pattern.ts';

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
  [
    '{ $.level = "ERROR" }',
    'Invalid filter pattern: JSON patterns are not supported on local logs.',
  ],
  [
    '[ip, user, status=5*]',
    'Invalid filter pattern: space-delimited patterns are not supported on local logs.',
  ],
  [
    '%ERR.R%',
    'Invalid filter pattern: regular expression patterns are not supported on local logs.',
  ],
  ['out-of-memory', "Invalid character(s) in term 'out-of-memory': put it in double quotes."],
  ['ERROR "open', 'Invalid filter pattern at character 5: a quote is not closed.'],
])('refuses %j', (pattern, message) => {
  expect(() => filterPattern(pattern)).toThrow(message);
});

test('tells the literals that every match must hold one of', () => {
  expect(filterPattern('ERROR payment -x').literals).toEqual(['payment']);
  expect(filterPattern('?ERROR ?WARN').literals).toEqual(['ERROR', 'WARN']);
  expect(filterPattern('-x').literals).toBe(null);
});
