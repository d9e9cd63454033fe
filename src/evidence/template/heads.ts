// What a sentence says before `: ` is the same whatever the reason behind it, which may have any number of words. So the
// values in it are judged by all texts that begin like that, and not only by those with a reason of the same form.
import { mergeShapes } from './merge.ts';
import { isLabelled } from './place.ts';
import { type Shape, textOf } from './shape.ts';

/** Words that a beginning has to say to be a sentence. */
const MIN_WORDS = 3;

/** The shapes with what varies before the reason replaced by a wildcard; those that are equal then are one. */
export function withSharedHeads(shapes: readonly Shape[]): Shape[] {
  const heads = new Map<string, Shape>();
  const textOfHead = shapes.map((shape) => {
    const head = headOf(shape);
    if (head === null) return null;
    const [text = ''] = head.members;
    heads.set(text, head);
    return text;
  });
  const mergedAs = new Map<string, Shape>();
  for (const merged of mergeShapes([...heads.values()].sort(byText))) {
    // What a sentence is about, its first word, is judged by the whole of it.
    if (merged.members.length < 2 || merged.words[0] === '<*>') continue;
    for (const text of merged.members) mergedAs.set(text, merged);
  }
  return joined(
    shapes.map((shape, index) => {
      const merged = mergedAs.get(textOfHead[index] ?? '');
      if (merged === undefined) return shape;
      return { ...shape, words: [...merged.words, ...shape.words.slice(merged.words.length)] };
    }),
  );
}

/** Up to the first `: ` behind a sentence; null where there is none. */
function headOf(shape: Shape): Shape | null {
  let said = 0;
  for (const [place, word] of shape.words.entries()) {
    if (said >= MIN_WORDS && isLabelled(shape, place)) {
      const words = shape.words.slice(0, place - 1);
      const delimiters = shape.delimiters.slice(0, place - 2);
      return { words, delimiters, members: [textOf({ words, delimiters, members: [] })] };
    }
    if (/^[^<]*[A-Za-z]{2}/.test(word)) said++;
  }
  return null;
}

function joined(shapes: readonly Shape[]): Shape[] {
  const byWords = new Map<string, Shape>();
  for (const shape of shapes) {
    const text = textOf(shape);
    const known = byWords.get(text);
    const members = known === undefined ? shape.members : [...known.members, ...shape.members];
    byWords.set(text, { ...shape, members });
  }
  return [...byWords.values()];
}

function byText(a: Shape, b: Shape): number {
  return (a.members[0] ?? '') < (b.members[0] ?? '') ? -1 : 1;
}
