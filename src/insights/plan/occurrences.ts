// Which patterns match in the message of a row, where nothing else is asked of them: found for all of them together in
// one pass, over the bytes of the message where they are at hand.
import { RegexFault, type RegexNode } from '../regex/ast.ts';
import type { ManySearch } from '../regex/many-search.ts';
import { searchForAll } from '../regex/matcher.ts';
import type { EventRow } from '../run/event-row.ts';

/** V8 is faster with fewer patterns, one by one. */
const MIN_TOGETHER = 4;

/** Of one run of a query. Patterns are added while it is planned. */
export class Occurrences {
  readonly #patterns: RegexNode[] = [];
  /** null: the patterns are too few or too many to be searched for together. */
  #search: ManySearch | null | undefined;

  /** The number by which `foundIn` tells of the pattern. */
  numberOf(pattern: RegexNode): number {
    const known = this.#patterns.indexOf(pattern);
    return known === -1 ? this.#patterns.push(pattern) - 1 : known;
  }

  /** The patterns that match in the message of a row, each once; null: this is to be found out otherwise. */
  foundIn({ record }: EventRow): readonly number[] | null {
    if (this.#search === undefined) this.#search = searchOrNone(this.#patterns);
    const search = this.#search;
    if (search === null || search.isCostly) return null;
    const { raw } = record;
    const found = raw === undefined ? null : search.foundInBytes(raw.bytes, raw.start, raw.end);
    return found ?? search.foundIn(record.message);
  }
}

function searchOrNone(patterns: readonly RegexNode[]): ManySearch | null {
  if (patterns.length < MIN_TOGETHER) return null;
  try {
    return searchForAll(patterns);
  } catch (error) {
    if (error instanceof RegexFault) return null;
    throw error;
  }
}
