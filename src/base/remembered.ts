// A function of a text that remembers what it gave for the texts that come again and again.

/** `compute` must depend on the text alone. At most `most` texts are remembered; with more, the memory starts anew. */
export function remembered<T>(compute: (text: string) => T, most: number): (text: string) => T {
  let known = new Map<string, { readonly value: T }>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before.value;
    // A copy: a piece of a longer text would keep all of that text in memory.
    const own = ` ${text}`.slice(1);
    const value = compute(own);
    if (known.size >= most) known = new Map();
    known.set(own, { value });
    return value;
  };
}
