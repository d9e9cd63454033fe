// Matching that cannot hang: V8's backtracking engine falls back to its linear-time engine, and long
// texts go to the linear-time engine at once. What that engine does not know is refused.
import { setFlagsFromString } from 'node:v8';
import { type ParsedRegex, RegexFault, type RegexNode } from './ast.ts';
import { emitRegex, isUnbounded, type RegexSource } from './emit.ts';
import { literalsOfRegex } from './literals.ts';

/** Texts longer than this many characters never meet the backtracking engine (quadratic: about 50 ms). */
const MAX_BACKTRACKING_CHARS = 8_192;

/** Whether a pattern matches anywhere in a text. Throws a RegexFault where it cannot be matched safely. */
export function searcher({ node }: ParsedRegex): (text: string) => boolean {
  const { fast, linear, unbounded } = engines(emitRegex(trimmed(node), false), isUnbounded(node));
  if (!unbounded) return (text) => fast.test(text);
  const required = literalsOfRegex(node, () => true);
  return (text) => {
    if (text.length <= MAX_BACKTRACKING_CHARS) return fast.test(text);
    return holdsOne(text, required) && linear.test(text);
  };
}

/** The captures of the first match, in order of the groups; null: no match. Throws a RegexFault. */
export function capturer({ node, groups }: ParsedRegex) {
  const { fast, linear, unbounded } = engines(emitRegex(node, true), isUnbounded(node));
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

function holdsOne(text: string, required: readonly string[] | null): boolean {
  if (required === null) return true;
  const lower = text.toLowerCase();
  return required.some((literal) => lower.includes(literal));
}

/** Without `.*` at either end, which says nothing where a match may lie anywhere. */
function trimmed(node: RegexNode): RegexNode {
  if (node.kind === 'alternatives') return { ...node, options: node.options.map(trimmed) };
  if (node.kind !== 'concat') return node;
  const nodes = [...node.nodes];
  while (isDotStar(nodes[0])) nodes.shift();
  while (isDotStar(nodes.at(-1))) nodes.pop();
  return { kind: 'concat', nodes };
}

function isDotStar(node: RegexNode | undefined): boolean {
  if (node?.kind !== 'repeat' || node.node.kind !== 'set' || !node.node.dot) return false;
  return node.min === 0 && node.max === Number.POSITIVE_INFINITY;
}
