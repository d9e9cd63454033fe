// Lines below the head of a trace that look like ordinary ones: more of its message, if a frame follows. They wait there.
import { hasNextNumber, isExcerpt } from './numbered.ts';
import type { OpenTrace } from './open-traces.ts';
import { openingOf } from './openings.ts';
import { mayTellMore } from './python-message.ts';
import type { Line } from './shipped.ts';

/** Lines of prose that may stand between an exception's head and its first frame. */
const MAX_WAITING = 10;
/** A class of the JVM with its package and a message, as one that was thrown begins. */
const QUALIFIED = /^(?:[a-z][\w$]{0,60}\.){1,9}[A-Z][\w$]{0,100}: \S/;

/** Below a trace whose lines have no header. */
export function mayWaitBelow(open: OpenTrace, line: Line, text: string, index: number): boolean {
  return (
    isProseBelow(open, index) ||
    mayTellMore(open, line, text, index) ||
    (!open.headed && hasNextNumber(open, text, index))
  );
}

/** Below a trace whose lines all have the header that this one had. */
export function mayWaitUnder(open: OpenTrace, line: Line, text: string, index: number): boolean {
  return (
    hasNextNumber(open, text, index) ||
    mayTellMore(open, line, text, index) ||
    isProseUnder(open, text, index)
  );
}

/** More of the message of an exception whose lines all have a header. */
function isProseUnder(open: OpenTrace, text: string, index: number): boolean {
  const { progress, headed, lines } = open;
  const isThrown = !headed || progress.lines > 0;
  const isOther = openingOf(text) !== null || QUALIFIED.test(text);
  return isThrown && lines.length > 0 && isProseBelow(open, index) && !isOther;
}

/** Another exception right below one without frames: of a class that is not named as they are. */
export function isThrownUnder(open: OpenTrace, text: string, index: number): boolean {
  return isProseBelow(open, index) && QUALIFIED.test(text);
}

function isProseBelow(open: OpenTrace, index: number): boolean {
  const { progress, headed, lastIndex, waiting } = open;
  const { phase, frames, lines } = progress;
  if (frames > 0 || phase === 'done' || phase === 'bar' || isExcerpt(open)) return false;
  if (headed && phase === 'head' && lines === 0) return false;
  return lastIndex === index - 1 && waiting.length < MAX_WAITING;
}
