// The runs below the folder of reports, for other agents. A run is what the folder itself lists under exactly that name:
// no path of a client is ever joined to another one.

import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../base/error-code.ts';

/** A larger file of a run is not handed on. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** Names of the finished runs, the last one first; names begin with their time. */
export async function runsIn(out: string): Promise<readonly string[]> {
  const folders = (await entriesOf(out)).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).sort();
  const finished = await Promise.all(names.map((name) => isFile(join(out, name, 'report.json'))));
  return names.filter((_, index) => finished[index]).reverse();
}

/** The text of a file of a run; null where there is no such run or file, or it is too large. */
export async function runFile(out: string, run: string, file: string): Promise<string | null> {
  const entries = await entriesOf(out);
  const found = entries.find((entry) => entry.isDirectory() && entry.name === run);
  if (found === undefined) return null;
  const path = join(out, found.name, file);
  return (await isFile(path)) ? readFile(path, 'utf8') : null;
}

/** A folder that is not there holds nothing. */
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (fault) {
    if (errorCode(fault) === 'ENOENT') return [];
    throw fault;
  }
}

/** A link is no file of the run. */
async function isFile(path: string): Promise<boolean> {
  try {
    const stats = await lstat(path);
    return stats.isFile() && stats.size <= MAX_FILE_BYTES;
  } catch (fault) {
    if (errorCode(fault) === 'ENOENT') return false;
    throw fault;
  }
}
