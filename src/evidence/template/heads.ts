// What a sentence says before `: ` is the same whatever the reason behind it, which may have any number of words. So the
// values in it are judged by all texts that begin like that, and not only by those with a reason of the same form.
import { mergeShapes } from './merge.ts';
import { isLabelled } from './place.ts';
import { type Shape, textOf } from './shape.ts';

/** Words that a beginning has to say to be a sentence. */
const MIN_WORDS = 3;

/** The shapes with what varies before the reason replaced by a wildcard; those that are equal then are one. */
export function withSharedHeads(shapes: readonly Shape[]): Shape[] {
  const heads = shapes.map(headOf);
  const distinct = new Map<string, Shape>();
  for (const head of behindSeveral(heads, shapes)) distinct.set(head.members[0] ?? '', head);
  const mergedAs = new Map<string, Shape>();
  for (const merged of mergeShapes([...distinct.values()].sort(byText))) {
    // What a sentence is about, its first word, is judged by the whole of it.
    if (merged.members.length < 2 || merged.words[0] === '<*>') continue;
    for (const text of merged.members) mergedAs.set(text, merged);
  }
  return joined(
    shapes.map((shape, index) => {
      const merged = mergedAs.get(heads[index]?.members[0] ?? '');
      if (merged === undefined) return shape;
      return { ...shape, words: [...merged.words, ...shape.words.slice(merged.words.length)] };
    }),
  );
}

/** Heads of a form that reasons of several forms follow: others are judged well enough as a whole. */
function behindSeveral(heads: readonly (Shape | null)[], shapes: readonly Shape[]): Shape[] {
  const forms = new Map<string, Set<string>>();
  const formOf = ({ delimiters }: Shape) => delimiters.join('\u0001');
  for (const [index, head] of heads.entries()) {
    const shape = shapes[index];
    if (head === null || shape === undefined) continue;
    const behind = forms.get(formOf(head)) ?? new Set();
    forms.set(formOf(head), behind.add(formOf(shape)));
  }
  return heads.flatMap((head) =>
    head !== null && (forms.get(formOf(head))?.size ?? 0) > 1 ? [head] : [],
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
