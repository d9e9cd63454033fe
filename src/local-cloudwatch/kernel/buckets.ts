// Which runs share a bucket of the kernel, and by which of their places each is sought. A bucket lets through whatever
// its tables cannot tell from one of its runs; so those that look alike belong together, and by chance as little as can
// be found is let through by all buckets.
import { frequencyOf, type Run } from '../../insights/regex/runs.ts';

const BUCKETS = 8;
/** Places of a fingerprint; a shorter run has a shorter one. */
export const FINGERPRINT = 3;

export interface Fingerprint {
  readonly bucket: number;
  /** Its first place in the run. */
  readonly at: number;
}

/** Moves of every run to the best bucket; after a few of them none is made any more. */
const MAX_ROUNDS = 6;
/** Of a long run the places that are met least. */
const MAX_CHOICES = 4;
const NIBBLES = 16;
/** What is no printed ASCII is met so often in a log, about. */
const OTHER_BYTES = 1e-4;
/** What times, numbers and addresses are made of stands side by side much more often than by chance. */
const CLUSTERED = '0123456789 :.,-';
const CLUSTERED_BYTES = 0.08;
/** Bit sets of the low and high halves of bytes, at each place: low, high, low, high, low, high. */
type Masks = readonly number[];

interface Choice {
  readonly at: number;
  readonly masks: Masks;
}

interface Bucket {
  readonly members: Set<number>;
}

/** The fingerprint of each run. */
export function fingerprintsOf(runs: readonly Run[]): readonly Fingerprint[] {
  const choices = runs.map(choicesOf);
  const taken = choices.map(([first]) => first ?? { at: 0, masks: NOTHING });
  const bucketOf = firstBuckets(runs, taken);
  const buckets = Array.from({ length: BUCKETS }, (): Bucket => ({ members: new Set() }));
  for (const [run, bucket] of bucketOf.entries()) buckets[bucket]?.members.add(run);
  const masksIn = ({ members }: Bucket) =>
    [...members].reduce<Masks>((all, run) => joined(all, taken[run]?.masks ?? NOTHING), NOTHING);
  for (let round = 0, moved = true; round < MAX_ROUNDS && moved; round++) {
    moved = false;
    for (const [run, options] of choices.entries()) {
      buckets[bucketOf[run] ?? 0]?.members.delete(run);
      const best = cheapest(buckets.map(masksIn), options, bucketOf[run] ?? 0, taken[run]);
      if (best.bucket !== bucketOf[run] || best.choice !== taken[run]) moved = true;
      bucketOf[run] = best.bucket;
      taken[run] = best.choice;
      buckets[best.bucket]?.members.add(run);
    }
  }
  return taken.map(({ at }, run) => ({ bucket: bucketOf[run] ?? 0, at }));
}

/** To begin with: those that are written alike, an equal share in each bucket. */
function firstBuckets(runs: readonly Run[], taken: readonly Choice[]): number[] {
  const textOf = (run: number) =>
    runs[run]?.slice(taken[run]?.at, (taken[run]?.at ?? 0) + FINGERPRINT).join() ?? '';
  const order = [...runs.keys()].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
  const bucketOf = runs.map(() => 0);
  for (const [index, run] of order.entries()) {
    bucketOf[run] = Math.floor((index * Math.min(BUCKETS, runs.length)) / runs.length);
  }
  return bucketOf;
}

interface Move {
  readonly bucket: number;
  readonly choice: Choice;
}

/** Where a run adds least to what is let through; where it was, if nothing is better. */
function cheapest(
  buckets: readonly Masks[],
  options: readonly Choice[],
  bucketBefore: number,
  choiceBefore: Choice | undefined,
): Move {
  const costs = buckets.map(rateOf);
  const added = (bucket: number, { masks }: Choice) =>
    rateOf(joined(buckets[bucket] ?? NOTHING, masks)) - (costs[bucket] ?? 0);
  let best: Move = { bucket: bucketBefore, choice: choiceBefore ?? { at: 0, masks: NOTHING } };
  let least = added(best.bucket, best.choice);
  for (const bucket of buckets.keys()) {
    for (const choice of options) {
      const cost = added(bucket, choice);
      if (cost >= least) continue;
      least = cost;
      best = { bucket, choice };
    }
  }
  return best;
}

const NOTHING: Masks = Array.from({ length: 2 * FINGERPRINT }, () => 0);

function joined(a: Masks, b: Masks): Masks {
  return a.map((mask, index) => mask | (b[index] ?? 0));
}

/** The stretches of a run by which it can be sought, those that are met least first. */
function choicesOf(run: Run): readonly Choice[] {
  const length = Math.min(FINGERPRINT, run.length);
  const all = Array.from({ length: run.length - length + 1 }, (_, at): Choice => {
    const masks = Array.from({ length: FINGERPRINT }, (__, place) =>
      masksOf(place < length ? run[at + place] : undefined),
    );
    return { at, masks: masks.flat() };
  });
  return all.sort((a, b) => rateOf(a.masks) - rateOf(b.masks)).slice(0, MAX_CHOICES);
}

/** undefined: any byte. */
function masksOf(set: string | undefined): readonly [number, number] {
  if (set === undefined) return [0xffff, 0xffff];
  let [low, high] = [0, 0];
  for (const byte of Buffer.from(set, 'latin1')) {
    low |= 1 << (byte & 15);
    high |= 1 << (byte >> 4);
  }
  return [low, high];
}

/** How often what these halves let through is met at a place of a log, about. */
function rateOf(masks: Masks): number {
  let rate = 1;
  for (let place = 0; place < masks.length; place += 2) {
    rate *= shareOf(masks[place] ?? 0, masks[place + 1] ?? 0);
  }
  return rate;
}

function shareOf(low: number, high: number): number {
  let share = 0;
  for (let row = high; row !== 0; row &= row - 1) {
    const start = (31 - Math.clz32(row & -row)) * NIBBLES;
    for (let column = low; column !== 0; column &= column - 1) {
      share += SHARES[start + 31 - Math.clz32(column & -column)] ?? 0;
    }
  }
  return share;
}

const SHARES = Float64Array.from({ length: NIBBLES * NIBBLES }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (CLUSTERED.includes(character)) return CLUSTERED_BYTES;
  return byte >= 32 && byte < 127 ? frequencyOf(character) : OTHER_BYTES;
});
