// Lines of a JSON log that the kernel counts one after the other: those with known fields whose times it can read. Each
// line that it cannot be sure of is read by itself, as long as such lines are the exception.
import type { JsonReader, LineSum } from '../kernel/json-reader.ts';
import type { Borders } from '../kernel/stamped-kernel.ts';
import type { LineTally, Units } from './framing.ts';
import { LIMITS } from './index-builder.ts';
import { MAX_MESSAGE_BYTES } from './log-file.ts';

/** Lines that may be read otherwise, and windows that hold no end of a line, before those that are counted pay for them. */
const CREDIT = 256;
/** Lines that make up for one that is read otherwise. */
const PAYING_LINES = 2;

/** Where sums go. Offsets are those of the window. */
interface SumTaker {
  borders(): Borders;
  add(sum: LineSum): void;
  /** Takes the units that lie before what is counted next. */
  take(units: Units): void;
}

export class KnownSums implements LineTally {
  readonly #reader: JsonReader;
  readonly #taker: SumTaker;
  #credit = CREDIT;

  constructor(reader: JsonReader, taker: SumTaker) {
    this.#reader = reader;
    this.#taker = taker;
  }

  /** Counts lines of the reader's window from `start` on; gives the first that does not end before `end` or is not like them. */
  count(units: Units, start: number, end: number): number {
    if (this.#credit <= 0) return start;
    const reader = this.#reader;
    this.#taker.take(units);
    this.#credit--;
    for (let at = start; at < end; at = reader.ended) {
      const border = Math.min(end, borderBehind(at, this.#taker.borders()));
      const sum = reader.sumOf(at, end, border, MAX_MESSAGE_BYTES);
      if (sum !== null) {
        this.#credit = Math.min(CREDIT, this.#credit + sum.events.count / PAYING_LINES);
        this.#taker.add(sum);
      }
      if (reader.isOdd) return reader.ended;
    }
    return end;
  }

  /** Takes the time of a line that was read by itself for an example. */
  learn(ms: number): void {
    if (this.#credit > 0) this.#reader.learnStamp(ms);
  }
}

/** From where on a unit belongs to another part or block than one that begins at `at`. */
function borderBehind(at: number, { part, block }: Borders): number {
  const isInBlock = block !== null && at < block;
  const isInPart = isInBlock && part !== null && at < part;
  return Math.min(
    isInBlock ? block : at + LIMITS.blockBytes,
    isInPart ? part : at + LIMITS.partBytes,
  );
}
