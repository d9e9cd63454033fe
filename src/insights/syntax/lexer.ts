// Tokens, read one at a time from an offset: the parser asks for a regular expression where one may
// stand, so that `/` is never ambiguous and `|`, `#` and quotes inside one are plain characters.
import type { Span } from '../../base/diagnostic.ts';
import { isPeriodUnit } from '../periods.ts';
import type { RegexExpr } from './ast.ts';
import { syntaxFault } from './fault.ts';

export type Token =
  | {
      readonly kind: 'word';
      /** The path without backticks. */
      readonly name: string;
      readonly parts: readonly string[];
      /** Written with backticks: never a keyword. */
      readonly quoted: boolean;
      readonly span: Span;
    }
  | { readonly kind: 'number'; readonly value: number; readonly raw: string; readonly span: Span }
  | {
      readonly kind: 'duration';
      readonly amount: number;
      readonly unit: string;
      readonly span: Span;
    }
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | { readonly kind: 'symbol'; readonly text: string; readonly span: Span }
  | { readonly kind: 'end'; readonly span: Span };

const BLANK_OR_COMMENT = /(?:\s|#[^\n]*)*/y;
const WORD_START = /[\p{L}_@`]/u;
const WORD_CHARACTERS = /[\p{L}\p{N}_@]+/uy;
const INDEXES = /(?:\[\d{1,9}\])*/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const UNIT = /[\p{L}\p{N}_]+/uy;
const SYMBOL = /==|=~|!=|<=|>=|[|,()[\]*+\-/%^=<>!.:{}]/y;
const FLAGS = /[a-zA-Z]*/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** Offset of the next token: blanks and `#` comments are skipped. */
export function skipBlank(text: string, offset: number): number {
  return offset + matchAt(BLANK_OR_COMMENT, text, offset).length;
}

/** The token at `offset`, which must not be blank. Throws a QueryFault. */
export function readToken(text: string, offset: number): Token {
  const first = text[offset];
  if (first === undefined) return { kind: 'end', span: { start: offset, end: offset } };
  if (first === '"' || first === "'") return readString(text, offset, first);
  if (WORD_START.test(first) || isSurrogate(first)) return readWord(text, offset);
  if (matchAt(NUMBER, text, offset) !== '') return readNumber(text, offset);
  const symbol = matchAt(SYMBOL, text, offset);
  const span = { start: offset, end: offset + Math.max(1, symbol.length) };
  if (symbol === '') throw syntaxFault(`unexpected character ${JSON.stringify(first)}`, span);
  return { kind: 'symbol', text: symbol, span };
}

/** `/…/flags` at `offset`; a `/` inside a character class or after a backslash does not end it. */
export function readRegex(text: string, offset: number): RegexExpr {
  const close = regexEnd(text, offset + 1, true) ?? regexEnd(text, offset + 1, false);
  if (close === null) {
    throw syntaxFault('the regular expression has no closing /', {
      start: offset,
      end: text.length,
    });
  }
  const flags = matchAt(FLAGS, text, close + 1);
  const span = { start: offset, end: close + 1 + flags.length };
  return { kind: 'regex', pattern: text.slice(offset + 1, close), flags, span };
}

function matchAt(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? '';
}

function isSurrogate(character: string): boolean {
  const code = character.charCodeAt(0);
  return code >= 0xd800 && code <= 0xdfff;
}

function readString(text: string, offset: number, quote: string): Token {
  let value = '';
  for (let at = offset + 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === quote) {
      return { kind: 'string', value, span: { start: offset, end: at + 1 } };
    }
    if (character !== '\\') value += character;
    else value += unescaped(text[++at] ?? '');
  }
  throw syntaxFault(`the string has no closing ${quote}`, { start: offset, end: text.length });
}

function unescaped(character: string): string {
  if (character === '"' || character === "'" || character === '\\') return character;
  return ESCAPES[character] ?? `\\${character}`;
}

/** A path: parts between dots, the name of each perhaps with indexes: `list[0].id` reads as `list.0.id`. */
function readWord(text: string, offset: number): Token {
  const parts: string[] = [];
  let quoted = false;
  let end = offset;
  do {
    const part = readPart(text, parts.length === 0 ? offset : end + 1);
    parts.push(part.name);
    quoted ||= part.quoted;
    // `in[1]` is no index.
    const isIn = !quoted && parts.length === 1 && part.name.toLowerCase() === 'in';
    const indexes = isIn ? '' : matchAt(INDEXES, text, part.end);
    parts.push(...(indexes.match(/\d+/g) ?? []));
    end = part.end + indexes.length;
  } while (text[end] === '.');
  const span = { start: offset, end };
  if (parts.includes('')) throw syntaxFault('the field name has an empty part', span);
  return { kind: 'word', name: parts.join('.'), parts, quoted, span };
}

interface Part {
  readonly name: string;
  readonly quoted: boolean;
  readonly end: number;
}

/** Plain pieces and pieces in backticks, up to a dot. */
function readPart(text: string, offset: number): Part {
  let name = '';
  let quoted = false;
  let end = offset;
  for (;;) {
    const plain = matchAt(WORD_CHARACTERS, text, end);
    if (plain !== '') {
      name += plain;
      end += plain.length;
    } else if (text[end] === '`') {
      const close = backtickEnd(text, end);
      name += text.slice(end + 1, close);
      quoted = true;
      end = close + 1;
    } else return { name, quoted, end };
  }
}

function backtickEnd(text: string, offset: number): number {
  const close = text.indexOf('`', offset + 1);
  if (close !== -1) return close;
  throw syntaxFault('the field name has no closing backtick', { start: offset, end: text.length });
}

function readNumber(text: string, offset: number): Token {
  const digits = matchAt(NUMBER, text, offset);
  const unit = matchAt(UNIT, text, offset + digits.length);
  const span = { start: offset, end: offset + digits.length + unit.length };
  if (unit === '') return { kind: 'number', value: Number(digits), raw: digits, span };
  if (isPeriodUnit(unit)) return { kind: 'duration', amount: Number(digits), unit, span };
  throw syntaxFault(
    `"${unit}" is no unit of time`,
    span,
    `write a period such as 5m, or a field name in backticks: \`${digits}${unit}\``,
  );
}

function regexEnd(text: string, offset: number, classes: boolean): number | null {
  let inClass = false;
  for (let at = offset; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '[' && classes) inClass = true;
    else if (character === ']') inClass = false;
    else if (character === '/' && !inClass) return at;
  }
  return null;
}
