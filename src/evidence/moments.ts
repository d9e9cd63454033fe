// Moments near each other, in ascending lists of times in UTC milliseconds.

/** How many of the ascending times lie before a moment; by bisection. */
export function countBefore(timesMs: readonly number[], moment: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timesMs[middle] ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the ascending times hold one in [fromMs, toMs]. */
export function holdsBetween(timesMs: readonly number[], fromMs: number, toMs: number): boolean {
  return (timesMs[countBefore(timesMs, fromMs)] ?? Number.POSITIVE_INFINITY) <= toMs;
}

/** Milliseconds that lie at most so long before or after one of the ascending times. */
export function coverage(timesMs: readonly number[], beforeMs: number, afterMs: number): number {
  let covered = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const time of timesMs) {
    covered += time + afterMs - Math.max(until, time - beforeMs);
    until = time + afterMs;
  }
  return covered;
}

/** From the latest of the ascending `before` to each of the ascending times, where it is within the bound. */
export function lagsWithin(
  before: readonly number[],
  timesMs: readonly number[],
  boundMs: number,
): number[] {
  const lags: number[] = [];
  let at = -1;
  for (const time of timesMs) {
    while ((before[at + 1] ?? Number.POSITIVE_INFINITY) <= time) at++;
    const lag = time - (before[at] ?? Number.NEGATIVE_INFINITY);
    if (lag <= boundMs) lags.push(lag);
  }
  return lags;
}
