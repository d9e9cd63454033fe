// The letters of a pattern: UTF-16 units that no part of it can tell apart are one letter, so that a table of steps
// stays small. Letters are given out as units are met.
import type { Assertion, Program } from './program.ts';

/** What the tests of a place can ask of a unit beside it, as bits. */
export type Mark = number;
export const IS_EDGE = 1;
export const IS_LINE_BREAK = 2;
export const IS_WORD = 4;

/** The letter of the end of the text. */
export const END = 1;
const FIRST_LETTER = 2;

const UNITS = 65_536;
const LINE_FEED = 10;

export interface Letter {
  readonly mark: Mark;
  /** Sets that hold its units, by number. */
  readonly sets: readonly boolean[];
}

export interface Alphabet {
  /** The letter of each unit, 0 until `meet` was asked for it. */
  readonly letters: Uint16Array;
  /** What each letter stands for, by number; 0 and END stand for no unit. */
  readonly known: readonly Letter[];
  /** Bits of marks that the program asks for: others make no difference. */
  readonly asked: Mark;
  meet(unit: number): number;
}

export function alphabetOf({ instructions, sets }: Program): Alphabet {
  const asked = instructions.reduce(
    (bits, instruction) =>
      instruction.op === 'assert' ? bits | ASKED[instruction.assertion] : bits,
    0,
  );
  const nothing = sets.map(() => false);
  const known: Letter[] = [
    { mark: 0, sets: nothing },
    { mark: IS_EDGE & asked, sets: nothing },
  ];
  const numbers = new Map<string, number>();
  const letters = new Uint16Array(UNITS);
  return {
    letters,
    known,
    asked,
    meet(unit) {
      const letter = { mark: markOf(unit) & asked, sets: sets.map((holds) => holds(unit)) };
      const key = `${letter.mark}${letter.sets.map(Number).join('')}`;
      const number = numbers.get(key) ?? FIRST_LETTER + numbers.size;
      if (!numbers.has(key)) {
        numbers.set(key, number);
        known.push(letter);
      }
      letters[unit] = number;
      return number;
    },
  };
}

const ASKED: Readonly<Record<Assertion, Mark>> = {
  'text-start': IS_EDGE,
  'text-end': IS_EDGE,
  'line-start': IS_EDGE | IS_LINE_BREAK,
  'line-end': IS_EDGE | IS_LINE_BREAK,
  'word-boundary': IS_WORD,
  'no-word-boundary': IS_WORD,
};

function markOf(unit: number): Mark {
  if (unit === LINE_FEED) return IS_LINE_BREAK;
  return isWord(unit) ? IS_WORD : 0;
}

/** `\w` of RE2 and JavaScript: ASCII only. */
function isWord(unit: number): boolean {
  const letter = unit | 32;
  return (letter >= 97 && letter <= 122 && unit < 128) || (unit >= 48 && unit <= 57) || unit === 95;
}
