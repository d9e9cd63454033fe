// Masked texts compared by position: where many distinct values stand in one place, that place is a variable.
// First all places at once whose words look like values, then one or two places of any kind. Set operations on sorted
// texts, so the order of the input never matters.
import { type Printed, printed, without } from './prints.ts';
import type { Shape } from './shape.ts';
import { isIdentity, isVariable } from './variable.ts';

/** Shapes alike in all but some places, which show variables. */
interface Bucket {
  readonly places: readonly number[];
  readonly shapes: readonly Shape[];
}

/** Distinct texts of one form beyond which two places at once are no more compared (time). */
const MAX_PAIR_SHAPES = 1_000;
const MAX_PAIR_WORDS = 24;
/** Words of a text that are compared; what differs beyond them stays apart. */
const MAX_WORDS = 80;
const MAX_ROUNDS = 4;
const WILDCARD = '<*>';

/** Merges shapes that differ only where the values show a variable. */
export function mergeShapes(shapes: readonly Shape[]): Shape[] {
  const families = groupBy(shapes, (shape) => shape.delimiters.join('\u0001'));
  return [...families.values()].flatMap(mergeFamily);
}

function groupBy<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function mergeFamily(family: readonly Shape[]): readonly Shape[] {
  let shapes = family;
  for (let round = 0; round < MAX_ROUNDS && shapes.length > 1; round++) {
    const next = mergePlaces(mergeValues(shapes));
    if (next.length === shapes.length) break;
    shapes = next;
  }
  return shapes;
}

/**
 * Shapes that say the same in words, whatever their values: each place is judged by all of them, also by those that name
 * another error.
 */
function mergeValues(shapes: readonly Shape[]): Shape[] {
  const alike = groupBy(printed(shapes), ({ said }) => said);
  return [...alike.values()].flatMap((all) => {
    const variable = all.length < 2 ? [] : variablePlaces(all);
    const buckets = groupBy(all, ({ hard }) => hard);
    return [...buckets.values()].flatMap((bucket) => mergeBucket(bucket, variable));
  });
}

function variablePlaces(alike: readonly Printed[]): number[] {
  const count = alike[0]?.soft.length ?? 0;
  return Array.from({ length: count }, (_, place) => place).filter((place) => {
    const judged = alike.filter(({ soft }) => soft[place] === true);
    const [first] = judged;
    if (first === undefined) return false;
    const values = new Set(judged.map(({ shape }) => shape.words[place] ?? ''));
    return isVariable(values, first.shape, place, fixedWords(first.shape, softPlaces(first)));
  });
}

function mergeBucket(bucket: readonly Printed[], variable: readonly number[]): readonly Shape[] {
  const members = bucket.map(({ shape }) => shape);
  const [first] = bucket;
  if (first === undefined || members.length < 2) return members;
  const kept = softPlaces(first).filter((place) => !variable.includes(place));
  const places = softPlaces(first).filter((place) => variable.includes(place));
  const groups = groupBy(members, ({ words }) => kept.map((at) => words[at]).join('\u0001'));
  return [...groups.values()].map((group) => mergedShape(group, places));
}

function softPlaces({ soft }: Printed): number[] {
  return soft.flatMap((is, place) => (is ? [place] : []));
}

function mergePlaces(shapes: readonly Shape[]): Shape[] {
  const left = new Set(shapes);
  const merged: Shape[] = [];
  for (const { places, shapes: all } of bucketsOf(shapes)) {
    const members = all.filter((shape) => left.has(shape));
    if (!showsVariables(members, places)) continue;
    for (const shape of members) left.delete(shape);
    merged.push(mergedShape(members, places));
  }
  return [...left, ...merged];
}

/** Those that show a variable, the largest first: it explains most; then that with the fewest and earliest places. */
function bucketsOf(shapes: readonly Shape[]): Bucket[] {
  const prints = printed(shapes);
  const varying = varyingPlaces(shapes);
  const buckets = [
    ...varying.flatMap((place) => bucketsAt(prints, [place])),
    ...varying.flatMap((place) => bucketsBeside(prints, place)),
    ...pairsOf(varying, shapes.length).flatMap((places) => bucketsAt(prints, places)),
  ];
  return buckets.sort(
    (a, b) => b.shapes.length - a.shapes.length || a.places.length - b.places.length,
  );
}

function varyingPlaces(shapes: readonly Shape[]): number[] {
  const count = Math.min(shapes[0]?.words.length ?? 0, MAX_WORDS);
  return Array.from({ length: count }, (_, place) => place).filter(
    (place) => valuesAt(shapes, place).size > 1,
  );
}

function pairsOf(places: readonly number[], shapes: number): number[][] {
  if (shapes > MAX_PAIR_SHAPES || places.length > MAX_PAIR_WORDS) return [];
  return places.flatMap((a, index) => places.slice(index + 1).map((b) => [a, b]));
}

/** Shapes alike in all places but these. */
function bucketsAt(prints: readonly Printed[], places: readonly number[]): Bucket[] {
  const open = prints.filter(({ shape }) => !places.some((place) => isIdentity(shape, place)));
  return bucketsBy(
    open,
    (print) => without(print.all, print, places),
    () => places,
  );
}

/** Shapes alike in all places but this one, which holds a word, and those that hold values. */
function bucketsBeside(prints: readonly Printed[], place: number): Bucket[] {
  const open = prints.filter(
    ({ shape, soft }) => soft[place] === false && !isIdentity(shape, place),
  );
  return bucketsBy(
    open,
    (print) => without(print.hard, print, [place]),
    (print) => [place, ...softPlaces(print)],
  ).filter(({ places }) => places.length > 1);
}

function bucketsBy(
  prints: readonly Printed[],
  keyOf: (print: Printed) => number,
  placesOf: (print: Printed) => readonly number[],
): Bucket[] {
  return [...groupBy(prints, keyOf).values()].flatMap((group): Bucket[] => {
    const [first] = group;
    if (first === undefined || group.length < 2) return [];
    const shapes = group.map(({ shape }) => shape);
    const places = placesOf(first).filter((place) => valuesAt(shapes, place).size > 1);
    return showsVariables(shapes, places) ? [{ places, shapes }] : [];
  });
}

function showsVariables(shapes: readonly Shape[], places: readonly number[]): boolean {
  const [first] = shapes;
  if (first === undefined || shapes.length < 2) return false;
  const fixed = fixedWords(first, places);
  return places.every((place) => isVariable(valuesAt(shapes, place), first, place, fixed));
}

function fixedWords({ words }: Shape, places: readonly number[]): number {
  return words.filter((word, place) => !places.includes(place) && /^[^<]*[A-Za-z]{2}/.test(word))
    .length;
}

function valuesAt(shapes: readonly Shape[], place: number): Set<string> {
  return new Set(shapes.map((shape) => shape.words[place] ?? ''));
}

/** The common template; a place where all agree keeps its word. */
function mergedShape(shapes: readonly Shape[], places: readonly number[]): Shape {
  const [first] = shapes;
  const varying = new Set(places.filter((place) => valuesAt(shapes, place).size > 1));
  return {
    words: (first?.words ?? []).map((word, place) => (varying.has(place) ? WILDCARD : word)),
    delimiters: first?.delimiters ?? [],
    members: shapes.flatMap((shape) => shape.members),
  };
}
