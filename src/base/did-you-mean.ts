// The nearest known words to a mistyped one.

/** The candidate within a third of its length in edits, or null. Ties go to the earlier candidate. */
export function didYouMean(word: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance && isNear(candidate, distance)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** All candidates as near as that, the nearest first; `most` at most. */
export function nearest(word: string, candidates: Iterable<string>, most: number): string[] {
  const measured = [...new Set(candidates)].map((candidate) => ({
    candidate,
    distance: editDistance(word.toLowerCase(), candidate.toLowerCase()),
  }));
  return measured
    .filter(({ candidate, distance }) => isNear(candidate, distance))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

const isNear = (candidate: string, distance: number) =>
  distance <= Math.max(1, Math.floor(candidate.length / 3));

/** Characters put in, left out, replaced, or swapped with their neighbour. */
export function editDistance(a: string, b: string): number {
  let before: readonly number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + cost,
          swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
