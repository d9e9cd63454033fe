// The excerpt of source that Bun prints above an error: lines with their numbers in front, a caret below the last of them.
// Tables and lists look the same, so that a line only waits until the caret shows what it was.
import { CARET } from './grammar.ts';
import type { OpenTrace } from './open-traces.ts';

const NUMBERED = /^ {0,5}(\d{1,6}) \|(?: |$)/;
/** Lines of source above the caret. */
const MAX_NUMBERED_LINES = 10;
/** How many events further down the next line of an excerpt may stand. */
const MAX_APART = 6;

/** Whether the open trace is so far nothing but lines of source with their numbers. */
export function isExcerpt({ progress }: OpenTrace): boolean {
  return progress.phase === 'numbered';
}

/** Whether it may as well be a log line of an error, whose words only look like source. */
export function isLogLine({ headed, waiting }: OpenTrace): boolean {
  return headed && waiting.length === 0;
}

/** Whether the line has the next number; ordinary lines may stand in between. */
export function hasNextNumber(open: OpenTrace, text: string, index: number): boolean {
  const { progress, waiting } = open;
  if (!isExcerpt(open) || !isNear(open, index) || waiting.length >= MAX_NUMBERED_LINES)
    return false;
  const number = NUMBERED.exec(text)?.[1];
  return number !== undefined && Number(number) === progress.number + waiting.length + 1;
}

/** Whether the line is the caret below them. */
export function marksPlace(open: OpenTrace, text: string, index: number): boolean {
  return isNear(open, index) && CARET.test(text);
}

const isNear = ({ lastIndex }: OpenTrace, index: number) => index - lastIndex <= MAX_APART;
