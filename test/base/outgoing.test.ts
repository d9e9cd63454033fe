// The name that calls are made under.
import { expect, test } from 'vitest';
import { appIdOf, userAgentOf } from '../../src/base/outgoing.ts';

test('a call of a run names the program, its version and the run', () => {
  const caller = { version: '1.2.3', runId: '4f2a9c' };
  expect(userAgentOf(caller)).toBe('troubleshoot/1.2.3 run/4f2a9c');
  expect(appIdOf(caller)).toBe('troubleshoot-1.2.3-run-4f2a9c');
});

test('a call that belongs to no run names the program and its version', () => {
  expect(userAgentOf({ version: '1.2.3', runId: null })).toBe('troubleshoot/1.2.3');
  expect(appIdOf({ version: '1.2.3', runId: null })).toBe('troubleshoot-1.2.3');
});

test('the name of an application is one word of at most 50 characters', () => {
  const id = appIdOf({ version: `1.2.3-beta+${'x'.repeat(80)}`, runId: '4f2a9c' });
  expect(id).toMatch(/^[A-Za-z0-9.-]{50}$/);
});
