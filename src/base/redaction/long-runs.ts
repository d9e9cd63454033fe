// Tells whether a text holds a long run of certain characters, without looking at most of it:
// a run of n covers one of the places that lie n apart.

/** For a class of ASCII characters, `[0-9 ]` say, and a length: what tells whether a text holds such a run. */
export function longRun(characters: RegExp, length: number): { test(text: string): boolean } {
  const table = Uint8Array.from({ length: 128 }, (_, code) =>
    characters.test(String.fromCharCode(code)) ? 1 : 0,
  );
  return { test: (text) => hasRun(table, length, text) };
}

function hasRun(table: Uint8Array, length: number, text: string): boolean {
  for (let probe = length - 1; probe < text.length; ) {
    let start = probe;
    while (start > probe - length && table[text.charCodeAt(start)] === 1) start--;
    if (start === probe - length) return true;
    // Nothing from `start` on can begin before it; the next run of this length ends here at the earliest.
    probe = start + length;
  }
  return false;
}
