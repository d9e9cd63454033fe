// Masked texts compared by position: where many distinct values stand in one place, that place is a variable.
// Set operations only, ties broken by text, so the order of the input never matters.

/** A template under work: words and the delimiters between them, and the masked texts that it stands for. */
export interface Shape {
  readonly words: readonly string[];
  readonly delimiters: readonly string[];
  readonly members: readonly string[];
}

/** Shapes alike in all but one or two places. */
interface Bucket {
  readonly key: string;
  readonly places: readonly number[];
  readonly shapes: Shape[];
}

/** Distinct texts of one form beyond which two places at once are no more compared (time). */
const MAX_PAIR_SHAPES = 1_000;
const MAX_PAIR_WORDS = 24;
const MAX_WORDS = 80;
const MAX_ROUNDS = 4;
/** Distinct values that make a place a variable, by what the values look like. */
const MIN_ID_VALUES = 2;
const MIN_SETTING_VALUES = 3;
const MIN_NAME_VALUES = 4;
const MIN_WORD_VALUES = 6;
const MIN_FIXED_WORDS = 2;
const WILDCARD = '<*>';
/** One by one, so that an empty value (`()`, `user=`) holds a place of its own. */
const DELIMITERS = /([\s=:,;()[\]{}"'|`])/;
const PLACEHOLDER = /<(?:\*|[a-z]+)>/;
/** Values that name the error: never a variable. */
const IDENTITY =
  /(?:Error|Exception|Fault|Failure|Panic)$|^E[A-Z]{3,}$|^[A-Z]+_[A-Z_]+$|^[1-5]\d\d$|^0x|^(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|CRITICAL)$/;

export function shapeOf(masked: string): Shape {
  const parts = masked.split(DELIMITERS);
  return {
    words: parts.filter((_, index) => index % 2 === 0),
    delimiters: parts.filter((_, index) => index % 2 === 1),
    members: [masked],
  };
}

export function textOf(shape: Shape): string {
  return shape.words.map((word, index) => word + (shape.delimiters[index] ?? '')).join('');
}

/** Merges shapes that differ only in one or two places where the values show a variable. */
export function mergeShapes(shapes: readonly Shape[]): Shape[] {
  const families = groupBy(shapes, (shape) => shape.delimiters.join('\u0001'));
  return [...families.values()].flatMap(mergeFamily);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
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
    const next = mergeRound(shapes);
    if (next.length === shapes.length) break;
    shapes = next;
  }
  return shapes;
}

function mergeRound(shapes: readonly Shape[]): Shape[] {
  const left = new Set(shapes);
  const merged: Shape[] = [];
  for (const bucket of bucketsOf(shapes)) {
    const members = bucket.shapes.filter((shape) => left.has(shape));
    if (!bucket.places.every((place) => isVariable(members, place))) continue;
    for (const shape of members) left.delete(shape);
    merged.push(mergedShape(members, bucket.places));
  }
  return [...left, ...merged];
}

/** The largest first: it explains most. */
function bucketsOf(shapes: readonly Shape[]): Bucket[] {
  const buckets = new Map<string, Bucket>();
  for (const places of placesOf(shapes)) {
    for (const shape of shapes) {
      const words = shape.words.map((word, index) => (places.includes(index) ? '\u0000' : word));
      const key = words.join('\u0001');
      const bucket = buckets.get(key) ?? { key, places, shapes: [] };
      bucket.shapes.push(shape);
      buckets.set(key, bucket);
    }
  }
  return [...buckets.values()]
    .filter((bucket) => bucket.shapes.length > 1 && hasFixedWords(bucket))
    .sort(
      (a, b) =>
        b.shapes.length - a.shapes.length ||
        a.places.length - b.places.length ||
        (a.key < b.key ? -1 : 1),
    );
}

function placesOf(shapes: readonly Shape[]): number[][] {
  const count = Math.min(shapes[0]?.words.length ?? 0, MAX_WORDS);
  const varying = Array.from({ length: count }, (_, place) => place).filter(
    (place) => new Set(shapes.map((shape) => shape.words[place])).size > 1,
  );
  const single = varying.map((place) => [place]);
  if (shapes.length > MAX_PAIR_SHAPES || varying.length > MAX_PAIR_WORDS) return single;
  return [...single, ...varying.flatMap((a, i) => varying.slice(i + 1).map((b) => [a, b]))];
}

function hasFixedWords(bucket: Bucket): boolean {
  const words = bucket.shapes[0]?.words ?? [];
  const fixed = words.filter(
    (word, index) => !bucket.places.includes(index) && /^[^<]*[A-Za-z]{2}/.test(word),
  );
  return fixed.length >= MIN_FIXED_WORDS;
}

function isVariable(shapes: readonly Shape[], place: number): boolean {
  const values = new Set(shapes.map((shape) => shape.words[place] ?? ''));
  if ([...values].some((value) => IDENTITY.test(value))) return false;
  const before = place === 0 ? '' : (shapes[0]?.delimiters[place - 1] ?? '');
  return values.size >= minValues([...values], before);
}

function minValues(values: readonly string[], before: string): number {
  const half = values.length / 2;
  if (values.filter((value) => PLACEHOLDER.test(value)).length >= half) return MIN_ID_VALUES;
  if (before.endsWith('=')) return MIN_SETTING_VALUES;
  const names = values.filter((value) => /[._/@-]|[a-z][A-Z]/.test(value));
  return names.length > half ? MIN_NAME_VALUES : MIN_WORD_VALUES;
}

function mergedShape(shapes: readonly Shape[], places: readonly number[]): Shape {
  const [first] = shapes;
  return {
    words: (first?.words ?? []).map((word, index) => (places.includes(index) ? WILDCARD : word)),
    delimiters: first?.delimiters ?? [],
    members: shapes.flatMap((shape) => shape.members),
  };
}
