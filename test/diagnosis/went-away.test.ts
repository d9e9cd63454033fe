// What is called in vain and logs itself that it went down: its own log tells what set the failures off.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { caseOf, event, type FindingSpec, minute } from './cases.ts';

const REFUSED: FindingSpec = {
  id: 'F1',
  message:
    'psycopg2.OperationalError: connection to server at "stock-db" (172.18.0.2), port 5432 failed: Connection refused',
  category: 'connection',
  count: 60,
  rhythm: 'onset',
  from: 120,
  to: 140,
  group: '/shop/app',
};
const GROUPS = ['/shop/app', '/shop/stock-db', '/shop/mail'].map((name) => {
  return { label: name, name, region: 'us-west-2' };
});
const causeAfter = (message: string, group: string, at = 119.7) => {
  const context = [event(minute(at), message, group)];
  return diagnose(caseOf({ findings: [REFUSED], context, logGroups: GROUPS })).rootCauses[0];
};

describe('a shutdown in the log of what is called in vain', () => {
  test.each([
    'LOG:  received fast shutdown request',
    '[System] [MY-013172] [Server] Received SHUTDOWN from user <via user signal>. Shutting down mysqld',
    'User requested shutdown...',
    'INFO shutdown initiated by operator',
  ])('%s', (message) => {
    const cause = causeAfter(message, '/shop/stock-db');
    expect(cause?.trigger).toMatchObject({ message, hold: 'tied' });
    expect(cause?.confidence).toBe('confirmed');
    expect(cause?.explanation).toContain('it stands in the log of what fails, stock-db');
  });
});

test.each([
  ['in the log of another service', 'LOG:  received fast shutdown request', '/shop/mail', 119.7],
  ['long before', 'LOG:  received fast shutdown request', '/shop/stock-db', 100],
  ['that is not there', 'INFO no shutdown requested', '/shop/stock-db', 119.7],
  ['that takes its time', 'INFO shutdown timeout is 30 s', '/shop/stock-db', 119.7],
])('a shutdown %s confirms nothing', (_, message, group, at) => {
  expect(causeAfter(message, group, at)?.confidence).toBe('likely');
});
