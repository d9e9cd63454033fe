// Regular expressions as a small program: what the matcher does at each step. One instruction consumes one UTF-16
// unit, or tests a place in the text, or goes two ways at once, of which the first is preferred. Several patterns lie in it
// one behind the other. A program that captures also notes places.
import { childrenOf, type GroupNode, RegexFault, type RegexNode, type RepeatNode } from './ast.ts';
import { casesOf } from './classes.ts';

/** Whether a UTF-16 unit belongs to a set. */
export type UnitTest = (unit: number) => boolean;

export type Assertion =
  | 'text-start'
  | 'text-end'
  | 'line-start'
  | 'line-end'
  | 'word-boundary'
  | 'no-word-boundary';

export type Instruction =
  | { readonly op: 'unit'; readonly set: number; readonly next: number }
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'assert'; readonly assertion: Assertion; readonly next: number }
  /** Notes the place in a slot: two for each group, its start and its end. */
  | { readonly op: 'save'; readonly slot: number; readonly next: number }
  /** Groups within a repeat are those of its last round: JavaScript forgets those before. */
  | { readonly op: 'forget'; readonly slots: readonly number[]; readonly next: number }
  | { readonly op: 'match' };

/** Where a pattern begins and where it has matched. */
export interface Part {
  readonly start: number;
  readonly match: number;
}

export interface Program {
  readonly instructions: readonly Instruction[];
  /** One a pattern, in their order. */
  readonly parts: readonly Part[];
  readonly sets: readonly UnitTest[];
}

/** Counted repeats are written out; more than this are refused. */
const MAX_INSTRUCTIONS = 50_000;

interface Writer {
  readonly instructions: Instruction[];
  readonly sets: UnitTest[];
  /** Number of a set by what it holds. */
  readonly known: Map<string, number>;
  readonly captures: boolean;
}

/** The program of these patterns; `captures`: with the places of groups. Throws a RegexFault where it grows too large. */
export function programOf(nodes: readonly RegexNode[], captures = false): Program {
  const writer: Writer = { instructions: [], sets: [], known: new Map(), captures };
  const { instructions, sets } = writer;
  const parts = nodes.map((node) => {
    const match = add(writer, { op: 'match' });
    return { start: write(writer, node, match), match };
  });
  return { instructions, parts, sets };
}

function add(writer: Writer, instruction: Instruction): number {
  if (writer.instructions.length >= MAX_INSTRUCTIONS) {
    throw new RegexFault('the pattern repeats too much', 0, 1);
  }
  return writer.instructions.push(instruction) - 1;
}

/** Writes a node that goes on at `next`; gives where it begins. */
function write(writer: Writer, node: RegexNode, next: number): number {
  switch (node.kind) {
    case 'char':
      return either(writer, casesIn(node), next);
    case 'set':
      return writeSet(writer, node, next);
    case 'anchor':
      return writeAnchor(writer, node.source, node.multiline === true, next);
    case 'group':
      return writeGroup(writer, node, next);
    case 'concat':
      return node.nodes.reduceRight((after, child) => write(writer, child, after), next);
    case 'alternatives':
      return anyOf(
        writer,
        node.options.map((option) => write(writer, option, next)),
      );
    case 'repeat':
      return writeRepeat(writer, node, next);
  }
}

function writeGroup(writer: Writer, { node, capture }: GroupNode, next: number): number {
  if (!writer.captures || capture === null) return write(writer, node, next);
  const end = add(writer, { op: 'save', slot: 2 * capture + 1, next });
  return add(writer, { op: 'save', slot: 2 * capture, next: write(writer, node, end) });
}

const casesIn = ({ codePoint, fold }: Extract<RegexNode, { kind: 'char' }>) =>
  fold ? casesOf(codePoint) : [codePoint];

/** One of these characters. */
function either(writer: Writer, codePoints: readonly number[], next: number): number {
  const units = codePoints.filter((codePoint) => codePoint <= 0xffff);
  const entries = codePoints
    .filter((codePoint) => codePoint > 0xffff)
    .map((codePoint) => writePair(writer, String.fromCodePoint(codePoint), next));
  if (units.length > 0) {
    const set = setNumber(writer, `units ${units.join(' ')}`, () => (unit) => units.includes(unit));
    entries.push(add(writer, { op: 'unit', set, next }));
  }
  return anyOf(writer, entries);
}

/** A character beyond the basic plane: two units. */
function writePair(writer: Writer, pair: string, next: number): number {
  const second = either(writer, [pair.charCodeAt(1)], next);
  return either(writer, [pair.charCodeAt(0)], second);
}

function writeSet(
  writer: Writer,
  { source, astral }: Extract<RegexNode, { kind: 'set' }>,
  next: number,
): number {
  const set = setNumber(writer, source, () => {
    const expression = new RegExp(source);
    return (unit) => expression.test(String.fromCharCode(unit));
  });
  const one = add(writer, { op: 'unit', set, next });
  if (astral.length === 0) return one;
  return anyOf(writer, [one, either(writer, astral, next)]);
}

function setNumber(writer: Writer, key: string, test: () => UnitTest): number {
  const known = writer.known.get(key);
  if (known !== undefined) return known;
  const number = writer.sets.push(test()) - 1;
  writer.known.set(key, number);
  return number;
}

const LINE_FEED = 10;

function writeAnchor(writer: Writer, source: string, multiline: boolean, next: number): number {
  if (source === '\\b') return add(writer, { op: 'assert', assertion: 'word-boundary', next });
  if (source === '\\B') return add(writer, { op: 'assert', assertion: 'no-word-boundary', next });
  if (source === '^') {
    return add(writer, { op: 'assert', assertion: multiline ? 'line-start' : 'text-start', next });
  }
  const end = add(writer, { op: 'assert', assertion: multiline ? 'line-end' : 'text-end', next });
  // `$` without (?m) also stands before a line break that ends the text.
  return source === '$' ? end : anyOf(writer, [either(writer, [LINE_FEED], end), end]);
}

function anyOf(writer: Writer, entries: readonly number[]): number {
  const [last, ...others] = [...entries].reverse();
  if (last === undefined) throw new Error('an instruction goes somewhere');
  return others.reduce((second, first) => add(writer, { op: 'split', first, second }), last);
}

function writeRepeat(writer: Writer, repeat: RepeatNode, next: number): number {
  const { node, min, max, lazy } = repeat;
  const round = (after: number) => writeRound(writer, node, after);
  let entry = max === Number.POSITIVE_INFINITY ? writeLoop(writer, repeat, next) : next;
  for (let count = min; Number.isFinite(max) && count < max; count++) {
    const ways = [round(entry), next];
    entry = anyOf(writer, lazy ? ways.reverse() : ways);
  }
  for (let count = 0; count < min; count++) entry = round(entry);
  return entry;
}

function writeLoop(writer: Writer, { node, lazy }: RepeatNode, next: number): number {
  const loop = { op: 'split' as const, first: next, second: next };
  const at = add(writer, loop);
  loop[lazy ? 'second' : 'first'] = writeRound(writer, node, at);
  return at;
}

/** A repeat's part once. */
function writeRound(writer: Writer, node: RegexNode, next: number): number {
  const entry = write(writer, node, next);
  const slots = writer.captures
    ? groupsIn(node).flatMap((group) => [2 * group, 2 * group + 1])
    : [];
  return slots.length === 0 ? entry : add(writer, { op: 'forget', slots, next: entry });
}

/** Numbers of the capturing groups in a node. */
function groupsIn(node: RegexNode): readonly number[] {
  const own = node.kind === 'group' && node.capture !== null ? [node.capture] : [];
  return [...own, ...childrenOf(node).flatMap(groupsIn)];
}
