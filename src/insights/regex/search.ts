// Searches a text for a pattern in one pass, whatever the pattern: all ways through the program are followed at once,
// and each set of ways that is met becomes a state that is remembered. So a step costs two look-ups, also with a
// hundred alternatives, and no text takes longer than it is long. After Thompson (CACM 1968) and RE2.
import { type Alphabet, alphabetOf, END } from './alphabet.ts';
import type { Program } from './program.ts';
import { stepper, type Ways } from './ways.ts';

/** Bytes from here on are parts of longer characters in UTF-8. */
const ASCII = 128;
/** States that are remembered; with more of them, or of letters, the memory starts anew. */
const MAX_STATES = 2_000;
const FIRST_ROWS = 16;

/** What the table says of a step: not known yet, found, or no longer to be found; else the row of the next state. */
const UNKNOWN = 0;
const FOUND = 1;
const LOST = 2;
/** Rows before those of the states, so that no state's row is one of the words above. */
const ROWS_BEFORE = 3;

/** Searches for a program anywhere in a text; remembers what it learns from one text to the next. */
export class Search {
  private readonly alphabet: Alphabet;
  private readonly step: (ways: Ways, letter: number) => Ways | 'found' | 'lost';
  private readonly begin: Ways;
  private states: Ways[] = [];
  private rows = new Map<string, number>();
  /** Entries of a row, one a letter. */
  private width = 0;
  private table = new Int32Array(0);
  private first = 0;
  /** The letters of bytes; beyond ASCII they stay unmet, so that every walk stops there. */
  private readonly asciiLetters = new Int32Array(256);
  /** Where the last walk through the table ended. */
  private stoppedAt = 0;

  constructor(program: Program) {
    this.alphabet = alphabetOf(program);
    const { begin, step } = stepper(program, this.alphabet);
    this.begin = begin;
    this.step = step;
    this.forget();
  }

  /** Whether there is a match in the text. */
  test(text: string): boolean {
    let row = this.first;
    for (let at = 0; at < text.length; at++) {
      row = this.followText(text, at, row);
      at = this.stoppedAt;
      if (at === text.length) break;
      row = this.known(row, text.charCodeAt(at));
      if (row <= LOST) return row === FOUND;
    }
    return this.knownFor(row, END) === FOUND;
  }

  /** Whether there is a match in bytes[from, to) of ASCII text; null: they are not all ASCII, and that counts. */
  testBytes(bytes: Uint8Array, from: number, to: number): boolean | null {
    let row = this.first;
    for (let at = from; at < to; at++) {
      row = this.followBytes(bytes, at, to, row);
      at = this.stoppedAt;
      if (at === to) break;
      const unit = bytes[at] as number;
      if (unit >= ASCII) return null;
      row = this.known(row, unit);
      if (row <= LOST) return row === FOUND;
    }
    return this.knownFor(row, END) === FOUND;
  }

  /** Goes on as far as the table knows; gives the row there. What it indexes with lies in range by construction. */
  private followText(text: string, from: number, start: number): number {
    const { table } = this;
    const { letters } = this.alphabet;
    let row = start;
    for (let at = from; at < text.length; at++) {
      const next = table[row + (letters[text.charCodeAt(at)] as number)] as number;
      if (next <= LOST) {
        this.stoppedAt = at;
        return row;
      }
      row = next;
    }
    this.stoppedAt = text.length;
    return row;
  }

  private followBytes(bytes: Uint8Array, from: number, to: number, start: number): number {
    const { table, asciiLetters } = this;
    let row = start;
    for (let at = from; at < to; at++) {
      const next = table[row + (asciiLetters[bytes[at] as number] as number)] as number;
      if (next <= LOST) {
        this.stoppedAt = at;
        return row;
      }
      row = next;
    }
    this.stoppedAt = to;
    return row;
  }

  /** The table's word for a unit, learnt where it has none yet. The column of letter 0 stays empty. */
  private known(row: number, unit: number): number {
    const letter = this.alphabet.letters[unit] || this.alphabet.meet(unit);
    if (unit < ASCII) this.asciiLetters[unit] = letter;
    return this.knownFor(row, letter);
  }

  private knownFor(row: number, letter: number): number {
    const known = letter < this.width ? this.table[row + letter] : UNKNOWN;
    return known || this.learn(row, letter);
  }

  private learn(row: number, letter: number): number {
    const ways = this.states[row / this.width - ROWS_BEFORE];
    if (ways === undefined) throw new Error('a row stands for a state');
    const next = this.step(ways, letter);
    if (letter < this.width && this.states.length < MAX_STATES)
      return this.remember(row, letter, next);
    this.forget();
    return typeof next === 'string' ? WORDS[next] : this.rowOf(next);
  }

  private remember(row: number, letter: number, next: Ways | 'found' | 'lost'): number {
    const value = typeof next === 'string' ? WORDS[next] : this.rowOf(next);
    this.table[row + letter] = value;
    return value;
  }

  /** Starts anew, with room for all letters met so far. */
  private forget(): void {
    this.states = [];
    this.rows = new Map();
    this.width = this.alphabet.known.length + SPARE_LETTERS;
    this.table = new Int32Array(this.width * (ROWS_BEFORE + FIRST_ROWS));
    this.first = this.rowOf(this.begin);
  }

  private rowOf(ways: Ways): number {
    const known = this.rows.get(ways.key);
    if (known !== undefined) return known;
    const row = (ROWS_BEFORE + this.states.push(ways) - 1) * this.width;
    this.rows.set(ways.key, row);
    if (row + this.width > this.table.length) {
      const larger = new Int32Array(this.table.length * 2);
      larger.set(this.table);
      this.table = larger;
    }
    return row;
  }
}

const WORDS = { found: FOUND, lost: LOST } as const;
/** Letters that may come before the rows must be made wider. */
const SPARE_LETTERS = 32;
