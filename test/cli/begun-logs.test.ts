// Local logs that are begun: whether somebody still waits for them.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beginLogs } from '../../src/cli/begun-logs.ts';

test('a path that does not exist is settled when it is told, so that nothing is compiled for it any more', async () => {
  const begun = beginLogs([join(import.meta.dirname, 'no-such-logs')], null, () => {});
  expect(begun.isSettled()).toBe(false);
  await expect(begun.served).rejects.toThrow('does not exist');
  expect(begun.isSettled()).toBe(true);
  await begun.close();
});
