// A regular expression as JavaScript source that both of V8's engines take: no `i`, no `u`, and counted
// repeats cut into pieces small enough for the linear-time engine.
import { childrenOf, RegexFault, type RegexNode } from './ast.ts';
import { casesOf, unitSource } from './classes.ts';

/** V8's linear-time engine refuses nested counts whose product is above 16. */
const MAX_REPLICATION = 10;
/** Characters of source; longer ones come from nested counts. */
const MAX_SOURCE_CHARS = 50_000;

export interface RegexSource {
  readonly source: string;
  readonly flags: string;
}

/** `captures`: keep capturing groups; without, all groups are silent. Throws a RegexFault. */
export function emitRegex(node: RegexNode, captures: boolean): RegexSource {
  const anchors = new Set<boolean>();
  collectAnchors(node, anchors);
  if (anchors.size > 1) throw new RegexFault('(?m) must hold for the whole pattern', 0, 1);
  return { source: emit(node, captures), flags: anchors.has(true) ? 'm' : '' };
}

/** Whether some part repeats without end: only then can matching take more than linear time. */
export function isUnbounded(node: RegexNode): boolean {
  if (node.kind === 'repeat')
    return node.max === Number.POSITIVE_INFINITY || isUnbounded(node.node);
  return childrenOf(node).some(isUnbounded);
}

function collectAnchors(node: RegexNode, found: Set<boolean>): void {
  if (node.kind === 'anchor' && node.multiline !== null) found.add(node.multiline);
  for (const child of childrenOf(node)) collectAnchors(child, found);
}

function emit(node: RegexNode, captures: boolean): string {
  const source = emitNode(node, captures);
  if (source.length > MAX_SOURCE_CHARS) throw new RegexFault('the pattern repeats too much', 0, 1);
  return source;
}

function emitNode(node: RegexNode, captures: boolean): string {
  switch (node.kind) {
    case 'char':
      return emitCharacter(node.codePoint, node.fold);
    case 'set':
      return emitSet(node.source, node.astral);
    case 'anchor':
      return node.source;
    case 'group': {
      const silent = !captures || node.capture === null;
      return `(${silent ? '?:' : ''}${emit(node.node, captures)})`;
    }
    case 'concat':
      return node.nodes.map((child) => emit(child, captures)).join('');
    case 'alternatives':
      return node.options.map((child) => emit(child, captures)).join('|');
    case 'repeat':
      return emitRepeat(node, captures);
  }
}

/** `[]` matches nothing in JavaScript, as it should where all characters are astral. */
function emitSet(source: string, astral: readonly number[]): string {
  return astral.length === 0 ? source : `(?:${[source, ...astral.map(unitSource)].join('|')})`;
}

function emitCharacter(codePoint: number, fold: boolean): string {
  const cases = fold ? casesOf(codePoint) : [codePoint];
  if (codePoint > 0xffff) return `(?:${cases.map(unitSource).join('|')})`;
  const sources = cases.map(unitSource).join('');
  return cases.length > 1 ? `[${sources}]` : sources;
}

function emitRepeat(node: Extract<RegexNode, { kind: 'repeat' }>, captures: boolean): string {
  const { min, max, lazy } = node;
  const chunk = Math.max(1, Math.floor(MAX_REPLICATION / replication(node.node)));
  const optional = max === Number.POSITIVE_INFINITY ? 0 : max - min;
  const counts = chunks(min, chunk).map((n) => `{${n}}`);
  const tail =
    max === Number.POSITIVE_INFINITY ? ['*'] : chunks(optional, chunk).map((n) => `{0,${n}}`);
  const parts = foldTail(counts, tail, chunk).map((part) => (lazy ? `${part}?` : part));
  if (parts.length === 0) return '';
  if (captures && parts.length > 1 && tail.length > 0 && hasCapture(node.node)) {
    throw new RegexFault('a capturing group cannot stand inside so large a repeat', 0, 1);
  }
  return parts
    .map((part, index) => atom(node.node, captures && index === parts.length - 1) + part)
    .join('');
}

/** `{1}*` is `+`, and `{2}{0,3}` is `{2,5}`, where one piece is enough. */
function foldTail(
  counts: readonly string[],
  tail: readonly string[],
  chunk: number,
): readonly string[] {
  const [count, ...more] = counts;
  const [last, ...others] = tail;
  if (count === undefined || more.length > 0 || last === undefined || others.length > 0) {
    return [...counts, ...tail];
  }
  const low = Number(count.slice(1, -1));
  if (last === '*') return [low === 1 ? '+' : `{${low},}`];
  const high = low + Number(last.slice(3, -1));
  return high <= chunk ? [`{${low},${high}}`] : [...counts, ...tail];
}

function chunks(total: number, size: number): number[] {
  const full = new Array<number>(Math.floor(total / size)).fill(size);
  return total % size === 0 ? full : [...full, total % size];
}

/** How often V8 copies the node's parts when it unrolls counts. */
function replication(node: RegexNode): number {
  const inner = Math.max(1, ...childrenOf(node).map(replication));
  if (node.kind !== 'repeat') return inner;
  const count = node.max === Number.POSITIVE_INFINITY ? node.min + 1 : node.max;
  return Math.min(MAX_REPLICATION, inner * Math.max(1, count));
}

function hasCapture(node: RegexNode): boolean {
  if (node.kind === 'group' && node.capture !== null) return true;
  return childrenOf(node).some(hasCapture);
}

function atom(node: RegexNode, captures: boolean): string {
  const source = emit(node, captures);
  return node.kind === 'char' || node.kind === 'set' || node.kind === 'group'
    ? source
    : `(?:${source})`;
}
