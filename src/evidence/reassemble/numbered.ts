// The excerpt of source that Bun prints above an error: lines with their numbers in front, a caret below the last of them.
// Tables and lists look the same, so that a line only waits until the caret shows what it was.
import { CARET } from './grammar.ts';
import type { OpenTrace } from './open-traces.ts';

const NUMBERED = /^ {0,5}(\d{1,6}) \|(?: |$)/;
/** Lines of source above the caret. */
const MAX_NUMBERED_LINES = 10;

/** Whether the open trace is so far nothing but lines of source with their numbers. */
export function isExcerpt({ progress }: OpenTrace): boolean {
  return progress.phase === 'numbered';
}

/** Whether the line right below has the next number. */
export function hasNextNumber(open: OpenTrace, text: string, index: number): boolean {
  const { progress, waiting, lastIndex } = open;
  if (!isExcerpt(open) || lastIndex !== index - 1 || waiting.length >= MAX_NUMBERED_LINES)
    return false;
  const number = NUMBERED.exec(text)?.[1];
  return number !== undefined && Number(number) === progress.number + waiting.length + 1;
}

/** Whether the line right below is the caret. */
export function marksPlace({ lastIndex }: OpenTrace, text: string, index: number): boolean {
  return lastIndex === index - 1 && CARET.test(text);
}
