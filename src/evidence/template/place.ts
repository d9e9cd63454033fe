// What the words and delimiters around a place say of the value in it, whatever the value is.
import { isTelling, type Shape } from './shape.ts';

const OPENERS = '([{"\'`';
/** What stands in front of a thing or a person, and not of what happened. */
const LEADS_TO_OBJECT =
  /^(?:of|for|from|to|by|on|at|in|into|with|via|through|using|as|user|host|node|named|called)$/;
/** Values beside a value that make them a row: `(TID <num>, host-<num>, ANY, <num> bytes)`. */
const MIN_ROW_VALUES = 2;

/** Behind `=`, in quotes, or right behind a quote or a bracket; not where a key says what happened. */
export function isSetting(shape: Shape, place: number): boolean {
  const key = keyOf(shape, place);
  if (key !== undefined) return !isTelling(key);
  if (/^["']/.test(shape.words[place] ?? '')) {
    const lead = isLabelled(shape, place) ? place - 2 : place - 1;
    return !isTelling(shape.words[lead] ?? '');
  }
  const before = shape.delimiters[place - 1] ?? '';
  return before !== '' && OPENERS.includes(before);
}

/** Behind `=`, where the key does not say what happened. */
export function isAssigned(shape: Shape, place: number): boolean {
  const key = keyOf(shape, place);
  return key !== undefined && !isTelling(key);
}

/** Behind `: `. */
export function isLabelled({ words, delimiters }: Shape, place: number): boolean {
  return delimiters[place - 1] === ' ' && words[place - 1] === '' && delimiters[place - 2] === ':';
}

/** Behind a label that does not say what happened, and not the last of what is told: `(shelf: attic, row: 4)`. */
export function isField(shape: Shape, place: number): boolean {
  if (!isLabelled(shape, place) || !/^[,;)\]}]$/.test(shape.delimiters[place] ?? '')) return false;
  return !isTelling(shape.words[place - 2] ?? '');
}

/** No further word of the sentence follows. */
export function endsPhrase({ words, delimiters }: Shape, place: number): boolean {
  return delimiters[place] !== ' ' || !/^[A-Za-z]/.test(words[place + 1] ?? '');
}

/** Behind a bracket and nothing but words of one sort. */
export function opensBracket(
  { words, delimiters }: Shape,
  place: number,
  isOne: (word: string) => boolean,
): boolean {
  let at = place - 1;
  while (delimiters[at] === ' ' && (words[at] === '' || isOne(words[at] ?? ''))) at--;
  return delimiters[at] === '(' || delimiters[at] === '[';
}

/** Behind a preposition, or a noun that a name follows. */
export function isObject({ words, delimiters }: Shape, place: number): boolean {
  return delimiters[place - 1] === ' ' && LEADS_TO_OBJECT.test(words[place - 1] ?? '');
}

/** Alone between two commas inside of brackets that hold values. */
export function isElement({ words, delimiters }: Shape, place: number): boolean {
  const opens = delimiters[place - 1] === ' ' && words[place - 1] === '';
  if (!opens || delimiters[place - 2] !== ',' || delimiters[place] !== ',') return false;
  const start = delimiters.lastIndexOf('(', place - 2);
  const end = delimiters.indexOf(')', place);
  if (start < 0 || end < 0 || delimiters.lastIndexOf(')', place - 2) > start) return false;
  const values = words.slice(start + 1, end + 1).filter((word) => word.includes('<'));
  return values.length >= MIN_ROW_VALUES;
}

/** The word in front of `=` where that stands before this place, with or without spaces or a quote between them. */
function keyOf({ words, delimiters }: Shape, place: number): string | undefined {
  const isBehind = /^[ "']$/.test(delimiters[place - 1] ?? '') && words[place - 1] === '';
  const at = isBehind ? place - 2 : place - 1;
  if (delimiters[at] !== '=') return undefined;
  return words[at] || (words[at - 1] ?? '');
}
