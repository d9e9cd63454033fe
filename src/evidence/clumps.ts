// How many errors usually come together. What varies from one moment to the next is clumps; a rate that is higher for
// a while is no clump but what is looked for, so of the window only neighbouring moments are compared, in longer
// stretches beside the two largest steps. In the normal time nothing is looked for: there each departure from the mean
// counts, also of longer stretches where it is proven.
import { durationMs, SECOND_MS, type TimeRange } from '../base/time-range.ts';

/** Occurrences of one error in a stretch of time. */
export interface Stretch {
  readonly timesMs: readonly number[];
  readonly range: TimeRange;
}

/** Parts of the whole time in which clumps are looked for. */
const PARTS = 120;
/** Longer stretches, in parts. */
const LONGER = [2, 4, 8];
/** Standard errors by which the variance of longer stretches has to exceed chance. */
const PROVEN = 3;

/** The size of a clump in occurrences, at least 1. */
export function clumpOf(window: Stretch, normal: Stretch): number {
  const whole = durationMs(window.range) + durationMs(normal.range);
  const binMs = Math.max(SECOND_MS, whole / PARTS);
  const longer = LONGER.flatMap((parts) => {
    const [then, now] = [normal, window].map((stretch) => countsIn(stretch, binMs * parts));
    const usual = proven(dispersion, then ?? []);
    // Where the normal time comes one by one, what departs from that in the window is what is looked for.
    return usual === 0 ? [] : [usual, proven(unrestBesideTwo, now ?? [])];
  });
  return Math.max(
    1,
    dispersion(countsIn(normal, binMs)),
    unrest(countsIn(window, binMs)),
    ...longer,
  );
}

/** In equal parts of about this length: what is left over at the end would look like a moment of few errors. */
function countsIn({ timesMs, range }: Stretch, binMs: number): readonly number[] {
  const lengthMs = durationMs(range);
  const counts = new Array<number>(Math.max(1, Math.round(lengthMs / binMs))).fill(0);
  const perMs = counts.length / Math.max(1, lengthMs);
  for (const ms of timesMs) {
    const bin = Math.min(counts.length - 1, Math.max(0, Math.floor((ms - range.startMs) * perMs)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** The variance of the counts by their mean: 1 where they come one by one; 0 where there are none. */
function dispersion(counts: readonly number[]): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  if (mean === 0 || counts.length < 2) return 0;
  const squares = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0);
  return squares / mean / (counts.length - 1);
}

/** What is measured, where it is more than chance makes it. */
function proven(measure: (counts: readonly number[]) => number, counts: readonly number[]): number {
  const found = measure(counts);
  return found > 1 + PROVEN * Math.sqrt(2 / Math.max(1, counts.length - 1)) ? found : 0;
}

/** The same from neighbours (von Neumann's ratio): a rate that changes and stays hardly adds to it. */
function unrest(counts: readonly number[]): number {
  return meanOf(stepsOf(counts), counts);
}

/** The same beside the two largest steps, which are where a rise that is looked for would begin and end. */
function unrestBesideTwo(counts: readonly number[]): number {
  return meanOf(stepsOf(counts).slice(0, -2), counts);
}

/** Squares of the steps from one count to the next, ascending. */
function stepsOf(counts: readonly number[]): number[] {
  const steps = counts.slice(1).map((count, index) => (count - (counts[index] ?? 0)) ** 2);
  return steps.sort((a, b) => a - b);
}

function meanOf(steps: readonly number[], counts: readonly number[]): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  if (mean === 0 || steps.length === 0) return 0;
  return steps.reduce((sum, step) => sum + step, 0) / (2 * mean * steps.length);
}
