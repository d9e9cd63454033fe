// The run folder on disk: journal.jsonl, evidence.jsonl and audit.jsonl grow while the run goes on, the report comes whole at the end.
// Readable by its owner only. Nothing exists before `open`.
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Failure, withValue } from '../base/failure.ts';
import { makeFolder } from '../base/make-folder.ts';
import { isoTime } from '../base/time-range.ts';
import type { EvidenceRecord } from './evidence-record.ts';
import { jsonParts } from './json-parts.ts';
import type { RunFiles, RunStore } from './world.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** Characters of the application's name that go into the folder's name. */
const MAX_NAME_CHARS = 60;

/** `OUT/<UTC time>-<application>-<run id>/`; the name holds nothing but letters, digits, `-`, `_` and `.`. */
export function runFolderName(startedMs: number, application: string, runId: string): string {
  const time = isoTime(startedMs).slice(0, 19).replaceAll(':', '').replaceAll('-', '');
  const name = application.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '');
  return `${time}Z-${name.slice(0, MAX_NAME_CHARS) || 'application'}-${runId}`;
}

/** A store that writes into `out/name`. Every fault of the disk is a Failure that names the path. */
export function createRunFolder(out: string, name: string): RunStore {
  const folder = resolve(out, name);
  const journal = lineFile(join(folder, 'journal.jsonl'));
  const evidence = lineFile(join(folder, 'evidence.jsonl'));
  const audit = lineFile(join(folder, 'audit.jsonl'));
  return {
    appendEvent: (event) => guarded(folder, () => journal.append(event)),
    appendEvidence: (record) => guarded(folder, () => evidence.appendParts(evidenceParts(record))),
    appendAudit: (record) => guarded(folder, () => audit.append(record)),
    open: () =>
      guarded(folder, () => {
        makeFolder(folder, FOLDER_MODE);
        journal.open();
        evidence.open();
        audit.open();
      }),
    writeReport: (markdown, json) =>
      guarded(folder, () => writeReportFiles(folder, markdown, json)),
    close: () => {
      journal.close();
      evidence.close();
      audit.close();
    },
  };
}

/** A JSON lines file: what comes before it is opened is kept, then written at once. */
function lineFile(path: string) {
  let file: number | null = null;
  const kept: string[] = [];
  const write = (text: string) => {
    if (file === null) kept.push(text);
    else writeSync(file, text);
  };
  return {
    append: (value: unknown) => {
      for (const part of jsonParts(value)) write(part);
      write('\n');
    },
    /** One line in parts, so that a long one never stands whole in memory. */
    appendParts: (parts: Iterable<string>) => {
      for (const part of parts) write(part);
    },
    open: () => {
      if (file !== null) return;
      file = openSync(path, 'a', FILE_MODE);
      for (const text of kept.splice(0)) writeSync(file, text);
    },
    close: () => {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

/** Rows of evidence that are written at once. */
const ROWS_PER_WRITE = 200;

/** An evidence record as one JSON line. */
function* evidenceParts({ rows, ...head }: EvidenceRecord): Generator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"rows":[`;
  for (let from = 0; from < rows.length; from += ROWS_PER_WRITE) {
    const some = rows.slice(from, from + ROWS_PER_WRITE).map((row) => JSON.stringify(row));
    yield `${from === 0 ? '' : ','}${some.join(',')}`;
  }
  yield ']}\n';
}

function writeReportFiles(folder: string, markdown: string, json: string): RunFiles {
  const files = { folder, markdown: join(folder, 'report.md'), json: join(folder, 'report.json') };
  writeWhole(files.json, json);
  writeWhole(files.markdown, markdown);
  return files;
}

/** Written beside its place and renamed into it: a reader sees the whole file or none. */
function writeWhole(path: string, text: string): void {
  const beside = `${path}.part`;
  writeFileSync(beside, text, { mode: FILE_MODE });
  renameSync(beside, path);
}

function guarded<T>(folder: string, write: () => T): T {
  try {
    return write();
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    throw new Failure('failed', `Cannot write to ${folder}: ${reason}`, [
      'Choose a folder that can be written: --out DIR',
    ]);
  }
}

/** Throws Failure `usage` where the folder for reports can't be made or written, before anything is asked of AWS. */
export function checkOutFolder(out: string): void {
  const existing = nearestExisting(resolve(out));
  try {
    if (!statSync(existing).isDirectory()) throw new Error(`${existing} is a file`);
    accessSync(existing, constants.W_OK);
    // Some file systems say that they can be written and make no folder: it is tried, and undone.
    rmdirSync(mkdtempSync(join(existing, '.troubleshoot-')));
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    throw new Failure(
      'usage',
      `Reports cannot be written to ${resolve(out)}: ${reason}`,
      ['Choose a folder that can be written: --out DIR'],
      [withValue('--out', join(tmpdir(), 'reports'))],
    );
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}
