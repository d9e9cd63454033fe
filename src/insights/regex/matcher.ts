// Matching that cannot hang. Whether a pattern occurs is searched in one pass (search.ts). Captures need V8: its
// backtracking engine falls back to its linear-time engine, and long texts go to the linear-time engine at once.
import { setFlagsFromString } from 'node:v8';
import { type ParsedRegex, RegexFault, type RegexNode } from './ast.ts';
import { emitRegex, isUnbounded, type RegexSource } from './emit.ts';
import { ManySearch } from './many-search.ts';
import { programOf } from './program.ts';
import { Search } from './search.ts';

/** Texts longer than this many characters never meet the backtracking engine (quadratic: about 50 ms). */
const MAX_BACKTRACKING_CHARS = 8_192;

/** Whether a pattern matches anywhere in a text. Throws a RegexFault where the pattern grows too large. */
export function searcher({ node }: ParsedRegex): (text: string) => boolean {
  const search = searchFor(node);
  return (text) => search.test(text);
}

/** What a search has learnt serves all that seek the same. */
const SEARCHES = new WeakMap<RegexNode, Search>();

/** The search for a pattern; the same for the same tree. Throws a RegexFault where the pattern grows too large. */
export function searchFor(node: RegexNode): Search {
  const known = SEARCHES.get(node);
  if (known !== undefined) return known;
  const search = new Search(programOf([node]));
  SEARCHES.set(node, search);
  return search;
}

/** Lists of patterns whose search is kept, the latest ones. */
const MAX_LISTS = 4;
const LISTS: { readonly nodes: readonly RegexNode[]; readonly search: ManySearch }[] = [];

/** The search for several patterns at once; the same for the same trees. Throws a RegexFault where they grow too large. */
export function searchForAll(nodes: readonly RegexNode[]): ManySearch {
  const known = LISTS.find(
    (list) =>
      list.nodes.length === nodes.length && list.nodes.every((node, at) => node === nodes[at]),
  );
  if (known !== undefined) return known.search;
  const search = new ManySearch(nodes);
  if (LISTS.length >= MAX_LISTS) LISTS.shift();
  LISTS.push({ nodes, search });
  return search;
}

const ENGINES = new WeakMap<RegexNode, Engines>();

/**
 * The captures of the first match, in order of the groups; null: no match. Throws a RegexFault where the pattern
 * cannot be matched safely.
 */
export function capturer({ node, groups }: ParsedRegex) {
  const built = ENGINES.get(node) ?? engines(emitRegex(node, true), isUnbounded(node));
  ENGINES.set(node, built);
  const { fast, linear, unbounded } = built;
  return (text: string): readonly (string | undefined)[] | null => {
    const slow = unbounded && text.length > MAX_BACKTRACKING_CHARS;
    const match = (slow ? linear : fast).exec(text);
    return match === null ? null : match.slice(1, groups.length + 1);
  };
}

interface Engines {
  readonly fast: RegExp;
  readonly linear: RegExp;
  readonly unbounded: boolean;
}

function engines({ source, flags }: RegexSource, unbounded: boolean): Engines {
  setFlagsFromString('--enable-experimental-regexp-engine');
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
  try {
    return { fast: new RegExp(source, flags), linear: new RegExp(source, `${flags}l`), unbounded };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RegexFault('the pattern cannot be matched in linear time', 0, 1);
  }
}
