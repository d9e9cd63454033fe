// Text measured, cut and wrapped by columns.
import { describe, expect, test } from 'vitest';
import {
  columnsOf,
  cutToColumns,
  usableColumns,
  wrapToColumns,
} from '../../src/terminal/columns.ts';

describe('columnsOf', () => {
  test.each([
    ['plain', 5],
    ['日本', 4],
    ['e\u0301', 1],
    ['✔ done', 6],
    ['🙂', 2],
    ['\x1b[31mred\x1b[39m', 3],
    ['', 0],
  ])('%j takes %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });
});

test.each([
  [undefined, 80],
  [0, 80],
  [1, 20],
  [132, 132],
])('a terminal that tells %s is written for %i columns', (told, columns) => {
  expect(usableColumns(told)).toBe(columns);
});

describe('cutToColumns', () => {
  test.each([
    ['fits exactly', 12, 'fits exactly'],
    ['is too long', 8, 'is too…'],
    ['日本語のログ', 6, '日本…'],
    ['anything', 1, '…'],
    ['anything', 0, ''],
    ['x'.repeat(1_000_000), 5, 'xxxx…'],
  ])('%j at %i', (text, columns, cut) => {
    expect(cutToColumns(text, columns, '…')).toBe(cut);
  });
});

describe('wrapToColumns', () => {
  test('breaks at blanks and indents what follows', () => {
    expect(wrapToColumns('- one two three four', 10, '  ')).toEqual([
      '- one two',
      '  three',
      '  four',
    ]);
  });

  test('breaks a word that is longer than a line', () => {
    expect(wrapToColumns('ab abcdefghij', 4, '')).toEqual(['ab', 'abcd', 'efgh', 'ij']);
  });

  test('keeps the indentation of the first line', () => {
    expect(wrapToColumns('    deep text', 9, '    ')).toEqual(['    deep', '    text']);
  });

  test('closes an open colour at the break and opens it again', () => {
    expect(wrapToColumns('\x1b[1mbold text\x1b[22m end', 6)).toEqual([
      '\x1b[1mbold\x1b[0m',
      '\x1b[1mtext\x1b[22m',
      'end',
    ]);
  });

  test('does not break a word where its colour changes', () => {
    expect(wrapToColumns('aa b\x1b[1mc\x1b[22md', 5)).toEqual(['aa', 'b\x1b[1mc\x1b[22md']);
  });

  test('gives every column of wide characters its room', () => {
    expect(wrapToColumns('日本語のログ', 5).map(columnsOf)).toEqual([4, 4, 4]);
  });
});
