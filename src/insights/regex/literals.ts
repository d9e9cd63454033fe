// Literal substrings that a match cannot do without, for skipping text before any real matching, and what stands behind
// each of them in every match.
import type { RegexNode } from './ast.ts';
import { ANYTHING, type Place, placesOf, type Way, waysThrough } from './places.ts';

/** A longer list costs more than it saves. */
const MAX_LITERALS = 96;
/** Ways on from one literal; of more nothing is told. */
const MAX_WAYS = 8;
/**
 * Printable ASCII that every JSON encoder writes as itself: a literal made of it is found in an encoded
 * record as well as in the message.
 */
const SAFE_RUN = /[ !#$%()*+,\-.0-9:;=?@A-Z[\]^_`a-z{|}~]{3,}/g;

export type Accepts = (literal: string) => boolean;

/** Text that is sought without regard to ASCII case, in lower case, and what surely stands behind it. */
export interface Literal {
  readonly text: string;
  readonly tail: readonly Place[];
}

/** A literal of a part of a pattern; what follows upon the part may still have to be told. */
interface Found {
  readonly text: string;
  readonly way: Way;
}

/** What stands behind it is not known. */
export function bare(text: string): Literal {
  return { text, tail: [] };
}

/** The usable literals of a text that must occur as a whole: any one of them is required. */
export function literalsOfText(text: string, accepts: Accepts): readonly (readonly Literal[])[] {
  return foundInText(text, accepts).map((found) => [literalOf(found)]);
}

/** A list of which every match holds at least one; null where there is none. */
export function literalsOfRegex(node: RegexNode, accepts: Accepts): readonly Literal[] | null {
  const found = foundIn(node, accepts);
  return found === null ? null : anyOf([found.map(literalOf)]);
}

const literalOf = ({ text, way }: Found): Literal => ({ text, tail: way.places });

/** Where all hold: the most selective list, the one whose shortest literal is longest. */
export function bestOf<T extends { readonly text: string }>(
  lists: readonly (readonly T[] | null)[],
): readonly T[] | null {
  let best: readonly T[] | null = null;
  for (const list of lists) {
    if (list !== null && (best === null || isBetter(list, best))) best = list;
  }
  return best;
}

/** Where one of several holds: all their literals; null where one of them has none. */
export function anyOf(lists: readonly (readonly Literal[] | null)[]): readonly Literal[] | null {
  const union = new Map<string, readonly Literal[]>();
  for (const list of lists) {
    if (list === null) return null;
    for (const literal of list) union.set(literal.text, withWay(union.get(literal.text), literal));
  }
  return union.size > 0 && union.size <= MAX_LITERALS ? [...union.values()].flat() : null;
}

/** The literals of one text, of which each goes on in its own way; one where nothing is known of some. */
function withWay(known: readonly Literal[] = [], added: Literal): readonly Literal[] {
  const all = [...known, added];
  if (all.length > MAX_WAYS || all.some(({ tail }) => tail.length === 0)) return [bare(added.text)];
  return known.some(({ tail }) => alike(tail, added.tail)) ? known : all;
}

function alike(a: readonly Place[], b: readonly Place[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ set, kind }, index) => set === b[index]?.set && kind === b[index]?.kind)
  );
}

function foundIn(node: RegexNode, accepts: Accepts): readonly Found[] | null {
  switch (node.kind) {
    case 'group':
      return foundIn(node.node, accepts);
    case 'alternatives':
      return together(node.options.map((option) => foundIn(option, accepts)));
    case 'repeat': {
      if (node.min === 0) return null;
      const found = foundIn(node.node, accepts);
      // Behind it the next repetition may begin.
      return node.max === 1 ? found : (found?.map(shut) ?? null);
    }
    case 'concat':
      return foundInConcat(node.nodes, accepts);
    default:
      return null;
  }
}

const shut = ({ text, way }: Found): Found => ({ text, way: { ...way, open: false } });

function together(lists: readonly (readonly Found[] | null)[]): readonly Found[] | null {
  const known = lists.filter((list) => list !== null);
  const all = known.flat();
  return known.length < lists.length || textsOf(all) > MAX_LITERALS ? null : all;
}

const textsOf = (literals: readonly { readonly text: string }[]) =>
  new Set(literals.map(({ text }) => text)).size;

/** What is found in a list of parts, and which part comes next. */
interface Candidate {
  readonly list: readonly Found[];
  readonly next: number;
}

function foundInConcat(nodes: readonly RegexNode[], accepts: Accepts): readonly Found[] | null {
  const candidates: Candidate[] = [];
  const add = (list: readonly Found[] | null, next: number) => {
    if (list !== null) candidates.push({ list, next });
  };
  let run = '';
  let behind = 0;
  const flush = () => {
    for (const found of foundInText(run, accepts)) add([found], behind);
    run = '';
  };
  for (const [index, node] of nodes.entries()) {
    const character = characterOf(node);
    if (character !== null) {
      run += character;
      behind = index + 1;
    } else if (node.kind !== 'anchor') {
      flush();
      add(foundIn(node, accepts), index + 1);
    }
  }
  flush();
  const best = bestOf(candidates.map(({ list }) => list));
  const next = candidates.find(({ list }) => list === best)?.next ?? nodes.length;
  return best?.flatMap((found) => goneOn(found, nodes.slice(next))) ?? null;
}

function goneOn({ text, way }: Found, rest: readonly RegexNode[]): readonly Found[] {
  const ways = waysThrough([way], rest, text.slice(-1));
  return ways.map((each) => ({ text, way: each }));
}

function foundInText(text: string, accepts: Accepts): readonly Found[] {
  return [...text.matchAll(SAFE_RUN)]
    .filter(([run]) => accepts(run.toLowerCase()))
    .map(({ 0: run, index }) => {
      const places = placesOf(text.slice(index + run.length));
      const way = places === null ? ANYTHING : { places, open: true };
      return { text: run.toLowerCase(), way };
    });
}

/** The character that a node stands for, up to ASCII case; null where it may match anything else. */
function characterOf(node: RegexNode): string | null {
  if (node.kind === 'set') return node.letter;
  if (node.kind !== 'char') return null;
  return String.fromCodePoint(node.codePoint);
}

function isBetter<T extends { readonly text: string }>(a: readonly T[], b: readonly T[]): boolean {
  const [left, right] = [shortest(a), shortest(b)];
  return left === right ? textsOf(a) < textsOf(b) : left > right;
}

function shortest(literals: readonly { readonly text: string }[]): number {
  return Math.min(...literals.map(({ text }) => text.length));
}
