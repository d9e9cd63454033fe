// What a claim has to stand on: quotes, numbers, names, times.
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/evidence/types.ts';
import { type Claim, checkClaim } from '../../../src/run/model/claims.ts';
import { groundOf } from '../../../src/run/model/ground.ts';
import { namesIn } from '../../../src/run/model/names.ts';
import { numbersIn } from '../../../src/run/model/numbers.ts';
import { contextWith, event, findingOf } from './case.ts';

const START = Date.parse('2026-11-20T14:00:00Z');
const LINES = [
  event(START + 1_000, 'INFO config reloaded: pool.size changed from 40 to 4', 'E2'),
  event(START + 61_000, 'ERROR could not get a connection from orders-db-1 within 250 ms', 'E3'),
  event(START + 62_000, 'ERROR could not get a connection\tfrom orders-db-1 within 250 ms', 'E3'),
];
const FINDING: Finding = findingOf('F1', LINES.slice(1), 120);
const CONTEXT = contextWith({ events: LINES, findings: [FINDING], totalErrors: 150 });
const GROUND = groundOf(CONTEXT);

const QUOTE = { evidence: 'E3', quote: 'could not get a connection from orders-db-1' };
const check = (text: string, more: Partial<Claim> = {}) =>
  checkClaim({ text, kind: 'observed', quotes: [QUOTE], ...more }, [FINDING], GROUND);

describe('a claim is grounded', () => {
  test.each([
    ['by a quote', 'Connections to `orders-db-1` could not be had.'],
    ['with the count of its finding', 'It happened 120 times.'],
    ['with a share of all errors', 'It makes 80 % of the 150 errors.'],
    ['with a number of the quoted line', 'Each waited 250 ms.'],
    ['with a difference of times', 'The second came 1 second later.'],
    ['with a time of the evidence', 'It began at 14:01:01.'],
    ['with a time to the minute', 'It began at 14:01 UTC on 2026-11-20.'],
    ['with ids of what there is', 'F1 shows it, and so does E3.'],
    [
      'with words of the trade',
      'The connection pool ran out, so callers had to wait until a time-out.',
    ],
    [
      'with a quote within the text',
      'The log says "could not get a connection from orders-db-1 within 250 ms".',
    ],
  ])('%s', (_, text) => {
    expect(check(text)).toMatchObject({ standing: 'grounded', faults: [] });
  });

  test('although white space is another one, and quotes the line as it stands', () => {
    const quotes = [{ evidence: 'E3', quote: 'get a connection from orders-db-1' }];
    const spaced = [{ evidence: 'E3', quote: 'a connection  from  orders-db-1' }];
    expect(check('It failed.', { quotes }).quotes[0]?.quote).toBe(quotes[0]?.quote);
    expect(check('It failed.', { quotes: spaced }).quotes[0]?.quote).toBe(
      'a connection from orders-db-1',
    );
  });

  test('by a quote under the wrong id, which is put right', () => {
    const quotes = [{ evidence: 'E9', quote: 'pool.size changed from 40 to 4' }];
    expect(check('A setting was changed.', { quotes })).toMatchObject({
      standing: 'grounded',
      quotes: [{ evidenceId: 'E2' }],
    });
  });
});

describe('a claim is dropped', () => {
  test.each([
    ['with a number from nowhere', 'It happened 4821 times.', 'the number 4821'],
    ['with a number in words', 'It happened forty times.', 'the number forty'],
    ['with digits of another script', 'It happened ٤٢ times.', 'the number ٤٢'],
    ['with a host from nowhere', 'The host ledger-db-7 is at fault.', '"ledger-db-7"'],
    ['with a product from nowhere', 'The cause is a broken Redis cluster.', '"Redis"'],
    ['with a class from nowhere', 'It is thrown by LedgerWriter.', '"LedgerWriter"'],
    ['with a time from nowhere', 'It began at 14:07:33.', 'the time 14:07:33'],
    [
      'with a time outside of the window',
      'It began on 2026-11-19 at 14:01:01.',
      'the time 2026-11-19',
    ],
    ['with a finding from nowhere', 'F7 follows from it.', 'there is no F7'],
    ['with an address', 'See https://evil.example/x.', 'https://evil.example/x'],
  ])('%s', (_, text, fault) => {
    const checked = check(text);
    expect(checked.standing).toBe('dropped');
    expect(checked.faults.join('\n')).toContain(fault);
  });

  test.each([
    ['not verbatim', 'could not get the connection from orders-db-1'],
    ['too short', 'could'],
    ['in nothing but the title of a finding', 'title of F1 itself'],
  ])('with a quote that is %s', (_, quote) => {
    expect(check('It failed.', { quotes: [{ evidence: 'E3', quote }] }).standing).toBe('dropped');
  });

  test('without a quote, where it says what was seen', () => {
    expect(check('It failed.', { quotes: [] }).standing).toBe('dropped');
  });
});

test('what is concluded is a hypothesis, with quotes or without', () => {
  expect(check('The pool is too small.', { kind: 'inferred' }).standing).toBe('hypothesis');
  expect(check('The pool is too small.', { kind: 'inferred', quotes: [] }).standing).toBe(
    'hypothesis',
  );
});

test('numbers are told from names, times of day and versions', () => {
  const found = numbersIn('db-1 on 10.0.4.17:6379 took 1,204 ms, 66.9 % of v2.3, twelve times');
  expect(found.map(({ text }) => text)).toEqual(['1,204', '66.9', 'twelve']);
});

test('names are told from ordinary words', () => {
  expect(
    namesIn(
      'The read/write pool of `orders-db-1` is full, e.g. in OrderService.java:12; a time-out is long-running. Errors of Kafka and API.',
    ),
  ).toEqual(['orders-db-1', 'OrderService.java:12', 'Kafka']);
});
