// Python prints an exception's message last, and it may have further lines, of which not all are indented.
import { SECOND_MS } from '../../base/time-range.ts';
import { frameLanguage } from './grammar.ts';
import { type OpenTrace, timeOf } from './open-traces.ts';
import { openingOf } from './openings.ts';
import type { Line } from './shipped.ts';

/** Indented, or what SQLAlchemy adds, or what a database or an HTTP client tells below its message, each by its label. */
const MORE_MESSAGE =
  /^\s+\S|^: (?:[a-z]\w*\.){1,9}[A-Z]\w*|^\[(?:SQL|parameters): |^\(Background on this error at: |^(?:DETAIL|HINT|CONTEXT|QUERY|LINE \d{1,6}): |^Reason: |^HTTP response (?:headers|body): /;
/** What was checked, above an indented line that says what is wrong with it: `sender_url`, `items.0.price`, `db -> port`. */
const PLACE = /^[A-Za-z_][\w.[\]-]{0,199}(?: -> [\w.[\]-]{1,80}){0,10}$/;

/** Whether the line right below the message goes on with it. */
export function tellsMore(open: OpenTrace, text: string, index: number): boolean {
  return (
    isBelowMessage(open, index) &&
    MORE_MESSAGE.test(text) &&
    openingOf(text) === null &&
    frameLanguage(text) === null
  );
}

/** Whether the line right below the message goes on with it if an indented one follows. */
export function mayTellMore(open: OpenTrace, line: Line, text: string, index: number): boolean {
  return (
    isBelowMessage(open, index) &&
    open.waiting.length === 0 &&
    timeOf(line) - open.lastMs <= SECOND_MS &&
    PLACE.test(text) &&
    openingOf(text) === null
  );
}

const isBelowMessage = ({ progress, lastIndex }: OpenTrace, index: number) =>
  progress.phase === 'message' && lastIndex === index - 1;
