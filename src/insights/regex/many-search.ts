// Searches a text for many patterns in one pass: which of them match. An automaton finds where pieces of them end, and
// each pattern waits for its next piece.
import type { RegexNode } from './ast.ts';
import { ASCII, Automaton, type Stop, UNKNOWN } from './automaton.ts';
import { programOf } from './program.ts';
import { type Piece, piecesOf } from './sequence.ts';
import type { Found } from './ways.ts';

/** What it may cost to learn, in instructions that are looked at, before it is asked whether that pays. */
const FREE_COST = 500_000;
/** An instruction that is looked at costs as much as so many units of a text by other means, or somewhat more. */
const UNITS_A_LOOK = 4;

interface Waited extends Piece {
  /** Its number in the automaton. */
  readonly number: number;
}

/** Remembers what it learns from one text to the next. */
export class ManySearch {
  readonly #automaton: Automaton;
  readonly #patterns: readonly (readonly Waited[])[];
  /** By piece: the patterns that wait for it at some time. */
  readonly #waiting: readonly (readonly number[])[];
  /** By pattern, in the present text: pieces that were found, and where the next one may begin. */
  readonly #met: Int32Array;
  readonly #from: Int32Array;
  #matched: number[] = [];
  #units = 0;

  /** Throws a RegexFault where the patterns grow too large. */
  constructor(nodes: readonly RegexNode[]) {
    const numbers = new Map<string, number>();
    const pieces: RegexNode[] = [];
    this.#patterns = nodes.map((node) =>
      piecesOf(node).map((piece) => {
        const key = JSON.stringify(piece.node);
        const known = numbers.get(key);
        const number = known ?? pieces.push(piece.node) - 1;
        if (known === undefined) numbers.set(key, number);
        return { ...piece, number };
      }),
    );
    this.#waiting = pieces.map((_, number) =>
      [...nodes.keys()].filter((at) =>
        this.#patterns[at]?.some((piece) => piece.number === number),
      ),
    );
    this.#met = new Int32Array(nodes.length);
    this.#from = new Int32Array(nodes.length);
    this.#automaton = new Automaton(programOf(pieces), false);
  }

  /** Whether texts differ so much that what is learnt of one is of no use for the next. */
  get isCostly(): boolean {
    const { cost } = this.#automaton;
    return cost > FREE_COST && cost * UNITS_A_LOOK > this.#units;
  }

  /** The patterns that match in the text, in no order. */
  foundIn(text: string): Found {
    const automaton = this.#automaton;
    let row = this.#begin(text.length);
    for (let at = 0; at < text.length; at++) {
      row = automaton.followText(text, at, row);
      at = automaton.stoppedAt;
      if (at === text.length) break;
      row = automaton.wordFor(row, text.charCodeAt(at));
      if (row < UNKNOWN) {
        const stop = automaton.stopOf(row);
        if (this.#isOver(stop, at)) return this.#matched;
        row = stop.row;
      }
    }
    this.#isOver(automaton.stopOf(automaton.wordForEnd(row)), text.length);
    return this.#matched;
  }

  /** Those that match in bytes[from, to) of ASCII text; null: they are not all ASCII, and that counts. */
  foundInBytes(bytes: Uint8Array, from: number, to: number): Found | null {
    const automaton = this.#automaton;
    let row = this.#begin(to - from);
    for (let at = from; at < to; at++) {
      row = automaton.followBytes(bytes, at, to, row);
      at = automaton.stoppedAt;
      if (at === to) break;
      const unit = bytes[at] as number;
      if (unit >= ASCII) return null;
      row = automaton.wordFor(row, unit);
      if (row < UNKNOWN) {
        const stop = automaton.stopOf(row);
        if (this.#isOver(stop, at - from)) return this.#matched;
        row = stop.row;
      }
    }
    this.#isOver(automaton.stopOf(automaton.wordForEnd(row)), to - from);
    return this.#matched;
  }

  #begin(units: number): number {
    this.#units += units;
    this.#matched = [];
    this.#met.fill(0);
    this.#from.fill(0);
    return this.#automaton.first;
  }

  /** Takes in what ends at a place; whether nothing more is to be found behind it. */
  #isOver({ found, isLast }: Stop, end: number): boolean {
    for (const number of found)
      for (const pattern of this.#waiting[number] ?? []) this.#advance(pattern, found, end);
    return this.#matched.length === this.#patterns.length || isLast;
  }

  #advance(pattern: number, found: Found, end: number): void {
    const pieces = this.#patterns[pattern] ?? [];
    let met = this.#met[pattern] ?? 0;
    for (let piece = pieces[met]; piece !== undefined; piece = pieces[met]) {
      const start = end - (piece.length ?? 0);
      if (!found.includes(piece.number) || (met > 0 && start < (this.#from[pattern] ?? 0))) return;
      met++;
      this.#met[pattern] = met;
      this.#from[pattern] = end + (pieces[met]?.gap ?? 0);
      if (met === pieces.length) this.#matched.push(pattern);
    }
  }
}
