// What was left out of the given paths. Nothing is left out in silence.
import { errorCode } from '../../base/error-code.ts';

/** Input that was not served as log events. */
export interface SkippedInput {
  readonly path: string;
  /** Line of the first one, from 1; null: not about a line. */
  readonly line: number | null;
  /** Lines, events or files of a log that are missing; 0: it holds none (a picture, an empty file). */
  readonly count: number;
  /** In words. */
  readonly why: string;
  /** What can be done about it, as sentences; left out: mend or replace it. */
  readonly remedy?: string;
  /** Of a file that lies beside the logs: no event of theirs is missing. */
  readonly besideLogs?: boolean;
}

/** A link, or a path that lies in another one that was given. */
export const ALREADY_READ = 'the same file or folder was already read under another name';

/** Something that holds no log events, so that none is missing. */
export function notRead(path: string, why: string): SkippedInput {
  return { path, line: null, count: 0, why };
}

/** A log that is missing, or may be. */
export function missing(path: string, why: string): SkippedInput {
  return { path, line: null, count: 1, why };
}

/** A file or folder that the system does not let us read; a link to nothing hides nothing. */
export function unreadable(path: string, error: unknown): SkippedInput {
  const code = errorCode(error) ?? String(error);
  if (code === 'ENOENT') return notRead(path, 'a link to nothing');
  if (code === 'ELOOP') return notRead(path, 'a loop of links');
  return { ...missing(path, unreadableWhy(code)), remedy: REMEDIES[code] ?? REMEDY };
}

/** `code`: of node:fs. */
export function unreadableWhy(code: string): string {
  const words = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : code;
  return `${UNREADABLE} (${words})`;
}

/** Whether it is the system that does not let us read it. */
export function isUnreadable({ why }: SkippedInput): boolean {
  return why.startsWith(UNREADABLE);
}

const UNREADABLE = 'cannot be read';
const REMEDY = 'Make it readable, or leave it out.';
const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: 'Let this user read it, or leave it out.',
  EPERM: 'Let this user read it, or leave it out.',
};
