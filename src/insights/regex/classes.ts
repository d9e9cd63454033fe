// Character classes and escapes of a regular expression, turned into JavaScript source. Case folding is
// spelled out ([eE]) because V8's linear-time engine knows no `i` flag.
import { RegexFault, type RegexNode, type SetNode } from './ast.ts';

/** `\d` and its like mean the same in RE2 and JavaScript. */
export const DIGIT_CLASSES = 'dDwWsS';

const CONTROL: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, a: 7, e: 27 };
const HEX = /\\x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,6})\})/y;
const POSIX = /\[:(\^?)([a-z]+):\]/y;
const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

interface ClassState {
  readonly pattern: string;
  readonly start: number;
  at: number;
  readonly fold: boolean;
  readonly pieces: string[];
  /** Characters beyond the basic plane, which need two units each. */
  readonly astral: number[];
  readonly singles: number[];
}

export function setOf(source: string): SetNode {
  return { kind: 'set', source, astral: [], letter: null, dot: false };
}

/** The class that begins at `start`, and the offset after its `]`. Throws a RegexFault. */
export function classAt(pattern: string, start: number, fold: boolean) {
  const negated = pattern[start + 1] === '^';
  const state: ClassState = {
    pattern,
    start,
    at: start + (negated ? 2 : 1),
    fold,
    pieces: [],
    astral: [],
    singles: [],
  };
  let first = true;
  while (first || pattern[state.at] !== ']') {
    if (state.at >= pattern.length) throw new RegexFault('the class has no closing ]', start, 1);
    classItem(state);
    first = false;
  }
  return { node: finished(state, negated), end: state.at + 1 };
}

/** The code point of the escape at `start` (a backslash), and the offset after it. */
export function escapedCode(pattern: string, start: number): { codePoint: number; end: number } {
  HEX.lastIndex = start;
  const hex = HEX.exec(pattern);
  if (hex !== null) {
    const codePoint = Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
    if (codePoint > 0x10ffff) throw new RegexFault('no such character', start, hex[0].length);
    return { codePoint, end: start + hex[0].length };
  }
  const codePoint = pattern.codePointAt(start + 1) ?? 0;
  const character = String.fromCodePoint(codePoint);
  const control = Object.hasOwn(CONTROL, character) ? CONTROL[character] : undefined;
  if (control !== undefined) return { codePoint: control, end: start + 2 };
  if (/[\p{L}\p{N}]/u.test(character)) {
    throw new RegexFault(`unknown escape \\${character}`, start, 1 + character.length);
  }
  return { codePoint, end: start + 1 + character.length };
}

/** A code point as JavaScript source that is safe inside and outside a class. */
export function unitSource(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  if (/[\p{L}\p{N}_ ]/u.test(character) && codePoint < 0x10000) return character;
  return [...character.split('')]
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/** A character in both its cases, each one UTF-16 unit long; only itself where it has no other case. */
export function casesOf(codePoint: number): readonly number[] {
  if (codePoint > 0x7f) return casesBeyondAscii(codePoint);
  const letter = codePoint | 0x20;
  return letter >= 0x61 && letter <= 0x7a ? [codePoint, codePoint ^ 0x20] : [codePoint];
}

function casesBeyondAscii(codePoint: number): readonly number[] {
  const character = String.fromCodePoint(codePoint);
  const cases = [character, character.toLowerCase(), character.toUpperCase()]
    .filter((variant) => [...variant].length === 1)
    .map((variant) => variant.codePointAt(0) ?? codePoint)
    .filter((variant) => variant > 0x7f);
  return [...new Set(cases)];
}

function classItem(state: ClassState): void {
  POSIX.lastIndex = state.at;
  const posix = POSIX.exec(state.pattern);
  if (posix !== null) {
    posixItem(state, posix);
    return;
  }
  const letter = state.pattern[state.at + 1] ?? '';
  if (state.pattern[state.at] === '\\' && DIGIT_CLASSES.includes(letter) && letter !== '') {
    state.pieces.push(`\\${letter}`);
    state.at += 2;
    return;
  }
  const low = classCharacter(state);
  if (state.pattern[state.at] !== '-' || state.pattern[state.at + 1] === ']') {
    addSingle(state, low);
    return;
  }
  const dash = state.at++;
  const high = classCharacter(state);
  if (high < low) throw new RegexFault('the range is out of order', dash - 1, 3);
  addRange(state, low, high);
}

function posixItem(state: ClassState, match: RegExpExecArray): void {
  const name = match[2] ?? '';
  const ranges = Object.hasOwn(POSIX_CLASSES, name) ? POSIX_CLASSES[name] : undefined;
  if (ranges === undefined || match[1] === '^') {
    throw new RegexFault(`unknown class ${match[0]}`, state.at, match[0].length);
  }
  state.pieces.push(state.fold && (name === 'lower' || name === 'upper') ? 'A-Za-z' : ranges);
  state.at += match[0].length;
}

function classCharacter(state: ClassState): number {
  if (state.pattern[state.at] === '\\') {
    if (state.pattern[state.at + 1] === 'b')
      throw new RegexFault('unknown escape \\b', state.at, 2);
    const { codePoint, end } = escapedCode(state.pattern, state.at);
    state.at = end;
    return codePoint;
  }
  const codePoint = state.pattern.codePointAt(state.at);
  if (codePoint === undefined) throw new RegexFault('the class has no closing ]', state.start, 1);
  state.at += codePoint > 0xffff ? 2 : 1;
  return codePoint;
}

function addSingle(state: ClassState, codePoint: number): void {
  for (const variant of state.fold ? casesOf(codePoint) : [codePoint]) {
    if (variant > 0xffff) state.astral.push(variant);
    else state.pieces.push(unitSource(variant));
    state.singles.push(variant);
  }
}

function addRange(state: ClassState, low: number, high: number): void {
  if (high > 0xffff) {
    throw new RegexFault('ranges beyond U+FFFF are not supported', state.start, 1);
  }
  state.pieces.push(`${unitSource(low)}-${unitSource(high)}`);
  if (!state.fold) return;
  addOtherCase(state, Math.max(low, 0x41), Math.min(high, 0x5a), 32);
  addOtherCase(state, Math.max(low, 0x61), Math.min(high, 0x7a), -32);
}

function addOtherCase(state: ClassState, low: number, high: number, shift: number): void {
  if (low <= high) state.pieces.push(`${unitSource(low + shift)}-${unitSource(high + shift)}`);
}

function finished(state: ClassState, negated: boolean): RegexNode {
  if (negated && state.astral.length > 0) {
    throw new RegexFault('characters beyond U+FFFF are not supported here', state.start, 1);
  }
  const source = `[${negated ? '^' : ''}${state.pieces.join('')}]`;
  const letter = negated || state.astral.length > 0 ? null : letterOf(state);
  return { kind: 'set', source, astral: state.astral, letter, dot: false };
}

/** `[eE]`, `[e]`: the one letter that the class stands for, in lower case. */
function letterOf(state: ClassState): string | null {
  if (state.pieces.length !== state.singles.length) return null;
  const letters = new Set(state.singles.map((code) => String.fromCodePoint(code).toLowerCase()));
  const [letter] = letters;
  return letters.size === 1 && letter !== undefined && letter < '\x7f' ? letter : null;
}
