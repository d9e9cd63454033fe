// Bounded choices that keep the spread: of a list, and of items that come one by one.

/** At most `most` items, in order; all of them where they are fewer. */
export function evenly<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / Math.max(1, most - 1);
  const chosen = new Set(Array.from({ length: most }, (_, index) => Math.round(index * step)));
  return items.filter((_, index) => chosen.has(index));
}

export interface Sampler<T> {
  add(item: T): void;
  /** In the order in which they came, evenly spaced. */
  readonly taken: readonly T[];
}

/** Keeps at least `most` of the items, all of them up to twice as many. */
export function sampler<T>(most: number): Sampler<T> {
  let taken: T[] = [];
  let count = 0;
  let stride = 1;
  return {
    add(item) {
      if (count++ % stride !== 0) return;
      taken.push(item);
      if (taken.length <= 2 * most) return;
      taken = taken.filter((_, index) => index % 2 === 0);
      stride *= 2;
    },
    get taken() {
      return taken;
    },
  };
}
