// A file that says which process writes into the folder beside it: two of them would mix their lines. A lock whose process
// is gone is taken over.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { errorCode } from './error-code.ts';

const FILE_MODE = 0o600;

/** Takes the lock for this process; false where another one that lives has it. */
export function takeLock(path: string): boolean {
  if (lockedBy(path) !== null) return false;
  rmSync(path, { force: true });
  try {
    writeFileSync(path, markOf(process.pid), { mode: FILE_MODE, flag: 'wx' });
    return true;
  } catch (fault) {
    // Somebody else was faster.
    if (errorCode(fault) === 'EEXIST') return false;
    throw fault;
  }
}

export const releaseLock = (path: string): void => rmSync(path, { force: true });

/** The id of the process that has the lock; null where none has. This process does not count. */
export function lockedBy(path: string): number | null {
  const mark = textOf(path);
  const pid = Number.parseInt(mark ?? '', 10);
  if (mark === null || !Number.isInteger(pid) || pid === process.pid) return null;
  const mayBeReused = mark.includes(' ') && markOf(pid) !== mark;
  return isAlive(pid) && !mayBeReused ? pid : null;
}

/** The process id and, where the system tells, when it started: ids are used again. */
function markOf(pid: number): string {
  return `${pid} ${statOf(pid)[START_FIELD] ?? ''}`.trim();
}

/** The fields behind the command's name in /proc/PID/stat; none where the system has no such file. */
function statOf(pid: number): readonly string[] {
  const stat = textOf(`/proc/${pid}/stat`) ?? '';
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Z: it has ended, and its parent has not asked how. In a container often nobody ever does. */
const STATE_FIELD = 0;
/** Start time, in ticks since boot. */
const START_FIELD = 19;

function isAlive(pid: number): boolean {
  if (statOf(pid)[STATE_FIELD] === 'Z') return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return errorCode(fault) === 'EPERM';
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
