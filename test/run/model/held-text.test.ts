// What a model says reaches the journal as it comes, but never a secret in pieces; and what it gives a tool, without
// anything a terminal would obey.
import { describe, expect, test } from 'vitest';
import { createHeldText } from '../../../src/run/model/held-text.ts';
import { safeInput } from '../../../src/run/model/safe-input.ts';

/** The pieces that are told of a text which comes so many characters at a time. */
function told(text: string, chars: number): string[] {
  const lines: string[] = [];
  const held = createHeldText((line) => lines.push(line));
  for (let at = 0; at < text.length; at += chars) held.add(text.slice(at, at + chars));
  held.flush();
  return lines;
}

const WORDS = 'The pool of the service ran out of connections a while ago. '.repeat(40);
const SECRETS = [
  'AKIAIOSFODNN7EXAMPLE',
  'password: hunter2-and-more',
  '{"apiKey": "sk-ant-api03-Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4"}',
  'Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLXRoYXQtaXMtbG9uZw',
  'postgres://app:s3cr3t-pass@db.internal/orders',
];
const BARE = /AKIAIOS|FODNN7|hunter2|Zm9vYmFy|eyJzdWIi|c2lnbmF0|s3cr3t/;

describe('text of a model', () => {
  test.each(SECRETS)('never tells %s in pieces, wherever it falls', (secret) => {
    for (let before = 0; before < 640; before += 23) {
      const text = `${WORDS.slice(0, before)}${secret} ${WORDS}`;
      for (const chars of [7, 40, 160]) expect(told(text, chars).join('')).not.toMatch(BARE);
    }
  });

  test('is told while it comes, whole, and each piece once', () => {
    const pieces = told(WORDS, 40);
    expect(pieces.length).toBeGreaterThan(4);
    expect(pieces.join('').replace(/\s/g, '')).toBe(WORDS.replace(/\s/g, ''));
  });

  test('is told at once where it ends', () => {
    expect(told('I look at the first cause.', 5)).toEqual(['I look at the first cause.']);
  });

  test('without a blank for very long is left out, and that is told', () => {
    expect(told('x'.repeat(20_000), 400).join('')).toMatch(/characters without a place to cut/);
  });
});

describe('the input of a tool', () => {
  const ESC = String.fromCharCode(27);
  const BEL = String.fromCharCode(7);

  test('holds no control character, in values, names or lists', () => {
    const input = {
      [`na${ESC}[2Jme`]: `a${ESC}]0;title${BEL}b${ESC}[2J`,
      list: [`${BEL}x`, { deep: `\u202eevil` }],
      number: 5,
      nothing: null,
    };
    const safe = safeInput(input);
    const texts = JSON.stringify(safe, (_, value) => value);
    expect(texts).not.toMatch(/\\u001b|\\u0007|\u202e/);
    expect(safe).toMatchObject({
      number: 5,
      nothing: null,
      list: ['\\x07x', { deep: '\\u202eevil' }],
    });
  });

  test('holds no secret, by its shape or by the name beside it', () => {
    const safe = JSON.stringify(
      safeInput({ query: 'AKIAIOSFODNN7EXAMPLE', options: { password: 'hunter2-and-more' } }),
    );
    expect(safe).not.toMatch(/AKIA|hunter2/);
  });

  test('that is deeper than any tool takes is left out', () => {
    const deep = Array.from({ length: 50 }).reduce<unknown>((inner) => ({ inner }), `x${ESC}[2J`);
    expect(JSON.stringify(safeInput(deep))).toContain('[deeper than 20 levels]');
  });
});
