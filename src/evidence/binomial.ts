// How likely so many of n events fall into a share of the exposure by chance alone: the exact upper tail of the
// binomial distribution, summed from its largest term on.

/** Terms smaller than this share of the sum change nothing that is printed. */
const NEGLIGIBLE = 1e-12;

/** P(X ≥ k) for X of n events that each fall into the share q, 0 < q < 1. */
export function upperTail(k: number, n: number, q: number): number {
  if (k <= 0) return 1;
  if (k > n) return 0;
  const odds = q / (1 - q);
  let term = Math.exp(logChoose(n, k) + k * Math.log(q) + (n - k) * Math.log1p(-q));
  let sum = 0;
  for (let at = k; at <= n; at++) {
    sum += term;
    if (at > n * q && term < sum * NEGLIGIBLE) break;
    term *= ((n - at) / (at + 1)) * odds;
  }
  return Math.min(1, sum);
}

/** Logarithm of the number of ways to choose k of n. */
export function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

const SMALL = 32;

/** Exact for small numbers, by Stirling's series beyond. */
function logFactorial(n: number): number {
  if (n > SMALL) {
    return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3);
  }
  let sum = 0;
  for (let factor = 2; factor <= n; factor++) sum += Math.log(factor);
  return sum;
}
