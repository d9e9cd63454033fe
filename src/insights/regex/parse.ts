// Regular expressions in the syntax of RE2, which AWS uses: no look-around, no back-references.
// https://github.com/google/re2/wiki/Syntax
import { remembered } from '../../base/remembered.ts';
import { type ParsedRegex, RegexFault, type RegexNode } from './ast.ts';
import { classAt, DIGIT_CLASSES, escapedCode, setOf } from './classes.ts';

interface Flags {
  readonly fold: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
}

interface State {
  readonly pattern: string;
  at: number;
  readonly groups: (string | null)[];
  depth: number;
}

const MAX_DEPTH = 50;
/** RE2's bound for `{n,m}`. */
const MAX_COUNT = 1_000;
const COUNT = /\{(\d{1,6})(?:(,)(\d{1,6})?)?\}/y;
const GROUP_NAME = /\?P?<([\p{L}\p{N}_@.]+)>/uy;
const GROUP_FLAGS = /\?([a-zA-Z]*)(?:-([a-zA-Z]+))?([:)])/y;
const REFUSED_GROUPS: Readonly<Record<string, string>> = {
  '?=': 'look-ahead',
  '?!': 'negative look-ahead',
  '?<=': 'look-behind',
  '?<!': 'negative look-behind',
  '?>': 'an atomic group',
};

/** Trees that are kept: queries that follow one another seek the same. */
const MAX_REMEMBERED = 50;
const plainTree = remembered((pattern) => treeOf(pattern, false), MAX_REMEMBERED);
const foldedTree = remembered((pattern) => treeOf(pattern, true), MAX_REMEMBERED);

/** The tree of a pattern, the same each time. `fold`: as if it began with `(?i)`. Throws a RegexFault. */
export function parseRegex(pattern: string, fold: boolean): ParsedRegex {
  return fold ? foldedTree(pattern) : plainTree(pattern);
}

function treeOf(pattern: string, fold: boolean): ParsedRegex {
  const state: State = { pattern, at: 0, groups: [], depth: 0 };
  const node = alternatives(state, { fold, dotAll: false, multiline: false });
  if (state.at < pattern.length) throw new RegexFault('unmatched )', state.at, 1);
  return { node, groups: state.groups };
}

function alternatives(state: State, outer: Flags): RegexNode {
  if (++state.depth > MAX_DEPTH) {
    throw new RegexFault(`groups nest at most ${MAX_DEPTH} deep`, state.at, 1);
  }
  const options: RegexNode[] = [];
  let flags = outer;
  do {
    const [node, after] = sequence(state, flags);
    options.push(node);
    flags = after;
  } while (take(state, '|'));
  state.depth--;
  return options.length === 1 && options[0] !== undefined
    ? options[0]
    : { kind: 'alternatives', options };
}

/** A run of terms, and the flags that `(?i)` inside it set for what follows. */
function sequence(state: State, outer: Flags): [RegexNode, Flags] {
  const nodes: RegexNode[] = [];
  let flags = outer;
  while (state.at < state.pattern.length && !'|)'.includes(state.pattern[state.at] ?? '')) {
    const changed = flagsOnly(state, flags);
    if (changed !== null) flags = changed;
    else nodes.push(repeated(state, term(state, flags)));
  }
  return [{ kind: 'concat', nodes }, flags];
}

/** `(?i)` and the like, which set flags and match nothing. */
function flagsOnly(state: State, flags: Flags): Flags | null {
  if (state.pattern[state.at] !== '(') return null;
  const match = matchAt(GROUP_FLAGS, state.pattern, state.at + 1);
  if (match === null || match[3] !== ')') return null;
  const changed = withFlags(state, flags, match);
  state.at += 1 + match[0].length;
  return changed;
}

function term(state: State, flags: Flags): RegexNode {
  const character = state.pattern[state.at] ?? '';
  if (character === '(') return group(state, flags);
  if (character === '[') return characterClass(state, flags);
  if (character === '\\') return escaped(state, flags);
  if ('*+?'.includes(character)) {
    throw new RegexFault(`nothing to repeat before ${character}`, state.at, 1);
  }
  state.at++;
  if (character === '.') {
    return { ...setOf(flags.dotAll ? '[\\s\\S]' : '[^\\n]'), dot: true };
  }
  if (character === '^') return { kind: 'anchor', source: '^', multiline: flags.multiline };
  if (character === '$') {
    const source = flags.multiline ? '$' : '(?:\\n?$)';
    return { kind: 'anchor', source, multiline: flags.multiline };
  }
  return plain(state, flags);
}

function plain(state: State, flags: Flags): RegexNode {
  const codePoint = state.pattern.codePointAt(state.at - 1) ?? 0;
  if (codePoint > 0xffff) state.at++;
  return { kind: 'char', codePoint, fold: flags.fold };
}

function group(state: State, flags: Flags): RegexNode {
  const start = state.at++;
  const { inner, capture } = groupHead(state, flags, start);
  const node = alternatives(state, inner);
  if (!take(state, ')')) throw new RegexFault('the group has no closing )', start, 1);
  return { kind: 'group', node, capture };
}

function groupHead(state: State, flags: Flags, start: number) {
  const named = matchAt(GROUP_NAME, state.pattern, state.at);
  if (named !== null) {
    state.at += named[0].length;
    return { inner: flags, capture: state.groups.push(named[1] ?? null) };
  }
  const flagged = matchAt(GROUP_FLAGS, state.pattern, state.at);
  if (flagged !== null) {
    state.at += flagged[0].length;
    return { inner: withFlags(state, flags, flagged), capture: null };
  }
  if (state.pattern[state.at] === '?') throw refusedGroup(state, start);
  return { inner: flags, capture: state.groups.push(null) };
}

function refusedGroup(state: State, start: number): RegexFault {
  for (const length of [3, 2]) {
    const name = REFUSED_GROUPS[state.pattern.slice(state.at, state.at + length)];
    if (name !== undefined) {
      return new RegexFault(`${name} is not supported`, start, length + 1);
    }
  }
  return new RegexFault('unknown kind of group', start, 2);
}

function withFlags(state: State, flags: Flags, match: RegExpExecArray): Flags {
  const on = match[1] ?? '';
  const off = match[2] ?? '';
  for (const letter of on + off) {
    if (!'ism'.includes(letter)) {
      throw new RegexFault(`unknown flag ${letter}`, state.at, match[0].length);
    }
  }
  const value = (letter: string, before: boolean) =>
    off.includes(letter) ? false : on.includes(letter) || before;
  return {
    fold: value('i', flags.fold),
    dotAll: value('s', flags.dotAll),
    multiline: value('m', flags.multiline),
  };
}

function characterClass(state: State, flags: Flags): RegexNode {
  const { node, end } = classAt(state.pattern, state.at, flags.fold);
  state.at = end;
  return node;
}

function escaped(state: State, flags: Flags): RegexNode {
  const start = state.at;
  const letter = state.pattern[start + 1];
  if (letter === undefined) throw new RegexFault('\\ at the end of the pattern', start, 1);
  state.at += 2;
  if (DIGIT_CLASSES.includes(letter)) return setOf(`[\\${letter}]`);
  if (letter === 'b' || letter === 'B') {
    return { kind: 'anchor', source: `\\${letter}`, multiline: null };
  }
  if (letter === 'A') return { kind: 'anchor', source: '^', multiline: false };
  if (letter === 'z') return { kind: 'anchor', source: '$', multiline: false };
  if (/[1-9]/.test(letter)) throw new RegexFault('back-references are not supported', start, 2);
  const { codePoint, end } = escapedCode(state.pattern, start);
  state.at = end;
  return { kind: 'char', codePoint, fold: flags.fold };
}

function repeated(state: State, node: RegexNode): RegexNode {
  const bounds = quantifier(state);
  if (bounds === null) return node;
  const start = state.at - 1;
  const lazy = take(state, '?');
  if (state.pattern[state.at] === '+') {
    throw new RegexFault('possessive quantifiers are not supported', start, 2);
  }
  if (quantifier(state) !== null) throw new RegexFault('a quantifier follows another', start, 2);
  if (node.kind === 'anchor') return bounds.min > 0 ? node : empty();
  return { kind: 'repeat', node, min: bounds.min, max: bounds.max, lazy };
}

function quantifier(state: State): { min: number; max: number } | null {
  if (take(state, '*')) return { min: 0, max: Number.POSITIVE_INFINITY };
  if (take(state, '+')) return { min: 1, max: Number.POSITIVE_INFINITY };
  if (take(state, '?')) return { min: 0, max: 1 };
  const match = matchAt(COUNT, state.pattern, state.at);
  if (match === null) return null;
  const min = Number(match[1]);
  const max = match[2] === undefined ? min : Number(match[3] ?? Number.POSITIVE_INFINITY);
  if (min > MAX_COUNT || (max > MAX_COUNT && max !== Number.POSITIVE_INFINITY) || max < min) {
    throw new RegexFault(`bad count ${match[0]} (at most ${MAX_COUNT})`, state.at, match[0].length);
  }
  state.at += match[0].length;
  return { min, max };
}

function empty(): RegexNode {
  return { kind: 'concat', nodes: [] };
}

function take(state: State, character: string): boolean {
  if (state.pattern[state.at] !== character) return false;
  state.at++;
  return true;
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(text);
}
