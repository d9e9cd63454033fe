// Rank statistics for series and shares: robust to outliers and to any scale, exact enough for a decision.

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this share of the values lies; 0 for none. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Ranks from 1, equal values share their mean rank. */
function ranksOf(values: readonly number[]): number[] {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && order[to]?.value === order[from]?.value) to++;
    for (let at = from; at < to; at++) ranks[order[at]?.index ?? 0] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

export interface ChangePoint {
  /** Index of the first value after the change. */
  readonly at: number;
  /** How likely a series without a change has one as clear as this. */
  readonly chance: number;
}

/** Pettitt's test: where a series changes its level most clearly; null where it is too short. */
export function changePoint(values: readonly number[], minSide: number): ChangePoint | null {
  const n = values.length;
  if (n < 2 * minSide) return null;
  const ranks = ranksOf(values);
  let sum = 0;
  let best = 0;
  let at = 0;
  ranks.forEach((rank, index) => {
    sum += 2 * rank - n - 1;
    const inside = index + 1 >= minSide && index + 1 <= n - minSide;
    if (inside && Math.abs(sum) > best) {
      best = Math.abs(sum);
      at = index + 1;
    }
  });
  return { at, chance: Math.min(1, 2 * Math.exp((-6 * best * best) / (n * n * n + n * n))) };
}

/** Readings [at, end) that lie apart from those before and behind them. */
export interface Excursion extends ChangePoint {
  readonly end: number;
}

/**
 * The stretch whose ranks stand out most from all others, by Kuiper's statistic; null where it, or what is before or
 * behind it, is too short.
 */
export function excursion(values: readonly number[], minSide: number): Excursion | null {
  const n = values.length;
  if (n < 3 * minSide) return null;
  const sums = [0];
  for (const rank of ranksOf(values)) sums.push((sums.at(-1) ?? 0) + 2 * rank - n - 1);
  const low = sums.indexOf(Math.min(...sums));
  const high = sums.indexOf(Math.max(...sums));
  const [at, end] = low < high ? [low, high] : [high, low];
  if (at < minSide || end - at < minSide || n - end < minSide) return null;
  const height = ((sums[high] ?? 0) - (sums[low] ?? 0)) / Math.sqrt((n * (n * n - 1)) / 3);
  return { at, end, chance: kuiperTail(height) };
}

/** How likely a Brownian bridge ranges over more than this. */
function kuiperTail(height: number): number {
  let chance = 0;
  for (let term = 1; term <= 20; term++) {
    const square = (term * height) ** 2;
    chance += 2 * (4 * square - 1) * Math.exp(-2 * square);
  }
  return height < 0.5 ? 1 : Math.max(0, Math.min(1, chance));
}

/** How likely a value of `after` lies above one of `before`, 0..1; equal ones count half. */
export function separation(before: readonly number[], after: readonly number[]): number {
  const ranks = ranksOf([...before, ...after]);
  const sum = ranks.slice(before.length).reduce((total, rank) => total + rank, 0);
  const pairs = before.length * after.length;
  return pairs === 0 ? 0.5 : (sum - (after.length * (after.length + 1)) / 2) / pairs;
}

/** Spearman's correlation of the values with their order, -1..1. */
export function trendOf(values: readonly number[]): number {
  const n = values.length;
  if (n < 3) return 0;
  const mean = (n + 1) / 2;
  const ranks = ranksOf(values);
  let product = 0;
  let square = 0;
  let squareOfOrder = 0;
  ranks.forEach((rank, index) => {
    product += (rank - mean) * (index + 1 - mean);
    square += (rank - mean) ** 2;
    squareOfOrder += (index + 1 - mean) ** 2;
  });
  return square === 0 ? 0 : product / Math.sqrt(square * squareOfOrder);
}

/**
 * Fisher's exact test, one-sided: how likely at least `hits` of `own` carry a mark, where `otherHits` of `others`
 * do, if both drew from the same events.
 */
export function chanceOfShare(
  hits: number,
  own: number,
  otherHits: number,
  others: number,
): number {
  const marked = hits + otherHits;
  const all = own + others;
  let chance = 0;
  for (let count = hits; count <= Math.min(own, marked); count++) {
    chance += Math.exp(
      logChoose(marked, count) + logChoose(all - marked, own - count) - logChoose(all, own),
    );
  }
  return Math.min(1, chance);
}

function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** Stirling's series above a few, where its error is under 1e-9. */
function logFactorial(n: number): number {
  if (n < 16) {
    let product = 1;
    for (let factor = 2; factor <= n; factor++) product *= factor;
    return Math.log(product);
  }
  const x = n + 1;
  return (
    (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3)
  );
}
