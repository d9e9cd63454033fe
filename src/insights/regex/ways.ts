// All ways through a program at once: from the ways that lead up to a unit to those that lead on after it.
import { type Alphabet, END, IS_EDGE, IS_LINE_BREAK, IS_WORD, type Mark } from './alphabet.ts';
import type { Assertion, Instruction, Part, Program } from './program.ts';

/** Where matches may go on, between two units. */
export interface Ways {
  /** Instructions, ascending; tests of the place are still to be made. None: there will be no match any more. */
  readonly at: readonly number[];
  /** What stands before the place. */
  readonly before: Mark;
  /** Patterns of which a match ends before the letter that led here. */
  readonly found: Found;
  /** The same for the same ways. */
  readonly key: string;
}

/** Numbers of patterns, ascending. */
export type Found = readonly number[];

export interface Stepper {
  /** The ways at the start of a text. */
  readonly begin: Ways;
  readonly step: (ways: Ways, letter: number) => Ways;
  /** Instructions that all steps have looked at: what they cost. */
  readonly looked: number;
}

/** `once`: no match is of interest after the first one. */
export function stepper(program: Program, alphabet: Alphabet, once: boolean): Stepper {
  const { instructions, parts } = program;
  const starts = parts.map(({ start }) => start);
  const everywhere = starts.filter((start) => isReachableLater(program, start));
  const settle = settler(program);
  let lookedAt = 0;
  return {
    get looked() {
      return lookedAt;
    },
    begin: waysOf([...starts], IS_EDGE & alphabet.asked, []),
    step(ways, letter) {
      const { mark, sets } = alphabet.known[letter] ?? NO_LETTER;
      const { settled, found, looked } = settle(ways, mark);
      lookedAt += looked;
      if (letter === END || (once && found.length > 0)) return waysOf([], 0, found);
      const next = new Set(everywhere);
      for (const way of settled) {
        const instruction = instructions[way];
        if (instruction?.op === 'unit' && sets[instruction.set] === true)
          next.add(instruction.next);
      }
      return waysOf([...next], mark & ~IS_EDGE, found);
    },
  };
}

const NO_LETTER = { mark: 0, sets: [] };

function waysOf(at: number[], before: Mark, found: Found): Ways {
  at.sort((a, b) => a - b);
  return { at, before, found, key: `${before} ${found.join(' ')};${at.join(' ')}` };
}

interface Settled {
  /** Instructions that need a unit. */
  readonly settled: readonly number[];
  readonly found: Found;
  readonly looked: number;
}

/** Follows all ways as far as they go without a unit: to the instructions that need one, and to matches. */
function settler({ instructions, parts }: Program) {
  /** visited[i] === round: instruction i was looked at in this round. */
  const visited = new Uint32Array(instructions.length);
  let round = 0;
  return ({ at, before }: Ways, after: Mark): Settled => {
    round++;
    const settled: number[] = [];
    const found: number[] = [];
    const open = [...at];
    let looked = 0;
    for (let way = open.pop(); way !== undefined; way = open.pop()) {
      const instruction = instructions[way];
      looked++;
      if (visited[way] === round || instruction === undefined) continue;
      visited[way] = round;
      if (instruction.op === 'match') found.push(ownerOf(parts, way));
      else if (instruction.op === 'unit') settled.push(way);
      else open.push(...onwards(instruction, before, after));
    }
    return { settled, found: found.sort((a, b) => a - b), looked };
  };
}

const ownerOf = (parts: readonly Part[], match: number) =>
  parts.findIndex((part) => part.match === match);

function onwards(
  instruction: Exclude<Instruction, { op: 'unit' | 'match' }>,
  before: Mark,
  after: Mark,
): readonly number[] {
  if (instruction.op === 'split') return [instruction.first, instruction.second];
  return holds(instruction.assertion, before, after) ? [instruction.next] : [];
}

/** Whether a match may begin later than at the start of the text: not where `^` comes first on every way. */
function isReachableLater({ instructions }: Program, start: number): boolean {
  const seen = new Set<number>();
  const open = [start];
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    if (seen.has(way)) continue;
    seen.add(way);
    const instruction = instructions[way];
    if (instruction?.op === 'unit' || instruction?.op === 'match') return true;
    if (instruction?.op === 'split') open.push(instruction.first, instruction.second);
    if (instruction?.op === 'assert' && instruction.assertion !== 'text-start')
      open.push(instruction.next);
  }
  return false;
}

/** Whether a place between what stands before and after it passes a test. */
function holds(assertion: Assertion, before: Mark, after: Mark): boolean {
  switch (assertion) {
    case 'text-start':
      return (before & IS_EDGE) !== 0;
    case 'text-end':
      return (after & IS_EDGE) !== 0;
    case 'line-start':
      return (before & (IS_EDGE | IS_LINE_BREAK)) !== 0;
    case 'line-end':
      return (after & (IS_EDGE | IS_LINE_BREAK)) !== 0;
    case 'word-boundary':
      return isWord(before) !== isWord(after);
    case 'no-word-boundary':
      return isWord(before) === isWord(after);
  }
}

const isWord = (mark: Mark) => (mark & IS_WORD) !== 0;
