// A function of a text that remembers what it gave for the texts that come again and again.

/** Characters of all texts that one function remembers. */
const MAX_CHARS = 10_000_000;

/**
 * `compute` must depend on the text alone. At most `most` texts, and MAX_CHARS characters, are remembered; with more, the
 * memory starts anew.
 */
export function remembered<T>(compute: (text: string) => T, most: number): (text: string) => T {
  let known = new Map<string, { readonly value: T }>();
  let chars = 0;
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before.value;
    // A copy: a piece of a longer text would keep all of that text in memory.
    const own = ` ${text}`.slice(1);
    const value = compute(own);
    chars += own.length;
    if (known.size >= most || chars > MAX_CHARS) {
      known = new Map();
      chars = own.length;
    }
    known.set(own, { value });
    return value;
  };
}
