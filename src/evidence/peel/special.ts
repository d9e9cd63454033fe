// Headers with a shape of their own: whole ones (klog, Rails, logrus, Redis, Nest, GlassFish) and those that stand behind
// a time (initials, Celery, PostgreSQL, Minecraft) or in the place of a level (Apache, Android).
import { levelOfLetter, levelOfWord } from '../level.ts';
import type { Level } from '../types.ts';
import { type Draft, kindAt, peek, take } from './draft.ts';
import {
  ANDROID,
  ANDROID_COLUMNS,
  COCKROACH,
  DB2,
  ERLANG,
  GLASSFISH,
  INITIAL,
  KLOG,
  LABELLED_LEVEL,
  LOGRUS,
  MODULE_LEVEL,
  NEST,
  PASSENGER,
  POSTGRES,
  POSTGRES_CSV,
  PYTHON,
  RAILS,
  RAILS_TAG,
  REDIS,
  SLASHED_LEVEL,
  SPACED_LEVEL,
  SQL_SERVER,
  TERM,
  THREAD_LEVEL,
  WEBLOGIC,
  WEBSPHERE,
  WINDOWS,
} from './layouts.ts';
import { readNamedLevel } from './named-level.ts';

/** https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-error-severities */
const MIN_SQL_SERVER_ERROR = 11;

/** Layouts with a shape of their own. */
export function readSpecial(line: string, draft: Draft): boolean {
  const first = kindAt(line, draft.end);
  if (first === 'upper') return readLettered(line, draft);
  if (first === 'digit') {
    const redis = take(REDIS, line, draft);
    return redis !== null && adopt(draft, redis[1] === '#' ? 'warn' : 'info', undefined);
  }
  return first === 'mark' && readMarked(line, draft);
}

/** By the mark that the line begins with. */
function readMarked(line: string, draft: Draft): boolean {
  const mark = line[draft.end];
  if (mark === '=') {
    const erlang = take(ERLANG, line, draft);
    return erlang !== null && adopt(draft, erlangLevel(erlang[1] ?? ''), undefined);
  }
  if (mark === '#') {
    const weblogic = take(WEBLOGIC, line, draft);
    return weblogic !== null && adopt(draft, levelOfWord(weblogic[1] ?? ''), weblogic[2]);
  }
  if (mark !== '[') return false;
  const passenger = take(PASSENGER, line, draft);
  if (passenger !== null) return adopt(draft, passengerLevel(passenger[1] ?? ''), undefined);
  const framed = take(NEST, line, draft) ?? take(GLASSFISH, line, draft);
  return framed !== null && adopt(draft, levelOfWord(framed[1] ?? ''), framed[2]);
}

/** Whether a header of klog or CockroachDB begins here, whose letter and date look like a host before a time. */
export function isLettered(line: string, at: number): boolean {
  return peek(KLOG, line, at) !== null || peek(COCKROACH, line, at) !== null;
}

/** Such a header behind the time that a shipper wrote. */
function readShipped(line: string, draft: Draft): boolean {
  const letter = take(KLOG, line, draft) ?? take(COCKROACH, line, draft);
  return letter !== null && adopt(draft, levelOfLetter(letter[1] ?? ''), letter[2]);
}

function readLettered(line: string, draft: Draft): boolean {
  const letter =
    take(KLOG, line, draft) ?? take(COCKROACH, line, draft) ?? take(ANDROID, line, draft);
  if (letter !== null) return adopt(draft, levelOfLetter(letter[1] ?? ''), letter[2] ?? letter[3]);
  const windows = take(WINDOWS, line, draft);
  if (windows !== null) return adopt(draft, windowsLevel(windows[1] ?? ''), windows[2]);
  const rails = take(RAILS, line, draft);
  if (rails !== null) {
    draft.requestId = take(RAILS_TAG, line, draft)?.[1] ?? draft.requestId;
    return adopt(draft, levelOfLetter(rails[1] ?? ''), rails[3]);
  }
  const word = take(LOGRUS, line, draft) ?? take(PYTHON, line, draft);
  return word !== null && adopt(draft, levelOfWord(word[1] ?? ''), word[2]);
}

/** A process that crashed, or that its supervisor had to end. */
function erlangLevel(word: string): Level | null {
  return word === 'CRASH' || word === 'SUPERVISOR' ? 'error' : (levelOfWord(word) ?? 'info');
}

function passengerLevel(letter: string): Level | null {
  return letter === 'C' ? 'fatal' : levelOfLetter(letter);
}

/** An audit that failed is no error: it says that somebody was turned away. */
function windowsLevel(word: string): Level | null {
  return levelOfWord(word.startsWith('Audit') ? 'audit' : word);
}

function adopt(draft: Draft, level: Level | null, logger: string | undefined): boolean {
  draft.timed = true;
  draft.level = level;
  if (logger !== undefined && logger.trim() !== '') draft.logger = logger.trim();
  return true;
}

/** What counts as a level only directly behind a time: an initial, or a word in a frame that only one logger prints. */
export function readBehindTime(line: string, draft: Draft): boolean {
  return (
    readShipped(line, draft) ||
    readInitial(line, draft) ||
    readSlashed(line, draft) ||
    readLabelled(line, draft) ||
    readPostgres(line, draft) ||
    readSqlServer(line, draft) ||
    readColumned(line, draft) ||
    readSpaced(line, draft) ||
    readNamedLevel(line, draft)
  );
}

/** Celery's `[time: ERROR/Worker-1]` and Minecraft's `[time] [thread/ERROR]:`. */
function readSlashed(line: string, draft: Draft): boolean {
  const celery = take(SLASHED_LEVEL, line, draft);
  const minecraft = celery === null ? take(THREAD_LEVEL, line, draft) : null;
  const word = celery?.[1] ?? minecraft?.[2];
  if (word === undefined) return false;
  draft.level = levelOfWord(word);
  draft.thread = celery?.[2] ?? minecraft?.[1] ?? null;
  return true;
}

function readLabelled(line: string, draft: Draft): boolean {
  const [, label, word] = take(LABELLED_LEVEL, line, draft) ?? [];
  if (label === undefined || word === undefined) return false;
  draft.logger = label;
  draft.level = levelOfWord(word);
  return true;
}

/** PostgreSQL's own prefix and that of RDS; what explains another message (HINT, DETAIL, STATEMENT, …) is information. */
function readPostgres(line: string, draft: Draft): boolean {
  const word = (take(POSTGRES, line, draft) ?? take(POSTGRES_CSV, line, draft))?.[1];
  if (word === undefined) return false;
  draft.level = levelOfWord(word.replace(/\d$/, '')) ?? 'info';
  return true;
}

/** SQL Server's `spid51      Error: 17053, Severity: 16, State: 1.`; severities up to 10 are information. */
function readSqlServer(line: string, draft: Draft): boolean {
  const found = take(SQL_SERVER, line, draft);
  if (found === null) return false;
  const severity = Number(found[3] ?? MIN_SQL_SERVER_ERROR);
  if (found[2] === 'Warning') draft.level = 'warn';
  else draft.level = severity < MIN_SQL_SERVER_ERROR ? 'info' : 'error';
  draft.thread = found[1] ?? null;
  return true;
}

/** WebSphere's initial in its column, and the level in the first line of a record of Db2. */
function readColumned(line: string, draft: Draft): boolean {
  const websphere = take(WEBSPHERE, line, draft);
  const word = websphere === null ? take(DB2, line, draft)?.[1] : undefined;
  if (websphere === null && word === undefined) return false;
  const level = word === undefined ? levelOfLetter(websphere?.[2] ?? '') : levelOfWord(word);
  // Audit, configuration and events are information.
  draft.level = websphere?.[2] === 'A' ? 'info' : (level ?? 'info');
  draft.logger = websphere?.[1] ?? draft.logger;
  return true;
}

/** `2026-11-20T14:00:00Z error connection refused`: a level, unless the next word makes a sentence of it. */
function readSpaced(line: string, draft: Draft): boolean {
  const word = peek(SPACED_LEVEL, line, draft.end);
  if (word === null || peek(TERM, line, draft.end + word[0].length) !== null) return false;
  draft.level = levelOfWord(word[0]);
  draft.end += word[0].length;
  return true;
}

/** `2026-11-20 10:00:00 E disk full`. */
function readInitial(line: string, draft: Draft): boolean {
  const tagged = take(ANDROID, line, draft);
  if (tagged !== null) return adopt(draft, levelOfLetter(tagged[1] ?? ''), tagged[2] ?? tagged[3]);
  const initial = take(INITIAL, line, draft);
  if (initial === null) return false;
  draft.level = levelOfLetter(initial[1] ?? initial[2] ?? initial[3] ?? '');
  return true;
}

/** Apache's `[module:level]` and Android's `pid tid E tag:`. */
export function specialLevel(line: string, draft: Draft): boolean {
  const module = line[draft.end] === '[' ? peek(MODULE_LEVEL, line, draft.end) : null;
  const level = levelOfWord(module?.[2] ?? '');
  if (module !== null && level !== null) {
    draft.level = level;
    draft.logger = module[1] ?? null;
    draft.end += module[0].length;
    return true;
  }
  if (kindAt(line, draft.end) !== 'digit') return false;
  const columns = take(ANDROID_COLUMNS, line, draft);
  if (columns === null) return false;
  draft.level = levelOfLetter(columns[1] ?? '');
  draft.logger = columns[2] ?? null;
  return true;
}
