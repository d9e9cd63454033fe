// Where a long text is cut: behind so many words, so that the width of the values in it does not decide what is left.

const SPACE = /\s+/g;

/** The first words of a text; of words that are very long fewer, cut between two of them. */
export function firstWords(text: string, maxWords: number, maxChars: number): string {
  const whole = text.length <= maxChars ? text : behindWord(text, maxChars);
  // A word and the blank behind it are two characters at least.
  if (whole.length < 2 * maxWords) return whole;
  SPACE.lastIndex = 0;
  for (let words = 1; words <= maxWords; words++) {
    const space = SPACE.exec(whole);
    if (space === null) return whole;
    if (words === maxWords) return whole.slice(0, space.index);
  }
  return whole;
}

function behindWord(text: string, maxChars: number): string {
  const end = text.lastIndexOf(' ', maxChars);
  return text.slice(0, end > 0 ? end : maxChars);
}
