// The files under a path, in a stable order. Links are followed once, so that a loop of links ends; what is no
// ordinary file is named and left alone (a pipe would never end).
import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ALREADY_READ, notRead, type SkippedInput, unreadable } from './skipped.ts';

export interface FoundFile {
  /** As the path was given, joined with the way down to the file. */
  readonly path: string;
  /** The path that was given. */
  readonly root: string;
  /** From root to the file with `/`; empty where root is the file. */
  readonly relativePath: string;
  readonly stats: Stats;
}

interface Search {
  readonly files: FoundFile[];
  readonly skipped: SkippedInput[];
  /** Device and inode of all files and folders met. */
  readonly seen: Set<string>;
}

/** AWS puts it beside the logs that it exports to S3, to see whether it may. */
const EXPORT_TEST = 'aws-logs-write-test';
/** What each run of this program writes into its folder: it quotes logs, and would be taken for one. */
const OWN_FILES = ['journal.jsonl', 'evidence.jsonl', 'audit.jsonl'];
const OWN_RUN = 'a run of this program, with its report';
/** Most files that one run reads. */
const MAX_FILES = 20_000;

/** All files under the paths, each once, sorted by name within a folder. A path that does not exist throws. */
export async function findFiles(
  paths: readonly string[],
): Promise<{ readonly files: readonly FoundFile[]; readonly skipped: readonly SkippedInput[] }> {
  const search: Search = { files: [], skipped: [], seen: new Set() };
  for (const root of paths) await visit(search, root, '', await stat(root));
  const left = search.files.splice(MAX_FILES);
  const [first] = left;
  if (first !== undefined) {
    const why = `more than ${MAX_FILES} files: this one and those after it were not read`;
    search.skipped.push({ path: first.path, line: null, count: left.length, why });
  }
  return search;
}

async function visit(
  search: Search,
  root: string,
  relativePath: string,
  stats: Stats,
): Promise<void> {
  const path = relativePath === '' ? root : join(root, relativePath.split('/').join(sep));
  const identity = `${stats.dev}:${stats.ino}`;
  if (search.seen.has(identity)) {
    search.skipped.push(notRead(path, ALREADY_READ));
    return;
  }
  search.seen.add(identity);
  if (stats.isDirectory()) await visitFolder(search, root, relativePath, path);
  else if (stats.isFile()) search.files.push({ path, root, relativePath, stats });
  else search.skipped.push(notRead(path, 'neither a file nor a folder'));
}

async function visitFolder(
  search: Search,
  root: string,
  relativePath: string,
  path: string,
): Promise<void> {
  const names: string[] = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    search.skipped.push(unreadable(path, error));
    return [];
  });
  if (OWN_FILES.every((name) => names.includes(name))) {
    search.skipped.push(notRead(path, OWN_RUN));
    return;
  }
  for (const name of names.sort()) {
    const child = relativePath === '' ? name : `${relativePath}/${name}`;
    if (name.startsWith('.') || name === EXPORT_TEST)
      search.skipped.push(notRead(join(path, name), 'hidden'));
    else await visitChild(search, root, child, join(path, name));
  }
}

async function visitChild(
  search: Search,
  root: string,
  child: string,
  path: string,
): Promise<void> {
  let stats: Stats;
  try {
    stats = await stat(path);
  } catch (error) {
    search.skipped.push(unreadable(path, error));
    return;
  }
  await visit(search, root, child, stats);
}
