// A folder and those above it, also where none can be made.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolder } from '../../src/base/make-folder.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'make-folder-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('makes what is missing, and nothing where all is there', () => {
  const deep = join(newFolder(), 'a', 'b', 'c');
  makeFolder(deep);
  makeFolder(deep);
  expect(existsSync(deep)).toBe(true);
});

test('throws at the first folder that cannot be made', () => {
  const file = join(newFolder(), 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(join(file, 'a', 'b'))).toThrow(/ENOTDIR|ENOENT/);
});

test.runIf(process.platform === 'linux')('ends in a file system that makes no folders', () => {
  expect(() => makeFolder('/proc/none/of/these')).toThrow('ENOENT');
});
