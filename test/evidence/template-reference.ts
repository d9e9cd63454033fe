// Template merging as slow and simple as it can be said, to hold the fast one against: every key is the text itself with
// holes, and every bucket of every place is built again from all texts.
import type { Shape } from '../../src/evidence/template/shape.ts';
import {
  isIdentity,
  isSoft,
  isVariable,
  namesError,
} from '../../src/evidence/template/variable.ts';

type Places = readonly number[];

const MAX_ROUNDS = 4;

export function mergeSlowly(shapes: readonly Shape[]): Shape[] {
  const forms = new Set(shapes.map(formOf));
  return [...forms].flatMap((form) => {
    let family = shapes.filter((shape) => formOf(shape) === form);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const before = family.length;
      family = mergeWords(mergeValues(family));
      if (family.length === before) break;
    }
    return family;
  });
}

function mergeValues(shapes: readonly Shape[]): Shape[] {
  const keys = new Set(shapes.map((shape) => holed(shape, softOf(shape))));
  return [...keys].flatMap((key) => {
    const bucket = shapes.filter((shape) => holed(shape, softOf(shape)) === key);
    const alike = shapes.filter((shape) => said(shape) === said(bucket[0]!));
    const soft = softOf(bucket[0]!);
    const variable = soft.filter((place) => {
      const judged = alike.filter((shape) => softOf(shape).includes(place));
      const first = judged[0]!;
      return isVariable(valuesAt(judged, place), first, place, wordsBeside(first, softOf(first)));
    });
    const kept = (shape: Shape) => holed(shape, variable);
    const groups = new Set(bucket.map(kept));
    return [...groups].map((group) => merged(bucket.filter((one) => kept(one) === group)));
  });
}

function mergeWords(shapes: readonly Shape[]): Shape[] {
  const places = shapes[0]!.words.map((_, place) => place);
  const varying = places.filter((place) => valuesAt(shapes, place).size > 1);
  const alone = varying.map((place): Places => [place]);
  const pairs = varying.flatMap((a) => varying.filter((b) => b > a).map((b): Places => [a, b]));
  const buckets = [
    ...alone.flatMap((holes) => bucketsOf(shapes, (shape) => keyAt(shape, holes))),
    ...alone.flatMap((holes) => bucketsOf(shapes, (shape) => keyBeside(shape, holes[0]!))),
    ...pairs.flatMap((holes) => bucketsOf(shapes, (shape) => keyAt(shape, holes))),
  ].filter((bucket) => isShown(bucket));
  buckets.sort((a, b) => b.length - a.length || holesOf(a).length - holesOf(b).length);
  let left = [...shapes];
  const done: Shape[] = [];
  for (const bucket of buckets) {
    const members = bucket.filter((shape) => left.includes(shape));
    if (!isShown(members, holesOf(bucket))) continue;
    left = left.filter((shape) => !members.includes(shape));
    done.push(merged(members));
  }
  return [...left, ...done];
}

function bucketsOf(shapes: readonly Shape[], keyOf: (shape: Shape) => string | null): Shape[][] {
  const keys = new Set(shapes.map(keyOf));
  keys.delete(null);
  return [...keys].map((key) => shapes.filter((shape) => keyOf(shape) === key));
}

function keyAt(shape: Shape, holes: Places): string | null {
  return holes.some((place) => isIdentity(shape, place)) ? null : holed(shape, holes);
}

function keyBeside(shape: Shape, place: number): string | null {
  const soft = softOf(shape);
  if (soft.includes(place) || isIdentity(shape, place)) return null;
  return holed(shape, [...soft, place]);
}

function isShown(bucket: readonly Shape[], holes: Places = holesOf(bucket)): boolean {
  if (bucket.length < 2) return false;
  const fixed = wordsBeside(bucket[0]!, holes);
  return holes.every((place) => isVariable(valuesAt(bucket, place), bucket[0]!, place, fixed));
}

function holesOf(bucket: readonly Shape[]): number[] {
  const places = bucket[0]!.words.map((_, place) => place);
  return places.filter((place) => valuesAt(bucket, place).size > 1);
}

function wordsBeside({ words }: Shape, holes: Places): number {
  return words.filter((word, at) => !holes.includes(at) && /^[^<]*[A-Za-z]{2}/.test(word)).length;
}

function said(shape: Shape): string {
  const open = shape.words.flatMap((_, place) => (namesError(shape, place) ? [place] : []));
  return holed(shape, [...softOf(shape), ...open]);
}

function softOf(shape: Shape): number[] {
  return shape.words.flatMap((_, place) => (isSoft(shape, place) ? [place] : []));
}

function valuesAt(shapes: readonly Shape[], place: number): Set<string> {
  return new Set(shapes.map(({ words }) => words[place]!));
}

function holed({ words }: Shape, holes: Places): string {
  return JSON.stringify(words.map((word, place) => (holes.includes(place) ? null : word)));
}

function formOf({ delimiters }: Shape): string {
  return JSON.stringify(delimiters);
}

function merged(shapes: readonly Shape[]): Shape {
  const holes = holesOf(shapes);
  return {
    words: shapes[0]!.words.map((word, place) => (holes.includes(place) ? '<*>' : word)),
    delimiters: shapes[0]!.delimiters,
    members: shapes.flatMap(({ members }) => members),
  };
}
