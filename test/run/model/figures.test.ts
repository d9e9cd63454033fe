// Which numbers a claim may state: figures of what it cites, and what follows from these in one step.
import { describe, expect, test } from 'vitest';
import { checkClaim } from '../../../src/run/model/claims.ts';
import { groundOf } from '../../../src/run/model/ground.ts';
import { numbersIn } from '../../../src/run/model/numbers.ts';
import { contextWith, event, findingOf, WINDOW } from './case.ts';

const at = (seconds: number, message: string, id: string) =>
  event(WINDOW.startMs + seconds * 1_000, message, id);
const CHANGE = at(60, 'INFO pool.size changed from 40 to 4, cache 0.5 s', 'E2');
const POOL = [
  at(360, 'ERROR pool is empty after 250 ms, request 871', 'E3'),
  at(960, 'ERROR pool', 'E3'),
];
const DISK = [at(500, 'ERROR no space left on device', 'E4')];
const F1 = {
  ...findingOf('F1', POOL, 120),
  burst: { startMs: WINDOW.startMs + 360_000, endMs: WINDOW.startMs + 900_000, errors: 90 },
};
const F2 = findingOf('F2', DISK, 30);
const GROUND = groundOf(
  contextWith({ events: [CHANGE, ...POOL, ...DISK], findings: [F1, F2], totalErrors: 150 }),
);

const QUOTES = {
  change: { evidence: 'E2', quote: 'pool.size changed from 40 to 4' },
  pool: { evidence: 'E3', quote: 'pool is empty after' },
  disk: { evidence: 'E4', quote: 'no space left on device' },
};

const standing = (text: string, ...quotes: readonly (keyof typeof QUOTES)[]) =>
  checkClaim({ text, kind: 'observed', quotes: quotes.map((name) => QUOTES[name]) }, [], GROUND)
    .standing;

describe('a claim may state', () => {
  test.each<[string, string, (keyof typeof QUOTES)[]]>([
    ['the count of a finding whose line it quotes', 'It came 120 times.', ['pool']],
    ['that of one that it names', 'F2 came 30 times.', ['pool']],
    ['its share of all errors', 'It is 80 % of all errors.', ['pool']],
    ['a share of its own count', 'The peak holds 75 % of them.', ['pool']],
    ['a sum of those that it names', 'F1 and F2 are 150 errors.', ['pool']],
    ['the rest of all errors', 'The other 30 errors came later.', ['pool']],
    ['how many times one is the other', 'F1 came 4 times as often as F2.', ['pool']],
    ['the distance of two quoted lines', 'It failed 5 minutes later.', ['change', 'pool']],
    ['how long a finding lasted', 'It went on for 10 minutes.', ['pool']],
    ['a number of the line, in its unit', 'Each waited 250 ms.', ['pool']],
    ['what the line itself relates', 'The pool lost 36 connections, 90 % of them.', ['change']],
    ['a figure of the whole case', 'There were 150 errors among 5,000 events.', ['pool']],
    ['a figure in thousands', 'There were 5k events, thousands of them fine.', ['pool']],
  ])('%s', (_, text, quotes) => {
    expect(standing(text, ...quotes)).toBe('grounded');
  });
});

describe('a claim may not state', () => {
  test.each<[string, string, (keyof typeof QUOTES)[]]>([
    ['the count of a finding that it does not cite', 'It came 30 times as well.', ['change']],
    ['the share of another finding', 'It is 25 % of them.', ['disk']],
    ['a ratio as a percentage', 'It is 400 % more.', ['pool']],
    ['a count as a percentage', 'It hit 90 % of the callers.', ['disk']],
    ['a count as a time', 'It lasted 120 minutes and 90 seconds.', ['pool']],
    ['another number of the line', 'Each waited 871 ms.', ['pool']],
    ['another unit', 'Each waited 250 seconds.', ['pool']],
    ['more than was counted', 'Millions of calls failed.', ['pool']],
    ['a multiple of what was counted', 'There were 120k of them.', ['pool']],
    ['the distance of a line that it does not quote', 'It failed 5 minutes later.', ['pool']],
  ])('%s', (_, text, quotes) => {
    expect(standing(text, ...quotes)).toBe('dropped');
  });
});

test('numbers are read with their units', () => {
  const found = numbersIn('90 percent in five minutes, 3.5k calls, 12x, 250ms, 7 m of cable');
  expect(found.map(({ value, unit }) => [value, unit])).toEqual([
    [90, 'percent'],
    [3_500, 'none'],
    [12, 'factor'],
    [250, 'ms'],
    [7, 'min'],
    [5, 'min'],
  ]);
});
