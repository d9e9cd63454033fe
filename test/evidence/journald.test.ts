// Lines of a program's output as journald keeps them: the level stands in the line, not in journald's priority.
import { expect, test } from 'vitest';
import { isCalm, peel } from '../../src/evidence/peel.ts';

const journal = (MESSAGE: string, more: object = { PRIORITY: '6', _TRANSPORT: 'stdout' }) =>
  JSON.stringify({ ...more, SYSLOG_IDENTIFIER: 'pay', MESSAGE });

test.each([
  ['ERROR:pay:no ledger', 'error', 'no ledger'],
  ['{"level":"error","msg":"no ledger"}', 'error', 'no ledger'],
  ['level=warn msg="ledger slow"', 'warn', 'ledger slow'],
  ['INFO:pay:ledger closed', 'info', 'ledger closed'],
  ['ledger closed', null, 'ledger closed'],
])('%s', (line, level, text) => {
  const message = journal(line);
  expect(peel(message)).toMatchObject({ level, text });
  if (isCalm(message)) expect(level).toBe('info');
});

test("docker's driver gives all of stderr a priority of its own", () => {
  const more = { PRIORITY: '3', _TRANSPORT: 'journal', CONTAINER_NAME: 'pay' };
  expect(peel(journal('INFO:pay:ledger closed', more)).level).toBe('info');
  expect(peel(journal('ledger closed', more)).level).toBeNull();
});

test('a program that speaks to journald itself means its priority', () => {
  const more = { PRIORITY: '3', _TRANSPORT: 'journal' };
  expect(peel(journal('ledger closed', more)).level).toBe('error');
});
