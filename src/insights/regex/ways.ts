// All ways through a program at once: from the ways that lead up to a unit to those that lead on after it.
import { type Alphabet, IS_EDGE, IS_LINE_BREAK, IS_WORD, type Mark } from './alphabet.ts';
import type { Assertion, Instruction, Program } from './program.ts';

/** Where a match may go on, between two units. */
export interface Ways {
  /** Instructions, ascending; tests of the place are still to be made. */
  readonly at: readonly number[];
  /** What stands before the place. */
  readonly before: Mark;
  /** The same for the same ways. */
  readonly key: string;
}

export interface Stepper {
  /** The ways at the start of a text. */
  readonly begin: Ways;
  /** The ways after a letter. `found`: a match ends before it; `lost`: none can come any more. */
  readonly step: (ways: Ways, letter: number) => Ways | 'found' | 'lost';
}

export function stepper(program: Program, alphabet: Alphabet): Stepper {
  const { instructions, start } = program;
  const everywhere = isReachableLater(program) ? [start] : [];
  const settle = settler(program);
  return {
    begin: waysOf([start], IS_EDGE & alphabet.asked),
    step(ways, letter) {
      const { mark, sets } = alphabet.known[letter] ?? NO_LETTER;
      const settled = settle(ways, mark);
      if (settled === 'found') return settled;
      const next = new Set(everywhere);
      for (const way of settled) {
        const instruction = instructions[way];
        if (instruction?.op === 'unit' && sets[instruction.set] === true)
          next.add(instruction.next);
      }
      return next.size === 0 ? 'lost' : waysOf([...next], mark & ~IS_EDGE);
    },
  };
}

const NO_LETTER = { mark: 0, sets: [] };

function waysOf(at: number[], before: Mark): Ways {
  at.sort((a, b) => a - b);
  return { at, before, key: `${before} ${at.join(' ')}` };
}

/** Follows all ways as far as they go without a unit: to the instructions that need one, or to a match. */
function settler({ instructions }: Program) {
  /** visited[i] === round: instruction i was looked at in this round. */
  const visited = new Uint32Array(instructions.length);
  let round = 0;
  return ({ at, before }: Ways, after: Mark): readonly number[] | 'found' => {
    round++;
    const settled: number[] = [];
    const open = [...at];
    for (let way = open.pop(); way !== undefined; way = open.pop()) {
      const instruction = instructions[way];
      if (visited[way] === round || instruction === undefined) continue;
      visited[way] = round;
      if (instruction.op === 'match') return 'found';
      if (instruction.op === 'unit') settled.push(way);
      else open.push(...onwards(instruction, before, after));
    }
    return settled;
  };
}

function onwards(
  instruction: Exclude<Instruction, { op: 'unit' | 'match' }>,
  before: Mark,
  after: Mark,
): readonly number[] {
  if (instruction.op === 'split') return [instruction.first, instruction.second];
  return holds(instruction.assertion, before, after) ? [instruction.next] : [];
}

/** Whether a match may begin later than at the start of the text: not where `^` comes first on every way. */
function isReachableLater({ instructions, start }: Program): boolean {
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
