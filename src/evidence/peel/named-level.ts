// A level behind the name of what speaks, set off by a colon: `time shop.cart error: no price`, `imap(x): Error: …`.
// Such words are prose as often (`last error: none`), so a name has to look like one of code or end in a colon.
import { levelOfWord } from '../level.ts';
import type { Level } from '../types.ts';
import { type Draft, peek } from './draft.ts';

const NAMED = /([\w./@()<>+-]{2,80}(?:\[\d{1,8}\])?)(:?) ([A-Za-z]{3,8}): (?=\S)/y;
const LEVEL =
  /^(?:fatal|critical|crit|error|err|warning|warn|notice|info|debug|trace|Fatal|Error|Warning|Info)$/;
const SEVERE: ReadonlySet<Level> = new Set<Level>(['fatal', 'error', 'warn']);
/** Words that make a sentence, or a measure, of the level behind them. */
const NO_NAME =
  /^(?:no|last|first|previous|any|an?|the|this|that|with|without|on|if|of|and|or|as|is|not|per|max|min|mean|average|total|standard|relative|absolute|rounding|training|validation|rms)$/i;
const NOTHING =
  /(?:none|null|nil|no|false|ok|success|[-+]?[\d.]+(?:e[-+]?\d+)?%?|-)\.?\s*(?:[,;]|$)/iy;

/** Reads name and level; of an everyday word before it only the level is taken, and stays part of the message. */
export function readNamedLevel(line: string, draft: Draft): boolean {
  const [whole, name = '', colon, word = ''] = peek(NAMED, line, draft.end) ?? [];
  if (whole === undefined || !LEVEL.test(word)) return false;
  const after = draft.end + whole.length;
  if (peek(NOTHING, line, after) !== null) return false;
  const level = levelOfWord(word);
  const isCode = isLogger(name);
  if (level === null || (colon === '' && /^[A-Z]/.test(word))) return false;
  if (isCode || colon === ':') {
    draft.logger = isCode ? name : draft.logger;
    draft.end = after;
  } else if (NO_NAME.test(name) || !SEVERE.has(level) || !/^[A-Za-z]/.test(name)) return false;
  draft.level = level;
  return true;
}

/** Names of code: dotted, a path, CamelCase, snake or kebab; not a word of prose and not an exception. */
export function isLogger(name: string): boolean {
  if (/(?:Exception|Error|Throwable|Failure)$/.test(name) || /^\d/.test(name)) return false;
  return /^[\w$]+(?:(?:[./:@#]|::)[\w$<>-]+)+(?:\[\d+\])?$|^[A-Z][a-z\d]+[A-Z]\w*$|^[A-Za-z]\w*_\w+$|^\w+\[\d+\]$|^[a-z]+(?:-[a-z\d]+)+$|^[\w-]+(?:\.[\w-]+)+$/.test(
    name,
  );
}
