// Log levels: the words and numbers of every common logger, and which of them lie below ERROR.
import type { Level } from './types.ts';

const WORDS: Readonly<Record<Level, readonly string[]>> = {
  fatal:
    'fatal critical crit emerg emergency alert panic dpanic ftl fata pani panik disaster'.split(
      ' ',
    ),
  error: 'error err severe erro eror fail failure fehler schwerwiegend erreur errore GRAVE'.split(
    ' ',
  ),
  warn: 'warn warning wrn warnung avertissement avvertenza advertencia'.split(' '),
  info: 'info inf infos information informazioni informational notice note log audit system success'.split(
    ' ',
  ),
  debug: 'debug dbg dbug debu config fine'.split(' '),
  trace: 'trace trc trce trac verbose vrb finer finest silly'.split(' '),
};

const BY_WORD = new Map<string, Level>(
  (Object.entries(WORDS) as [Level, readonly string[]][]).flatMap(([level, words]) =>
    words.flatMap((word): [string, Level][] => [
      [word, level],
      [word.toUpperCase(), level],
    ]),
  ),
);

/** Go's slog writes a level between two of its own as so many steps from the lower one: `ERROR+4`. */
const STEPS = /[+-]\d{1,2}$/;

const BY_LETTER: Readonly<Record<string, Level>> = {
  F: 'fatal',
  A: 'fatal',
  E: 'error',
  W: 'warn',
  N: 'info',
  I: 'info',
  U: 'info',
  D: 'debug',
  T: 'trace',
  V: 'trace',
};

/** syslog severities 0 to 7 (RFC 5424, table 2). */
const BY_SEVERITY: readonly Level[] = [
  'fatal',
  'fatal',
  'fatal',
  'error',
  'warn',
  'info',
  'info',
  'debug',
];
const LEVELS: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
/** Pino and bunyan: 10 trace … 60 fatal. */
const PINO_STEP = 10;
/** Monolog: 100 debug, 200 info, 250 notice, 300 warning, 400 error, 500 critical … 600 emergency. */
const MONOLOG_STEP = 100;

/** Whether a level was written and lies below ERROR; false where there is none. */
export function isBelowError(level: Level | null): boolean {
  return level !== null && level !== 'error' && level !== 'fatal';
}

/** The level that a word names in any case, one that is an everyday word too in capitals only; or null. */
export function levelOfWord(word: string): Level | null {
  const known = BY_WORD.get(word);
  if (known !== undefined) return known;
  const name = word.replace(STEPS, '');
  return BY_WORD.get(name) ?? BY_WORD.get(name.toLowerCase()) ?? null;
}

/** The level that an initial stands for (klog, Rails, Android), or null. */
export function levelOfLetter(letter: string): Level | null {
  return BY_LETTER[letter] ?? null;
}

/** A syslog priority or severity: its lowest three bits count. */
export function levelOfSeverity(priority: number): Level | null {
  return BY_SEVERITY[priority % BY_SEVERITY.length] ?? null;
}

/** A `level` number: up to 7 a syslog severity (GELF), from 10 on pino's and bunyan's scale, from 100 on Monolog's. */
export function levelOfNumber(level: number): Level | null {
  if (!Number.isFinite(level) || level < 0) return null;
  if (level < BY_SEVERITY.length) return levelOfSeverity(Math.floor(level));
  if (level >= MONOLOG_STEP)
    return LEVELS[Math.min(Math.floor(level / MONOLOG_STEP), LEVELS.length - 1)] ?? null;
  const step = Math.floor(level / PINO_STEP);
  return LEVELS[Math.min(Math.max(step, 1), LEVELS.length) - 1] ?? null;
}

/** Python's `levelno`: 10 debug, 20 info, 30 warning, 40 error, 50 critical. */
export function levelOfPython(levelno: number): Level | null {
  return LEVELS[Math.min(Math.floor(levelno / PINO_STEP), LEVELS.length - 1)] ?? null;
}

/** Application Insights' `severityLevel`: 0 verbose, 1 information, 2 warning, 3 error, 4 critical, or the word. */
export function levelOfAzure(level: string): Level | null {
  return /^[0-4]$/.test(level) ? (LEVELS[Number(level) + 1] ?? null) : levelOfWord(level);
}

/** OpenTelemetry's severityNumber, 1 to 24: four of each level. */
export function levelOfTelemetry(severity: number): Level | null {
  return severity < 1
    ? null
    : (LEVELS[Math.min(Math.ceil(severity / 4), LEVELS.length) - 1] ?? null);
}
