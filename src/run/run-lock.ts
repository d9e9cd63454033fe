// Who writes into a run folder: two processes would mix their lines. A lock whose process is gone is taken over.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const LOCK = 'lock';
const FILE_MODE = 0o600;

/** Takes the folder for this process; false where another one that lives has it. */
export function takeLock(folder: string): boolean {
  if (lockedBy(folder) !== null) return false;
  const path = join(folder, LOCK);
  rmSync(path, { force: true });
  try {
    writeFileSync(path, markOf(process.pid), { mode: FILE_MODE, flag: 'wx' });
    return true;
  } catch (fault) {
    // Somebody else was faster.
    if (codeOf(fault) === 'EEXIST') return false;
    throw fault;
  }
}

export const releaseLock = (folder: string): void => rmSync(join(folder, LOCK), { force: true });

/** The process id that writes into the folder now; null where none does. This process does not count. */
export function lockedBy(folder: string): number | null {
  const mark = textOf(join(folder, LOCK));
  const pid = Number.parseInt(mark ?? '', 10);
  if (mark === null || !Number.isInteger(pid) || pid === process.pid) return null;
  return isAlive(pid) && markOf(pid) === mark ? pid : null;
}

/** The process id and, where the system tells, when it started: ids are used again. */
function markOf(pid: number): string {
  const stat = textOf(`/proc/${pid}/stat`) ?? '';
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_FIELD] ?? '';
  return `${pid} ${started}`.trim();
}

/** Start time among the fields behind the command's name in /proc/PID/stat, in ticks since boot. */
const START_FIELD = 19;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return codeOf(fault) === 'EPERM';
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It is gone, or this system has no such file.
    return null;
  }
}

function codeOf(fault: unknown): string | null {
  return fault instanceof Error && 'code' in fault ? String(fault.code) : null;
}
