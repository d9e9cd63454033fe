// All ways through a program at once: from the ways that lead up to a unit to those that lead on after it.
import { type Alphabet, END, IS_EDGE, IS_LINE_BREAK, IS_WORD, type Mark } from './alphabet.ts';
import type { Assertion, Instruction, Part, Program } from './program.ts';

/** Where matches may go on, between two units. */
export interface Ways {
  /** Instructions beside those that every match may begin with, ascending; tests of the place are still to be made. */
  readonly at: readonly number[];
  /** What stands before the place. */
  readonly before: Mark;
  /** Patterns of which a match ends before the letter that led here. */
  readonly found: Found;
  /** There will be no match any more. */
  readonly isLast: boolean;
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
  const starts = program.parts.map(({ start }) => start);
  const everywhere = new Set(starts.filter((start) => isReachableLater(program, start)));
  const onward = onwardBy(program, alphabet);
  const begun = rememberedBy((before, letter) => onward([...everywhere], before, letter));
  const waysOf = (next: readonly number[], before: Mark, found: Found): Ways => {
    const at = [...new Set(next)].filter((way) => !everywhere.has(way)).sort((a, b) => a - b);
    return ways(at, before, found, everywhere.size + at.length === 0);
  };
  let lookedAt = 0;
  return {
    get looked() {
      return lookedAt;
    },
    begin: waysOf(starts, IS_EDGE & alphabet.asked, []),
    step({ at, before }: Ways, letter) {
      const own = onward(at, before, letter);
      const others = begun(before, letter);
      lookedAt += own.looked + others.next.length;
      const found = own.found.length === 0 ? others.found : ascending(own.found, others.found);
      if (letter === END || (once && found.length > 0)) return ways([], 0, found, true);
      const mark = alphabet.known[letter]?.mark ?? 0;
      return waysOf([...own.next, ...others.next], mark & ~IS_EDGE, found);
    },
  };
}

function ways(at: readonly number[], before: Mark, found: Found, isLast: boolean): Ways {
  return {
    at,
    before,
    found,
    isLast,
    key: keyOf([Number(isLast), before, found.length, ...found, ...at]),
  };
}

/** Longer lists are not handed over as arguments. */
const MAX_ARGUMENTS = 1_000;

/** Of numbers below 65,536, as instructions and patterns are, a text is the shortest key. */
function keyOf(numbers: readonly number[]): string {
  return numbers.length <= MAX_ARGUMENTS ? String.fromCharCode(...numbers) : numbers.join(' ');
}

const ascending = (a: Found, b: Found): Found => [...new Set([...a, ...b])].sort((x, y) => x - y);

/** Marks are three bits. */
const MARKS = 8;

/** `compute` for each mark and letter once. */
function rememberedBy<T>(compute: (mark: Mark, letter: number) => T) {
  const known: T[] = [];
  return (mark: Mark, letter: number): T => {
    const index = letter * MARKS + mark;
    const before = known[index];
    if (before !== undefined) return before;
    const value = compute(mark, letter);
    known[index] = value;
    return value;
  };
}

/** Where instructions lead to. */
interface Onward {
  /** After the letter; some may be there twice. */
  readonly next: readonly number[];
  /** Patterns of which a match ends before the letter, ascending. */
  readonly found: Found;
  readonly looked: number;
}

/** Follows ways through what needs no unit, and over the letter. */
function onwardBy({ instructions, parts }: Program, alphabet: Alphabet) {
  /** visited[i] === round: instruction i was looked at in this round. */
  const visited = new Uint32Array(instructions.length);
  let round = 0;
  return (at: readonly number[], before: Mark, letter: number): Onward => {
    round++;
    const { mark: after, sets } = alphabet.known[letter] ?? NO_LETTER;
    const next: number[] = [];
    const found: number[] = [];
    const open = [...at];
    let looked = 0;
    const look = (way: number, instruction: Instruction) => {
      if (instruction.op === 'match') found.push(ownerOf(parts, way));
      else if (instruction.op === 'split') open.push(instruction.first, instruction.second);
      else if (instruction.op === 'unit' && sets[instruction.set]) next.push(instruction.next);
      else if (instruction.op === 'assert' && holds(instruction.assertion, before, after))
        open.push(instruction.next);
    };
    for (let way = open.pop(); way !== undefined; way = open.pop()) {
      const instruction = instructions[way];
      looked++;
      if (visited[way] === round || instruction === undefined) continue;
      visited[way] = round;
      look(way, instruction);
    }
    return { next, found: found.sort((a, b) => a - b), looked };
  };
}

const NO_LETTER = { mark: 0, sets: [] };

const ownerOf = (parts: readonly Part[], match: number) =>
  parts.findIndex((part) => part.match === match);

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
export function holds(assertion: Assertion, before: Mark, after: Mark): boolean {
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
