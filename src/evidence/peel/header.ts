// The plain wrapping in front of a message: container prefix, time, level, thread, logger, request id.
// A word counts as level only where a header stands: directly behind the time or in front of everything, or behind
// tokens that look like header (ids, brackets, loggers), never behind prose.
import { levelOfLetter, levelOfSeverity, levelOfWord } from '../level.ts';
import type { Level } from '../types.ts';
import { timeEnd } from './clock.ts';
import { readContexts, readSleuth, readSpring } from './contexts.ts';
import { blank, type Draft, kindAt, peek, skip, take } from './draft.ts';
import {
  ANY_LEVEL,
  BARE_WORD,
  CALLER,
  CLOSED,
  COLUMN,
  COLUMNS,
  CONTAINER,
  CONTAINER_LOGGER,
  CONTEXT_ID,
  DOTNET_FAIL,
  DOTTED_LOGGER,
  DYNO,
  ERLANG_PID,
  GAP,
  HOST,
  HOST_END,
  JUL_LEVEL,
  LOGGER,
  LOGGER_PROCESS,
  MONOLOG,
  NGINX_IDS,
  PHP,
  PIPE_ID,
  PLAIN_WORD,
  PRIORITY,
  PROSE,
  PYTHON,
  REPEATED,
  REQUEST_ID,
  RFC5424,
  SOURCE_FILE,
  SPRING_PID,
  SYSLOG_APP,
  SYSLOG_PROCESS,
  SYSLOG_TAG,
  TOKEN,
  UPPER_LEVEL,
  UPTIME,
  WIDE_CLOSE,
  WIDE_OPEN,
} from './layouts.ts';
import { isLogger } from './named-level.ts';
import { isLettered, readBehindTime, readSpecial, specialLevel } from './special.ts';

export interface Header {
  /** Offset of the message proper. */
  readonly end: number;
  readonly timed: boolean;
  readonly level: Level | null;
  readonly logger: string | null;
  readonly thread: string | null;
  readonly requestId: string | null;
  readonly service: string | null;
}

/** Characters at the head of a message in which a header is sought. */
const MAX_HEADER_CHARS = 400;
/** Wrappings around wrappings: container, syslog, application. */
const MAX_NESTED_HEADERS = 4;
/** A line may carry its time twice or three times: epoch, date, syslog. */
const MAX_STAMPS = 3;
/** Tokens that may stand between the time and the level, and how many of them may be bare words. */
const MAX_TOKENS_BEFORE_LEVEL = 8;
const MAX_WORDS_BEFORE_LEVEL = 1;

/** Reads the header of the first line; `end` is 0 where there is none. */
export function readHeader(message: string): Header {
  const newline = message.indexOf('\n');
  const line = message.slice(0, Math.min(MAX_HEADER_CHARS, newline < 0 ? message.length : newline));
  const { header, goesOn } = firstLine(line);
  if (!goesOn || newline <= 0) return header;
  const longer = { ...header };
  readSecondLine(message, newline, longer);
  return longer;
}

interface FirstLine {
  readonly header: Readonly<Draft>;
  /** Whether the level may stand in the second line. */
  readonly goesOn: boolean;
}

/** The latest one: a line is asked for several times while its event is looked at. */
let latest: { readonly line: string; readonly read: FirstLine } | null = null;

function firstLine(line: string): FirstLine {
  if (line !== latest?.line) latest = { line, read: readLine(line) };
  return latest.read;
}

function readLine(line: string): FirstLine {
  const draft: Draft = blank();
  skip(SOURCE_FILE, line, draft);
  if (take(COLUMNS, line, draft) !== null)
    return { header: { ...draft, timed: true }, goesOn: false };
  for (let depth = 0; depth < MAX_NESTED_HEADERS; depth++) {
    const before = draft.end;
    readOne(line, draft);
    if (draft.end === before || (draft.timed && draft.level !== null && !draft.byPriority)) break;
  }
  return { header: draft, goesOn: draft.timed && draft.level === null };
}

/** java.util.logging prints the level at the head of a second line. */
function readSecondLine(message: string, newline: number, draft: Draft): void {
  const level = peek(JUL_LEVEL, message, newline);
  if (level === null) return;
  draft.level = levelOfWord(level[1] ?? '');
  draft.end = newline + level[0].length;
}

function readOne(line: string, draft: Draft): void {
  const first = kindAt(line, draft.end);
  if (first === 'digit' && take(CONTAINER, line, draft) !== null) return;
  const priority = line[draft.end] === '<' ? take(PRIORITY, line, draft) : null;
  if (priority !== null) {
    draft.level = levelOfSeverity(Number(priority[1]));
    draft.byPriority = true;
    draft.logger = programOf(take(RFC5424, line, draft) ?? take(SYSLOG_TAG, line, draft));
    return;
  }
  if (draft.level === null || !draft.timed) {
    if (readSpecial(line, draft)) return;
  }
  readCommon(line, draft);
}

/** RFC 5424 writes `-` where there is none. */
function programOf(match: RegExpExecArray | null): string | null {
  return match?.[1] === '-' ? null : (match?.[1] ?? match?.[2] ?? null);
}

/** Time, then level, then what stands around them. */
function readCommon(line: string, draft: Draft): void {
  const start = draft.end;
  const probe: Draft = { ...blank(), end: start };
  probe.byPriority = draft.byPriority;
  const timed = readTime(line, probe);
  if (!timed && draft.level !== null && !draft.byPriority) return;
  const level = (timed && readColons(line, probe)) || readLevel(line, probe, timed || draft.timed);
  if (!timed && !level && !(start === 0 && probe.requestId !== null)) return;
  readTail(line, probe);
  skip(GAP, line, probe);
  draft.end = probe.end;
  draft.timed ||= timed;
  if (level) draft.byPriority = false;
  draft.level = probe.level ?? draft.level;
  draft.logger = probe.logger ?? draft.logger;
  draft.thread = probe.thread ?? draft.thread;
  draft.requestId = probe.requestId ?? draft.requestId;
  draft.service = probe.service ?? draft.service;
}

/** One or two time stamps, bare or in brackets, perhaps behind a file name; then a syslog host and program. */
function readTime(line: string, draft: Draft): boolean {
  let found = false;
  let syslog = draft.byPriority || /[A-Z<]/.test(line[draft.end] ?? '');
  for (let stamps = 0; stamps < MAX_STAMPS; stamps++) {
    skip(GAP, line, draft);
    if (found) skipHost(line, draft);
    const open = isOneOf(OPEN, line[draft.end]) ? 1 : 0;
    const end = timeEnd(line, draft.end + open);
    if (end < 0) break;
    syslog ||= /[A-Z]/.test(line[draft.end] ?? '');
    found = true;
    draft.end = end + closing(line, end, open);
  }
  if (!found) return take(UPTIME, line, draft) !== null;
  skip(GAP, line, draft);
  readProgram(line, draft, syslog);
  return true;
}

/** Host and program of syslog; behind a time that other loggers write too, only what is beyond doubt. */
function readProgram(line: string, draft: Draft, syslog: boolean): void {
  if (syslog) skip(REPEATED, line, draft);
  const tag = syslog
    ? (take(SYSLOG_APP, line, draft) ?? (draft.byPriority ? take(SYSLOG_TAG, line, draft) : null))
    : (take(SYSLOG_PROCESS, line, draft) ?? take(DYNO, line, draft));
  draft.logger = programOf(tag);
  if (tag !== null) skip(UPTIME, line, draft);
}

/** A host between two time stamps. */
function skipHost(line: string, draft: Draft): void {
  const host = isLettered(line, draft.end) ? null : peek(HOST, line, draft.end);
  const after = draft.end + (host?.[0].length ?? 0);
  if (host !== null && timeEnd(line, draft.end) < 0 && timeEnd(line, after) >= 0) draft.end = after;
}

/** `[time]` closes here; `[time LEVEL …]` stays open and its bracket is eaten as a separator later. */
function closing(line: string, end: number, open: number): number {
  return open === 1 && isOneOf(CLOSE, line[end]) ? 1 : 0;
}

const OPEN = `[(${WIDE_OPEN}`;
const CLOSE = `])${WIDE_CLOSE}`;

const isOneOf = (characters: string, character: string | undefined) =>
  character !== undefined && characters.includes(character);

function readLevel(line: string, draft: Draft, timed: boolean): boolean {
  skip(GAP, line, draft);
  readIds(line, draft);
  if (levelHere(line, draft, true) || (timed && readBehindTime(line, draft))) return true;
  const probe: Draft = { ...draft };
  let words = timed ? 0 : MAX_WORDS_BEFORE_LEVEL;
  for (let tokens = 0; tokens < MAX_TOKENS_BEFORE_LEVEL; tokens++) {
    const token = take(TOKEN, line, probe);
    if (token === null) return false;
    if (!timed && !isOneOf(OPEN, token[0][0])) return false;
    if (
      BARE_WORD.test(token[0]) &&
      !/^[A-Z]{2,}$/.test(token[0]) &&
      ++words > MAX_WORDS_BEFORE_LEVEL
    )
      return false;
    note(probe, token[0]);
    skip(GAP, line, probe);
    readIds(line, probe);
    if (levelHere(line, probe, false)) {
      Object.assign(draft, probe);
      return true;
    }
  }
  return false;
}

/** `time:LEVEL:logger:message`, as Python's basicConfig is often told to write. */
function readColons(line: string, draft: Draft): boolean {
  const python = line[draft.end] === ':' ? peek(PYTHON, line, draft.end + 1) : null;
  if (python === null) return false;
  draft.end += 1 + python[0].length;
  draft.level = levelOfWord(python[1] ?? '');
  draft.logger = python[2] ?? null;
  return true;
}

function readIds(line: string, draft: Draft): void {
  if (kindAt(line, draft.end) === 'mark') return;
  const id = take(REQUEST_ID, line, draft);
  if (id === null) return;
  draft.requestId = id[1] ?? null;
  skip(GAP, line, draft);
}

/** A level at this very place. Words that are also prose must be marked as a level by what surrounds them. */
function levelHere(line: string, draft: Draft, direct: boolean): boolean {
  const monolog = take(MONOLOG, line, draft);
  if (monolog !== null) {
    draft.logger = monolog[1] ?? null;
    draft.level = levelOfWord(monolog[2] ?? '');
    return true;
  }
  const special = direct ? specialLevel(line, draft) : false;
  if (special) return true;
  const upper = take(UPPER_LEVEL, line, draft);
  if (upper !== null) {
    draft.level = levelOfWord(upper[1] ?? '');
    return true;
  }
  return markedLevel(line, draft, direct);
}

function markedLevel(line: string, draft: Draft, direct: boolean): boolean {
  const php = direct ? peek(PHP, line, draft.end) : null;
  if (php !== null) return phpLevel(php, draft);
  const any = peek(ANY_LEVEL, line, draft.end);
  const word = any?.[1] ?? any?.[2];
  if (any === null || word === undefined) return false;
  if (any[1] === undefined && !direct) return false;
  const level = word.length === 1 ? levelOfLetter(word) : levelOfWord(word);
  if (level === null || (any[1] === undefined && isProse(word, line, draft))) return false;
  draft.level = level;
  // `Error: …` is also how JavaScript names an exception: a level, but part of the message.
  const spoken = any[1] === undefined && /^(?:Error|Warning|Panic|panic)$/.test(word);
  if (!spoken) draft.end += any[0].length;
  return true;
}

/** Words that often open a sentence are levels only in capitals; .NET's `fail:` has a category behind it. */
function isProse(word: string, line: string, draft: Draft): boolean {
  if (!PROSE.test(word)) return false;
  return peek(DOTNET_FAIL, line, draft.end) === null;
}

function phpLevel(php: RegExpExecArray, draft: Draft): boolean {
  const word = (php[1] ?? '').toLowerCase();
  if (word === 'warning') draft.level = 'warn';
  else draft.level = word === 'notice' || word === 'deprecated' ? 'info' : 'fatal';
  return true;
}

/** What a token between time and level may be: a thread or a logger. */
function note(draft: Draft, token: string): void {
  const inner = /^[[(](.*)[\])]$/.exec(token)?.[1]?.trim();
  if (inner !== undefined && readSleuth(inner, draft)) return;
  if (inner !== undefined) draft.thread ??= inner;
  else if (isLogger(token.replace(/:$/, ''))) draft.logger = token.replace(/:$/, '');
}

/** Behind the level: ids, threads in brackets, logger, caller. */
function readTail(line: string, draft: Draft): void {
  skip(CLOSED, line, draft);
  skip(GAP, line, draft);
  readIds(line, draft);
  readProcess(line, draft);
  if (draft.logger === null) readLoggerProcess(line, draft);
  const numbered = kindAt(line, draft.end) === 'digit';
  if (numbered) skip(NGINX_IDS, line, draft);
  if (numbered && take(SPRING_PID, line, draft) !== null) readSpring(line, draft);
  else readContexts(line, draft);
  if (take(SPRING_PID, line, draft) !== null) readSpring(line, draft);
  if (draft.logger === null) readLogger(line, draft);
  skip(PIPE_ID, line, draft);
  if (peek(PLAIN_WORD, line, draft.end) === null) skip(CALLER, line, draft);
  skip(GAP, line, draft);
  const id = take(CONTEXT_ID, line, draft)?.[1];
  if (id !== undefined) draft.requestId = id;
}

function readProcess(line: string, draft: Draft): void {
  const process = line[draft.end] === '<' ? take(ERLANG_PID, line, draft) : null;
  if (process === null) return;
  draft.thread = process[0];
  skip(GAP, line, draft);
}

/** Its number is no thread: several of its threads may stand behind it. */
function readLoggerProcess(line: string, draft: Draft): void {
  const [whole, name = ''] = peek(LOGGER_PROCESS, line, draft.end) ?? [];
  if (whole === undefined || !isLogger(name) || HOST_END.test(name)) return;
  draft.logger = name;
  draft.end += whole.length;
}

function readLogger(line: string, draft: Draft): void {
  const nested = line.includes('.[') ? take(CONTAINER_LOGGER, line, draft) : null;
  const framed = nested ?? take(COLUMN, line, draft);
  if (framed !== null) {
    draft.logger = framed[1] ?? null;
    return;
  }
  if (peek(PLAIN_WORD, line, draft.end) !== null) return;
  const spaced = peek(LOGGER, line, draft.end);
  const match = spaced ?? peek(DOTTED_LOGGER, line, draft.end);
  const logger = spaced?.[2] ?? match?.[1];
  if (match === null || logger === undefined || !isLogger(logger)) return;
  draft.logger = logger;
  draft.end += match[0].length;
}
