// The tree of a regular expression, as far as matching and literal extraction need it.

/** One character; `fold`: in either case. */
export interface CharNode {
  readonly kind: 'char';
  readonly codePoint: number;
  readonly fold: boolean;
}

/** A class of characters. */
export interface SetNode {
  readonly kind: 'set';
  /** Its characters of one UTF-16 unit, as a JavaScript class. */
  readonly source: string;
  /** Its characters beyond the basic plane. */
  readonly astral: readonly number[];
  /** The lower-case letter, where the class is one letter in both cases. */
  readonly letter: string | null;
  /** `.` */
  readonly dot: boolean;
}

/** `^`, `$`, `\b` and the like, as JavaScript source. */
export interface AnchorNode {
  readonly kind: 'anchor';
  readonly source: string;
  /** Under `(?m)`; null: the flag makes no difference. */
  readonly multiline: boolean | null;
}

/** `capture`: number of the group, from 1; null: it captures nothing. */
export interface GroupNode {
  readonly kind: 'group';
  readonly node: RegexNode;
  readonly capture: number | null;
}

export interface ConcatNode {
  readonly kind: 'concat';
  readonly nodes: readonly RegexNode[];
}

export interface AlternativesNode {
  readonly kind: 'alternatives';
  readonly options: readonly RegexNode[];
}

export interface RepeatNode {
  readonly kind: 'repeat';
  readonly node: RegexNode;
  readonly min: number;
  /** Infinity: without end. */
  readonly max: number;
  readonly lazy: boolean;
}

export type RegexNode =
  | CharNode
  | SetNode
  | AnchorNode
  | GroupNode
  | ConcatNode
  | AlternativesNode
  | RepeatNode;

export interface ParsedRegex {
  readonly node: RegexNode;
  /** Name of each capturing group in order; null: it has none. */
  readonly groups: readonly (string | null)[];
}

export function childrenOf(node: RegexNode): readonly RegexNode[] {
  if (node.kind === 'concat') return node.nodes;
  if (node.kind === 'alternatives') return node.options;
  return node.kind === 'group' || node.kind === 'repeat' ? [node.node] : [];
}

/** Whether a capturing group takes part in every match; false: that is not plain to see. */
export function isInEveryMatch(node: RegexNode, capture: number): boolean {
  if (node.kind === 'concat') return node.nodes.some((child) => isInEveryMatch(child, capture));
  return node.kind === 'group' && (node.capture === capture || isInEveryMatch(node.node, capture));
}

/** Why a pattern is refused, and where in the pattern. Thrown inside the room only. */
export class RegexFault extends Error {
  readonly offset: number;
  readonly length: number;

  constructor(message: string, offset: number, length: number) {
    super(message);
    this.name = 'RegexFault';
    this.offset = offset;
    this.length = length;
  }
}
