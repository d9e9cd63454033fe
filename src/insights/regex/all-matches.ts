// All matches of a pattern in a text, one behind the other, as matcher.ts finds the first one: in linear time.
import { setFlagsFromString } from 'node:v8';
import { type ParsedRegex, RegexFault } from './ast.ts';
import { emitRegex, isUnbounded } from './emit.ts';

/** Texts longer than this many characters never meet the backtracking engine. */
const MAX_BACKTRACKING_CHARS = 8_192;

export interface Match {
  /** Offsets in the text, [start, end). */
  readonly start: number;
  readonly end: number;
  readonly captures: readonly (string | undefined)[];
}

/** At most `max` matches. Throws a RegexFault where the pattern cannot be matched safely. */
export function matchesOf({ node, groups }: ParsedRegex): (text: string, max: number) => Match[] {
  const { fast, linear } = engines(node);
  const unbounded = isUnbounded(node);
  return (text, max) => {
    const engine = unbounded && text.length > MAX_BACKTRACKING_CHARS ? linear : fast;
    const matches: Match[] = [];
    engine.lastIndex = 0;
    while (matches.length < max) {
      const match = engine.exec(text);
      if (match === null) break;
      const end = match.index + match[0].length;
      matches.push({ start: match.index, end, captures: match.slice(1, groups.length + 1) });
      if (match[0] === '') engine.lastIndex = nextCharacter(text, end);
    }
    return matches;
  };
}

function nextCharacter(text: string, at: number): number {
  return at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}

function engines(node: ParsedRegex['node']) {
  const { source, flags } = emitRegex(node, true);
  setFlagsFromString('--enable-experimental-regexp-engine');
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
  try {
    return { fast: new RegExp(source, `${flags}g`), linear: new RegExp(source, `${flags}gl`) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RegexFault('the pattern cannot be matched in linear time', 0, 1);
  }
}
