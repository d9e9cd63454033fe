// Which patterns match in the message of a row, where nothing else is asked of them: found for all of them together in
// one pass, over the bytes of the message where they are at hand.
import { RegexFault, type RegexNode } from '../regex/ast.ts';
import { MAX_BACKTRACKING_CHARS } from '../regex/first-match.ts';
import type { ManySearch } from '../regex/many-search.ts';
import { searchForAll } from '../regex/matcher.ts';
import { searchFor } from '../regex/search.ts';
import type { EventRow } from '../run/event-row.ts';

/** V8 is faster with fewer patterns, one by one, in texts that it is given. */
const MIN_TOGETHER = 4;

/** Of one run of a query. Patterns are added while it is planned. */
export class Occurrences {
  readonly #patterns: RegexNode[] = [];
  /** null: the patterns are too many to be searched for together. */
  #search: ManySearch | null | undefined;

  /** The number by which `foundIn` tells of the pattern. */
  numberOf(pattern: RegexNode): number {
    const known = this.#patterns.indexOf(pattern);
    return known === -1 ? this.#patterns.push(pattern) - 1 : known;
  }

  /** The patterns that match in the message of a row, each once; null: this is to be found out otherwise. */
  foundIn({ record }: EventRow): readonly number[] | null {
    const { raw } = record;
    const length = raw === undefined ? record.message.length : raw.end - raw.start;
    const isLong = length > MAX_BACKTRACKING_CHARS;
    if (this.#patterns.length < MIN_TOGETHER && !isLong) return null;
    this.#search ??= searchOrNone(this.#patterns);
    const search = this.#search;
    if (search === null || search.isCostly) return isLong ? this.#oneByOne(record.message) : null;
    const found = raw === undefined ? null : search.foundInBytes(raw.bytes, raw.start, raw.end);
    return found ?? search.foundIn(record.message);
  }

  #oneByOne(message: string): readonly number[] | null {
    return orNone(() =>
      [...this.#patterns.keys()].filter((number) => {
        const pattern = this.#patterns[number];
        return pattern !== undefined && searchFor(pattern).test(message);
      }),
    );
  }
}

const searchOrNone = (patterns: readonly RegexNode[]) => orNone(() => searchForAll(patterns));

/** null: the patterns grow too large. */
function orNone<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof RegexFault) return null;
    throw error;
  }
}
