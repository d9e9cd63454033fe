// Paths that the system does not let this user read, and links that lead nowhere.
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../../src/local-cloudwatch/log-store.ts';
import { inlineLane } from '../../../src/local-cloudwatch/work/inline-lane.ts';
import { folderOf } from '../served.ts';

const LINE = '2026-11-20T14:00:00Z started\n';
const NOBODY = 65_534;

/** Root may read anything: then as somebody else. */
async function asUser<T>(work: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

async function problemOf(path: string) {
  const { diagnostics } = await openStore([path], inlineLane());
  return diagnostics.map(({ message, help }) => [message.replace(path, 'PATH'), help]);
}

test.runIf(process.geteuid !== undefined)('a file or folder without permission', async () => {
  const folder = folderOf({ 'a.log': LINE, 'b.log': LINE, 'inner/c.log': LINE });
  chmodSync(folder, 0o755);
  for (const name of ['a.log', 'inner']) {
    chmodSync(join(folder, name), 0);
    expect(await asUser(() => problemOf(join(folder, name)))).toEqual([
      ['PATH cannot be read (permission denied)', 'let this user read it, or leave it out.'],
    ]);
  }
  const { value } = await asUser(() => openStore([folder], inlineLane()));
  expect(value?.events).toBe(1);
  expect(value?.skipped.map(({ why }) => why)).toEqual([
    'cannot be read (permission denied)',
    'cannot be read (permission denied)',
  ]);
  chmodSync(join(folder, 'inner'), 0o700);
});

test('a link to nothing is told as such', async () => {
  const link = join(folderOf({}), 'link');
  symlinkSync('/none', link);
  const [[message] = []] = await problemOf(link);
  expect(message).toBe('PATH is a link to nothing');
});
