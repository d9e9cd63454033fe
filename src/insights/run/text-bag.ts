// Different texts, counted: exactly up to a bound for the whole run, estimated beyond from the smallest
// hashes seen (k minimum values; Bar-Yossef et al., "Counting distinct elements in a data stream", 2002).
import { grouped } from '../../base/grouped.ts';
import { detached } from '../values.ts';
import type { Budget } from './number-bag.ts';

/** Texts that count_distinct keeps over all groups of a run. */
export const MAX_EXACT_TEXTS = 1_000_000;
/** Longer texts are told apart by their hash, so that few long ones cannot fill the memory. */
const MAX_TEXT_CHARS = 256;
/** Hashes kept for an estimate: its error is about 1 / √n, 2 %. */
const KEPT_HASHES = 2_048;

/** Lives as long as its group. */
export class TextBag {
  readonly #budget: Budget;
  #exact: Set<string | number> | null = new Set();
  /** The smallest hashes, at most twice KEPT_HASHES of them. */
  #hashes = new Set<number>();
  #largest = 1;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  add(text: string): void {
    if (this.#exact === null) {
      this.#addHash(hashOf(text));
      return;
    }
    const key = text.length > MAX_TEXT_CHARS ? hashOf(text) : text;
    if (this.#exact.has(key)) return;
    if (this.#budget.texts <= 0) {
      this.#giveUpExactness(this.#exact);
      this.#addHash(hashOf(text));
      return;
    }
    this.#budget.texts--;
    this.#exact.add(typeof key === 'string' ? detached(key) : key);
  }

  count(): number {
    if (this.#exact !== null) return this.#exact.size;
    const kept = smallest(this.#hashes);
    const last = kept[KEPT_HASHES - 1];
    return last === undefined ? kept.length : Math.round((KEPT_HASHES - 1) / last);
  }

  #giveUpExactness(exact: ReadonlySet<string | number>): void {
    const limit = grouped(MAX_EXACT_TEXTS);
    this.#budget.notes.add(
      `count_distinct is approximate (2 %): the query holds more than ${limit} different values`,
    );
    this.#exact = null;
    this.#budget.texts += exact.size;
    for (const key of exact) this.#addHash(typeof key === 'number' ? key : hashOf(key));
  }

  #addHash(hash: number): void {
    if (hash >= this.#largest) return;
    this.#hashes.add(hash);
    if (this.#hashes.size < KEPT_HASHES * 2) return;
    const kept = smallest(this.#hashes);
    this.#hashes = new Set(kept);
    this.#largest = kept.at(-1) ?? 1;
  }
}

function smallest(hashes: ReadonlySet<number>): number[] {
  return [...hashes].sort((a, b) => a - b).slice(0, KEPT_HASHES);
}

/** A hash in [0, 1) with 53 bits, from two rounds of multiply and xor (the constants of MurmurHash3). */
function hashOf(text: string): number {
  let [high, low] = [0x9747b28c, 0x3c6ef372];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x85ebca6b);
    high ^= high >>> 13;
    low = Math.imul(low ^ code, 0xc2b2ae35);
    low ^= low >>> 15;
  }
  high = mix(high ^ low);
  low = mix(low + high);
  return ((high >>> 0) * 0x200000 + (low >>> 11)) / 2 ** 53;
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
