// Which log line announced an exception that has no header of its own. An error, or what speaks of a failure, is open to it
// for a while; any other warning only to what follows at once.
import { SECOND_MS } from '../../base/time-range.ts';
import { isBelowError } from '../level.ts';
import { readHeader } from '../peel/header.ts';
import type { Language, Level } from '../types.ts';
import { isExcerpt, isLogLine } from './numbered.ts';
import {
  type Beginning,
  begin,
  lastOf,
  type OpenTrace,
  type OpenTraces,
  timeOf,
} from './open-traces.ts';
import type { Opening } from './openings.ts';
import type { Line } from './shipped.ts';

/** Events that may pass between a log line and the exception that it logs. */
const MAX_EVENTS_TO_HEAD = 5;
/** A warning that does not speak of a failure, and what is logged with it, are no further apart. */
const MAX_MS_AT_ONCE = 1;

/** Lines of one log stream, read in order. */
export interface Stream extends OpenTraces {
  index: number;
  /** The line before, which heads a trace if one begins right below it; in no block yet. */
  held: Beginning | null;
}

/** What was held before headed nothing. */
export function hold(stream: Stream, beginning: Beginning | null): void {
  if (stream.held !== null) stream.blocks.push(stream.held.lines);
  stream.held = beginning;
}

/** What nobody caught, nobody logged with a warning; nor where the main module of Python ended. */
const UNCAUGHT = /^[^\n]{0,200}\b(?:uncaught|unhandled|fatal)\b|, in <module>$/im;
const MAIN_MODULE = /^\s+File "[^"]{1,500}", line \d+, in <module>$/;
/** Of those whose loggers print an exception without a header of its own below the message. */
const LOGGED: ReadonlySet<Language | null> = new Set<Language>(['java', 'dotnet', 'python']);

/** Where the log line is among the open traces that announced an exception; -1: none did. */
export function headOf(stream: Stream, line: Line, { language }: Opening): number {
  const isLogged = LOGGED.has(language) && !UNCAUGHT.test(line.text);
  const at = stream.bare.findLastIndex(
    (open) =>
      open.headed &&
      open.progress.frames === 0 &&
      mayAnnounce(open) &&
      (open.isBrief ? isLogged && isNext(stream, line, open) : isNear(stream, open)),
  );
  const { held } = stream;
  if (held === null || !isLogged || !isAtOnce(line, lastOf(held.lines))) return at;
  const announced = stream.bare[at];
  if (announced !== undefined && isAtOnce(line, announced.lastMs)) return at;
  stream.held = null;
  begin(stream, held);
  return stream.bare.length - 1;
}

/** An exception behind a header. */
export interface Thrown {
  readonly line: Line;
  readonly key: string;
  readonly opening: Opening;
  readonly isWarned: boolean;
}

/**
 * The log line right above, which syslog wrote with the same host and program: behind these it has a header of its own, and
 * the exception that it announced has none. Or a warning of the same thread that speaks of the exception, which it then
 * logs by itself; of two errors each counts. Null where there is none.
 */
export function announcedAbove(
  stream: Stream,
  { line, key, opening: { crash }, isWarned }: Thrown,
): OpenTrace | null {
  const open = stream.bare.at(-1);
  if (crash || open === undefined || !open.headed || open.progress.frames > 0) return null;
  const isAbove = stream.index - open.lastIndex === 1 && timeOf(line) - open.lastMs <= SECOND_MS;
  const isInner = open.key !== null && open.key !== key && open.key.startsWith(`${key} `);
  const isSame = isWarned && !open.isWarned && open.key === key;
  return isAbove && (isInner || isSame) && open.progress.phase === 'head' ? open : null;
}

/** A trace that turns out to be of a main module that ended is none of the warning's above it. */
export function leaveCrash(stream: Stream, text: string): void {
  const open = stream.bare.at(-1);
  if (open === undefined || open.lines.length !== 2 || !open.isWarned) return;
  if (open.progress.language !== 'python' || !MAIN_MODULE.test(text)) return;
  stream.blocks.push(open.lines.splice(0, 1));
}

const mayAnnounce = (open: OpenTrace) =>
  open.progress.phase === 'head' || (isExcerpt(open) && isLogLine(open));

const isNear = ({ index }: Stream, { lastIndex }: OpenTrace) =>
  index - lastIndex <= MAX_EVENTS_TO_HEAD;

/** What Go's runtime prints of a panic that was recovered, logged and then thrown again. */
const GO_PANIC = /^panic: (.{4,400}?)(?: \[recovered\b[^\]\n]{0,40}\])?$/;
/** Characters of a log line in which the words of a panic are sought. */
const MAX_SAID_CHARS = 2_000;

/** A record that Go's loggers write before they panic themselves. */
const PANIC_RECORD =
  /^\{[^\n]{0,4000}"(?:level|severity|lvl)"\s?:\s?"d?panic"|^[^\n]{0,400}\blevel=panic\b|^PANI\[/i;

/** The log line right above that told of the panic which the runtime prints now, with its stack or without; -1: none. */
export function toldAbove(stream: Stream, line: Line): number {
  const said = GO_PANIC.exec(line.text.slice(0, MAX_SAID_CHARS).trimEnd())?.[1];
  if (said === undefined) return -1;
  const open = headAbove(stream, line);
  const told = open?.lines[0]?.text.slice(0, MAX_SAID_CHARS) ?? '';
  const tells = PANIC_RECORD.test(told) || (told.includes(said) && isError(readHeader(told).level));
  return tells ? stream.bare.length - 1 : -1;
}

const isError = (level: Level | null) => !isBelowError(level);

/** The log line right above, which may have a stack of Go; a record of its own is taken up again. */
function headAbove(stream: Stream, line: Line): OpenTrace | null {
  const [record, ...others] = stream.blocks.at(-1) ?? [];
  if (record !== undefined && others.length === 0 && isRightBelow(record, line)) {
    if (!PANIC_RECORD.test(record.text)) return null;
    const index = stream.index - 1;
    stream.blocks.pop();
    begin(stream, { lines: [record], texts: [''], opening: null, rails: null, key: null, index });
  }
  const open = stream.bare.at(-1);
  if (open === undefined || !open.headed || stream.index - open.lastIndex !== 1) return null;
  const { language } = open.progress;
  const fits = language === null || language === 'go';
  return fits && timeOf(line) - open.lastMs <= SECOND_MS ? open : null;
}

const isRightBelow = (above: Line, line: Line) =>
  line.at - above.at === above.events.length && timeOf(line) - timeOf(above) <= SECOND_MS;

/** Whether nothing stands between the two, neither lines nor time. */
const isNext = ({ index }: Stream, line: Line, { lastIndex, lastMs }: OpenTrace) =>
  index - lastIndex === 1 && isAtOnce(line, lastMs);

const isAtOnce = (line: Line, aboveMs: number) => timeOf(line) - aboveMs <= MAX_MS_AT_ONCE;

/** A warning to which nothing belongs as yet: it is open only to what follows at once. */
const isIdle = ({ isBrief, progress }: OpenTrace) => isBrief && progress.frames === 0;

/** A crash of Ruby, flush: also the cause of the one above it, which is printed with it. */
const RUBY_CRASH = /^\S[^\n]{0,400}:\d{1,7}:in [`'][^\n]{1,900}\([A-Z]\w*(?:::\w+)*\)$/;

/** Whether a line that fits an open trace also comes in time. */
export function isInTime(stream: Stream, open: OpenTrace, line: Line, text: string): boolean {
  if (isIdle(open)) return isNext(stream, line, open);
  return open.progress.frames === 0 || !RUBY_CRASH.test(text) || isAtOnce(line, open.lastMs);
}
