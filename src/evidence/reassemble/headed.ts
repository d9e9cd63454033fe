// Whether a line stands for itself: it has a log header, is JSON, or is a platform line. Such a line is never a
// continuation; it may be the head that logs an exception whose trace follows without a header.
import { readHeader } from '../peel/header.ts';
import type { Level } from '../types.ts';

export interface Standing {
  readonly headed: boolean;
  /** A trace without a header of its own may belong to it. */
  readonly mayHead: boolean;
  /** The line without its header. */
  readonly text: string;
}

const PLATFORM = /^(?:START|END|REPORT|INIT_START|EXTENSION|TELEMETRY) /;
const SPEAKS_OF_FAILURE =
  /exception|error|fail|panic|traceback|unable|could not|cannot|refused|time[d-]? ?out|stack ?trace|crash|uncaught|unhandled/i;

/** Looks at the first line of a message whose wrapping is off. */
export function standingOf(line: string): Standing {
  const first = line.charCodeAt(0);
  const none: Standing = { headed: false, mayHead: false, text: line };
  if (Number.isNaN(first) || first <= 32) return none;
  if (line.startsWith('{'))
    return {
      headed: line.includes('"') && line.trimEnd().endsWith('}'),
      mayHead: false,
      text: line,
    };
  if (PLATFORM.test(line)) return { headed: true, mayHead: false, text: line };
  const header = readHeader(line);
  if (header.end === 0) return none;
  const text = line.slice(header.end);
  return { headed: true, mayHead: mayHead(header.level, text), text };
}

function mayHead(level: Level | null, text: string): boolean {
  if (level === 'error' || level === 'fatal') return true;
  return (level === null || level === 'warn') && SPEAKS_OF_FAILURE.test(text.slice(0, 400));
}
