// The files of a run folder by name, and how a run is removed: these files and nothing else that lies there.
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RECORD } from './record.ts';

const LOCK = 'lock';
export const AUDIT = 'audit.jsonl';
export const JOURNAL = 'journal.jsonl';
export const EVIDENCE = 'evidence.jsonl';
const REPORT = 'report.md';
export const REPORT_JSON = 'report.json';

const FILES = [
  ...[RECORD, EVIDENCE, AUDIT, REPORT, REPORT_JSON, `${REPORT}.part`, `${REPORT_JSON}.part`, LOCK],
  // Last: without it nobody knows the folder for a run.
  JOURNAL,
];

/** Which process writes into the folder. */
export const lockOf = (folder: string): string => join(folder, LOCK);

/** Removes the files of a run, its folder, and of those above it the ones that `made` names, where they are empty. */
export function removeRun(folder: string, made: readonly string[] = []): void {
  for (const name of FILES) rmSync(join(folder, name), { force: true });
  const above = [...made].filter((path) => path !== folder).sort((a, b) => b.length - a.length);
  for (const path of [folder, ...above]) if (isEmpty(path)) rmdirSync(path);
}

const isEmpty = (path: string) => existsSync(path) && readdirSync(path).length === 0;

/** What stands in a run folder that the program did not write. */
export const foreignFiles = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => !FILES.includes(name)) : [];
