// Local logs that are under way while what asks them is loaded, and closed when that is done.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Begin, withBegun } from '../../src/cli/begun-ahead.ts';

const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-begun-'));
writeFileSync(join(folder, 'app.log'), '2026-03-03T12:00:00Z ERROR no stock\n');
afterAll(() => rmSync(folder, { recursive: true }));

const begin: Begin = ({ beginInvestigated }, paths) => beginInvestigated(paths, null);
const answers = (url: string) =>
  fetch(url, { method: 'POST' }).then(
    () => true,
    () => false,
  );

test('they answer while the work is done, and not any more afterwards', async () => {
  const url = await withBegun([folder], begin, async (begun) => {
    const asked = (await begun?.url) ?? '';
    expect(await answers(asked)).toBe(true);
    expect((await begun?.served)?.events).toBe(1);
    return asked;
  });
  expect(await answers(url)).toBe(false);
});

test('they are closed where the work fails, whose fault is told', async () => {
  let url = '';
  const work = withBegun([folder], begin, async (begun) => {
    url = (await begun?.url) ?? '';
    throw new Error('--hours is wrong');
  });
  await expect(work).rejects.toThrow('--hours is wrong');
  expect(await answers(url)).toBe(false);
});

test('a path that cannot be read is told by what needs it, not by what began it', async () => {
  const done = await withBegun([join(folder, 'nothing')], begin, async () => 'done');
  expect(done).toBe('done');
});

test('nothing is begun without paths', async () => {
  expect(await withBegun(undefined, begin, async (begun) => begun)).toBeNull();
});

test('what will be asked first is told as soon as it is known', async () => {
  await withBegun([folder], begin, async (begun) => {
    begun?.expect(['fields @message']);
    begun?.expect(['stats count(*)']);
    expect(begun?.expected()).toEqual(['fields @message', 'stats count(*)']);
  });
});
