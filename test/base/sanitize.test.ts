import { describe, expect, test } from 'vitest';
import { sanitize, sanitizeLine } from '../../src/base/sanitize.ts';
import { seeded } from './random.ts';

describe('sanitize', () => {
  test.each([
    ['\x1b[2J\x1b]0;pwned', '\\x1b[2J\\x1b]0;pwned'],
    ['\x1b]8;;http://x\ny\x07', '\\x1b]8;;http://x\ny\\x07'],
    ['\x9b2J\x90q', '\\x9b2J\\x90q'],
    ['\x1b]0;half \x1b[31mred\x07', '\\x1b]0;half red\\x07'],
    ['\x1bPq bell ends no device string\x07', '\\x1bPq bell ends no device string\\x07'],
    [`\x1b]0;${'t'.repeat(513)}\x07`, `\\x1b]0;${'t'.repeat(513)}\\x07`],
    ['\x1b\x1b[31m]0;made by a removal\x07', '\\x1b]0;made by a removal\\x07'],
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

  test.each([
    ['\x1b]0;build 7\x07ERROR boom', 'ERROR boom'],
    ['\x1b]2;build 7\x1b\\ERROR boom', 'ERROR boom'],
    ['\x1b]8;;https://docs.example\x1b\\the docs\x1b]8;;\x1b\\ END', 'the docs END'],
    ['\x1bP1$r0m\x1b\\a\x1b_cmd\x1b\\b\x1b^note\x1b\\c\x1bXsos\x1b\\d', 'abcd'],
    ['\x9d0;title\x9ca\x90q\x9cb', 'ab'],
    ['\x1b\x1b]0;x\x07y\x9d\x9d0;x\x07', '\\x1by\\x9d'],
    [`\x1b]0;${'t'.repeat(500)}\x07FATAL`, 'FATAL'],
  ])('drops the finished control strings of %j', (text, expected) => {
    expect(sanitize(text)).toBe(expected);
  });

  test.each(['\x1b]', '\x1b]0;title', '\x9d', '\x1bP', '\x1b', '\x1b]0;t\x1b'])(
    'reads half a megabyte of %j in one walk',
    (part) => {
      const text = part.repeat(Math.ceil(500_000 / part.length));
      expect(sanitize(text)).not.toMatch(/[\x1b\x9d]/);
    },
  );

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
            0x5d,
            0x07,
            0x9d,
            0x5c,
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
