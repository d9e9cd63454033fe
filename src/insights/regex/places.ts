// What follows upon a literal in every match, place by place: `level" ?: ?"?\d` is met where `level` is met, but for
// lines that go on otherwise there. Where a place may be left out it can be told from what comes next, so that one look
// at each character is enough.
import type { RegexNode, RepeatNode } from './ast.ts';
import { charactersOf, partsOf } from './runs.ts';

/** One of these characters must stand there, or may; `edge`: one that is no part of a word, or the end. */
export interface Place {
  /** Latin-1; all of them ASCII but for those of an edge. */
  readonly set: string;
  readonly kind: 'one' | 'maybe' | 'edge';
}

/** A way on from a literal. */
export interface Way {
  readonly places: readonly Place[];
  /** Whether what comes next follows upon these places; else more may stand between the two. */
  readonly open: boolean;
}

/** What more places tell is not worth their comparing. */
const MAX_PLACES = 20;
const MAX_WAYS = 12;

const LATIN1 = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code));
const WORD = /^\w+$/;
const EDGE: Place = { set: LATIN1.replace(/\w/g, ''), kind: 'edge' };
/** What is known where anything may follow. */
export const ANYTHING: Way = { places: [], open: false };

const one = (set: string): Place => ({ set, kind: 'one' });
const maybe = (set: string): Place => ({ set, kind: 'maybe' });
const closed = ({ places }: Way): Way => ({ places: withoutLastMaybes(places), open: false });

/** Characters one after the other, ASCII letters in either case; null: one of them is not ASCII. */
export function placesOf(text: string): readonly Place[] | null {
  const places = [...text].map((character) => {
    const other = /[a-z]/.test(character) ? character.toUpperCase() : character.toLowerCase();
    return one(other === character ? character : character + other);
  });
  return places.every(({ set }) => set < '\x80') ? places : null;
}

/** The ways on through all of these parts. `last` is what stands before the first place. */
export function waysThrough(
  ways: readonly Way[],
  parts: readonly RegexNode[],
  last: string,
): readonly Way[] {
  return parts.reduce((all, part) => all.flatMap((way) => step(way, part, last, all.length)), ways);
}

function step(way: Way, part: RegexNode, last: string, count: number): readonly Way[] {
  if (!way.open) return [way];
  if (way.places.length >= MAX_PLACES) return [closed(way)];
  const set = charactersOf(part);
  if (set !== null) return [withPlaces(way, [one(set)])];
  switch (part.kind) {
    case 'anchor':
      return [part.source === '\\b' ? atBorder(way, last) : way];
    case 'group':
    case 'concat':
      return waysThrough([way], partsOf(part), last);
    case 'repeat':
      return [repeated(way, part)];
    case 'alternatives':
      if (count + part.options.length > MAX_WAYS) return [closed(way)];
      return part.options.flatMap((option) => waysThrough([way], partsOf(option), last));
    default:
      return [closed(way)];
  }
}

/** Behind a word no part of one may follow. What follows stands at the same place: nothing is told of it. */
function atBorder(way: Way, last: string): Way {
  const before = way.places.at(-1) ?? one(last);
  if (before.kind !== 'one') return closed(way);
  return WORD.test(before.set) ? { places: [...way.places, EDGE], open: false } : way;
}

function repeated(way: Way, { node, min, max }: RepeatNode): Way {
  const sets = partsOf(node).map(charactersOf);
  const known = sets.filter((set) => set !== null);
  if (known.length < sets.length || known.length * Math.max(min, 1) > MAX_PLACES) {
    return closed(way);
  }
  if (min === 0) return max === 1 ? withPlaces(way, known.map(maybe)) : closed(way);
  const all = Array.from({ length: min }, () => known.map(one)).flat();
  const through = withPlaces(way, all);
  return max === min ? through : closed(through);
}

/** Adds places as far as each that may be left out differs from all that could stand there instead. */
function withPlaces(way: Way, added: readonly Place[]): Way {
  let places = way.places;
  for (const place of added) {
    const unsure = places.slice(places.findLastIndex(({ kind }) => kind !== 'maybe') + 1);
    if (unsure.some(({ set }) => shareOne(set, place.set))) return closed({ places, open: false });
    places = [...places, place];
  }
  return { places, open: way.open };
}

function shareOne(a: string, b: string): boolean {
  for (const character of a) if (b.includes(character)) return true;
  return false;
}

/** What may be left out and is followed by nothing says nothing. */
function withoutLastMaybes(places: readonly Place[]): readonly Place[] {
  return places.slice(0, places.findLastIndex(({ kind }) => kind !== 'maybe') + 1);
}
