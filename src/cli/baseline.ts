// `--baseline`: a normal time of the same logs, START/END, or a path of other logs.
import { existsSync } from 'node:fs';
import { Failure } from '../base/failure.ts';
import type { BaselineRequest, WindowRequest } from '../run/request.ts';
import { refuseOverlap, requestedWindow } from '../run/window.ts';
import { readTime } from './values.ts';

const EXAMPLE =
  'For example: --baseline 2026-11-19T14:00Z/2026-11-19T16:00Z, or --baseline ./healthy-logs';
/** Two times, or what is meant as such: each half begins like a date. */
const RANGE = /^(\d{4}-\d[^/]*)\/(\d{4}-\d[^/]*)$/;

/** Null where none was given. Throws Failure `usage` for a range that is none, a path that does not exist, and an overlap. */
export function readBaseline(
  text: string | null,
  window: WindowRequest,
  nowMs: number,
  local: boolean,
): BaselineRequest | null {
  if (text === null) return null;
  if (existsSync(text)) return { kind: 'path', path: text };
  const [, start, end] = RANGE.exec(text.trim()) ?? [];
  if (start === undefined || end === undefined) {
    const message = `--baseline "${text}" is neither START/END nor a path that exists.`;
    throw new Failure('usage', message, [EXAMPLE]);
  }
  const startMs = readTime('--baseline', start, nowMs);
  const endMs = readTime('--baseline', end, nowMs);
  if (startMs >= endMs) {
    throw new Failure('usage', `--baseline ${text}: its start is not before its end.`, [EXAMPLE]);
  }
  // The window of local logs may end at their last event, which nobody knows yet.
  const isKnown = !local || window.endMs !== null;
  if (isKnown) refuseOverlap({ startMs, endMs }, requestedWindow(window, nowMs));
  return { kind: 'range', startMs, endMs };
}
