// Rails logs one exception as several lines that all have a header: an empty one, the exception, an empty one, frames.
// What process wrote a line at which level under which tags tells whose lines they are.
import { rubyFrame } from '../trace/ruby.ts';

export interface RailsLine {
  /** Process and level. */
  readonly writer: string;
  /** `F, [time #pid] FATAL -- : `; empty on a line that only repeats the tags. */
  readonly head: string;
  /** `[request id] `, as written; may be empty. */
  readonly tags: string;
  /** Without header and, on every line, without tags. */
  readonly body: string;
}

const HEAD = /^([EFAW]), \[[^\]#\n]{1,60}#(\d{1,10})\]\s{1,4}\w{1,12} -- [^:\n]{0,80}: ?/;
const TAGS = /^(?:\[[^\]\n]{1,200}\] ?){1,10}/;
/** `    12: <%= cart.total %>`, the source of a template around the line that threw. */
const EXCERPT = /^\s{1,20}\d{1,7}: /;
const CAUSES = /^(?:Causes:|Caused by:|Cause:)/;
/** Which of several exceptions the lines below are about. */
const INFORMATION = /^Information for(?: cause)?: /;
/** An exception whose message has further lines: `NameError (undefined local variable 'total'`, an excerpt, a mark. */
const THROWN =
  /^(?=[\w:]{0,400}(?:::|Error|Exception))(?:[A-Z]\w{0,80}::){0,8}[A-Z]\w{0,80} \([^\n]*$/;
const CLOSES = /\):?$/;

/** A line of Ruby's Logger at WARN or above, or null. */
export function railsLineOf(text: string): RailsLine | null {
  const match = HEAD.exec(text);
  if (match === null) return null;
  const rest = text.slice(match[0].length);
  const tags = TAGS.exec(rest)?.[0] ?? '';
  const writer = `${match[2] ?? ''} ${match[1] ?? ''}`;
  return { writer, head: match[0], tags, body: withoutTags(rest, tags) };
}

/** A line without a header that repeats the tags of the line that `of` describes, or null. */
export function taggedLineOf(text: string, of: RailsLine): RailsLine | null {
  if (of.tags === '' || !text.startsWith(of.tags.trimEnd())) return null;
  return { writer: of.writer, head: '', tags: of.tags, body: withoutTags(text, of.tags) };
}

/** Whether two lines come from one writer and, where both have tags, under the same ones. */
export function isSameWriter(a: RailsLine, b: RailsLine): boolean {
  return (
    a.writer === b.writer &&
    (a.tags === '' || b.tags === '' || a.tags.trimEnd() === b.tags.trimEnd())
  );
}

/** Whether the body, which is not empty, can only belong to an exception that was begun above it. */
export function isRailsRest(body: string): boolean {
  const first = firstOf(body);
  return (
    rubyFrame(first) !== null || [EXCERPT, CAUSES, INFORMATION].some((rest) => rest.test(body))
  );
}

/** Whether the body announces that another exception follows as the cause. */
export function announcesCause(body: string): boolean {
  return CAUSES.test(body);
}

/** Whether the body is an exception whose message goes on in the lines below it. */
export function hasOpenMessage(body: string): boolean {
  const text = body.trimEnd();
  return THROWN.test(text) && !CLOSES.test(text);
}

/** Whether the body ends such a message. */
export function closesMessage(body: string): boolean {
  return CLOSES.test(body.trimEnd());
}

function firstOf(body: string): string {
  const end = body.indexOf('\n');
  return end < 0 ? body : body.slice(0, end);
}

/** Empty lines in front go too. */
function withoutTags(text: string, tags: string): string {
  const mark = tags.trimEnd();
  const lines = text.split('\n').map((line) => {
    if (mark === '' || !line.startsWith(mark)) return line;
    return line.slice(mark.length).replace(/^ /, '');
  });
  const first = lines.findIndex((line) => line.trim() !== '');
  return lines.slice(Math.max(0, first)).join('\n');
}
