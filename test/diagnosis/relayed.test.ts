// What a database says of itself is at fault there, not in the service that writes it down.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { type CaseSpec, caseOf, event, type FindingSpec, minute } from './cases.ts';

const GROUPS: CaseSpec['logGroups'] = ['booking', 'web', 'orders-db'].map((name) => ({
  label: name,
  name,
  region: 'local',
}));
const first = (
  message: string,
  more: Partial<FindingSpec> = {},
  context: CaseSpec['context'] = [],
) => {
  const finding: FindingSpec = {
    id: 'F1',
    message,
    category: 'connection',
    count: 120,
    rhythm: 'onset',
    from: 120,
    to: 239,
    group: 'booking',
    ...more,
  };
  return diagnose(caseOf({ findings: [finding], logGroups: GROUPS, context })).rootCauses[0];
};

describe('what a driver hands on from the database', () => {
  test.each([
    [
      'psycopg2.OperationalError: connection to server at "pg-main.internal", port 5432 failed: FATAL: sorry, too many clients already',
      'pg-main.internal',
    ],
    [
      'cannot open jdbc:mysql://mysql-main:3306/shop: message from server: "Too many connections"',
      'mysql-main:3306',
    ],
    ['save failed: FATAL: too many connections for database "ledger_main"', 'ledger_main'],
    ['DeadlockDetected: deadlock detected while updating database bookings_main', 'bookings_main'],
    [
      'InternalError: cannot execute UPDATE in a read-only transaction (host=pg-replica-2 dbname=bookings)',
      'pg-replica-2',
    ],
  ])('names the database: %s', (message, component) => {
    expect(first(message)?.component).toBe(component);
  });

  test.each([
    'could not execute statement; org.postgresql.util.PSQLException: ERROR: deadlock detected',
    'save failed: pq: sorry, too many clients already',
    'OperationalError: (1205, "Lock wait timeout exceeded; try restarting transaction")',
    'query failed: pq: canceling statement due to conflict with recovery',
  ])('names nobody where no line names the database: %s', (message) => {
    const cause = first(message);
    expect(cause?.component).toBeNull();
    expect(cause?.explanation).toContain('It lies in the database that booking asks, which');
  });

  test('of its disk does not speak of that of the service', () => {
    const message =
      'insert failed: pq: could not extend file "base/16384/2619": No space left on device';
    expect(first(message, { category: 'resource' })?.component).toBeNull();
    const own = 'write failed: No space left on device';
    expect(first(own, { category: 'resource' })?.component).toBe('booking');
  });
});

test('two names of databases are none', () => {
  const told = (name: string) => `save failed: FATAL: too many connections for database "${name}"`;
  const input = caseOf({
    findings: ['ledger', 'stock'].map((name, at) => ({
      id: `F${at + 1}`,
      message: told(name),
      category: 'connection' as const,
      count: 60,
      rhythm: 'onset' as const,
      from: 120,
      to: 239,
      group: 'booking',
    })),
    logGroups: GROUPS,
  });
  const [one, other] = input.analysis.findings;
  const both = [...(one?.samples ?? []), ...(other?.samples ?? [])];
  const findings = input.analysis.findings
    .slice(0, 1)
    .map((finding) => ({ ...finding, samples: both }));
  const { rootCauses } = diagnose({ ...input, analysis: { ...input.analysis, findings } });
  expect(rootCauses[0]?.component).toBeNull();
});

describe('the service that tells of it is named', () => {
  test("in the database's own log", () => {
    expect(first('FATAL: sorry, too many clients already', { group: 'orders-db' })?.component).toBe(
      'orders-db',
    );
  });

  test('for a database of its own', () => {
    const message = 'sqlite3.OperationalError: database is locked';
    expect(first(message)?.component).toBe('booking');
  });

  test('for what its statement asks for', () => {
    const message = 'pq: syntax error at or near "FROMM"';
    expect(first(message, { category: 'uncategorized' })?.component).toBe('booking');
  });

  test('and its pool, where that is used up', () => {
    const message =
      'sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out';
    expect(first(message)?.component).toBe('booking');
  });
});

describe('transactions that wait for each other', () => {
  const deadlock = 'save failed: PSQLException: ERROR: deadlock detected';

  test.each([
    deadlock,
    'OperationalError: (1205, "Lock wait timeout exceeded; try restarting transaction")',
    'save failed: pq: canceling statement due to lock timeout',
    'save failed: CannotAcquireLockException: could not execute statement',
  ])('are a failure of the database that the service depends on: %s', (message) => {
    expect(first(message)).toMatchObject({ type: 'dependency', signature: 'database-lock' });
  });

  test("are so in the database's own log", () => {
    const own = { group: 'orders-db' };
    expect(first('ERROR: deadlock detected', own)).toMatchObject({
      type: 'dependency',
      component: 'orders-db',
    });
  });

  test('are one of the code for a database of its own, and for locks of its threads', () => {
    expect(first('sqlite3.OperationalError: database is locked')?.type).toBe('application-code');
    const threads = 'fatal error: all goroutines are asleep - deadlock!';
    expect(first(threads)?.type).not.toBe('dependency');
  });

  test('are of the kind of the change that is tied to them', () => {
    const migration = event(minute(119.5), 'migration V42 begins: ALTER TABLE bookings', 'booking');
    const message =
      'update of table "bookings" failed: pq: canceling statement due to lock timeout';
    const cause = first(message, {}, [migration]);
    expect(cause?.trigger).not.toBeNull();
    expect(cause?.type).toBe('infrastructure');
  });
});
