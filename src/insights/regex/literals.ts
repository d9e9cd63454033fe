// Literal substrings that a match cannot do without, for skipping text before any real matching.
import type { RegexNode } from './ast.ts';

/** A longer list costs more than it saves. */
const MAX_LITERALS = 96;
/**
 * Printable ASCII that every JSON encoder writes as itself: a literal made of it is found in an encoded
 * record as well as in the message.
 */
const SAFE_RUN = /[ !#$%()*+,\-.0-9:;=?@A-Z[\]^_`a-z{|}~]{3,}/g;

export type Accepts = (literal: string) => boolean;

/** The usable literals of a text that must occur as a whole: any one of them is required. */
export function literalsOfText(text: string, accepts: Accepts): readonly (readonly string[])[] {
  const runs = text.match(SAFE_RUN) ?? [];
  return runs
    .map((run) => run.toLowerCase())
    .filter(accepts)
    .map((run) => [run]);
}

/** A list of which every match holds at least one, in lower case; null where there is none. */
export function literalsOfRegex(node: RegexNode, accepts: Accepts): readonly string[] | null {
  switch (node.kind) {
    case 'group':
      return literalsOfRegex(node.node, accepts);
    case 'alternatives':
      return anyOf(node.options.map((option) => literalsOfRegex(option, accepts)));
    case 'repeat':
      return node.min > 0 ? literalsOfRegex(node.node, accepts) : null;
    case 'concat':
      return literalsOfConcat(node.nodes, accepts);
    default:
      return null;
  }
}

/** Where all hold: the most selective list, the one whose shortest literal is longest. */
export function bestOf(lists: readonly (readonly string[] | null)[]): readonly string[] | null {
  let best: readonly string[] | null = null;
  for (const list of lists) {
    if (list !== null && (best === null || isBetter(list, best))) best = list;
  }
  return best;
}

/** Where one of several holds: all their literals; null where one of them has none. */
export function anyOf(lists: readonly (readonly string[] | null)[]): readonly string[] | null {
  const union = new Set<string>();
  for (const list of lists) {
    if (list === null) return null;
    for (const literal of list) union.add(literal);
  }
  return union.size > 0 && union.size <= MAX_LITERALS ? [...union] : null;
}

function literalsOfConcat(nodes: readonly RegexNode[], accepts: Accepts): readonly string[] | null {
  const lists: (readonly string[] | null)[] = [];
  let run = '';
  const flush = () => {
    lists.push(...literalsOfText(run, accepts));
    run = '';
  };
  for (const node of nodes) {
    const character = characterOf(node);
    if (character !== null) run += character;
    else if (node.kind !== 'anchor') {
      flush();
      lists.push(literalsOfRegex(node, accepts));
    }
  }
  flush();
  return bestOf(lists);
}

/** The character that a node stands for, up to ASCII case; null where it may match anything else. */
function characterOf(node: RegexNode): string | null {
  if (node.kind === 'set') return node.letter;
  if (node.kind !== 'char') return null;
  return String.fromCodePoint(node.codePoint);
}

function isBetter(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [shortest(a), shortest(b)];
  return left === right ? a.length < b.length : left > right;
}

function shortest(literals: readonly string[]): number {
  return Math.min(...literals.map((literal) => literal.length));
}
