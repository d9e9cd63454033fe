// What queries counted of one finding, by log group and narrow bin, beside the occurrences that were read.
import type { TimeRange } from '../base/time-range.ts';
import type { Telling } from '../evidence/count-query.ts';
import type { Placed, TimesByLogGroup } from '../evidence/finding.ts';
import { binAt, timesIn } from '../evidence/recount.ts';

export const ENDS = ['first', 'last'] as const;
export type End = (typeof ENDS)[number];

/** Where and when, in UTC ms. */
export type Occurrence = readonly [logGroup: string, timeMs: number];

/** A finding that is counted, by what, and how often. */
export type Count = readonly [Telling, BinSums];

/** Grows while the rows of count queries come in. */
export class BinSums {
  readonly #counts = new Map<string, Map<number, number>>();
  readonly #read: Map<string, readonly number[]>;
  readonly #ends: Partial<Record<End, Occurrence>> = {};
  readonly #binMs: number;

  constructor(binMs: number, read: TimesByLogGroup) {
    this.#binMs = binMs;
    this.#read = new Map(read);
  }

  add(logGroup: string, timeMs: number, occurrences: number): void {
    if (occurrences === 0) return;
    const bins = this.#counts.get(logGroup) ?? new Map<number, number>();
    this.#counts.set(logGroup, bins);
    const bin = this.#binOf(timeMs);
    bins.set(bin, (bins.get(bin) ?? 0) + occurrences);
  }

  /** Less what was counted for another finding as well. */
  take(other: BinSums | undefined): void {
    if (other === undefined) return;
    for (const [logGroup, bins] of other.#counts)
      for (const [bin, occurrences] of bins) this.add(logGroup, bin, -occurrences);
  }

  /** The same counts, of which nothing was read. */
  copy(): BinSums {
    const copied = new BinSums(this.#binMs, new Map());
    for (const [logGroup, bins] of this.#counts) copied.#counts.set(logGroup, new Map(bins));
    return copied;
  }

  /** Of all log groups together, how much each bin holds, more and less than nothing alike; bins of nothing are left out. */
  byBin(): ReadonlyMap<number, number> {
    const sums = new Map<number, number>();
    for (const bins of this.#counts.values())
      for (const [bin, occurrences] of bins)
        if (occurrences !== 0) sums.set(bin, (sums.get(bin) ?? 0) + Math.abs(occurrences));
    return sums;
  }

  total(): number {
    return [...this.#counts.values()].reduce((sum, bins) => sum + sumOf(bins), 0);
  }

  /** Whether no fewer were counted than read: else the queries missed some. */
  holds(): boolean {
    const read = [...this.#read.values()].reduce((sum, { length }) => sum + length, 0);
    return this.total() > 0 && this.total() >= read;
  }

  /** The first or last bin that holds any; there is one. */
  binAt(end: End): number {
    const starts = [...this.#counts.values()].flatMap((bins) =>
      [...bins].flatMap(([start, occurrences]) => (occurrences > 0 ? [start] : [])),
    );
    return starts.reduce((a, b) => ((end === 'first' ? b < a : b > a) ? b : a));
  }

  /** Whether all of the first or last bin were read, so that their times tell the first or last one. */
  isRead(end: End): boolean {
    if (this.#isEmpty()) return true;
    const bin = this.binAt(end);
    const counted = [...this.#counts.values()].reduce((sum, bins) => sum + (bins.get(bin) ?? 0), 0);
    const inBin = (timesMs: readonly number[]) => timesMs.filter((ms) => this.#binOf(ms) === bin);
    const read = [...this.#read.values()].reduce((sum, times) => sum + inBin(times).length, 0);
    return read >= counted;
  }

  /** All occurrences of one bin, now that they were read. */
  adopt(bin: number, occurrences: readonly Occurrence[]): void {
    const own = new Map<string, number[]>();
    for (const [logGroup, timeMs] of occurrences) {
      const times = own.get(logGroup) ?? [];
      own.set(logGroup, times);
      times.push(timeMs);
    }
    for (const logGroup of new Set([...this.#read.keys(), ...own.keys()])) {
      const others = (this.#read.get(logGroup) ?? []).filter((ms) => this.#binOf(ms) !== bin);
      const times = [...others, ...(own.get(logGroup) ?? [])].sort((a, b) => a - b);
      this.#read.set(logGroup, times);
    }
  }

  /** The same where the counts of the bin are wrong. */
  settle(bin: number, occurrences: readonly Occurrence[]): void {
    for (const bins of this.#counts.values()) bins.delete(bin);
    for (const [logGroup] of occurrences) this.add(logGroup, bin, 1);
    this.adopt(bin, occurrences);
  }

  /** The first or last one, where it was asked for by itself. */
  reach(end: End, logGroup: string, timeMs: number): void {
    const known = this.#ends[end]?.[1] ?? timeMs;
    if (end === 'first' ? timeMs <= known : timeMs >= known) this.#ends[end] = [logGroup, timeMs];
  }

  /** `standsFor`: how many occurrences each time is to stand for. */
  placed(window: TimeRange, standsFor: number): Placed {
    const counts = new Map([...this.#counts].map(([name, bins]) => [name, sumOf(bins)]));
    return { times: this.#times(window, standsFor), standsFor, counts, binMs: this.#binMs };
  }

  #times(window: TimeRange, standsFor: number): TimesByLogGroup {
    // None came before the first or after the last one.
    const { first, last } = this.#ends;
    const within = {
      startMs: first?.[1] ?? window.startMs,
      endMs: last?.[1] ?? window.endMs,
    };
    const placing = { binMs: this.#binMs, window: within, standsFor };
    const times = new Map(timesIn(this.#counts, this.#read, placing));
    for (const end of ENDS) {
      const [logGroup, timeMs] = this.#ends[end] ?? ['', 0];
      const own = times.get(logGroup);
      if (own === undefined) continue;
      // It stands for the one that was spread to that end of its bin.
      const others = end === 'first' ? own.slice(1) : own.slice(0, -1);
      times.set(
        logGroup,
        [...others, timeMs].sort((a, b) => a - b),
      );
    }
    return times;
  }

  range(bin: number, window: TimeRange): TimeRange {
    return binAt(bin, this.#binMs, window);
  }

  #isEmpty(): boolean {
    return ![...this.#counts.values()].some((bins) =>
      [...bins.values()].some((occurrences) => occurrences > 0),
    );
  }

  #binOf(timeMs: number): number {
    return Math.floor(timeMs / this.#binMs) * this.#binMs;
  }
}

const sumOf = (bins: ReadonlyMap<number, number>) =>
  [...bins.values()].reduce((sum, occurrences) => sum + occurrences, 0);
