// A long text without what lies between its ends: how it begins and ends, and what stands in between where that names
// a failure. A mark says how much was left out. No escape of a JSON string is cut in two, nor a character.
import { grouped } from '../base/grouped.ts';

/** Characters that a mark and what sets it off take up at most. */
export const MARK_CHARS = 40;
/** Of what is kept, the share of the beginning, and that of the failure in between. */
const HEAD_SHARE = 1 / 2;
const FAILURE_SHARE = 1 / 4;
/** What names a failure. With regard to case, as ordinary words are far more often in small letters. */
const FAILURE =
  /(?:Exception|Error)\b|Traceback \(most|\bpanic: |Caused by: |\bFATAL\b|\bERROR\b|\b[Ff]atal error\b|level"?[:=] ?"?(?:error|fatal)|Task timed out|[Oo]ut of memory|SIGSEGV|egmentation fault/g;
/** How far before it a failure is shown: its name and its line may begin there. */
const BEFORE_CHARS = 200;
/** What is shown of a failure, at least: of a shorter text nothing in between is shown. */
const MIN_FAILURE_CHARS = 2 * BEFORE_CHARS;
/** How much of a piece may be left out so that it begins or ends with a line. */
const LINE_SHARE = 1 / 4;
/** The longest escape of a JSON string: `\u001b`. */
const ESCAPE_CHARS = 6;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The text itself where it is no longer than `maxChars`; else about so many characters of it. */
export function cutText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const pieces = merged(spansOf(text, maxChars));
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of pieces) {
    if (start > done) parts.push(cutMark(start - done, parts.length > 0, start < text.length));
    parts.push(text.slice(start, end));
    done = end;
  }
  // One flat text: a slice would keep all of the long one in memory.
  return parts.join('');
}

/** `… [1,234 characters cut]`, with signs that there is text on its sides. */
export function cutMark(chars: number, before = true, after = true): string {
  return `${before ? '… ' : ''}[${grouped(chars)} characters cut]${after ? ' …' : ''}`;
}

/** What is kept, ascending. */
function spansOf(text: string, maxChars: number): Span[] {
  const failureChars = Math.floor((maxChars - 2 * MARK_CHARS) * FAILURE_SHARE);
  const showsFailure = failureChars >= MIN_FAILURE_CHARS;
  const keptChars = Math.max(0, maxChars - (showsFailure ? 2 : 1) * MARK_CHARS);
  const head = { start: 0, end: ending(text, 0, Math.floor(keptChars * HEAD_SHARE)) };
  const tailChars = keptChars - head.end;
  const nearEnd = text.length - tailChars + failureChars;
  const failure = showsFailure ? failureIn(text, head.end, nearEnd, failureChars) : null;
  const tailStart = text.length - (failure === null ? tailChars : tailChars - failureChars);
  const tail = { start: beginning(text, tailStart, text.length), end: text.length };
  return failure === null ? [head, tail] : [head, failure, tail];
}

/** The first failure between two places, with what follows it. */
function failureIn(text: string, from: number, to: number, chars: number): Span | null {
  FAILURE.lastIndex = from;
  const found = FAILURE.exec(text);
  if (found === null || found.index >= to) return null;
  const start = boundary(text, Math.max(from, found.index - BEFORE_CHARS));
  return { start, end: ending(text, start, Math.min(text.length, start + chars)) };
}

/** Where a piece ends that may go so far: behind a line, if one ends near there. */
function ending(text: string, start: number, end: number): number {
  const line = Math.max(text.lastIndexOf('\n', end - 1) + 1, text.lastIndexOf('\\n', end - 2) + 2);
  return boundary(text, line > end - (end - start) * LINE_SHARE ? line : end);
}

/** Where a piece begins that may begin so early: in front of a line break, if one comes soon. */
function beginning(text: string, start: number, end: number): number {
  const breaks = [text.indexOf('\n', start), text.indexOf('\\n', start)];
  const line = Math.min(...breaks.filter((place) => place >= 0), text.length);
  return boundary(text, line < start + (end - start) * LINE_SHARE ? line : start);
}

/** Spans that touch as one. */
function merged(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const span of spans) {
    const last = all.at(-1);
    if (last === undefined || span.start > last.end) all.push(span);
    else all[all.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  return all;
}

/** The place itself, or that of the escape or the character that it lies within. */
function boundary(text: string, at: number): number {
  if (at <= 0 || at >= text.length) return Math.max(0, Math.min(at, text.length));
  for (let place = at - 1; place >= Math.max(0, at - ESCAPE_CHARS + 1); place--) {
    if (text[place] !== '\\' || !opensEscape(text, place)) continue;
    const end = place + (text[place + 1] === 'u' ? ESCAPE_CHARS : 2);
    return end > at ? place : at;
  }
  return isLowSurrogate(text.charCodeAt(at)) ? at - 1 : at;
}

/** Of a run of backslashes every other one is escaped itself. */
function opensEscape(text: string, place: number): boolean {
  let start = place;
  while (start > 0 && text[start - 1] === '\\') start--;
  return (place - start) % 2 === 0;
}

const isLowSurrogate = (code: number) => code >= 0xdc00 && code <= 0xdfff;
