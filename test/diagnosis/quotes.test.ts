// Quotes are whole lines, or pieces cut between fields and words: verbatim, readable, and marked as cut.
import { describe, expect, test } from 'vitest';
import { distinctQuotes, namingQuote, quoteAround, quoteOf } from '../../src/diagnosis/quotes.ts';
import { event, finding } from './cases.ts';

const AT = Date.UTC(2026, 9, 5, 12);

describe('a quote', () => {
  test('is the whole line that holds the words, with its time', () => {
    const line = `ERROR ${'long '.repeat(90)}refused`;
    const quote = quoteAround(event(AT, `first\n${line}\nlast`), 'refused');
    expect(quote).toEqual({ id: 'E1', quote: line, timestampMs: AT });
  });

  test('of a long line of JSON begins and ends with fields, and says that it is cut', () => {
    const field = (name: string, chars: number) => `"${name}": "${'x'.repeat(chars)}"`;
    const message = `{${field('a', 200)}, ${field('b', 60)}, "error": "connect refused", ${field('c', 300)}, ${field('d', 300)}}`;
    const { quote, cut } = quoteAround(event(AT, message), 'connect refused');
    expect(message).toContain(quote);
    expect(quote.startsWith('"b": "')).toBe(true);
    expect(quote.endsWith('xxx"')).toBe(true);
    expect(cut).toBe('both');
  });

  test('of a long line of words is cut between them', () => {
    const message =
      `WARN start ${'lorem ipsum '.repeat(60)}needle ${'dolor sit '.repeat(60)}`.trim();
    const { quote, cut } = quoteAround(event(AT, message), 'needle');
    expect(message).toContain(` ${quote} `);
    expect(quote).toContain('needle');
    expect(quote.length).toBeLessThanOrEqual(500);
    expect(cut).toBe('both');
  });

  test('of a long line without gaps is cut all the same, at a whole character', () => {
    const message = '😀'.repeat(400);
    const { quote, cut } = quoteAround(event(AT, message), '');
    expect(quote).toBe('😀'.repeat(250));
    expect(cut).toBe('after');
  });
});

describe('several quotes', () => {
  test('hold no piece of one another', () => {
    const whole = { id: 'E1', quote: 'pool exhausted at Pool.java:7' };
    const piece = { id: 'E1', quote: 'Pool.java:7' };
    const other = { id: 'E2', quote: 'deploy finished' };
    expect(distinctQuotes([piece, other, whole])).toEqual([whole, other]);
    expect(distinctQuotes([whole, null, piece])).toEqual([whole]);
  });

  test('show who is at fault, where a line of the failure does', () => {
    const refused = finding({ id: 'F1', message: 'call to ledger failed\nat Ledger.java:7' });
    const named = (name: string | null) => namingQuote(name, [{ id: 'E1', quote: 'x' }], [refused]);
    expect(named('ledger')?.quote).toBe('call to ledger failed');
    expect(named('elsewhere')).toBeNull();
    expect(named(null)).toBeNull();
    expect(namingQuote('ledger', [{ id: 'E1', quote: 'ledger' }], [refused])).toBeNull();
  });
});

test('the quote of an error with a burst is from its burst', () => {
  const early = finding({ id: 'F1', message: 'pool exhausted', from: 10 });
  const late = finding({ id: 'F1', message: 'pool exhausted', from: 60 });
  const lateMs = late.sample.timestampMs;
  const burst = { startMs: lateMs - 30_000, endMs: lateMs + 30_000, errors: 9 };
  const both = { ...early, burst: null, samples: [early.sample, late.sample] };
  expect(quoteOf(both, 'pool exhausted')?.timestampMs).toBe(early.sample.timestampMs);
  expect(quoteOf({ ...both, burst }, 'pool exhausted')?.timestampMs).toBe(lateMs);
});
