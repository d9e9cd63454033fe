// A match and its captures, by whichever engine finds them safely: V8's backtracking engine, which falls back to its
// linear-time engine, in short texts; in long ones, where the one could hang and the other takes kilobytes for each
// character, a machine of our own.
import { setFlagsFromString } from 'node:v8';
import { type ParsedRegex, RegexFault, type RegexNode } from './ast.ts';
import { captureMachine, isForMachine } from './capture-machine.ts';
import { emitRegex, isUnbounded, type RegexSource } from './emit.ts';
import { searchFor } from './search.ts';

/** Texts longer than this many characters never meet the backtracking engine (quadratic: about 50 ms). */
export const MAX_BACKTRACKING_CHARS = 8_192;

export interface Match {
  /** Offsets in the text, [start, end). */
  readonly start: number;
  readonly end: number;
  /** In order of the groups. */
  readonly captures: readonly (string | undefined)[];
}

/** The first match in a text from an offset on; null: there is none. */
type FirstMatch = (text: string, from: number) => Match | null;

const KNOWN = new WeakMap<RegexNode, FirstMatch>();

/** The same for the same tree. Throws a RegexFault where the pattern cannot be matched safely. */
export function firstMatch(regex: ParsedRegex): FirstMatch {
  const known = KNOWN.get(regex.node);
  if (known !== undefined) return known;
  const made = madeFor(regex);
  KNOWN.set(regex.node, made);
  return made;
}

function madeFor({ node, groups }: ParsedRegex): FirstMatch {
  const { fast, linear } = engines(emitRegex(node, true));
  const short = byEngine(fast, groups.length);
  if (!isUnbounded(node)) return short;
  let long: FirstMatch | null = null;
  return (text, from) => {
    if (text.length <= MAX_BACKTRACKING_CHARS) return short(text, from);
    if (from === 0 && !searchFor(node).test(text)) return null;
    long ??= isForMachine(node) ? byMachine(node, groups.length) : byEngine(linear, groups.length);
    return long(text, from);
  };
}

function byEngine(engine: RegExp, groups: number): FirstMatch {
  return (text, from) => {
    engine.lastIndex = from;
    const match = engine.exec(text);
    if (match === null) return null;
    const { index: start } = match;
    return { start, end: start + match[0].length, captures: match.slice(1, groups + 1) };
  };
}

function byMachine(node: RegexNode, groups: number): FirstMatch {
  const machine = captureMachine(node, groups);
  return (text, from) => {
    const places = machine(text, from);
    if (places === null) return null;
    const [start = 0, end = 0, ...slots] = places;
    const captures = Array.from({ length: groups }, (_, group) => {
      const [from = -1, to = -1] = slots.slice(2 * group, 2 * group + 2);
      return from === -1 || to === -1 ? undefined : text.slice(from, to);
    });
    return { start, end, captures };
  };
}

function engines({ source, flags }: RegexSource) {
  setFlagsFromString('--enable-experimental-regexp-engine');
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
  try {
    return { fast: new RegExp(source, `${flags}g`), linear: new RegExp(source, `${flags}gl`) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RegexFault('the pattern cannot be matched in linear time', 0, 1);
  }
}
