// Many numbers for percentiles: all of them up to a bound for the whole run, counted in buckets beyond.
import { grouped } from '../../base/grouped.ts';
import { medianRanks, percentileRank } from '../choices.ts';

/** What a run may keep to be exact; shared by all its groups. */
export interface Budget {
  /** Numbers for pct and median. */
  numbers: number;
  /** Texts for count_distinct. */
  texts: number;
  /** Bounds that were hit, as sentences. */
  readonly notes: Set<string>;
}

/** Numbers that pct and median keep over all groups of a run: 32 MB. */
export const MAX_EXACT_NUMBERS = 4_000_000;
/** Neighbouring buckets differ by 1 %. */
const BUCKET_RATIO = 1.01;
const FIRST_CAPACITY = 16;

/** Lives as long as its group. */
export class NumberBag {
  readonly #budget: Budget;
  #exact = new Float64Array(FIRST_CAPACITY);
  #count = 0;
  /** Bucket → how many; null while all numbers are kept. */
  #buckets: Map<number, number> | null = null;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  add(value: number): void {
    if (this.#buckets === null && !this.#reserve()) this.#giveUpExactness();
    if (this.#buckets === null) this.#exact[this.#count] = value;
    else increment(this.#buckets, bucketOf(value));
    this.#count++;
  }

  /** The value at `percent`; undefined where nothing was added. */
  percentile(percent: number): number | undefined {
    return this.#at([percentileRank(this.#count, percent)]);
  }

  median(): number | undefined {
    return this.#at(medianRanks(this.#count));
  }

  /** The mean of the values at these ranks, from 0. */
  #at(ranks: readonly number[]): number | undefined {
    if (this.#count === 0) return undefined;
    const read = this.#buckets === null ? this.#sorted() : bucketReader(this.#buckets);
    return ranks.reduce((sum, rank) => sum + read(rank), 0) / ranks.length;
  }

  #sorted(): (rank: number) => number {
    const sorted = this.#exact.slice(0, this.#count).sort();
    return (rank) => sorted[rank] ?? 0;
  }

  /** Room for one more; false: the budget is spent. */
  #reserve(): boolean {
    if (this.#budget.numbers <= 0) return false;
    this.#budget.numbers--;
    if (this.#count === this.#exact.length) {
      const wider = new Float64Array(this.#exact.length * 2);
      wider.set(this.#exact);
      this.#exact = wider;
    }
    return true;
  }

  #giveUpExactness(): void {
    const limit = grouped(MAX_EXACT_NUMBERS);
    this.#budget.notes.add(
      `pct and median are approximate (1 %): the query holds more than ${limit} values`,
    );
    this.#buckets = new Map();
    for (let index = 0; index < this.#count; index++) {
      increment(this.#buckets, bucketOf(this.#exact[index] ?? 0));
    }
    this.#budget.numbers += this.#count;
    this.#exact = new Float64Array(0);
  }
}

function increment(buckets: Map<number, number>, bucket: number): void {
  buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
}

/** Bounds of a bucket's number: below the smallest magnitude all values count as 0. */
const SMALLEST = 1e-9;
const LOG_RATIO = Math.log(BUCKET_RATIO);
const OFFSET = Math.ceil(-Math.log(SMALLEST) / LOG_RATIO) + 1;

/** Ascending in the value: negative below 0, positive above. */
function bucketOf(value: number): number {
  const size = Math.abs(value);
  if (size < SMALLEST) return 0;
  return Math.sign(value) * (Math.round(Math.log(size) / LOG_RATIO) + OFFSET);
}

function valueOfBucket(bucket: number): number {
  if (bucket === 0) return 0;
  return Math.sign(bucket) * Math.exp((Math.abs(bucket) - OFFSET) * LOG_RATIO);
}

function bucketReader(buckets: ReadonlyMap<number, number>): (rank: number) => number {
  const sorted = [...buckets].sort(([a], [b]) => a - b);
  return (rank) => {
    let before = 0;
    for (const [bucket, count] of sorted) {
      before += count;
      if (rank < before) return valueOfBucket(bucket);
    }
    return 0;
  };
}
