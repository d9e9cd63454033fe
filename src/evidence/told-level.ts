// The level of a line as loggers write it, as a part of a pattern.
import { escaped } from './fixed-text.ts';

/** As a word or as a number under its name, and all that are of one severity. */
const LEVELS = [
  ['FATAL', 'CRITICAL', 'SEVERE', 'ERROR'],
  ['Fatal', 'Critical', 'Error'],
  ['fatal', 'critical', 'error'],
  ['WARNING', 'WARN'],
  ['Warning', 'Warn'],
  ['warning', 'warn'],
];
const LEVEL = new RegExp(`\\b(?:${LEVELS.flat().join('|')})\\b|\\blevel":\\s?[456]0\\b`);
/** Ways of writing it that one pattern holds: of more loggers no one is told from another. */
const MAX_WAYS = 4;
/** What stands before the level from the beginning of its line: a few words, and marks that it stands between. */
const LEAD = /^((?:\S+\s+){0,4})([^\w\s]*)$/;

/** Where a line has its level, and what the pattern of its place may be. */
export interface ToldLevel {
  readonly start: number;
  readonly end: number;
  /** All that say the same. */
  readonly words: readonly string[];
  /** What stands before and behind it. */
  readonly before: string;
  readonly behind: string;
  /** What stands before it from the beginning of the line; null: too much for that. */
  readonly lead: string | null;
}

export function levelIn(raw: string): ToldLevel | null {
  const level = LEVEL.exec(raw);
  if (level === null) return null;
  const [word] = level;
  const [start, end] = [level.index, level.index + word.length];
  return {
    start,
    end,
    words: wordsLike(word),
    before: mark(raw[start - 1]),
    behind: mark(raw[end]),
    lead: leadOf(raw.slice(0, start)),
  };
}

/** The words as one part. */
export const anyOf = (words: readonly string[]) =>
  words.length === 1 ? (words[0] ?? '') : `(?:${words.join('|')})`;

/** Between its marks, in whichever way one of these has it; null: they have it in too many ways, or one has none. */
export function inAnyWay(levels: readonly (ToldLevel | null)[]): string | null {
  const ways = levels.map((level) =>
    level === null
      ? null
      : level.words.map((word) => `${level.before}${word}${level.behind}`).join('|'),
  );
  const different = new Set(ways);
  if (different.has(null) || different.size === 0 || different.size > MAX_WAYS) return null;
  return `(?:${[...different].join('|')})`;
}

function wordsLike(word: string): readonly string[] {
  if (word.startsWith('level')) return [word.endsWith('40') ? 'level":\\s?40' : 'level":\\s?[56]0'];
  return LEVELS.find((like) => like.includes(word)) ?? [word];
}

/** What stands before something in its line, from the beginning; null: too much, or another line. */
export function leadOf(before: string): string | null {
  const [, words, marks = ''] = LEAD.exec(before) ?? [];
  if (words === undefined) return null;
  return `^${words.replace(/\S+/g, '\\S').replace(/\s+/g, '+\\s+')}${escaped(marks)}`;
}

/** A character beside a level; the border of a word where its line begins or ends there. */
function mark(char = ''): string {
  if (char === '') return '\\b';
  return /\s/.test(char) ? '\\s' : char.replace(/[^\w"]/, '\\$&');
}
