// Tells in one walk which of several word lists may occur in a text, so that an ordinary line costs one look per character.
// Three letters stand for a word, five bits for a letter: it may say yes for nothing, never no for something.

const LETTER_BITS = 5;
const LETTER = (1 << LETTER_BITS) - 1;
const WORD = (1 << (3 * LETTER_BITS)) - 1;
/** Lists that fit the table's cells. */
const MAX_LISTS = 16;

/**
 * For lists of words set apart by blanks (the first three characters of a word count),
 * the function that gives for a text the lists that may occur in it: bit `i` for list `i`. Letter case does not matter.
 */
export function wordGate(lists: readonly string[]): (text: string) => number {
  if (lists.length > MAX_LISTS) throw new Error(`At most ${MAX_LISTS} word lists`);
  const table = new Uint16Array(WORD + 1);
  for (const [list, words] of lists.entries()) {
    for (const word of words.split(' ')) {
      const cell = cellOf(word);
      table[cell] = (table[cell] ?? 0) | (1 << list);
    }
  }
  return (text) => listsIn(table, text);
}

function cellOf(word: string): number {
  let cell = 0;
  for (let at = 0; at < 3; at++) cell = (cell << LETTER_BITS) | (word.charCodeAt(at) & LETTER);
  return cell;
}

function listsIn(table: Uint16Array, text: string): number {
  let found = 0;
  let cell = 0;
  for (let at = 0; at < text.length; at++) {
    cell = ((cell << LETTER_BITS) | (text.charCodeAt(at) & LETTER)) & WORD;
    found |= table[cell] ?? 0;
  }
  return found;
}
