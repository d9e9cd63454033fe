// Dart and Flutter: a message of any shape, then `#0      fn (package:app/file.dart:12:3)`.
import type { Frame } from '../types.ts';
import {
  closed,
  type Head,
  isErrorName,
  lineNumber,
  opened,
  type Reading,
  type TraceReader,
} from './reader.ts';

const FRAME = /^\s*#\d{1,4}\s{2,8}(\S.{0,300}?) \((.{1,400}?)(?::(\d{1,7}))?(?::\d{1,7})?\)\s*$/;
const HEAD = /^([A-Z_]\w*)(?: \([^)]*\))?(?:: ?(.*))?$/;
const UNHANDLED = /^(?:[^\n]{0,200}\] )?Unhandled exception: ?/i;
const LIBRARY =
  /^dart:|^package:(?:flutter|flutter_test|http|dio|bloc|provider|riverpod|test_api|stack_trace|async|shelf\w*)\//;
/** Errors of the language that print a sentence instead of their name. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^Bad state: /, 'StateError'],
  [/^Unsupported operation: /, 'UnsupportedError'],
  [/^Concurrent modification during iteration: /, 'ConcurrentModificationError'],
  [/^Invalid argument(?:\(s\))?(?: \([^)]{0,80}\))?: /, 'ArgumentError'],
  [
    /^(?:\(?type '.{1,200}' is not a subtype of |Null check operator used on a null value)/,
    'TypeError',
  ],
  [/^(?:'[^'\n]{1,300}': )?Failed assertion: /, 'AssertionError'],
];
/** Lines of message above the first frame. */
const MAX_MESSAGE_LINES = 20;

export const DART: TraceReader = {
  language: 'dart',
  hint: /^\s*#\d{1,4}\s{2,8}\S[^\n]{0,300} \((?:dart:|package:|file:|[^\s():]{1,300}\.dart)/m,
  read,
};

/** A frame of Dart, or null. */
export function dartFrame(line: string): Frame | null {
  const match = FRAME.exec(line);
  const file = match?.[2] ?? '';
  if (match === null || !/\.dart$|^dart:|^package:/.test(file)) return null;
  return { file, line: lineNumber(match[3]), function: match[1] ?? null, own: !LIBRARY.test(file) };
}

function read(lines: readonly string[]): Reading | null {
  const first = lines.findIndex((line) => dartFrame(line) !== null);
  if (first < 0) return null;
  const frames = lines
    .slice(first)
    .map(dartFrame)
    .filter((frame) => frame !== null);
  const above = lines
    .slice(Math.max(0, first - MAX_MESSAGE_LINES), first)
    .filter((line) => line.trim() !== '');
  const message = messageOf(above);
  const open = opened(headOf(message[0] ?? '') ?? { type: '', message: message.join('\n') });
  if (open.type === '') open.type = null;
  open.frames.push(...frames);
  return { chain: [closed(open)], site: null };
}

/** What stands behind `Unhandled exception:`, on its line or below; everything where it does not occur. */
function messageOf(above: readonly string[]): readonly string[] {
  const start = above.findIndex((line) => UNHANDLED.test(line));
  const rest = (above[start] ?? '').replace(UNHANDLED, '').trim();
  return rest === '' ? above.slice(start + 1) : [rest, ...above.slice(start + 1)];
}

function headOf(line: string): Head | null {
  const match = HEAD.exec(line.trim());
  const type = match?.[1] ?? '';
  if (isErrorName(type)) return { type, message: match?.[2] ?? '' };
  const named = SENTENCES.find(([sentence]) => sentence.test(line.trim()))?.[1];
  return named === undefined ? null : { type: named, message: line.trim() };
}
