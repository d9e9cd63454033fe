// Shapes of one form as numbers: each word in its place is one, and a shape is their sum, so that what remains of it
// without some places costs a subtraction each, however long the text.
import type { Shape } from './shape.ts';
import { isSoft, namesError } from './variable.ts';

export interface Printed {
  readonly shape: Shape;
  readonly words: Float64Array;
  /** Whether the word at a place is a value by its looks. */
  readonly soft: readonly boolean[];
  /** Of all words; of those that are not values; of those that name no error either. */
  readonly all: number;
  readonly hard: number;
  readonly said: number;
}

/** Half of the whole numbers that a double holds, so that a sum of two is exact. */
const MODULUS = 2 ** 52;

export function printed(shapes: readonly Shape[]): Printed[] {
  const ids = new Map<string, number>();
  const idOf = (word: string) => {
    const id = ids.get(word) ?? ids.size + 1;
    ids.set(word, id);
    return id;
  };
  return shapes.map((shape) => {
    const words = Float64Array.from(shape.words, (word, place) => printOf(idOf(word), place));
    const soft = shape.words.map((_, place) => isSoft(shape, place));
    const sum = (counts: (place: number) => boolean) =>
      words.reduce((total, print, at) => (counts(at) ? (total + print) % MODULUS : total), 0);
    return {
      shape,
      words,
      soft,
      all: sum(() => true),
      hard: sum((place) => !soft[place]),
      said: sum((place) => !soft[place] && !namesError(shape, place)),
    };
  });
}

/** What the sum is without these places. */
export function without(sum: number, { words }: Printed, places: readonly number[]): number {
  return places.reduce((rest, place) => (rest - (words[place] ?? 0) + MODULUS) % MODULUS, sum);
}

function printOf(id: number, place: number): number {
  const high = scramble(Math.imul(id, 0x9e3779b1) ^ Math.imul(place + 1, 0x85ebca6b));
  const low = scramble(high ^ Math.imul(id, 0xc2b2ae35));
  return (high >>> 0) * 2 ** 20 + (low >>> 12);
}

function scramble(value: number): number {
  const mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  return mixed ^ (mixed >>> 15);
}
