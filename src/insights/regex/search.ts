// Searches a text for a pattern in one pass, whatever the pattern: no text takes longer than it is long.
import type { RegexNode } from './ast.ts';
import { ASCII, Automaton, UNKNOWN } from './automaton.ts';
import { type Program, programOf } from './program.ts';

/** Searches for a program anywhere in a text; remembers what it learns from one text to the next. */
export class Search {
  private readonly automaton: Automaton;

  constructor(program: Program) {
    this.automaton = new Automaton(program, true);
  }

  /** Whether there is a match in the text. */
  test(text: string): boolean {
    const { automaton } = this;
    let row = automaton.first;
    for (let at = 0; at < text.length; at++) {
      row = automaton.followText(text, at, row);
      at = automaton.stoppedAt;
      if (at === text.length) break;
      row = automaton.wordFor(row, text.charCodeAt(at));
      if (row < UNKNOWN) return automaton.stopOf(row).found.length > 0;
    }
    return automaton.stopOf(automaton.wordForEnd(row)).found.length > 0;
  }

  /** Whether there is a match in bytes[from, to) of ASCII text; null: they are not all ASCII, and that counts. */
  testBytes(bytes: Uint8Array, from: number, to: number): boolean | null {
    const { automaton } = this;
    let row = automaton.first;
    for (let at = from; at < to; at++) {
      row = automaton.followBytes(bytes, at, to, row);
      at = automaton.stoppedAt;
      if (at === to) break;
      const unit = bytes[at] as number;
      if (unit >= ASCII) return null;
      row = automaton.wordFor(row, unit);
      if (row < UNKNOWN) return automaton.stopOf(row).found.length > 0;
    }
    return automaton.stopOf(automaton.wordForEnd(row)).found.length > 0;
  }
}

/** What a search has learnt serves all that seek the same. */
const SEARCHES = new WeakMap<RegexNode, Search>();

/** The search for a pattern; the same for the same tree. Throws a RegexFault where the pattern grows too large. */
export function searchFor(node: RegexNode): Search {
  const known = SEARCHES.get(node);
  if (known !== undefined) return known;
  const search = new Search(programOf([node]));
  SEARCHES.set(node, search);
  return search;
}
