// `--baseline`: a normal time of the same logs, START/END, or a path of other logs.
import { existsSync } from 'node:fs';
import { Failure, withValue } from '../base/failure.ts';
import { isoTime } from '../base/time-range.ts';
import type { BaselineRequest, WindowRequest } from '../run/request.ts';
import { refuseOverlap, requestedWindow } from '../run/window.ts';
import { readTime } from './values.ts';

const HELP =
  'Two times, START/END (2026-11-19T14:00Z/2026-11-19T16:00Z), or a path: ./healthy-logs';
const WITHOUT = [{ label: 'Without it', drop: ['--baseline'] }];
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
    throw new Failure('usage', message, [HELP], WITHOUT);
  }
  const startMs = readTime('--baseline', start, nowMs);
  const endMs = readTime('--baseline', end, nowMs);
  if (startMs >= endMs) {
    throw new Failure(
      'usage',
      `--baseline ${text}: its start is not before its end.`,
      [],
      [withValue('--baseline', `${end}/${start}`)],
    );
  }
  if (!local && startMs >= nowMs)
    throw new Failure(
      'usage',
      `--baseline ${text} is in the future.`,
      [`It is ${isoTime(nowMs)} now (UTC).`],
      WITHOUT,
    );
  // The window of local logs may end at their last event, which nobody knows yet.
  const isKnown = !local || window.endMs !== null;
  if (isKnown) refuseOverlap({ startMs, endMs }, requestedWindow(window, nowMs));
  return { kind: 'range', startMs, endMs };
}
