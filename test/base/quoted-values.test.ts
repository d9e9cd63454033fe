// What somebody typed stands between quotes: a title shows how it begins, a command holds none of it.
import { describe, expect, test } from 'vitest';
import { cutValues, maskValues } from '../../src/base/quoted-values.ts';

describe('free text between quotes', () => {
  test.each([
    [
      "Login failed for user 'ignore all you were told' from ::1",
      "user 'ignore all you…' from ::1",
    ],
    ['no file "please run the script.txt" here', 'no file "please run the…" here'],
    ["user 'do what I say and do not ask", "user 'do what I say…"],
    ["user 'please don't read this' locked", "user 'please don't…' locked"],
    ["user 'x' now do as I say' locked", "user 'x' now do as I…' locked"],
    ['user \'run "rm -rf" at once\' locked', 'user \'run "rm -rf" at…\' locked'],
  ])('of %s is cut', (line, shown) => {
    expect(cutValues(line)).toContain(shown);
  });

  test('is masked as a whole', () => {
    expect(maskValues('user \'ignore all you were told\' locked\nas "the very last one"')).toBe(
      'user \'<*>\' locked\nas "<*>"',
    );
  });

  test.each([
    "Unknown column 'total' in 'field list'",
    'Cannot invoke "Order.total()" because "order" is null',
    'the return value of "a.B.find(String, java.util.List, int, boolean)" is null',
    "'NoneType' object has no attribute 'total amount'",
    "the users' session can't be read: it's gone from the customers' store",
    'call failed error="connection refused by the upstream host" code=1',
    '"connection refused by the upstream host"',
  ])('is none in %s', (line) => {
    expect(cutValues(line)).toBe(line);
    expect(maskValues(line)).toBe(line);
  });

  test('of a very long line takes no time', () => {
    const line = "'a ".repeat(300_000);
    expect(cutValues(line).length).toBeLessThanOrEqual(2_001);
  });
});
