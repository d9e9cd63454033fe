// What is known of a header while it is read, and the steps of reading: every shape is tried at one offset only.
import type { Level } from '../types.ts';

export interface Draft {
  end: number;
  timed: boolean;
  level: Level | null;
  logger: string | null;
  thread: string | null;
  requestId: string | null;
  /** The application that the line says it is of. */
  service: string | null;
  /** The level so far is only a syslog priority: the application's own may replace it. */
  byPriority: boolean;
}

export function blank(): Draft {
  return {
    end: 0,
    timed: false,
    level: null,
    logger: null,
    thread: null,
    requestId: null,
    service: null,
    byPriority: false,
  };
}

export function peek(pattern: RegExp, line: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(line);
}

export function take(pattern: RegExp, line: string, draft: Draft): RegExpExecArray | null {
  const match = peek(pattern, line, draft.end);
  if (match !== null) draft.end += match[0].length;
  return match;
}

export function skip(pattern: RegExp, line: string, draft: Draft): void {
  take(pattern, line, draft);
}

export type Kind = 'digit' | 'upper' | 'lower' | 'mark';

/** What kind of character stands at a place: most shapes are ruled out by their first. */
export function kindAt(line: string, at: number): Kind {
  const code = line.charCodeAt(at);
  if (code >= 48 && code <= 57) return 'digit';
  if (code >= 65 && code <= 90) return 'upper';
  return code >= 97 && code <= 122 ? 'lower' : 'mark';
}
