import { describe, expect, test } from 'vitest';
import { sanitize, sanitizeLine } from '../../src/base/sanitize.ts';
import { seeded } from './random.ts';

describe('sanitize', () => {
  test.each([
    ['\x1b[2J\x1b]0;pwned\x07', '\\x1b[2J\\x1b]0;pwned\\x07'],
    ['\x1b]8;;http://x\x1b\\y', '\\x1b]8;;http://x\\x1b\\y'],
    ['\x9b2J\x90q\x9c', '\\x9b2J\\x90q\\x9c'],
    ['a\x00b\x08c\x7f', 'a\\x00b\\x08c\\x7f'],
    ['pay\u202egnp.exe\u2069', 'pay\\u202egnp.exe\\u2069'],
    ['pass\u200bword \ufeffx\u{e0041}', 'pass\\u200bword \\ufeffx\\u{e0041}'],
    ['lone \ud800 here \udc00', 'lone \\ud800 here \\udc00'],
    ['one\r\ntwo\r\r\nthree\rfour\r', 'one\ntwo\nthree\\rfour'],
    ['\x00'.repeat(5_000), '\\x00{5000}'],
  ])('shows %j as text', (text, expected) => {
    expect(sanitize(text)).toBe(expected);
  });

  test('drops colours, which carry no content, and nothing that a removal would make', () => {
    expect(sanitize('\x1b[1;31mERROR\x1b[0m boom \x9b0m\x1b\x1b[0m[2J')).toBe(
      'ERROR boom \\x1b[2J',
    );
  });

  test.each(['plain text\twith a tab\nand a line', 'größer 東京 😀 ❤️ …', ''])(
    'leaves %j as it is',
    (text) => {
      expect(sanitize(text)).toBe(text);
    },
  );

  test('lets nothing dangerous through, whatever the input, and is idempotent', () => {
    const random = seeded(3);
    for (let round = 0; round < 3_000; round++) {
      const text = Array.from({ length: random.int(30) }, () =>
        String.fromCharCode(
          random.pick([
            random.int(0x100),
            0x1b,
            0x5b,
            0x6d,
            0x2000 + random.int(0x80),
            random.int(0x10000),
          ]),
        ),
      ).join('');
      const safe = sanitize(text);
      expect(safe).not.toMatch(
        /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/,
      );
      expect(Buffer.from(safe).toString()).toBe(safe);
      expect(sanitize(safe)).toBe(safe);
    }
  });
});

describe('sanitizeLine', () => {
  test('joins lines visibly', () => {
    expect(sanitizeLine('first\n\n\tat second\r\n third\t!\n')).toBe('first ⏎ at second ⏎ third !');
  });

  test('leaves a line as it is', () => {
    expect(sanitizeLine(' one  line ')).toBe(' one  line ');
  });
});
