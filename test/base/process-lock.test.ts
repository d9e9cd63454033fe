// A folder is written by one process at a time; a lock outlives the process that took it, and no longer counts then.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { lockedBy, releaseLock, takeLock } from '../../src/base/process-lock.ts';

const newLock = () => join(mkdtempSync(join(tmpdir(), 'troubleshoot-lock-')), 'lock');

test('what this process took is its own, and free once it gives it back', () => {
  const lock = newLock();
  expect([takeLock(lock), lockedBy(lock), takeLock(lock)]).toEqual([true, null, true]);
  expect(readFileSync(lock, 'utf8')).toMatch(new RegExp(`^${process.pid}\\b`));
  releaseLock(lock);
  expect(lockedBy(lock)).toBeNull();
});

test('another process that lives keeps it', () => {
  const lock = newLock();
  writeFileSync(lock, String(process.ppid));
  expect([lockedBy(lock), takeLock(lock)]).toEqual([process.ppid, false]);
});

test.each([
  ['of a process that is gone', '999999999 17'],
  ['of an id that another process has by now', `${process.ppid} 1`],
  ['without an id', 'what'],
])('a lock %s is taken over', (_, mark) => {
  const lock = newLock();
  writeFileSync(lock, mark);
  expect([lockedBy(lock), takeLock(lock)]).toEqual([null, true]);
});

test.runIf(process.platform === 'linux')(
  'so is one of a process that ended and whose parent does not look',
  async () => {
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
    try {
      const [pid] = await once(parent.stdout, 'data');
      const lock = newLock();
      writeFileSync(lock, String(pid).trim());
      const stateOf = () => readFileSync(`/proc/${String(pid).trim()}/stat`, 'utf8');
      await vi.waitFor(() => expect(stateOf()).toContain(') Z '));
      expect([lockedBy(lock), takeLock(lock)]).toEqual([null, true]);
    } finally {
      parent.kill();
    }
  },
);
