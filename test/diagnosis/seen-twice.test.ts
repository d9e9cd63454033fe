// A failure that two log groups write down at the same moments, the client's and the database's, is one cause.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { caseOf, type FindingSpec } from './cases.ts';

const database: FindingSpec = {
  id: 'F1',
  message: 'canceling statement due to lock timeout',
  count: 24,
  from: 60,
  to: 180,
  group: '/shop/postgres',
};
const client: FindingSpec = {
  ...database,
  id: 'F2',
  message: 'psycopg2.errors.LockNotAvailable: canceling statement due to lock timeout',
  group: '/shop/orders-api',
  location: { file: '/app/repo.py', line: 118, function: 'set_status' },
  language: 'python',
};
const causesOf = (...findings: readonly FindingSpec[]) =>
  diagnose(caseOf({ findings, application: 'shop' })).rootCauses;

describe('a failure that both sides log', () => {
  test('is one cause, told by the side that names the place', () => {
    const causes = causesOf(database, client);
    expect(causes.map(({ findings }) => findings)).toEqual([['F2', 'F1']]);
    expect(causes[0]?.explanation).toContain('It shows in all 48 errors in 2 log groups.');
  });

  test.each<[string, FindingSpec]>([
    ['at other moments', { ...client, from: 61, to: 181 }],
    ['that one side has more often', { ...client, count: 48, to: 181 }],
    ['of another kind', { ...client, message: 'TypeError: order is None', language: 'python' }],
    ['in one log group', { ...client, group: '/shop/postgres' }],
  ])('%s is not', (_, other) => {
    for (const { findings } of causesOf(database, other)) expect(findings).toHaveLength(1);
  });

  test('is not told of what fails all the time: any moment is at one of the others', () => {
    const often = { count: 20_000, from: 100, to: 240 };
    for (const { findings } of causesOf({ ...database, ...often }, { ...client, ...often }))
      expect(findings).toHaveLength(1);
  });
});
