// What an occurrence is known by: the site of its trace, else the template of its head line. Where one message comes
// from more places than a reader can tell apart, they are places of one error and the template decides.
import { mostFrequent } from './most-frequent.ts';
import type { Sketch } from './sketch.ts';
import { templatesByGroup } from './template-by-group.ts';

/** Places that one message is told apart by. */
const MAX_PLACES = 20;
/** A place with so much of all that its message comes with is told apart however many others there are. */
const MIN_PLACE_SHARE = 0.1;

export interface Known {
  readonly sketch: Sketch;
  /** Equal for the same error, in all that were given; stable across runs. */
  readonly key: string;
  /** Of its head line. */
  readonly template: string;
  /** Where it was thrown, if that does not tell it from others; null: it does, or there is no trace. */
  readonly crowdedPlace: string | null;
}

/** Each of the sketches, in their order; those of another severity are another error whatever their key. */
export function knownBy(sketches: readonly Sketch[]): readonly Known[] {
  const templates = templatesByGroup(sketches);
  const crowded = crowdedIn(sketches, templates);
  return sketches.map((sketch, index) => {
    const template = templates[index] ?? '';
    const isCrowded = crowded.has(placeOf(sketch));
    return {
      sketch,
      key: isCrowded ? template : (sketch.siteKey ?? template),
      template,
      crowdedPlace: isCrowded ? sketch.siteKey : null,
    };
  });
}

const placeOf = ({ severity, siteKey }: Sketch) =>
  siteKey === null ? null : `${severity}\u0000${siteKey}`;

interface Place {
  readonly place: string;
  readonly count: number;
}

function crowdedIn(
  sketches: readonly Sketch[],
  templates: readonly string[],
): ReadonlySet<string | null> {
  const crowded = new Set<string | null>();
  for (const places of placesByMessage(sketches, templates)) {
    if (places.length <= MAX_PLACES) continue;
    const least = places.reduce((sum, { count }) => sum + count, 0) * MIN_PLACE_SHARE;
    for (const { place, count } of places) if (count < least) crowded.add(place);
  }
  return crowded;
}

/** The places that each message comes from. A place is of the message that comes from there most often. */
function placesByMessage(
  sketches: readonly Sketch[],
  templates: readonly string[],
): Iterable<readonly Place[]> {
  const messages = new Map<string, string[]>();
  sketches.forEach((sketch, index) => {
    const place = placeOf(sketch);
    if (place !== null) under(messages, place).push(`${sketch.severity} ${templates[index]}`);
  });
  const places = new Map<string, Place[]>();
  for (const [place, said] of messages)
    under(places, mostFrequent(said)).push({ place, count: said.length });
  return places.values();
}

function under<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  if (list.length === 0) lists.set(key, list);
  return list;
}
