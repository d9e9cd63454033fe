// Every row of the table of known failures against lines that it must and must not match.
import { describe, expect, test } from 'vitest';
import { matchOf, recognise } from '../../src/diagnosis/recognise.ts';
import { SIGNATURES } from '../../src/diagnosis/signatures/table.ts';
import { caseOf, finding } from './cases.ts';
import { SIGNATURE_CASES } from './signature-cases.ts';

const names = SIGNATURES.map(({ name }) => name);
const nameOf = (message: string) =>
  recognise(finding({ id: 'F1', message }), caseOf({ findings: [] })).signature?.name ?? null;

describe('signatures', () => {
  test('every row has a line that it must match and a look-alike', () => {
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(SIGNATURE_CASES).sort()).toEqual([...names].sort());
    const bare = Object.entries(SIGNATURE_CASES)
      .filter(([, { matches, lookAlikes }]) => matches.length === 0 || lookAlikes.length === 0)
      .map(([name]) => name);
    expect(bare).toEqual([]);
  });

  test.each(Object.entries(SIGNATURE_CASES))(
    '%s is told before any other row',
    (name, { matches }) => {
      expect(matches.map((line) => [line, nameOf(line)])).toEqual(
        matches.map((line) => [line, name]),
      );
    },
  );

  test.each(Object.entries(SIGNATURE_CASES))('%s leaves its look-alikes alone', (name, cases) => {
    const row = SIGNATURES.find((signature) => signature.name === name);
    expect(row).toBeDefined();
    const wrong = cases.lookAlikes.filter(
      (line) => row !== undefined && matchOf(row, line) !== null,
    );
    expect(wrong).toEqual([]);
  });

  test('healthy lines are no known failure', () => {
    const healthy = [
      'Processed order 1234567 in 40 ms',
      'GET /api/v1/orders/500 200 12ms',
      'Health check OK: 0 errors, 0 failed dependencies',
      'Failover disabled, using primary endpoint',
      'Deny list refreshed, size=3',
      'cache warm, 0 failed keys',
    ];
    expect(healthy.map(nameOf)).toEqual(healthy.map(() => null));
  });

  test('stack frames are no words of the failure', () => {
    const message =
      'java.lang.NullPointerException: Cannot invoke "A.b()" because "a" is null\n\tat com.acme.ConnectionRefusedHandler.ECONNREFUSED(Pool.java:3)';
    expect(nameOf(message)).toBe('java-null-pointer');
  });

  test('what somebody typed or a test expected is no failure', () => {
    const typed = [
      'test-report: expected message "deadlock detected" but got "ok"',
      'search: no results for query "certificate has expired"',
      'validation: title "No space left on device" exceeds 20 characters',
    ];
    expect(typed.map(nameOf)).toEqual(typed.map(() => null));
    expect(nameOf('write failed: title "Autumn" : No space left on device')).toBe('disk-full');
  });

  test('a warning that what was tried again worked is no failure, an error is one', () => {
    const of = (severity: 'warning' | 'error', message: string) =>
      recognise(finding({ id: 'F1', message, severity }), caseOf({ findings: [] })).signature?.name;
    const worked = 'retrying succeeded after ECONNRESET, 1 attempt';
    expect(of('warning', worked)).toBeUndefined();
    expect(of('warning', 'retrying after ECONNRESET')).toBe('tcp-reset');
    expect(of('error', worked)).toBe('tcp-reset');
  });

  test('every row is tried on a long hostile line in bounded time', () => {
    const hostile = [
      'a.'.repeat(50_000),
      '-'.repeat(100_000),
      'x:1 '.repeat(25_000),
      ' \t'.repeat(50_000),
    ];
    expect(hostile.map(nameOf)).toEqual([null, null, null, null]);
  });
});

test('of both ends of a connection the far one is at fault', () => {
  const message = 'read tcp 10.3.0.4:40112->10.9.0.7:502: i/o timeout';
  const { component } = recognise(finding({ id: 'F1', message }), caseOf({ findings: [] }));
  expect(component).toBe('10.9.0.7:502');
});
