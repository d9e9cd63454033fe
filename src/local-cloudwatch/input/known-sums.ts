// Lines of a JSON log that the kernel counts one after the other: those with known fields whose times it can read. Each
// line that it cannot be sure of is read by itself, as long as such lines are the exception.
import type { JsonReader, LineSum } from '../kernel/json-reader.ts';
import type { Borders } from '../kernel/stamped-kernel.ts';
import { Credit } from './credit.ts';
import type { LineTally, Units } from './framing.ts';
import { LIMITS } from './index-builder.ts';
import { MAX_MESSAGE_BYTES } from './log-file.ts';
import { behindDigits, ISO_BYTES, isFractionMark } from './time-text.ts';

const QUOTE = 34;

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
  readonly #credit = new Credit();

  constructor(reader: JsonReader, taker: SumTaker) {
    this.#reader = reader;
    this.#taker = taker;
  }

  /** Whether it still counts lines: enough of them are like those before. */
  get isPaying(): boolean {
    return this.#credit.isLeft;
  }

  /** Counts lines of the reader's window from `start` on; gives the first that does not end before `end` or is not like them. */
  count(units: Units, start: number, end: number): number {
    if (!this.#credit.isLeft) return start;
    const reader = this.#reader;
    this.#taker.take(units);
    this.#credit.spend();
    for (let at = start; at < end; at = reader.ended) {
      const border = Math.min(end, borderBehind(at, this.#taker.borders()));
      const sum = reader.sumOf(at, end, border, MAX_MESSAGE_BYTES);
      if (sum !== null) {
        this.#credit.earn(sum.events.count);
        this.#taker.add(sum);
      }
      if (reader.isOdd) return reader.ended;
    }
    return end;
  }

  /** Takes the time of a line that was read by itself for an example. */
  learn(ms: number): void {
    const { window, timeAt } = this.#reader;
    if (!this.#credit.isLeft || window[timeAt] !== QUOTE) return;
    const at = timeAt + 1 + ISO_BYTES;
    const tailAt = isFractionMark(window[at]) ? behindDigits(window, at + 1, window.length) : at;
    this.#reader.learnStamp(ms, tailAt, window.indexOf(QUOTE, tailAt) + 1);
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
