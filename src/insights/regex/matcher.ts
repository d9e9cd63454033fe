// Matching that cannot hang. Whether a pattern occurs is searched in one pass (search.ts); captures are found by
// first-match.ts.
import type { ParsedRegex, RegexNode } from './ast.ts';
import { firstMatch, type Match } from './first-match.ts';
import { ManySearch } from './many-search.ts';
import { searchFor } from './search.ts';

/** Whether a pattern matches anywhere in a text. Throws a RegexFault where the pattern grows too large. */
export function searcher({ node }: ParsedRegex): (text: string) => boolean {
  const search = searchFor(node);
  return (text) => search.test(text);
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

/**
 * The captures of the first match, in order of the groups; null: no match. Throws a RegexFault where the pattern
 * cannot be matched safely.
 */
export function capturer(regex: ParsedRegex): (text: string) => Match['captures'] | null {
  const first = firstMatch(regex);
  return (text) => first(text, 0)?.captures ?? null;
}
