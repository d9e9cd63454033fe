// JSON packed into strings of JSON: redacted on each level as if it stood alone, and still JSON afterwards.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact } from '../../../src/base/redact.ts';

/** Packed once by its own, and once in an object, as messages of queues and events are. */
function packed(value: unknown, levels: number, bare: boolean): string {
  let text = JSON.stringify(value);
  for (let level = 0; level < levels; level++)
    text = JSON.stringify(bare ? text : { n: level, detail: text });
  return text;
}

function unpacked(text: string, levels: number, bare: boolean): unknown {
  let value = JSON.parse(text) as unknown;
  for (let level = 0; level < levels; level++)
    value = JSON.parse(bare ? (value as string) : (value as { detail: string }).detail);
  return value;
}

test.each([0, 1, 2, 3, 4, 5, 8])('a password %i levels down is taken out', (levels) => {
  for (const bare of [false, true]) {
    const text = packed({ user: 'bob', password: 'plum "tart"\nat noon \\ x' }, levels, bare);
    expect(unpacked(redact(text), levels, bare)).toEqual({
      user: 'bob',
      password: '[redacted:password]',
    });
  }
});

test('what is packed is redacted as it is by itself', () => {
  const secret = fc.constantFrom('password=hunter2!x', 'Bearer abcdef0123456789', 'a,b "c"', 'ok');
  const text = fc.oneof(secret, fc.string({ unit: 'grapheme' }));
  const names = fc.constantFrom('password', 'token', 'note', 'value', 'name');
  const object = fc.dictionary(names, fc.oneof(text, fc.array(text, { maxLength: 3 })));
  fc.assert(
    fc.property(object, fc.integer({ min: 1, max: 6 }), fc.boolean(), (value, levels, bare) => {
      const alone = JSON.parse(redact(JSON.stringify(value)));
      expect(unpacked(redact(packed(value, levels, bare)), levels, bare)).toEqual(alone);
    }),
    { numRuns: 500 },
  );
});

test('an arrow between escaped quotes tells of no change', () => {
  for (let levels = 0; levels <= 6; levels++) {
    const text = packed({ password: [], token: '\u2192\u0338' }, levels, false);
    expect(redact(text)).toBe(text);
  }
});

test('a list under the name of a secret is no object around a value far behind it', () => {
  for (let blanks = 0; blanks < 220; blanks++) {
    const text = JSON.stringify({ password: [], note: ' '.repeat(blanks), value: 'plum tart' });
    expect(redact(text)).toBe(text);
  }
});

test('a text that was cut within still loses its secrets', () => {
  const text = packed({ a: 'x'.repeat(40), password: 'plum-tart-at-noon', b: 1 }, 5, false);
  const from = text.indexOf('noon') + 4;
  for (let end = from; end < text.length; end += 7)
    expect(redact(text.slice(0, end))).not.toContain('noon');
});

test('a line around it stays as it is written', () => {
  const line =
    '2026-11-20 ERROR [pay] got { "body" : "{\\"a\\": 1, \\"password\\":\\"plum\\"}" ,"n":1 } from x';
  expect(redact(line)).toBe(line.replace('plum', '[redacted:password]'));
});

test('texts made to be slow are not', () => {
  for (const piece of ['"{', '"{\\"', '"[\\', '\\"{\\"', '"\\n{', '"{\\"a\\":']) {
    const text = piece.repeat(100_000);
    expect(redact(text) === text).toBe(true);
  }
});
