import { describe, expect, test } from 'vitest';
import { column, value } from './query.ts';

/** Which of the values 0, 1, 2, … pass a filter over the field v. */
function passing(condition: string, values: readonly unknown[]): readonly number[] {
  const records = values.map((v, index) => (v === undefined ? { index } : { v, index }));
  return column(`filter ${condition} | fields index as r | sort index`, records).map(Number);
}

describe('comparison', () => {
  test('two numbers, or texts that look like numbers, are compared by value', () => {
    expect(passing('v = 200', [200, '200', '200.0', 2000, 'x'])).toEqual([0, 1, 2]);
    expect(passing('v = "200"', [200, '200', '2e2', 201])).toEqual([0, 1, 2]);
    expect(passing('v > 3000', [3000, 3001, '20000', 'x'])).toEqual([1, 2]);
  });

  test('all else is compared as text', () => {
    expect(passing('v >= "b"', ['a', 'b', 'c', 'B'])).toEqual([1, 2]);
    expect(passing('v == "b"', ['a', 'b', 'B'])).toEqual([1]);
  });

  test('equality is case-sensitive and of the whole value', () => {
    expect(passing('v = "err"', ['err', 'ERR', 'error'])).toEqual([0]);
  });

  test('long numbers keep all their digits', () => {
    const ids = ['{"v":9007199254740993}', '{"v":9007199254740992}'];
    expect(column('filter v = 9007199254740993 | fields v as r', ids)).toEqual([
      '9007199254740993',
    ]);
    expect(column('filter v = "9007199254740993" | fields v as r', ids)).toEqual([
      '9007199254740993',
    ]);
  });

  test('<= and < include and exclude the bound', () => {
    expect(passing('v <= 2', [1, 2, 3])).toEqual([0, 1]);
    expect(passing('v < 2', [1, 2, 3])).toEqual([0]);
    expect(passing('v >= 400 and v <= 499', [399, 400, 499, 500])).toEqual([1, 2]);
  });

  test('an absent field equals nothing and is neither above nor below', () => {
    expect(passing('v = "x"', [undefined])).toEqual([]);
    expect(passing('v < 1 or v >= 1', [undefined])).toEqual([]);
  });
});

test('integers of any length are told apart and ordered by all of their digits', () => {
  const ids = ['1234567890123456788', '1234567890123456789', '-1234567890123456789'];
  expect(passing('v = 1234567890123456789', ids)).toEqual([1]);
  expect(passing('v > 1234567890123456788', ids)).toEqual([1]);
  expect(passing('v <= "1234567890123456788"', ids)).toEqual([0, 2]);
});

describe('like and =~', () => {
  test('a string is a case-sensitive part of the value', () => {
    expect(passing('v like "ell"', ['hello', 'HELLO', 'hall'])).toEqual([0]);
    expect(passing('v =~ "ell"', ['hello', 'hall'])).toEqual([0]);
  });

  test('a regular expression matches anywhere, and ignores case with (?i)', () => {
    expect(passing('v like /h.l/', ['hello', 'HELLO', 'hall', 'x'])).toEqual([0, 2]);
    expect(passing('v =~ /(?i)h.l/', ['hello', 'HELLO', 'x'])).toEqual([0, 1]);
  });

  test('/ is written \\/ and may stand bare in a class', () => {
    expect(passing('v like /a\\/b/', ['a/b', 'ab'])).toEqual([0]);
    expect(passing('v like /a[^/]b/', ['a/b', 'a-b'])).toEqual([1]);
  });

  test('numbers are matched as their text', () => {
    expect(passing('v like /2\\d\\d/', [200, 404, '299'])).toEqual([0, 2]);
  });

  test('not like keeps what does not match', () => {
    expect(passing('v not like /b/', ['a', 'b'])).toEqual([0]);
    expect(passing('not v like "b"', ['a', 'b'])).toEqual([0]);
    expect(passing('v not =~ /b/', ['a', 'b'])).toEqual([0]);
  });

  test('$ also matches before a last line break, . matches no line break', () => {
    expect(passing('v like /end$/', ['the end', 'the end\n', 'the end.'])).toEqual([0, 1]);
    expect(passing('v like /a.b/', ['a\nb', 'a b'])).toEqual([1]);
    expect(passing('v like /(?s)a.b/', ['a\nb'])).toEqual([0]);
    expect(passing('v like /(?m)^b$/', ['a\nb\nc'])).toEqual([0]);
  });
});

describe('in', () => {
  test('holds for whole values, numbers by value', () => {
    expect(passing('v in ["a", "b"]', ['a', 'b', 'ab'])).toEqual([0, 1]);
    expect(passing('v in [300, -4, "500"]', [300, '300.0', 500, -4, 30])).toEqual([0, 1, 2, 3]);
    expect(passing('v in[200]', [200, 201])).toEqual([0]);
  });

  test('not in keeps the others', () => {
    expect(passing('v not in ["a"]', ['a', 'b'])).toEqual([1]);
  });
});

describe('and, or, not', () => {
  test('and binds tighter than or, not tighter than and', () => {
    expect(passing('v = 1 or v = 2 and v = 3', [1, 2, 3])).toEqual([0]);
    expect(passing('(v = 1 or v = 2) and not v = 2', [1, 2, 3])).toEqual([0]);
    expect(passing('not v = 1 and v != 2', [1, 2, 3])).toEqual([2]);
  });

  test('! negates a function', () => {
    expect(passing('!ispresent(v)', [1, undefined])).toEqual([1]);
  });

  test('several filters all hold', () => {
    expect(passing('v > 1 | filter v < 3', [1, 2, 3])).toEqual([1]);
  });

  test('a value alone holds if it is not 0 and not empty', () => {
    expect(passing('v', [0, 1, true, false, 'true', 'x', undefined])).toEqual([1, 2, 4]);
    expect(passing('strcontains(v, "a")', ['ab', 'b'])).toEqual([0]);
  });
});

describe('arithmetic', () => {
  test('has the usual precedence', () => {
    expect(value('2 + 3 * 4')).toBe('14');
    expect(value('(2 + 3) * 4')).toBe('20');
    expect(value('2 ^ 3 ^ 2')).toBe('512');
    expect(value('-2 ^ 2')).toBe('-4');
    expect(value('10 % 3 - 1')).toBe('0');
    expect(value('7 / 2')).toBe('3.5');
    expect(value('.5 + 1e2')).toBe('100.5');
  });

  test('comparisons are 1 or 0, and can be added', () => {
    expect(value('(a > 1) + (a = 2)', { a: 2 })).toBe('2');
    expect(value('a = "x"', { a: 'y' })).toBe('0');
  });

  test('periods and times are milliseconds', () => {
    expect(value('1h + 1s')).toBe('3601000');
    expect(value('@timestamp - 0')).toBe('1767225600000');
    expect(value('toMillis(@timestamp) > 1767225599999')).toBe('1');
  });

  test('what is no number makes the result absent', () => {
    expect(value('a + 1', { a: 'x' })).toBeUndefined();
    expect(value('a + 1')).toBeUndefined();
  });
});
