// The run folder on disk: journal, evidence, record and audit grow while the run goes on, the report comes whole at the end.
// Readable by its owner only.

import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { errorCode } from '../base/error-code.ts';
import { Failure, withValue } from '../base/failure.ts';
import { makeFolder } from '../base/make-folder.ts';
import { lockedBy, releaseLock, takeLock } from '../base/process-lock.ts';
import { isoTime } from '../base/time-range.ts';
import { shellQuote } from '../diagnosis/command.ts';
import type { EvidenceRecord } from './evidence-record.ts';
import { lineFile, rowParts } from './line-file.ts';
import { cutTornLine } from './lines.ts';
import { entryParts, RECORD } from './record.ts';
import { AUDIT, EVIDENCE, JOURNAL, lockOf, removeRun } from './run-files.ts';
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

/**
 * A store that writes into the new folder `out/name`, which is there from the first line on: a run that is killed can be
 * gone on with. Closed before `stay`, it leaves nothing. Every fault of the disk is a Failure that names the path.
 */
export function createRunFolder(out: string, name: string): RunStore {
  const folder = resolve(out, name);
  let made: readonly string[] = [];
  const begin = () => {
    made = makeFolder(folder, FOLDER_MODE);
    // Names end in the random id of the run: two runs never share a folder.
    if (!made.includes(folder)) throw new Error('the folder exists already');
    takeLock(lockOf(folder));
  };
  return storeIn(folder, { isOld: false, begin, giveUp: () => removeRun(folder, made) });
}

/** The store of a run that was killed: its journal, record and audit are written on, its evidence anew. */
export function reopenRunFolder(folder: string): RunStore {
  const whole = resolve(folder);
  if (!takenOver(whole)) throw inUse(whole);
  return storeIn(whole, { isOld: true, begin: () => {}, giveUp: () => {} });
}

function takenOver(folder: string): boolean {
  try {
    const taken = takeLock(lockOf(folder));
    if (taken) for (const name of [JOURNAL, RECORD, AUDIT]) cutTornLine(join(folder, name));
    return taken;
  } catch (fault) {
    throw unwritable(folder, fault, true);
  }
}

export const inUse = (folder: string): Failure =>
  new Failure(
    'usage',
    `${folder} is written by process ${lockedBy(lockOf(folder)) ?? 'another one'} now.`,
    ['Wait until it has ended.'],
  );

interface Opening {
  /** Whether an earlier process wrote into it. */
  readonly isOld: boolean;
  /** Before the first line. */
  begin(): void;
  /** Where the run ends and nothing of it is to stay. */
  giveUp(): void;
}

function storeIn(folder: string, { isOld, begin, giveUp }: Opening): RunStore {
  const journal = lineFile(join(folder, JOURNAL), 'a', FILE_MODE);
  const evidence = lineFile(join(folder, EVIDENCE), 'w', FILE_MODE);
  const record = lineFile(join(folder, RECORD), 'a', FILE_MODE);
  const audit = lineFile(join(folder, AUDIT), 'a', FILE_MODE);
  let begun = false;
  let stays = false;
  let broken: Failure | null = null;
  /** A fault of the audit, which is written in the middle of calls: told at the next line of the run. */
  let untold: Failure | null = null;
  /** The first fault ends the run; after it nothing more is written, so that what it started can still be stopped. */
  const write = <T>(work: () => T): T => {
    try {
      if (!begun) {
        begin();
        begun = true;
        evidence.open();
        audit.open();
      }
      return work();
    } catch (fault) {
      // Without its first line nobody knows what was asked for.
      stays ||= journal.lines() > 0;
      broken = unwritable(folder, fault, isOld || stays);
      throw broken;
    }
  };
  const append = (work: () => void) => {
    if (broken === null) return void write(work);
    const fault = untold;
    untold = null;
    if (fault !== null) throw fault;
  };
  return {
    appendEvent: (event) => append(() => journal.append(event)),
    appendEvidence: (kept) => append(() => evidence.appendParts(evidenceParts(kept))),
    appendAnswer: (entry) => {
      if (record.written() >= MAX_RECORD_BYTES) return false;
      append(() => record.appendParts(entryParts(entry)));
      return true;
    },
    appendAudit: (line) => {
      if (broken !== null) return;
      try {
        write(() => audit.append(line));
      } catch {
        untold = broken;
      }
    },
    stay: () => {
      stays = true;
    },
    writeReport: (markdown, json) => {
      if (broken !== null) throw broken;
      return write(() => writeReportFiles(folder, markdown, json));
    },
    close: () => {
      for (const file of [journal, evidence, record, audit]) file.close();
      if (!begun) return;
      releaseLock(lockOf(folder));
      if (!stays) giveUp();
    },
  };
}

/** A larger record is removed once the run has ended: it is needed no more, and the evidence holds what it came to. */
const KEPT_RECORD_BYTES = 32_000_000;

export function dropLargeRecord(folder: string): void {
  const path = join(folder, RECORD);
  if (existsSync(path) && statSync(path).size > KEPT_RECORD_BYTES) rmSync(path);
}

/** Bytes of answers that are recorded; a run that is gone on with asks again for what is beyond. */
const MAX_RECORD_BYTES = 1_000_000_000;

/** An evidence record as one JSON line. */
function* evidenceParts({ rows, ...head }: EvidenceRecord): Generator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"rows":[`;
  yield* rowParts(rows);
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
  try {
    writeFileSync(beside, text, { mode: FILE_MODE });
    renameSync(beside, path);
  } catch (fault) {
    rmSync(beside, { force: true });
    throw fault;
  }
}

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/** A run that had begun is not lost: what it was answered is on disk. */
function unwritable(folder: string, fault: unknown, begun: boolean): Failure {
  if (fault instanceof Failure) return fault;
  const reason = fault instanceof Error ? fault.message : String(fault);
  const code = errorCode(fault) ?? '';
  const full = FULL.has(code) ? '. The disk is full.' : '';
  return new Failure('failed', `Cannot write to ${folder}: ${reason}${full}`, [
    begun
      ? `When there is room again, go on where it stopped: troubleshoot resume ${shellQuote(folder)}`
      : 'Choose a folder that can be written: --out DIR',
  ]);
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
