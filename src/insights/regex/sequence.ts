// A pattern as pieces that follow one another anywhere in a text: `A[\s\S]+B` as `A`, and `B` at least one unit behind it.
// Where the pieces of many patterns are found in one pass, the order in which they stand is told beside the automaton:
// inside it each order would be a state of its own.
import type { RegexNode } from './ast.ts';

export interface Piece {
  readonly node: RegexNode;
  /** Units that lie between it and the piece before, at least. */
  readonly gap: number;
  /** Units of each of its matches; null: of the first piece it is not asked. */
  readonly length: number | null;
}

/** The pieces of a pattern, one or more: it matches where each follows on the one before. */
export function piecesOf(node: RegexNode): readonly Piece[] {
  const gaps: number[] = [];
  const stretches: RegexNode[][] = [[]];
  for (const part of flat(node)) {
    if (isGap(part)) {
      gaps.push(part.min);
      stretches.push([]);
    } else stretches.at(-1)?.push(part);
  }
  const lengths = stretches.map(lengthOfAll);
  const isOpen = (at: number) => stretches[at]?.length === 0 || (at > 0 && lengths[at] === null);
  const lastOpen = stretches.findLastIndex((_, at) => isOpen(at));
  if (gaps.length === 0 || lastOpen !== -1) return [{ node, gap: 0, length: null }];
  return stretches.map((nodes, at) => ({
    node: { kind: 'concat', nodes },
    gap: gaps[at - 1] ?? 0,
    length: lengths[at] ?? null,
  }));
}

/** What stands one behind the other. */
function flat(node: RegexNode): readonly RegexNode[] {
  if (node.kind === 'group') return flat(node.node);
  return node.kind === 'concat' ? node.nodes.flatMap(flat) : [node];
}

/** Any units, as many as you like. */
function isGap(node: RegexNode): node is Extract<RegexNode, { kind: 'repeat' }> {
  if (node.kind !== 'repeat' || node.max !== Number.POSITIVE_INFINITY) return false;
  const [unit, ...others] = flat(node.node);
  return unit?.kind === 'set' && others.length === 0 && isEveryUnit(unit.source);
}

const isEveryUnit = (source: string) => source === '[\\s\\S]' || source === '[\\S\\s]';

/** Units of every match of the node; null: they differ. */
function lengthOf(node: RegexNode): number | null {
  switch (node.kind) {
    case 'char':
      return node.codePoint > 0xffff ? 2 : 1;
    case 'set':
      return node.astral.length === 0 ? 1 : null;
    case 'anchor':
      // `$` without (?m) may take a line break.
      return node.source.includes('n') ? null : 0;
    case 'group':
      return lengthOf(node.node);
    case 'concat':
      return lengthOfAll(node.nodes);
    case 'alternatives': {
      const [length = null, ...others] = new Set(node.options.map(lengthOf));
      return others.length === 0 ? length : null;
    }
    case 'repeat': {
      const length = node.min === node.max ? lengthOf(node.node) : null;
      return length === null ? null : length * node.min;
    }
  }
}

function lengthOfAll(nodes: readonly RegexNode[]): number | null {
  let sum = 0;
  for (const node of nodes) {
    const length = lengthOf(node);
    if (length === null) return null;
    sum += length;
  }
  return sum;
}
