// Terms: all of those without a sign, any of ?terms, none of -terms; "phrases"; case counts.
import { bare } from '../../insights/regex/literals.ts';
import { invalidParameter } from '../protocol.ts';
import type { FilterPattern } from './types.ts';

/** One term with its sign: `?"out of memory"`. A quoted one may hold escaped quotes. */
const TERM = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/y;
const PLAIN_TERM = /^\w+$/;
export function termsPattern(pattern: string): FilterPattern {
  const { all, any, none } = parseTerms(pattern);
  // CloudWatch leaves ?terms out of account where plain terms stand beside them.
  const alternatives = all.length > 0 ? [] : any;
  return {
    matches: (message) =>
      all.every((term) => message.includes(term)) &&
      (alternatives.length === 0 || alternatives.some((term) => message.includes(term))) &&
      !none.some((term) => message.includes(term)),
    literals: literalsOf(all, alternatives),
  };
}

function literalsOf(all: readonly string[], any: readonly string[]): FilterPattern['literals'] {
  const [longest] = [...all].sort((a, b) => b.length - a.length);
  if (longest !== undefined) return [bare(longest)];
  return any.length > 0 ? any.map(bare) : null;
}

function parseTerms(pattern: string) {
  const all: string[] = [];
  const any: string[] = [];
  const none: string[] = [];
  const lists: Readonly<Record<string, string[]>> = { '': all, '?': any, '-': none };
  TERM.lastIndex = 0;
  for (let at = 0; at < pattern.length; at = TERM.lastIndex) {
    TERM.lastIndex = at;
    const match = TERM.exec(pattern);
    if (match === null)
      throw invalidParameter(`Invalid filter pattern at character ${at}: a quote is not closed.`);
    const [, sign = '', phrase, word = ''] = match;
    if (phrase === undefined && !PLAIN_TERM.test(word)) {
      throw invalidParameter(`Invalid character(s) in term '${word}': put it in double quotes.`);
    }
    const term = phrase?.replace(/\\(.)/g, '$1') ?? word;
    // An empty or blank phrase stands for every event.
    if (term.trim() !== '') lists[sign]?.push(term);
  }
  return { all, any, none };
}
