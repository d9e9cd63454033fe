// The captures of a match in linear time and little memory, for texts on which V8's backtracking engine could hang: V8's
// own linear-time engine takes kilobytes for each character of a text. All ways through the program go over the text side
// by side, those that are preferred first, each with the places that it has noted (Thompson's and Pike's machine,
// https://swtch.com/~rsc/regexp/regexp2.html).
import { alphabetOf, IS_EDGE, type Letter, type Mark } from './alphabet.ts';
import { childrenOf, type RegexNode } from './ast.ts';
import { type Instruction, type Program, programOf } from './program.ts';
import { holds } from './ways.ts';

/** Two for each group, 0 the whole match: where it starts and ends; -1: it took no part. */
export type Places = readonly number[];

/** Ways through the program, those preferred first. */
interface Threads {
  readonly at: number[];
  readonly places: Places[];
}

/** Whether this machine finds what JavaScript does: a repeat of what may be empty has rules of its own there. */
export function isForMachine(node: RegexNode): boolean {
  if (node.kind === 'repeat' && node.max > node.min && mayBeEmpty(node.node)) return false;
  return childrenOf(node).every(isForMachine);
}

function mayBeEmpty(node: RegexNode): boolean {
  if (node.kind === 'char' || node.kind === 'set') return false;
  if (node.kind === 'alternatives') return node.options.some(mayBeEmpty);
  if (node.kind === 'repeat' && node.min === 0) return true;
  return childrenOf(node).every(mayBeEmpty);
}

/** The first match in a text from an offset on, and the places of its groups; null: there is none. */
export type CaptureMachine = (text: string, from: number) => Places | null;

/** Throws a RegexFault where the pattern grows too large. */
export function captureMachine(node: RegexNode, groups: number): CaptureMachine {
  const program = programOf([node], true);
  const begin = program.parts[0]?.start ?? 0;
  const nothing: Places = new Array(2 * groups + 2).fill(-1);
  const { letters, known, meet } = alphabetOf(program);
  const letterAt = (text: string, at: number) => {
    if (at < 0 || at >= text.length) return EDGE;
    const unit = text.charCodeAt(at);
    return known[letters[unit] || meet(unit)] ?? EDGE;
  };
  const follower = new Follower(program);
  return (text, from) => {
    let matched: Places | null = null;
    let threads = noThreads();
    let before = letterAt(text, from - 1);
    for (let at = from; at <= text.length; at++) {
      const letter = letterAt(text, at);
      follower.stand(at, before.mark, letter.mark);
      const found = follower.follow(threads);
      // A match that begins further left is preferred.
      matched = found ?? matched ?? follower.reach(begin, noted(nothing, 0, at));
      threads = follower.over(letter.sets);
      if (matched !== null && threads.at.length === 0) break;
      before = letter;
    }
    return matched;
  };
}

const EDGE: Letter = { mark: IS_EDGE, sets: [] };
const noThreads = (): Threads => ({ at: [], places: [] });

/** Follows threads through what needs no unit, from one place of a text to the next. */
class Follower {
  readonly #instructions: readonly Instruction[];
  /** For each instruction the last place at which it was reached, by a way that is preferred to those after it. */
  readonly #reached: Float64Array;
  #at = 0;
  #before: Mark = 0;
  #after: Mark = 0;
  /** Those that wait for a unit. */
  #waiting = noThreads();
  readonly #open = noThreads();

  constructor({ instructions }: Program) {
    this.#instructions = instructions;
    this.#reached = new Float64Array(instructions.length);
  }

  /** What follows is at this place, between these marks. */
  stand(at: number, before: Mark, after: Mark): void {
    if (at === 0 || at !== this.#at + 1) this.#reached.fill(-1);
    this.#at = at;
    this.#before = before;
    this.#after = after;
    this.#waiting = noThreads();
  }

  /** The match that one of the threads comes to; those after it are given up. */
  follow({ at, places }: Threads): Places | null {
    for (const [index, one] of at.entries()) {
      const matched = this.reach(one, places[index] ?? []);
      if (matched !== null) return matched;
    }
    return null;
  }

  /** The same of one thread. */
  reach(first: number, held: Places): Places | null {
    const { at, places } = this.#open;
    this.#push(first, held);
    for (let one = at.pop(); one !== undefined; one = at.pop()) {
      const own = places.pop() ?? held;
      const instruction = this.#instructions[one];
      if (this.#reached[one] === this.#at || instruction === undefined) continue;
      this.#reached[one] = this.#at;
      if (instruction.op === 'match') {
        at.length = places.length = 0;
        return noted(own, 1, this.#at);
      }
      this.#go(one, instruction, own);
    }
    return null;
  }

  /** Those that go over a unit which these sets hold. */
  over(sets: readonly boolean[]): Threads {
    const { at, places } = this.#waiting;
    const next = noThreads();
    for (const [index, one] of at.entries()) {
      const instruction = this.#instructions[one];
      if (instruction?.op !== 'unit' || sets[instruction.set] !== true) continue;
      next.at.push(instruction.next);
      next.places.push(places[index] ?? []);
    }
    return next;
  }

  #push(at: number, places: Places): void {
    this.#open.at.push(at);
    this.#open.places.push(places);
  }

  #go(at: number, instruction: Exclude<Instruction, { op: 'match' }>, places: Places): void {
    switch (instruction.op) {
      case 'unit':
        this.#waiting.at.push(at);
        this.#waiting.places.push(places);
        return;
      case 'split':
        this.#push(instruction.second, places);
        this.#push(instruction.first, places);
        return;
      case 'assert':
        if (holds(instruction.assertion, this.#before, this.#after))
          this.#push(instruction.next, places);
        return;
      case 'save':
        this.#push(instruction.next, noted(places, instruction.slot, this.#at));
        return;
      case 'forget':
        this.#push(instruction.next, forgotten(places, instruction.slots));
    }
  }
}

function noted(places: Places, slot: number, at: number): Places {
  const next = places.slice();
  next[slot] = at;
  return next;
}

function forgotten(places: Places, slots: readonly number[]): Places {
  if (slots.every((slot) => places[slot] === -1)) return places;
  const next = places.slice();
  for (const slot of slots) next[slot] = -1;
  return next;
}
