// The same done with several items at once, a bounded number of them; the results stand in the order of the items.

/** Rejects with the first fault; what was begun then goes on by itself. */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  maxAtOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Array<Result>(items.length);
  const left = [...items.entries()].reverse();
  const takeTurns = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop())
      results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: Math.min(maxAtOnce, items.length) }, takeTurns));
  return results;
}

/** Work that is waited for later: if other work ends in a fault before, its own fault is told to nobody. */
export function beside<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => {});
  return work;
}
