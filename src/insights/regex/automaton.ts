// Follows all ways through a program at once: each set of ways that is met becomes a state that is remembered. So a step
// costs two look-ups, also with a hundred alternatives or patterns. After Thompson (CACM 1968) and RE2.
import { type Alphabet, alphabetOf, END } from './alphabet.ts';
import type { Program } from './program.ts';
import { type Found, type Stepper, stepper, type Ways } from './ways.ts';

/** Bytes from here on are parts of longer characters in UTF-8. */
export const ASCII = 128;
/**
 * States that are remembered: thirty patterns of findings take some 9,000. With more of them, or of letters, the memory
 * starts anew.
 */
const MAX_STATES = 16_000;
/** The same of the ways that these hold in all: states of a counted repeat hold very many. */
const MAX_WAYS = 500_000;
const FIRST_ROWS = 16;

/**
 * What the table says of a step: not known yet; the row of the next state; or, below this, which of the stops it is: a
 * match ends before the step, or none will come any more.
 */
export const UNKNOWN = 0;
/** Rows before those of the states, so that no state's row is the word above. */
const ROWS_BEFORE = 1;
/** Letters that may come before the rows must be made wider. */
const SPARE_LETTERS = 32;

/** Where a walk has to look up. */
export interface Stop {
  /** Patterns of which a match ends before the step that led here. */
  readonly found: Found;
  /** Where the walk goes on. */
  readonly row: number;
  /** No match will come any more. */
  readonly isLast: boolean;
}

/** Remembers what it learns from one text to the next. `once`: it is of no use after the first match. */
export class Automaton {
  /** The row of the state at the start of a text; after each step it may be another. */
  first = 0;
  /** Where the last walk through the table ended. */
  stoppedAt = 0;
  private readonly alphabet: Alphabet;
  private readonly stepper: Stepper;
  private states: Ways[] = [];
  /** Ways that the states hold in all. */
  private held = 0;
  private rows = new Map<string, number>();
  /** Of stops, by the same keys. */
  private words = new Map<string, number>();
  private stops: Stop[] = [];
  /** Entries of a row, one a letter. */
  private width = 0;
  private table = new Int32Array(0);
  /** The letters of bytes; beyond ASCII they stay unmet, so that every walk stops there. */
  private readonly asciiLetters = new Int32Array(256);

  constructor(program: Program, once: boolean) {
    this.alphabet = alphabetOf(program);
    this.stepper = stepper(program, this.alphabet, once);
    this.forget();
  }

  /** Goes on as far as the table knows; gives the row there. What it indexes with lies in range by construction. */
  followText(text: string, from: number, start: number): number {
    const { table } = this;
    const { letters } = this.alphabet;
    let row = start;
    for (let at = from; at < text.length; at++) {
      const next = table[row + (letters[text.charCodeAt(at)] as number)] as number;
      if (next <= UNKNOWN) {
        this.stoppedAt = at;
        return row;
      }
      row = next;
    }
    this.stoppedAt = text.length;
    return row;
  }

  followBytes(bytes: Uint8Array, from: number, to: number, start: number): number {
    const { table, asciiLetters } = this;
    let row = start;
    for (let at = from; at < to; at++) {
      const next = table[row + (asciiLetters[bytes[at] as number] as number)] as number;
      if (next <= UNKNOWN) {
        this.stoppedAt = at;
        return row;
      }
      row = next;
    }
    this.stoppedAt = to;
    return row;
  }

  /** The table's word for a unit, learnt where it has none yet. The column of letter 0 stays empty. */
  wordFor(row: number, unit: number): number {
    const letter = this.alphabet.letters[unit] || this.alphabet.meet(unit);
    if (unit < ASCII) this.asciiLetters[unit] = letter;
    return this.wordForLetter(row, letter);
  }

  /** The same for the end of the text. */
  wordForEnd(row: number): number {
    return this.wordForLetter(row, END);
  }

  /** What it has cost so far to learn, in instructions that were looked at. */
  get cost(): number {
    return this.stepper.looked;
  }

  /** What a word below UNKNOWN stands for. */
  stopOf(word: number): Stop {
    const stop = this.stops[-1 - word];
    if (stop === undefined) throw new Error('a word stands for a stop');
    return stop;
  }

  private stateOf(row: number): Ways {
    const ways = this.states[row / this.width - ROWS_BEFORE];
    if (ways === undefined) throw new Error('a row stands for a state');
    return ways;
  }

  private wordForLetter(row: number, letter: number): number {
    const known = letter < this.width ? this.table[row + letter] : UNKNOWN;
    return known || this.learn(row, letter);
  }

  private learn(row: number, letter: number): number {
    const next = this.stepper.step(this.stateOf(row), letter);
    if (letter >= this.width || this.isFull) {
      this.forget();
      return this.wordOf(next);
    }
    const word = this.wordOf(next);
    this.table[row + letter] = word;
    return word;
  }

  private get isFull(): boolean {
    return this.states.length >= MAX_STATES || this.held >= MAX_WAYS;
  }

  /** Starts anew, with room for all letters met so far. */
  private forget(): void {
    this.states = [];
    this.held = 0;
    this.stops = [];
    this.rows = new Map();
    this.words = new Map();
    this.width = this.alphabet.known.length + SPARE_LETTERS;
    this.table = new Int32Array(this.width * (ROWS_BEFORE + FIRST_ROWS));
    this.first = this.rowOf(this.stepper.begin);
  }

  private wordOf(ways: Ways): number {
    const { found, isLast, key } = ways;
    if (found.length === 0 && !isLast) return this.rowOf(ways);
    const known = this.words.get(key);
    if (known !== undefined) return known;
    const word = -this.stops.push({ found, row: this.rowOf(ways), isLast });
    this.words.set(key, word);
    return word;
  }

  private rowOf(ways: Ways): number {
    const known = this.rows.get(ways.key);
    if (known !== undefined) return known;
    const row = (ROWS_BEFORE + this.states.push(ways) - 1) * this.width;
    this.rows.set(ways.key, row);
    this.held += ways.at.length;
    if (row + this.width > this.table.length) {
      const larger = new Int32Array(this.table.length * 2);
      larger.set(this.table);
      this.table = larger;
    }
    return row;
  }
}
