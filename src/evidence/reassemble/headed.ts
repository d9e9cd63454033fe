// Whether a line stands for itself: it has a log header, is JSON, or is a platform line. Such a line may be the head that
// logs an exception whose trace follows without a header; it continues a trace only where all its lines have that header.
import { type Header, readHeader } from '../peel/header.ts';
import type { Level } from '../types.ts';

export interface Standing {
  readonly headed: boolean;
  /** A trace without a header of its own may belong to it. */
  readonly mayHead: boolean;
  /** Such a trace may belong to it where that begins right below, at the same time. */
  readonly mayHeadNext: boolean;
  /** All of its message stands below it. */
  readonly isBare: boolean;
  /** The line without its header. */
  readonly text: string;
  readonly header: Header | null;
}

/** The title of a report of Erlang's. */
const REPORT_TITLE = /^=[A-Z]{4,10} REPORT={4} /;
const PLATFORM = /^(?:START|END|REPORT|INIT_START|EXTENSION|TELEMETRY) /;
/** An access record, or logfmt. */
const RECORD =
  /^[\d.:a-f]{3,45} \S{1,60} \S{1,60} \[|^[\w.]{1,40}=(?:"[^"\n]{0,200}"|\S{0,200}) [\w.]{1,40}=/;
const SPEAKS_OF_FAILURE =
  /exception|error|fail|panic|traceback|unable|could not|cannot|refused|time[d-]? ?out|stack ?trace|crash|uncaught|unhandled/i;

/** Looks at the first line of a message whose wrapping is off. */
export function standingOf(line: string): Standing {
  const first = line.charCodeAt(0);
  const none: Standing = {
    headed: false,
    mayHead: false,
    mayHeadNext: false,
    isBare: false,
    text: line,
    header: null,
  };
  if (Number.isNaN(first) || first <= 32 || REPORT_TITLE.test(line)) return none;
  if (line.startsWith('{'))
    return { ...none, headed: line.includes('"') && line.trimEnd().endsWith('}') };
  if (PLATFORM.test(line) || RECORD.test(line)) return { ...none, headed: true };
  const header = readHeader(line);
  if (header.end === 0) return none;
  const text = line.slice(header.end);
  const heads = mayHead(header.level, text);
  const mayHeadNext = !heads && isWarning(header);
  return { headed: true, mayHead: heads, mayHeadNext, isBare: text.trim() === '', text, header };
}

/** A logger's, which prints the exception that is logged with a line below it. */
function isWarning({ level, timed, logger }: Header): boolean {
  return level === 'warn' && (timed || logger !== null);
}

function mayHead(level: Level | null, text: string): boolean {
  if (level === 'error' || level === 'fatal') return true;
  return (level === null || level === 'warn') && SPEAKS_OF_FAILURE.test(text.slice(0, 400));
}

const TIME = /\d[:.,]\d|\d{4}[-/]\d\d|\d{10}/;

/** The characters that the key of a header has, see `keyOf`. */
export const keyWidth = (line: string, { end }: Header): number =>
  line.slice(0, end).trimEnd().length;

/** What the headers of one writer's lines have in common: all but the time. */
export function keyOf(line: string, width: number): string {
  return line
    .slice(0, width)
    .replace(/\S+/g, (word) => (TIME.test(word) ? word.replace(/\d/g, '0') : word));
}

/** The text behind a header whose key has that width, its indentation kept: one blank only separates. */
export function behind(line: string, width: number): string {
  const rest = line.slice(width);
  return /^\s/.test(rest) ? rest.slice(1) : rest;
}
